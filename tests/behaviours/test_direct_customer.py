"""A direct customer with subaccounts: numbers of several accounts on the parent's product."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from engines import resources
from world import made, paths_on, profile_sid, put, taken_off, writes

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


@pytest.fixture
def onboarded(launch: Launch, simulator: Simulator) -> Engine:
    """A number of the parent and two of its subaccount, submitted."""
    engine = launch("direct_customer", numbers=json.dumps(numbers_of(simulator, 1, 2)))
    outcome = engine.up()
    assert outcome.ok, outcome.text
    simulator.control.clear_requests()
    return engine


@pytest.mark.as_native
def test_a_direct_customer_comes_up_is_approved_and_goes(
    onboarded: Engine, simulator: Simulator
) -> None:
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
    assert {"acme-numbers", "acme-product", "acme-profile-link", "acme-submission"} == set(held)
    assert {} == nothing.changes
    assert ["acme-submission"] == list(refused.errors)
    assert dict.fromkeys(numbers, A) == outputs["attestations"]
    assert destroyed.ok, destroyed.text
    assert (0, 0, 0) == made(simulator)


def test_a_subaccounts_number_comes_and_goes_without_a_submission(
    onboarded: Engine, simulator: Simulator
) -> None:
    """The profile first, then the product, and the reverse; nothing is submitted again."""
    profile = f"CustomerProfiles/{profile_sid(simulator)}"
    product = f"TrustProducts/{onboarded.outputs()['product_sid']}"
    number = simulator.account.subaccounts[0].phone_numbers[
        numbers_of(simulator, 1, 3)[simulator.account.subaccounts[0].sid][-1]
    ]
    onboarded.config["behaviour:numbers"] = json.dumps(numbers_of(simulator, 1, 3))

    more = onboarded.up()
    added = writes(simulator)
    paths = [paths_on(simulator, bundle)[number] for bundle in (product, profile)]
    simulator.control.clear_requests()
    onboarded.config["behaviour:numbers"] = json.dumps(numbers_of(simulator, 1, 2))
    less = onboarded.up()

    assert {"update": ["acme-numbers"]} == more.changes == less.changes, more.text
    assert put(profile, product) == added
    assert taken_off(paths) == writes(simulator)


def test_a_number_in_the_wrong_account_is_named(launch: Launch, simulator: Simulator) -> None:
    """Before anything is made."""
    [sub] = simulator.account.subaccounts
    strange = next(iter(simulator.phone_numbers))
    engine = launch("direct_customer", numbers=json.dumps({sub.sid: [strange]}))

    outcome = engine.preview()

    assert not outcome.ok
    assert f"Not in account {sub.sid}: {strange}" in outcome.text
    assert (0, 0, 0) == made(simulator)


def test_a_direct_customer_previews_without_credentials(
    launch: Launch, simulator: Simulator
) -> None:
    """Which numbers there are in the account is not asked, nor claimed."""
    engine = launch("direct_customer", numbers=json.dumps(numbers_of(simulator, 1, 1)))
    for key in ("trusthub:accountSid", "trusthub:authToken"):
        del engine.config[key]

    blind = engine.preview()

    assert {
        "create": ["acme-numbers", "acme-product", "acme-profile-link", "acme-submission"]
    } == blind.changes, blind.text
    assert [] == simulator.control.requests()


def test_an_account_is_one_lookup(launch: Launch, simulator: Simulator) -> None:
    """However many numbers it owns."""
    [sub] = simulator.account.subaccounts
    more = [f"+1202555{index:04d}" for index in range(2000, 2100)]
    simulator.control.seed({"accounts": [{"sid": sub.sid, "phone_numbers": more}]})
    engine = launch("direct_customer", numbers=json.dumps({sub.sid: more}))

    outcome = engine.preview()

    assert outcome.ok, outcome.text
    asked = [e.path for e in simulator.control.requests() if "IncomingPhoneNumbers" in e.path]
    assert [f"/2010-04-01/Accounts/{sub.sid}/IncomingPhoneNumbers.json?PageSize=1000"] == asked
