"""Do the verbs answer as an engine expects, also where something is wrong?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from google.protobuf import empty_pb2, json_format
from plugin_client import (
    ATTRIBUTES,
    PERSON,
    PRODUCT,
    UNKNOWN,
    plain,
    secret,
    struct,
    urn,
)
from policy_sids import CNAM
from pulumi.runtime.proto import engine_pb2, provider_pb2

from pulumi_trusthub._core.model.lookup_accounts import LOOKUP_ACCOUNT

if TYPE_CHECKING:
    from plugin_client import Client

    from pulumi_trusthub.simulator import Simulator

MISSING = "BU" + "0" * 32
OTHER_ACCOUNT = "AC" + "9" * 32
NUMBERS = "ChannelEndpointAssignments"


@pytest.fixture
def numbers(simulator: Simulator) -> dict[str, Any]:
    """Two numbers, and the profile that they go onto."""
    return {
        "customerProfileSid": simulator.customer_profile_sid,
        "channelEndpointSids": list(simulator.phone_numbers.values())[:2],
        "channelEndpointType": "phone-number",
    }


def test_check_fills_in_defaults(bare: Client, numbers: dict[str, Any]) -> None:
    """No SDK does it in YAML, and none in an import."""
    given = {name: it for name, it in numbers.items() if name != "channelEndpointType"}

    assert numbers == bare.ask("Check", NUMBERS, news=given)["inputs"]


def test_problems_are_told_in_the_program_s_words(bare: Client) -> None:
    """Names of properties, and settings."""
    olds, news = PRODUCT, {**PRODUCT, "policySid": CNAM, "statusCallback": "x"}

    failures = bare.ask("Check", "TrustProduct", olds=olds, news=news)["failures"]

    assert ["statusCallback", "policySid"] == [failure["property"] for failure in failures]
    assert "set allowReplace: true if that is meant" in failures[1]["reason"]


def test_an_ignored_change_outlives_the_move_from_the_dynamic_form(bare: Client) -> None:
    """The engine, which looks for the old value under its new name, takes the property out."""
    olds = {"friendly_name": secret("Before"), "email": "a@example.com", "__provider": "pickled"}
    news = {name: value for name, value in PRODUCT.items() if name != "friendlyName"}

    moved = bare.ask("Check", "TrustProduct", olds=olds, news=news)
    later = bare.ask("Check", "TrustProduct", olds=PRODUCT, news=news)

    assert {**PRODUCT, "friendlyName": secret("Before")} == moved["inputs"]
    assert "failures" not in moved
    assert ["friendlyName"] == [failure["property"] for failure in later["failures"]]


def test_an_odd_value_is_warned_of_under_its_resource(bare: Client) -> None:
    """By check, for no class of Python sees it; the value itself is not told."""
    odd = {**PERSON, "attributes": {**ATTRIBUTES, "job_position": "Queen"}}

    bare.ask("Check", "EndUser", news=odd)

    [(severity, text, where)] = bare.messages
    assert (engine_pb2.WARNING, urn("EndUser")) == (severity, where)
    assert text.startswith("attributes.job_position is not in the list")
    assert "Queen" not in text


def test_an_odd_value_is_warned_of_once_in_a_command(bare: Client) -> None:
    """The engine checks the inputs of a replacement twice."""
    odd = {**PERSON, "attributes": {**ATTRIBUTES, "job_position": "Queen"}}

    bare.ask("Check", "EndUser", olds=PERSON, news=odd)
    bare.ask("Check", "EndUser", news=odd)
    bare.ask("Check", "SupportingDocument", news=odd)
    once = len(bare.messages)
    bare.configure()
    bare.ask("Check", "EndUser", news=odd)

    assert (1, 2) == (once, len(bare.messages))


def test_lookups_of_another_account_than_the_resources_are_refused(
    bare: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A Python program looks up in its own process; what the class tells of it is not stored."""
    monkeypatch.setenv("TWILIO_ACCOUNT_SID", OTHER_ACCOUNT)
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", "token")

    same, other = (
        bare.ask("Check", "TrustProduct", news={**PRODUCT, LOOKUP_ACCOUNT: account})
        for account in (OTHER_ACCOUNT, "AC" + "1" * 32)
    )

    assert "failures" not in same
    assert PRODUCT == same["inputs"] == other["inputs"]
    [failure] = other["failures"]
    assert "this resource would be in account AC9999" in failure["reason"]


