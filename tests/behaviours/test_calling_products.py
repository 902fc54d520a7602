"""CNAM and Voice Integrity, alone and on the numbers of a SHAKEN/STIR product."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from engines import resources
from world import ask, number_sids, paths_on, product_by_hand, profile_sid, taken_off, writes

if TYPE_CHECKING:
    from engines import Engine, Launch

    from pulumi_trusthub.simulator import Simulator

CNAM = "RNf3db3cd1fe25fcfd3c3ded065c8fea53"
COVERED = {"covered": True, "missing": None}


def held(simulator: Simulator) -> dict[str, int]:
    """Count everything in Trust Hub, but for what cannot be taken back."""
    return {k: n for k, n in simulator.control.counts().items() if k != "evaluations"}


def approve(engine: Engine, simulator: Simulator) -> None:
    """Let Twilio's staff approve all products, and the stack notice."""
    for sid in simulator.account.trust_products:
        simulator.control.review(sid, "twilio-approved")
    for outcome in (engine.refresh(), engine.up()):
        assert outcome.ok, outcome.text
    simulator.control.clear_requests()


@pytest.mark.parametrize(
    ("product", "end_user", "attributes"),
    [
        ("cnam", "cnam-information", {"cnam_display_name": "Acme"}),
        (
            "voice",
            "voice-integrity-information",
            {
                "use_case": "Order Notifications",
                "business_employee_count": "20",
                "average_business_day_call_volume": "500",
            },
        ),
    ],
)
def test_a_calling_product_comes_up_is_approved_and_goes(
    product: str,
    end_user: str,
    attributes: dict[str, str],
    launch: Launch,
    simulator: Simulator,
) -> None:
    """With a number more and less; destroy waits for the review and leaves nothing."""
    before = held(simulator)
    first, second = number_sids(simulator, 2).split()
    engine = launch("calling", products=product, numberSids=first)

    up = engine.up()
    told = engine.outputs()[product]
    nothing = engine.preview()
    refused = engine.destroy()
    person = ask(simulator, "GET", f"EndUsers/{resources(engine)[f'{product}-{end_user}'].id}")
    approve(engine, simulator)
    engine.config["behaviour:numberSids"] = f"{first} {second}"
    more = engine.up()
    covered = engine.outputs()[product]["numbers"]
    engine.config["behaviour:numberSids"] = second
    less = engine.up()
    bundles = (f"TrustProducts/{told['sid']}", f"CustomerProfiles/{profile_sid(simulator)}")
    paths = [paths_on(simulator, bundle)[second] for bundle in bundles]
    simulator.control.clear_requests()
    destroyed = engine.destroy()
    order = writes(simulator)

    assert up.ok, up.text
    missing = f"trust product {told['sid']} is pending-review, not twilio-approved"
    assert {first: {"covered": False, "missing": missing}} == told["numbers"]
    assert {} == nothing.changes
    assert attributes == person["attributes"]
    assert [f"{product}-submission"] == list(refused.errors)
    assert {"update": [f"{product}-numbers"]} == more.changes == less.changes, more.text
    assert {first: COVERED, second: COVERED} == covered
    assert destroyed.ok, destroyed.text
    assert taken_off(paths) == [write for write in order if write in taken_off(paths)]
    assert before == held(simulator)


@pytest.mark.as_native
def test_three_products_share_numbers_and_profile(launch: Launch, simulator: Simulator) -> None:
    """A number stays on the profile for as long as one of them needs it there."""
    before = held(simulator)
    numbers = number_sids(simulator, 2)
    engine = launch("calling", numberSids=numbers)
    profile = f"CustomerProfiles/{profile_sid(simulator)}/ChannelEndpointAssignments"

    up = engine.up()
    during = held(simulator)
    approve(engine, simulator)
    outputs = engine.outputs()
    engine.config["behaviour:products"] = "cnam voice"
    fewer = engine.up()
    on_profile = ask(simulator, "GET", profile)["results"]
    nothing = engine.preview()
    destroyed = engine.destroy()

    assert up.ok, up.text
    assert "there before" not in up.text
    assert (3, 8) == (during["trust_products"], during["channel_endpoint_assignments"])
    assert [COVERED] * 4 == [
        told for product in ("cnam", "voice") for told in outputs[product]["numbers"].values()
    ]
    assert ["A", "A"] == [told["attestation"] for told in outputs["shaken"]["numbers"].values()]
    assert fewer.ok, fewer.text
    assert set(numbers.split()) == {it["channel_endpoint_sid"] for it in on_profile}
    assert {} == nothing.changes
    assert destroyed.ok, destroyed.text
    assert before == held(simulator)


def test_a_name_that_is_too_long_is_refused(launch: Launch, simulator: Simulator) -> None:
    """In the preview; the new name of one that is there is an update."""
    engine = launch("calling", products="cnam", displayName="Acme Engines and more")

    refused = engine.preview()
    engine.config["behaviour:displayName"] = "Acme"
    engine.up()
    engine.config["behaviour:displayName"] = "Acme Engines"
    renamed = engine.up()

    assert not refused.ok
    assert "must have 1 to 15 characters" in refused.text
    assert {"update": ["cnam-cnam-information"]} == renamed.changes, renamed.text
    [sid] = simulator.account.end_users
    assert (
        "Acme Engines"
        == ask(simulator, "GET", f"EndUsers/{sid}")["attributes"]["cnam_display_name"]
    )


def test_numbers_that_show_no_name_are_not_covered(launch: Launch, simulator: Simulator) -> None:
    """A key in E.164 says which: names are for local numbers of the United States."""
    every = ["+12025550102", "+18005550100", "+16045550101", "+442079460000"]
    local, toll_free, canadian, british = every
    seed = {"sid": simulator.account_sid, "phone_numbers": every}
    [account] = simulator.control.seed({"accounts": [seed]})
    numbers = {number: account.phone_numbers[number] for number in every}
    engine = launch("calling", products="cnam voice", sidsByNumber=json.dumps(numbers))

    up = engine.up()
    approve(engine, simulator)

    assert up.ok, up.text
    cnam, voice = (engine.outputs()[product]["numbers"] for product in ("cnam", "voice"))
    assert COVERED == cnam[local]
    assert "a toll-free number shows no name" in cnam[toll_free]["missing"]
    for abroad in (canadian, british):
        assert "only a number of the United States can show a name" == cnam[abroad]["missing"]
        assert cnam[abroad]["covered"] is False
    assert dict.fromkeys(every, COVERED) == voice


def test_an_approved_product_is_adopted_as_it_is(launch: Launch, simulator: Simulator) -> None:
    """It has its display name, takes numbers at once, and stays as it was."""
    profile = profile_sid(simulator)
    product = product_by_hand(simulator, "By hand", policy=CNAM)
    ask(simulator, "POST", f"TrustProducts/{product}/EntityAssignments", ObjectSid=profile)
    simulator.control.review(product, "twilio-approved")
    before = held(simulator)
    number = number_sids(simulator, 1)
    engine = launch(
        "calling", products="cnam", numberSids=number, friendlyName="By hand", adopt="true"
    )

    up = engine.up()
    told = engine.outputs()["cnam"]
    destroyed = engine.destroy()

    assert up.ok, up.text
    assert {"sid": product, "numbers": {number: COVERED}} == told
    assert destroyed.ok, destroyed.text
    assert before == held(simulator)
