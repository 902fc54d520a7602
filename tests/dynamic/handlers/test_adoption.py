"""What adoption refuses, and what its errors may say, between the engine and the host."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from google.protobuf import json_format

from pulumi_trusthub.dynamic.providers import (
    AddressProvider,
    EndUserProvider,
    SupportingDocumentProvider,
)

if TYPE_CHECKING:
    from hosts import Wire
    from pulumi.dynamic import ResourceProvider

    from pulumi_trusthub.simulator import Simulator

PERSON: dict[str, Any] = {
    "friendly_name": "Representative",
    "type": "authorized_representative_1",
    "attributes": {
        "first_name": "Ada",
        "last_name": "Lovelace",
        "email": "ada@example.com",
        "phone_number": "+12025550100",
        "business_title": "Head of Voice",
        "job_position": "Director",
    },
}
SECRETS = ("Ada", "Lovelace", "ada@example.com", "+12025550100", "Head of Voice", "King")
DOCUMENT = {
    "friendly_name": "Where",
    "type": "customer_profile_address",
    "attributes": {"address_sids": "AD" + "1" * 32},
}
ADDRESS = {
    "customer_name": "Example Business",
    "street": "123 Example Street",
    "city": "San Francisco",
    "region": "CA",
    "postal_code": "94105",
    "iso_country": "US",
    "friendly_name": "Head office",
}
KINDS: list[Any] = [
    pytest.param(EndUserProvider(), PERSON, "IT", id="person"),
    pytest.param(SupportingDocumentProvider(), DOCUMENT, "RD", id="document"),
    pytest.param(AddressProvider(), ADDRESS, "AD", id="address"),
]


def failures(wire: Wire, provider: ResourceProvider, inputs: dict[str, Any]) -> dict[str, str]:
    """Check inputs and give reason by property."""
    checked = wire.ask("Check", provider, olds={}, news=inputs)
    return {f["property"]: f["reason"] for f in checked.get("failures", [])}


@pytest.mark.parametrize(("provider", "inputs", "prefix"), KINDS)
def test_adopt_takes_a_boolean_or_a_sid_of_the_right_kind(
    wire: Wire, provider: ResourceProvider, inputs: dict[str, Any], prefix: str
) -> None:
    """True, False, or a SID of the right kind; for an address, True needs a name."""
    for good in (True, False, prefix + "0" * 32):
        assert {} == failures(wire, provider, {**inputs, "adopt": good})
    for bad in ("yes", 1, "BU" + "0" * 32):
        assert ["adopt"] == list(failures(wire, provider, {**inputs, "adopt": bad}))
    nameless = {name: value for name, value in ADDRESS.items() if name != "friendly_name"}
    said = failures(wire, AddressProvider(), {**nameless, "adopt": True})
    assert "needs a friendly_name to go by: give one, or the SID" in said["adopt"]


@pytest.mark.parametrize(("provider", "inputs", "prefix"), KINDS)
def test_a_missing_object_or_one_of_another_kind_is_not_adopted(
    wire: Wire,
    simulator: Simulator,
    provider: ResourceProvider,
    inputs: dict[str, Any],
    prefix: str,
) -> None:
    """An error names it and why; nothing is made and nothing changed."""
    made = wire.ask("Create", provider, properties=inputs)["id"]
    other = {
        "IT": {"type": "authorized_representative_2"},
        "RD": {"type": "business_license"},
        "AD": {"iso_country": "CA"},
    }[prefix]
    simulator.control.clear_requests()
    nowhere = prefix + "0" * 32

    missing = wire.fail("Create", provider, properties={**inputs, "adopt": nowhere})
    wrong = wire.fail("Create", provider, properties={**inputs, **other, "adopt": made})

    assert f" {nowhere} in account {simulator.account_sid}: check" in missing.status.message
    assert "cannot be adopted as this one" in wrong.status.message
    assert made in wrong.status.message
    assert {"GET"} == {entry.method for entry in simulator.control.requests()}


@pytest.mark.parametrize(("provider", "inputs", "prefix"), KINDS)
def test_two_resources_of_one_name_are_two_objects(
    wire: Wire, provider: ResourceProvider, inputs: dict[str, Any], prefix: str
) -> None:
    """The one that was there goes to one of them; what this run made goes to nobody else."""
    there = wire.ask("Create", provider, properties=inputs)["id"]
    adopting = {**inputs, "adopt": True}
    before = wire.ask("Create", provider, properties=adopting)
    taken = wire.ask("Create", provider, properties={**inputs, "adopt": there})

    again = wire.ask("Create", provider, properties=adopting)

    # The host made the first one itself, so it is no candidate.
    assert [False, True, False] == [it["properties"]["adopted"] for it in (before, taken, again)]
    assert there == taken["id"]
    assert 3 == len({there, before["id"], again["id"]})
    assert all(it["id"].startswith(prefix) for it in (before, again))


def test_an_object_adopted_in_this_run_is_not_deleted_in_this_run(
    wire: Wire, simulator: Simulator
) -> None:
    """A person who is renamed in the program is adopted under the new name first."""
    provider = EndUserProvider()
    made = wire.ask("Create", provider, properties=PERSON)
    wire.ask("Create", provider, properties={**PERSON, "adopt": made["id"]})

    wire.ask("Delete", provider, id=made["id"], properties=made["properties"])

    assert 1 == simulator.control.counts()["end_users"]


def test_a_refused_change_says_nothing_personal(wire: Wire, simulator: Simulator) -> None:
    """Neither what was declared nor what is there, whatever Twilio repeats of both."""
    provider = EndUserProvider()
    theirs = {**PERSON, "attributes": {**PERSON["attributes"], "last_name": "King"}}
    made = wire.ask("Create", provider, properties=theirs)
    body = {"code": 20001, "message": f"King became Lovelace: {PERSON['attributes']}"}
    simulator.control.fault(method="POST", path=f"/EndUsers/{made['id']}$", status=400, body=body)

    failure = wire.fail("Create", provider, properties={**PERSON, "adopt": made["id"]})

    partial = failure.partial
    assert made["id"] == partial.id
    assert partial.properties["adopted"] is True
    assert "King" == json_format.MessageToDict(partial.properties)["attributes"]["last_name"]
    for text in (failure.outer, failure.status.message, *partial.reasons, *wire.printed):
        assert [] == [secret for secret in SECRETS if secret in text]
    assert "[secret] became [secret]" in partial.reasons[0]


def test_a_corrected_line_of_an_adopted_address_is_sent_once(
    wire: Wire, simulator: Simulator
) -> None:
    """An adopted address has Twilio's words; it is declared in the program's, and stays so."""
    provider = AddressProvider()
    made = wire.ask("Create", provider, properties=ADDRESS)["id"]

    adopted = wire.ask("Create", provider, properties={**ADDRESS, "adopt": made})
    read = wire.ask("Read", provider, id=made, properties=adopted["properties"])
    diff = wire.ask("Diff", provider, id=made, olds=read["properties"], news=ADDRESS)

    assert ADDRESS["street"] == adopted["properties"]["street"] == read["properties"]["street"]
    assert "123 EXAMPLE ST" == read["properties"]["corrected"]["street"]
    assert "DIFF_NONE" == diff["changes"]
    posts = [e.path for e in simulator.control.requests() if e.method == "POST"]
    assert 2 == len(posts)