def test_secrets_stay_secrets(client: Client) -> None:
    """Those that always are, and those that came as secrets, in every response."""
    given = {**PERSON, "friendlyName": secret("Representative")}
    secrets = {"friendlyName", "attributes"}

    checked = client.ask("Check", "EndUser", news=given)["inputs"]
    previewed = client.ask("Create", "EndUser", properties=checked, preview=True)["properties"]
    id_, state = client.made("EndUser", checked)
    read = client.ask("Read", "EndUser", id=id_, properties=state, inputs=checked)
    imported = client.ask("Read", "EndUser", id=id_)

    for found in (checked, previewed, state, read["properties"], read["inputs"]):
        marked = {name for name, value in found.items() if value != plain(value)}
        assert secrets == marked - {"corrected"}  # which a preview does not know
    assert secret(ATTRIBUTES) == imported["properties"]["attributes"]
    assert secret(ATTRIBUTES) == imported["inputs"]["attributes"]


def test_nothing_is_sent_before_an_up(client: Client, simulator: Simulator) -> None:
    """Check, diff and the previews need no network."""
    id_, state = client.made("TrustProduct", PRODUCT)
    before = len(simulator.control.requests())
    news = {**PRODUCT, "friendlyName": UNKNOWN}

    client.ask("Check", "TrustProduct", news=news)
    diff = client.ask("Diff", "TrustProduct", id=id_, olds=state, news=news)
    client.ask("Create", "TrustProduct", properties=news, preview=True)
    client.ask("Update", "TrustProduct", id=id_, olds=state, news=news, preview=True)

    assert ["friendlyName"] == diff["diffs"]
    assert before == len(simulator.control.requests())


def test_a_replacement_is_said_with_its_path(client: Client, numbers: dict[str, Any]) -> None:
    """Numbers are deleted first, always."""
    id_, state = client.made(NUMBERS, numbers)
    news = {**numbers, "customerProfileSid": MISSING}

    diff = client.ask("Diff", NUMBERS, id=id_, olds=state, old_inputs=numbers, news=news)
    same = client.ask("Diff", NUMBERS, id=id_, olds=state, old_inputs=numbers, news=numbers)

    assert ["customerProfileSid"] == diff["replaces"]
    assert {"customerProfileSid": {"kind": "UPDATE_REPLACE", "inputDiff": True}} == diff[
        "detailedDiff"
    ]
    assert diff["deleteBeforeReplace"] is same["deleteBeforeReplace"] is True


def test_an_added_number_is_one_line_of_a_diff(
    client: Client, simulator: Simulator, numbers: dict[str, Any]
) -> None:
    """And the preview has no place that is empty."""
    first, second, third = list(simulator.phone_numbers.values())[:3]
    id_, state = client.made(NUMBERS, numbers)
    wanted = {**numbers, "channelEndpointSids": [second, third, first]}
    fewer = {**numbers, "channelEndpointSids": [second]}

    more = client.ask("Check", NUMBERS, olds=numbers, news=wanted)["inputs"]
    less = client.ask("Check", NUMBERS, olds=numbers, news=fewer)["inputs"]
    diffs = [
        client.ask("Diff", NUMBERS, id=id_, olds=state, old_inputs=numbers, news=news)
        for news in (more, less)
    ]
    previewed = client.ask("Update", NUMBERS, id=id_, olds=state, news=less, preview=True)

    assert [
        {"channelEndpointSids[2]": {"inputDiff": True}},
        {"channelEndpointSids[0]": {"kind": "DELETE", "inputDiff": True}},
    ] == [diff["detailedDiff"] for diff in diffs]
    assert [second] == previewed["properties"]["channelEndpointSids"]


def test_a_lost_object_leaves_the_state(client: Client) -> None:
    """But an import, or a get, of nothing is an error with the next step."""
    _, state = client.made("TrustProduct", PRODUCT)
    old = {**state, "dateCreated": "2024-01-01T00:00:00Z"}

    gone = client.ask("Read", "TrustProduct", id=MISSING, properties=old, inputs=PRODUCT)
    failed = client.fail("Read", "TrustProduct", id=MISSING)

    assert {} == gone
    assert failed.text.startswith(f"There is no trust product {MISSING} in account AC")
    assert "check the SID" in failed.text
    assert "\n" not in failed.text


def test_an_import_takes_all_numbers_of_its_bundle(client: Client, numbers: dict[str, Any]) -> None:
    """By the id alone; numbers that are named, as in a get, are looked for alone."""
    id_, _ = client.made(NUMBERS, numbers)
    first, second = numbers["channelEndpointSids"]

    imported = client.ask("Read", NUMBERS, id=id_)
    got = client.ask("Read", NUMBERS, id=id_, inputs={"channelEndpointSids": [second]})

    assert {first, second} == {*imported["inputs"]["channelEndpointSids"]}
    assert numbers.keys() == imported["inputs"].keys()
    assert [second] == got["properties"]["channelEndpointSids"]


