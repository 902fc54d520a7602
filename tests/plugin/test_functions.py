"""Do the functions find what the lookups find, under the names of every language?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import grpc
import pytest
from plugin_client import ATTRIBUTES, PERSON, PRODUCT, secret

import pulumi_trusthub
from pulumi_trusthub.dynamic.names import snake
from pulumi_trusthub.plugin.catalogue import FUNCTIONS

if TYPE_CHECKING:
    from plugin_client import Client

    from pulumi_trusthub.simulator import Simulator


def test_every_lookup_is_a_function() -> None:
    """By its own name."""
    lookups = {it for it in pulumi_trusthub.__all__ if it.startswith("get_")}

    assert {it for it in lookups if not it.endswith("_output")} == set(map(snake, FUNCTIONS))


def test_numbers_are_found(client: Client, simulator: Simulator) -> None:
    """In the order that was asked for, with their SIDs in a list of their own."""
    numbers = list(simulator.phone_numbers)[:2]

    found = client.invoke("getPhoneNumbers", phoneNumbers=numbers[::-1])

    assert numbers[::-1] == [each["phoneNumber"] for each in found["phoneNumbers"]]
    assert [simulator.phone_numbers[number] for number in numbers[::-1]] == found["sids"]


def test_a_function_of_one_object_returns_the_object(client: Client, simulator: Simulator) -> None:
    """The primary profile, field by field."""
    found = client.invoke("getPrimaryCustomerProfile")

    assert simulator.customer_profile_sid == found["sid"]
    assert "twilio-approved" == found["status"]


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_every_function_answers(name: str, client: Client, simulator: Simulator) -> None:
    """Lists hold what there is; those of a bundle need the bundle."""
    client.made("TrustProduct", PRODUCT)
    of_a_bundle = name.endswith("Assignments") or name == "getEvaluations"
    bundle = {"customerProfileSid": simulator.customer_profile_sid} if of_a_bundle else {}

    found = client.invoke(name, **bundle)

    listed = FUNCTIONS[name]
    assert {listed, "sids"} == found.keys() if listed else found["sid"]


def test_attributes_of_people_are_secrets(client: Client) -> None:
    """Inside of a result that is none: the SIDs stay plain."""
    sid, _ = client.made("EndUser", PERSON)

    found = client.invoke("getEndUsers", type=PERSON["type"])

    assert [sid] == found["sids"] == [each["sid"] for each in found["endUsers"]]
    assert secret(ATTRIBUTES) == found["endUsers"][0]["attributes"]


def test_a_result_is_a_secret_where_an_argument_was(client: Client) -> None:
    """Every property of it."""
    found = client.invoke("getTrustProducts", friendlyName=secret("x"))

    assert {"trustProducts": secret([]), "sids": secret([])} == found


def test_a_preview_without_credentials_names_the_way_out(bare: Client) -> None:
    """One line, for the engine takes no unknown value from a function."""
    with pytest.raises(grpc.RpcError) as raised:
        bare.call("Invoke", tok="trusthub:index:getPolicies", args={}, preview=True)

    assert "No Twilio credentials are configured" in str(raised.value)
    assert "give such a pipeline the SIDs by configuration" in str(raised.value)


@pytest.mark.parametrize(
    ("name", "arguments", "text"),
    [
        ("getNothing", {}, "There is no function getNothing"),
        ("getPolicies", {"friendlyName": "x"}, "getPolicies has no argument friendlyName"),
        ("getEntityAssignments", {}, "Give one of trustProductSid and customerProfileSid"),
        ("getPhoneNumbers", {"phoneNumbers": ["+12025559999"]}, "needs accountSid"),
    ],
)
def test_a_wrong_call_says_what_is_wrong(
    name: str, arguments: dict[str, object], text: str, client: Client
) -> None:
    """In the words of the program."""
    with pytest.raises(grpc.RpcError) as raised:
        client.invoke(name, **arguments)

    assert text in str(raised.value)
