"""A direct customer with subaccounts: numbers of several accounts on the parent's product."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from engines import resources
from world import made, profile_sid, writes

if TYPE_CHECKING:
    from engines import Engine, Launch

    from pulumi_trusthub.simulator import Simulator

A = {"attestation": "A", "missing": None}


def numbers_of(simulator: Simulator, own: int, theirs: int) -> dict[str, list[str]]:
    """So many numbers of the parent and of its subaccount, in E.164."""
    [sub] = simulator.account.subaccounts
    return {
        simulator.account_sid: list(simulator.phone_numbers)[:own],
        sub.sid: list(sub.phone_numbers)[:theirs],
    }


def parts(*numbers: str) -> list[str]:
    """The names of what two assignments of each number are called, sorted."""
    return sorted(f"acme-{e164}-on-{where}" for e164 in numbers for where in ("product", "profile"))


@pytest.fixture
def onboarded(launch: Launch, simulator: Simulator) -> Engine:
    """A number of the parent and two of its subaccount, submitted."""
    engine = launch("direct_customer", numbers=json.dumps(numbers_of(simulator, 1, 2)))
    outcome = engine.up()
    assert outcome.ok, outcome.text
    simulator.control.clear_requests()
    return engine


def test_from_nothing_to_approved_and_back(onboarded: Engine, simulator: Simulator) -> None:
    """Everything is the parent's but the numbers; destroy leaves nothing."""
    numbers = [n for some in numbers_of(simulator, 1, 2).values() for n in some]
    product = onboarded.outputs()["product_sid"]
    held = resources(onboarded)
    nothing = onboarded.preview()
    refused = onboarded.destroy()
    simulator.control.review(product, "twilio-approved")
    onboarded.refresh()
    onboarded.up()
    outputs = onboarded.outputs()
    destroyed = onboarded.destroy()

    assert {simulator.account_sid} == {part.outputs["account_sid"] for part in held.values()}
    assert {*parts(*numbers), "acme-product", "acme-profile-link", "acme-submission"} == set(held)
    assert {} == nothing.changes
    assert ["acme-submission"] == list(refused.errors)
    assert dict.fromkeys(numbers, A) == outputs["attestations"]
    assert destroyed.ok, destroyed.text
    assert (0, 0, 0) == made(simulator)


def test_a_number_of_a_subaccount_more_and_less(onboarded: Engine, simulator: Simulator) -> None:
    """The profile first, then the product, and the reverse; nothing is submitted again."""
    product, profile = onboarded.outputs()["product_sid"], profile_sid(simulator)
    *_, number = [n for some in numbers_of(simulator, 1, 3).values() for n in some]
    onboarded.config["behaviour:numbers"] = json.dumps(numbers_of(simulator, 1, 3))

    more = onboarded.up()
    added = writes(simulator)
    known = resources(onboarded)
    simulator.control.clear_requests()
    onboarded.config["behaviour:numbers"] = json.dumps(numbers_of(simulator, 1, 2))
    less = onboarded.up()

    assert {"create": parts(number)} == more.changes, more.text
    assert [
        f"POST /v1/{bundle}/ChannelEndpointAssignments"
        for bundle in (f"CustomerProfiles/{profile}", f"TrustProducts/{product}")
    ] == added
    assert {"delete": parts(number)} == less.changes, less.text
    assert [f"DELETE /v1/{known[name].id}" for name in parts(number)] == writes(simulator)


def test_a_number_in_the_wrong_account_is_named(launch: Launch, simulator: Simulator) -> None:
    """Before anything is made."""
    [sub] = simulator.account.subaccounts
    strange = next(iter(simulator.phone_numbers))
    engine = launch("direct_customer", numbers=json.dumps({sub.sid: [strange]}))

    outcome = engine.preview()

    assert not outcome.ok
    assert f"Not in account {sub.sid}: {strange}" in outcome.text
    assert (0, 0, 0) == made(simulator)


def test_without_credentials_the_numbers_are_in_the_preview(
    launch: Launch, simulator: Simulator
) -> None:
    """Their names are known, though their SIDs are not."""
    wanted = numbers_of(simulator, 1, 1)
    engine = launch("direct_customer", numbers=json.dumps(wanted))
    for key in ("twilio:accountSid", "twilio:authToken"):
        del engine.config[key]

    blind = engine.preview()

    assert set(parts(*(n for some in wanted.values() for n in some))) < set(blind.changes["create"])
    assert [] == simulator.control.requests()
