"""People and documents between the engine and the provider's host."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hosts import ADDRESS, UNKNOWN, changes, people

from pulumi_trusthub._core.api.client import TrustHubClient
from pulumi_trusthub._core.model.config import Credentials, Settings
from pulumi_trusthub._core.rules.entities import create_entity
from pulumi_trusthub.dynamic.providers import (
    AddressProvider,
    EndUserProvider,
    EntityAssignmentProvider,
    SupportingDocumentProvider,
)

if TYPE_CHECKING:
    from hosts import Wire
    from pulumi.dynamic import ResourceProvider

    from pulumi_trusthub.simulator import Simulator

SECRETS = ("Ada", "Lovelace", "ada@example.com", "+12025550100", "Head of Voice")
PERSON: dict[str, Any] = {
    "friendly_name": "Representative",
    "type": "authorized_representative_1",
    "attributes": {
        "first_name": SECRETS[0],
        "last_name": SECRETS[1],
        "email": SECRETS[2],
        "phone_number": SECRETS[3],
        "business_title": SECRETS[4],
        "job_position": "Director",
    },
}
LONG_AGO = {"date_created": "2024-01-01T00:00:00Z"}


def renamed(inputs: dict[str, Any], **attributes: Any) -> dict[str, Any]:
    """Give the same with some attributes changed."""
    return {**inputs, "attributes": {**inputs["attributes"], **attributes}}


def test_a_person_passes_through_every_verb(wire: Wire, simulator: Simulator) -> None:
    """Check, create, diff, update, read, get and delete; the type replaces."""
    provider = EndUserProvider()
    married = renamed(PERSON, last_name="King")

    checked = wire.ask("Check", provider, olds={}, news=PERSON)
    made = wire.ask("Create", provider, properties=PERSON)
    same = changes(wire, provider, made, PERSON)
    changed = changes(wire, provider, made, married)
    second = {**PERSON, "type": "authorized_representative_2"}
    replaced = changes(wire, provider, made, second)
    updated = wire.ask("Update", provider, id=made["id"], olds=made["properties"], news=married)
    read = wire.ask("Read", provider, id=made["id"], properties=updated["properties"])
    got = wire.ask("Read", provider, id=made["id"], inputs={})
    wire.ask("Delete", provider, id=made["id"], properties=read["properties"])
    gone = wire.ask("Read", provider, id=made["id"], properties={**read["properties"], **LONG_AGO})
    wire.ask("Delete", provider, id=made["id"], properties={**read["properties"], **LONG_AGO})

    assert "failures" not in checked
    assert made["id"].startswith("IT")
    assert (None, [], ["type"]) == (same, changed, replaced)
    assert married["attributes"] == updated["properties"]["attributes"]
    assert {**married, "__provider": made["properties"]["__provider"]} == read["inputs"]
    assert married["attributes"] == got["properties"]["attributes"]
    assert "id" not in gone
    assert (0, 0, 0) == people(simulator)


def test_a_document_passes_through_every_verb(wire: Wire, simulator: Simulator) -> None:
    """Its address SIDs may be a list, and its address not known yet."""
    provider, addresses = SupportingDocumentProvider(), AddressProvider()
    document = {"friendly_name": "Where", "type": "customer_profile_address"}
    unknown = {**document, "attributes": {"address_sids": [UNKNOWN]}}

    checked = wire.ask("Check", provider, olds={}, news=unknown)
    address = wire.ask("Create", addresses, properties=ADDRESS)
    inputs = {**document, "attributes": {"address_sids": [address["id"]]}}
    made = wire.ask("Create", provider, properties=inputs)
    same = changes(wire, provider, made, inputs)
    held = simulator.control.state()["accounts"]
    read = wire.ask("Read", provider, id=made["id"], properties=made["properties"])
    wire.ask("Delete", provider, id=made["id"], properties=read["properties"])

    assert "failures" not in checked
    assert made["id"].startswith("RD")
    assert "DRAFT" == made["properties"]["status"]
    assert same is None
    assert inputs["attributes"] == read["properties"]["attributes"]
    assert f"'address_sids': '{address['id']}'" in str(held)
    assert (0, 0, 1) == people(simulator)


@pytest.mark.parametrize(
    ("provider", "inputs", "path"),
    [
        (EndUserProvider(), PERSON, "/EndUsers$"),
        (AddressProvider(), ADDRESS, "/Addresses.json$"),
    ],
    ids=["person", "address"],
)
def test_a_lost_post_makes_one_entity(
    wire: Wire,
    simulator: Simulator,
    provider: ResourceProvider,
    inputs: dict[str, Any],
    path: str,
) -> None:
    """Beside one of the same content, which is never taken for it."""
    twin = wire.ask("Create", provider, properties=inputs)["id"]
    simulator.control.fault(method="POST", path=path, drop_after=True)

    made = wire.ask("Create", provider, properties=inputs)

    assert twin != made["id"]
    assert 2 == sum(people(simulator))


def client_of(simulator: Simulator) -> TrustHubClient:
    """A client that does not wait."""
    account = simulator.account_sid
    credentials = Credentials(account, account, simulator.auth_token)
    return TrustHubClient(Settings(credentials, simulator.url), lambda _: None)


def test_an_entity_that_shows_up_late_is_not_doubled(simulator: Simulator) -> None:
    """A second POST is taken back when the first one's result comes to light."""
    # One read more than are made of it in the seconds before the second POST.
    simulator.control.settings(read_lag=17)
    simulator.control.fault(method="POST", path="/EndUsers$", drop_after=True)

    record = create_entity(client_of(simulator), "EndUsers", PERSON)

    assert (record["sid"],) == simulator.control.accounts()[0].end_users
    methods = [it.method for it in simulator.control.requests() if "/EndUsers" in it.path]
    assert (2, 1) == (methods.count("POST"), methods.count("DELETE"))


