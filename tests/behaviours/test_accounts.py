"""Reading what exists, and two accounts in one stack."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from engines import resources
from world import ask, made, product_by_hand, profile_sid

if TYPE_CHECKING:
    from engines import Launch

    from pulumi_trusthub.simulator import Simulator


def test_get_reads_an_existing_product_and_never_deletes_it(
    launch: Launch, simulator: Simulator
) -> None:
    """An existing product's fields are outputs, and destroy leaves it."""
    existing = product_by_hand(simulator, "Made by hand")
    engine = launch("get", productSid=existing)

    read = engine.up()
    outputs = engine.outputs()
    ask(simulator, "POST", f"TrustProducts/{existing}", FriendlyName="Renamed by hand")
    engine.refresh()
    renamed = resources(engine)["product"]
    destroyed = engine.destroy()

    assert read.ok, read.text
    assert ("Made by hand", "draft") == (outputs["friendly_name"], outputs["status"])
    assert renamed.external
    assert renamed.outputs["friendly_name"] == "Renamed by hand"
    assert destroyed.ok, destroyed.text
    assert (1, 0, 0) == made(simulator)


def test_a_resource_that_uses_a_get_shows_no_false_change(
    launch: Launch, simulator: Simulator
) -> None:
    """The SID of what is read is known in a preview, whichever engine previews."""
    existing = product_by_hand(simulator, "Made by hand")
    engine = launch("get", productSid=existing, profileSid=profile_sid(simulator))

    up = engine.up()

    assert {"create": ["link"]} == up.changes, up.text
    assert {} == engine.preview().changes


def test_get_of_a_missing_product_is_an_error(launch: Launch) -> None:
    """The engine would not notice an empty answer, so the provider raises."""
    missing = "BU" + "0" * 32
    engine = launch("get", productSid=missing)

    outcome = engine.up()

    assert not outcome.ok
    assert f"There is no trust product {missing} in account" in outcome.text


@pytest.mark.as_native
def test_two_accounts_share_one_stack(launch: Launch, simulator: Simulator) -> None:
    """A provider's resources are made, read and deleted with its own credentials."""
    sub = simulator.control.accounts()[0].subaccounts[0]
    engine = launch(
        "two_accounts",
        otherAccountSid=sub.sid,
        otherAuthToken=sub.auth_token,
        plainToken=sub.auth_token,
    )

    up = engine.up()
    outputs = engine.outputs()
    stored = engine.stored()
    refreshed = engine.refresh()
    nothing = engine.preview()
    counts = {
        sid: account["counts"]["trust_products"]
        for sid, account in simulator.control.state()["accounts"].items()
    }
    destroyed = engine.destroy()

    assert up.ok, up.text
    assert {
        "ours": simulator.account_sid,
        "theirs": sub.sid,
        "their_numbers": len(sub.phone_numbers),
        "plain_numbers": len(sub.phone_numbers),
    } == outputs
    # What a secret token read is no secret itself: it would make every SID in the state one.
    assert f'"their_numbers":{len(sub.phone_numbers)}' in stored.replace(" ", "")
    assert {simulator.account_sid: 1, sub.sid: 1} == counts
    assert refreshed.ok, refreshed.text
    assert {} == nothing.changes
    assert sub.sid in stored
    assert sub.auth_token not in stored
    assert simulator.auth_token not in stored
    assert destroyed.ok, destroyed.text
    assert (0, 0, 0) == made(simulator)


def test_lookups_feed_resources(launch: Launch, simulator: Simulator) -> None:
    """A program names a number in E.164 and no SID at all; without credentials it previews."""
    number, number_sid = next(iter(simulator.control.accounts()[0].phone_numbers.items()))
    engine = launch("lookups", numbers=number)
    credentials = {
        key: engine.config.pop(key) for key in ("trusthub:accountSid", "trusthub:authToken")
    }

    blind = engine.preview()
    asked_blind = simulator.control.requests()
    engine.config |= credentials
    up = engine.up()

    assert {"create": 1} == blind.counts, blind.text
    assert 1 == blind.text.count("No Twilio credentials are configured")
    assert [] == asked_blind
    assert up.ok, up.text
    outputs = engine.outputs()
    assert number_sid == outputs["number"]
    # A lookup's result can be exported as it is.
    assert {"friendly_name": "Example Business", "status": "twilio-approved"}.items() <= outputs[
        "profile"
    ].items()


def test_a_number_that_is_not_ours_is_named(launch: Launch) -> None:
    """A typing error in a number ends in an error that names it."""
    engine = launch("lookups", numbers="+12025559999")

    outcome = engine.up()

    assert not outcome.ok
    assert "+12025559999" in outcome.text
    assert "output.py" not in outcome.text
