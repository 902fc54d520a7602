"""The life of a component: up, one number more and less, another profile, down."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from engines import resources
from world import (
    ask,
    assign,
    made,
    number_sids,
    paths_on,
    product_by_hand,
    profile_sid,
    put,
    taken_off,
    writes,
)

if TYPE_CHECKING:
    from engines import Engine, Launch

    from pulumi_trusthub.simulator import Simulator

A = {"attestation": "A", "missing": None}


@pytest.fixture
def onboarded(launch: Launch, simulator: Simulator) -> Engine:
    """The component with two numbers, submitted."""
    engine = launch("shaken_stir", numberSids=number_sids(simulator, 2))
    outcome = engine.up()
    assert outcome.ok, outcome.text
    simulator.control.clear_requests()
    return engine


def approve(engine: Engine, simulator: Simulator) -> None:
    """Let Twilio's staff approve the product, and the stack notice."""
    for status in ("in-review", "twilio-approved"):
        simulator.control.review(engine.outputs()["product_sid"], status)
    outcome = engine.refresh()
    assert outcome.ok, outcome.text
    simulator.control.clear_requests()


def on_both(engine: Engine, simulator: Simulator) -> tuple[dict[str, str], dict[str, str]]:
    """The paths of all assignments on the product and on the profile, by number."""
    product = engine.outputs()["product_sid"]
    return (
        paths_on(simulator, f"TrustProducts/{product}"),
        paths_on(simulator, f"CustomerProfiles/{profile_sid(simulator)}"),
    )


def second_profile(simulator: Simulator) -> str:
    """Give the account another approved primary profile."""
    seed = {"friendly_name": "Other Business", "status": "twilio-approved"}
    account = simulator.control.seed(
        {"accounts": [{"sid": simulator.account_sid, "customer_profiles": [seed]}]}
    )[0]
    return account.customer_profiles[-1]


@pytest.mark.as_folder
def test_a_shaken_stir_product_comes_up_is_approved_and_goes(
    launch: Launch, simulator: Simulator
) -> None:
    """The profile is found; outputs tell what is missing, then A; destroy leaves nothing."""
    numbers = number_sids(simulator, 2).split()
    engine = launch("shaken_stir", numberSids=" ".join(numbers))

    preview = engine.preview()
    up = engine.up()
    product = engine.outputs()["product_sid"]
    submitted = engine.outputs()
    approve(engine, simulator)
    settled = engine.up()
    approved = engine.outputs()
    nothing = engine.preview()
    written = writes(simulator)
    destroyed = engine.destroy()

    assert (
        preview.changes
        == up.changes
        == {"create": ["acme-numbers", "acme-product", "acme-profile-link", "acme-submission"]}
    ), up.text
    missing = f"trust product {product} is pending-review, not twilio-approved"
    assert submitted == {
        "product_sid": product,
        "status": "pending-review",
        "attestations": {sid: {"attestation": "B", "missing": missing} for sid in numbers},
    }
    assert {} == settled.changes == nothing.changes, settled.text
    assert [] == written
    assert approved == {
        "product_sid": product,
        "status": "twilio-approved",
        "attestations": dict.fromkeys(numbers, A),
    }
    assert destroyed.ok, destroyed.text
    assert (0, 0, 0) == made(simulator)


@pytest.mark.as_native
def test_an_added_number_is_one_update(onboarded: Engine, simulator: Simulator) -> None:
    """It goes onto the profile, then onto the product; nothing is submitted again."""
    approve(onboarded, simulator)
    onboarded.config["behaviour:numberSids"] = number_sids(simulator, 3)
    number = number_sids(simulator, 3).split()[-1]

    preview = onboarded.preview()
    outcome = onboarded.up()

    assert {"update": ["acme-numbers"]} == preview.changes == outcome.changes, outcome.text
    product = f"TrustProducts/{onboarded.outputs()['product_sid']}"
    assert put(f"CustomerProfiles/{profile_sid(simulator)}", product) == writes(simulator)
    assert onboarded.outputs()["attestations"][number] == A


def test_a_removed_number_is_one_update(onboarded: Engine, simulator: Simulator) -> None:
    """It leaves the product, then the profile, whichever number it is."""
    approve(onboarded, simulator)
    number, kept = number_sids(simulator, 2).split()
    paths = [there[number] for there in on_both(onboarded, simulator)]
    onboarded.config["behaviour:numberSids"] = kept

    preview = onboarded.preview()
    outcome = onboarded.up()

    assert {"update": ["acme-numbers"]} == preview.changes == outcome.changes, outcome.text
    assert taken_off(paths) == writes(simulator)
    assert {kept: A} == onboarded.outputs()["attestations"]