@pytest.mark.parametrize("fault", [{"drop_before": True}, {"status": 503}])
def test_an_earlier_entity_is_never_taken(simulator: Simulator, fault: dict[str, Any]) -> None:
    """The same content of an hour ago belongs to somebody else."""
    simulator.control.advance_clock(-3_600)
    before = create_entity(client_of(simulator), "EndUsers", PERSON)["sid"]
    simulator.control.advance_clock(3_600)
    simulator.control.fault(method="POST", path="/EndUsers$", **fault)

    after = create_entity(client_of(simulator), "EndUsers", PERSON)["sid"]

    assert before != after
    assert (before, after) == simulator.control.accounts()[0].end_users


def test_no_failure_holds_a_secret(wire: Wire, simulator: Simulator) -> None:
    """Not of check, not of a refusal that repeats what was sent, not of a lost answer."""
    provider = EndUserProvider()
    wrong = renamed(PERSON, email="Boss of Voice", first_name="")
    made = wire.ask("Create", provider, properties=PERSON)
    married = renamed(PERSON, last_name="King")
    told = []

    checked = wire.ask("Check", provider, olds={}, news=wrong)["failures"]
    for status in (400, 503):
        for verb, fields in [
            ("Create", {"properties": PERSON}),
            ("Update", {"id": made["id"], "olds": made["properties"], "news": married}),
        ]:
            said = f"{fields} with {SECRETS[3]} is not valid"
            body = {"code": 20001, "message": said[said.index("'first_name") :]}
            simulator.control.fault(method="POST", path="/EndUsers", status=status, body=body)
            simulator.control.fault(method="GET", status=403)
            failure = wire.fail(verb, provider, **fields)
            simulator.control.clear_faults()
            told += [failure.outer, failure.status.message]

    assert [None, None] == [failure.get("property") for failure in checked]
    for text in (*told, str(checked), *wire.printed):
        for secret in (*SECRETS, "King", "Boss"):
            assert secret not in text
    assert "'first_name': '[secret]'" in told[1]
    assert "with [secret] is not valid (code 20001, HTTP 400, request RQ" in told[1]


@pytest.mark.parametrize("rule", ["refuse", "allow"])
def test_a_refused_deletion_names_the_next_step(
    wire: Wire, simulator: Simulator, rule: str
) -> None:
    """Refused with the next step, or done: both are known of Twilio's other bundles."""
    simulator.control.settings(delete_with_assignments=rule)
    person = wire.ask("Create", EndUserProvider(), properties=PERSON)
    profile = simulator.control.accounts()[0].customer_profiles[0]
    simulator.control.review(profile, "draft")
    link = {"customer_profile_sid": profile, "object_sid": person["id"]}
    assigned = wire.ask("Create", EntityAssignmentProvider(), properties=link)
    deletion = {"id": person["id"], "properties": person["properties"]}

    if rule == "refuse":
        refusal = wire.fail("Delete", EndUserProvider(), **deletion).status.message
        wire.ask(
            "Delete",
            EntityAssignmentProvider(),
            id=assigned["id"],
            properties=assigned["properties"],
        )

        assert "(code 21644, HTTP 400, request RQ" in refusal
        assert "remove that assignment first" in refusal
    wire.ask("Delete", EndUserProvider(), **deletion)

    assert (0, 0, 0) == people(simulator)