def test_sids_are_written_in_one_case(client: Client, simulator: Simulator) -> None:
    """Of an import, of inputs, in bulk too, and of a function's arguments."""
    id_, _ = client.made("TrustProduct", PRODUCT)
    number = next(iter(simulator.phone_numbers.values()))
    product, twice = f"BU{id_[2:].upper()}", [number, f"PN{number[2:].upper()}"]

    imported = client.ask("Read", "TrustProduct", id=product)
    news = {"trustProductSid": product, "channelEndpointSids": twice}
    checked = client.ask("Check", "ChannelEndpointAssignments", news=news)["inputs"]
    evaluations = client.invoke("getEvaluations", trustProductSid=product)

    assert id_ == imported["id"] == imported["properties"]["sid"]
    assert (id_, [number]) == (checked["trustProductSid"], checked["channelEndpointSids"])
    assert [] == evaluations["evaluations"]


def test_the_state_of_another_account_is_refused(client: Client) -> None:
    """By every verb that has a state, before anything is sent."""
    id_, state = client.made("TrustProduct", PRODUCT)
    foreign = {**state, "accountSid": OTHER_ACCOUNT}

    failures = [
        client.fail("Read", "TrustProduct", id=id_, properties=foreign),
        client.fail("Diff", "TrustProduct", id=id_, olds=foreign, news=PRODUCT),
        client.fail("Update", "TrustProduct", id=id_, olds=foreign, news=PRODUCT),
        client.fail("Delete", "TrustProduct", id=id_, properties=foreign),
    ]

    assert all(f"belongs to account {OTHER_ACCOUNT}" in failure.text for failure in failures)


def test_an_unknown_type_is_named(client: Client) -> None:
    """A program may want a newer plugin."""
    assert "There is no resource trusthub:index:New" in client.fail("Check", "New", news={}).text


def test_a_partial_failure_is_finished_by_an_update(
    client: Client, simulator: Simulator, numbers: dict[str, Any]
) -> None:
    """One of two numbers is refused: the engine gets id, outputs and reasons, and goes on."""
    simulator.control.fault(method="POST", path="/ChannelEndpoint", status=400, code=20001)

    partial = client.fail("Create", NUMBERS, properties=numbers).partial
    outputs = json_format.MessageToDict(partial.properties)
    finished = client.ask("Update", NUMBERS, id=partial.id, olds=outputs, news=numbers)

    assert "1 of 2 numbers could not be assigned:" == partial.reasons[0]
    assert numbers == json_format.MessageToDict(partial.inputs)
    assert numbers["channelEndpointSids"] == finished["properties"]["channelEndpointSids"]


def test_a_cancellation_ends_long_work_and_keeps_its_part(
    client: Client, simulator: Simulator, numbers: dict[str, Any]
) -> None:
    """Twilio is asked for nothing more, and what was assigned is in the answer."""
    # The second POST is refused for now, and a minute is asked for: only a cancellation is faster.
    simulator.control.fault(
        method="POST", skip=1, times=99, status=429, code=20429, headers={"Retry-After": "60"}
    )

    call = client.stub.Create.future(
        provider_pb2.CreateRequest(urn=urn(NUMBERS), properties=struct(numbers)), timeout=60
    )
    while not any(entry.status == 429 for entry in simulator.control.requests()):
        assert not call.done()
    client.stub.Cancel(empty_pb2.Empty(), timeout=30)
    error: Any = call.exception(timeout=30)
    late = client.fail("Create", "TrustProduct", properties=PRODUCT)

    assert "the operation was cancelled" in error.details()
    assert 1 == simulator.control.counts()["channel_endpoint_assignments"]
    assert "the operation was cancelled" in late.text
    assert [] == client.messages


def test_a_deadline_names_the_option(client: Client, simulator: Simulator) -> None:
    """The engine sends what customTimeouts allows."""
    simulator.control.fault(
        method="POST", times=99, status=429, code=20429, headers={"Retry-After": "60"}
    )

    failed = client.fail("Create", "TrustProduct", properties=PRODUCT, timeout=1.5)

    assert "has run out of time" in failed.text
    assert "customTimeouts allow 1.5 s" in failed.text


def test_a_warning_stands_under_its_resource(client: Client) -> None:
    """An adopted product is left in place."""
    id_, _ = client.made("TrustProduct", PRODUCT)
    _, adopted = client.made("TrustProduct", {**PRODUCT, "adopt": id_})

    client.ask("Delete", "TrustProduct", id=id_, properties=adopted)

    [(severity, text, where)] = client.messages
    assert (engine_pb2.WARNING, urn("TrustProduct")) == (severity, where)
    assert "left in place" in text