def test_a_refused_number_holds_up_the_submission_alone(
    launch: Launch, simulator: Simulator
) -> None:
    """The others are on both, nothing is submitted, and the next up finishes."""
    simulator.control.fault(
        method="POST", path="/TrustProducts/.*/ChannelEndpointAssignments$", status=400, code=20001
    )
    engine = launch("shaken_stir", numberSids=number_sids(simulator, 3))

    failed = engine.up()
    half, held = made(simulator), set(resources(engine))
    finished = engine.up()
    missing = {told["missing"] for told in engine.outputs()["attestations"].values()}

    assert ["acme-numbers"] == list(failed.errors)
    assert "1 of 3 numbers could not be assigned" in failed.text
    assert (1, 1, 5) == half
    assert {"acme-numbers", "acme-product", "acme-profile-link"} == held
    assert {"create": ["acme-submission"], "update": ["acme-numbers"]} == finished.changes
    assert finished.ok, finished.text
    assert (1, 1, 6) == made(simulator)
    assert [True] == [text.endswith("is pending-review, not twilio-approved") for text in missing]
    assert {} == engine.preview().changes


def test_a_stack_of_single_assignments_moves_over(launch: Launch, simulator: Simulator) -> None:
    """Numbers that were a resource each become one, and none of them moves."""
    engine = launch("shaken_stir", numberSids=number_sids(simulator, 2), singles="yes")
    assert engine.up().ok
    approve(engine, simulator)
    before = on_both(engine, simulator)
    singles = [name for name in resources(engine) if "-on-" in name]
    del engine.config["behaviour:singles"]

    preview = engine.preview()
    outcome = engine.up()

    assert (
        {"create": ["acme-numbers"], "delete": sorted(singles)}
        == preview.changes
        == outcome.changes
    ), outcome.text
    assert 4 == len(singles)
    assert [] == writes(simulator)
    assert before == on_both(engine, simulator)
    assert [A, A] == list(engine.outputs()["attestations"].values())
    assert engine.refresh().ok
    assert {} == engine.preview().changes
    assert engine.destroy().ok
    assert (0, 0, 0) == made(simulator)


def test_destroy_goes_through_the_gate(onboarded: Engine, simulator: Simulator) -> None:
    """While the review runs nothing is touched; after it every number leaves the product first."""
    refused = onboarded.destroy()
    untouched = writes(simulator)
    approve(onboarded, simulator)
    on_product, on_profile = on_both(onboarded, simulator)
    outcome = onboarded.destroy()

    assert not refused.ok
    assert ["acme-submission"] == list(refused.errors)
    assert [] == untouched
    assert outcome.ok, outcome.text
    order = writes(simulator)
    assert sorted(taken_off(on_product.values())) == sorted(order[:2])
    assert sorted(taken_off(on_profile.values())) == sorted(order[2:4])
    assert (0, 0, 0) == made(simulator)


def test_a_test_stack_is_torn_down_at_once(launch: Launch, simulator: Simulator) -> None:
    """Without a submission the product stays a draft, and no gate is in the way."""
    engine = launch("shaken_stir", numberSids=number_sids(simulator, 1), submit="false")

    up = engine.up()
    outputs = engine.outputs()
    destroyed = engine.destroy()

    assert {"create": 3} == up.counts, up.text
    assert outputs["status"] == "draft"
    [told] = outputs["attestations"].values()
    assert told["missing"].endswith("is draft, not twilio-approved")
    assert destroyed.ok, destroyed.text
    assert (0, 0, 0) == made(simulator)


def test_another_profile_moves_link_and_numbers(launch: Launch, simulator: Simulator) -> None:
    """The new link is there first; each number leaves the product before the old profile."""
    old, new = profile_sid(simulator), second_profile(simulator)
    numbers = number_sids(simulator, 2).split()
    engine = launch("shaken_stir", numberSids=" ".join(numbers), profileSid=old, submit="false")
    up = engine.up()
    product = engine.outputs()["product_sid"]
    link = resources(engine)["acme-profile-link"].id
    on_product, on_profile = on_both(engine, simulator)
    simulator.control.clear_requests()
    engine.config["behaviour:profileSid"] = new

    preview = engine.preview()
    outcome = engine.up()
    order = writes(simulator)

    assert up.ok, up.text
    assert outcome.ok, outcome.text
    moved = ["acme-numbers", "acme-profile-link"]
    assert moved == preview.changes["replace"] == outcome.changes["replace"]
    first, *numbers_move, last = order
    assert f"POST /v1/TrustProducts/{product}/EntityAssignments" == first
    assert taken_off([link]) == [last]
    assert sorted(taken_off(on_product.values())) == sorted(numbers_move[:2])
    assert sorted(taken_off(on_profile.values())) == sorted(numbers_move[2:4])
    put_on_profile, put_on_product = put(f"CustomerProfiles/{new}", f"TrustProducts/{product}")
    assert sorted([put_on_profile, put_on_product] * 2) == sorted(numbers_move[4:])
    assert (put_on_profile, put_on_product) == (numbers_move[4], numbers_move[-1])
    assert {} == engine.preview().changes
    assert engine.destroy().ok
    assert (0, 0, 0) == made(simulator)


def test_another_profile_on_an_approved_product_harms_nothing(
    onboarded: Engine, simulator: Simulator
) -> None:
    """Trust Hub takes no new link there; the old one and the numbers stay, and can be kept."""
    approve(onboarded, simulator)
    onboarded.config["behaviour:profileSid"] = second_profile(simulator)

    refused = onboarded.up()
    held = made(simulator)
    onboarded.config["behaviour:profileSid"] = profile_sid(simulator)
    kept = onboarded.up()

    assert ["acme-profile-link"] == list(refused.errors)
    assert "TWILIO_APPROVED" in refused.text
    assert (1, 1, 4) == held == made(simulator)
    assert [] == writes(simulator)
    assert {} == kept.changes, kept.text
    assert [A, A] == list(onboarded.outputs()["attestations"].values())


def test_a_forced_replacement_puts_the_numbers_back(
    onboarded: Engine, simulator: Simulator
) -> None:
    """``--replace`` asks no diff, and every number still leaves the product first."""
    approve(onboarded, simulator)
    on_product, on_profile = on_both(onboarded, simulator)
    urn = resources(onboarded)["acme-numbers"].urn

    outcome = onboarded.up(replace=[urn])

    assert outcome.ok, outcome.text
    assert ["acme-numbers"] == outcome.changes["replace"]
    order = writes(simulator)
    assert sorted(taken_off(on_product.values())) == sorted(order[:2])
    assert sorted(taken_off(on_profile.values())) == sorted(order[2:4])
    assert (1, 1, 4) == made(simulator)


def test_the_provider_of_the_component_finds_the_profile(
    launch: Launch, simulator: Simulator
) -> None:
    """Children and lookup work in the account of ``providers``, not in the stack's."""
    sub = simulator.control.accounts()[0].subaccounts[0]
    seed = {"friendly_name": "Their Business", "status": "twilio-approved"}
    simulator.control.seed({"accounts": [{"sid": sub.sid, "customer_profiles": [seed]}]})
    number = next(iter(sub.phone_numbers.values()))
    engine = launch(
        "shaken_stir", numberSids=number, otherAccountSid=sub.sid, otherAuthToken=sub.auth_token
    )

    outcome = engine.up()

    assert outcome.ok, outcome.text
    found = resources(engine).values()
    assert {sub.sid} == {part.outputs["account_sid"] for part in found}
    assert engine.outputs()["status"] == "pending-review"


def test_the_product_that_twilio_added_is_adopted(launch: Launch, simulator: Simulator) -> None:
    """By its name: it is approved and linked, so its numbers sign with A at once."""
    seed = {"status": "twilio-approved", "automatic_shaken_stir_product": True}
    profile = simulator.control.seed(
        {"accounts": [{"sid": simulator.account_sid, "customer_profiles": [seed]}]}
    )[0].customer_profiles[-1]
    before = made(simulator)
    engine = launch(
        "shaken_stir",
        friendlyName="SHAKEN/STIR",
        numberSids=number_sids(simulator, 1),
        profileSid=profile,
        adopt="true",
    )

    up = engine.up()
    outputs = engine.outputs()
    nothing = engine.preview()
    destroyed = engine.destroy()

    assert up.ok, up.text
    assert "was there before this stack" not in up.text
    assert "twilio-approved" == outputs["status"]
    assert [A] == list(outputs["attestations"].values())
    assert {} == nothing.changes
    assert destroyed.ok, destroyed.text
    assert (1, 1, 0) == before == made(simulator)


def test_an_adopted_product_is_left_as_it_was(launch: Launch, simulator: Simulator) -> None:
    """Unasked its SID is named; asked, only what the stack added goes with the stack."""
    profile = profile_sid(simulator)
    first, second = number_sids(simulator, 2).split()
    product = product_by_hand(simulator, "Acme")
    ask(simulator, "POST", f"TrustProducts/{product}/EntityAssignments", ObjectSid=profile)
    for bundle in (f"CustomerProfiles/{profile}", f"TrustProducts/{product}"):
        assign(simulator, bundle, first)
    before = made(simulator)
    engine = launch("shaken_stir", numberSids=f"{first} {second}", submit="false")

    refused = engine.up()
    engine.destroy()
    engine.config["behaviour:adopt"] = json.dumps(product)
    adopted = engine.up()
    during = made(simulator)
    destroyed = engine.destroy()

    assert f'adopt="{product}"' in refused.errors["acme-product"]
    assert adopted.ok, adopted.text
    assert (1, 1, 4) == during
    assert destroyed.ok, destroyed.text
    assert (1, 1, 2) == before == made(simulator)
