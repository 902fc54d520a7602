"""The life of a component: up, one number more and less, another profile, down."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from engines import resources
from world import SHAKEN_STIR, ask, made, number_sids, profile_sid, writes

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


def parts(*numbers: str) -> list[str]:
    """The names of what two assignments of each number are called, sorted."""
    return sorted(f"acme-{sid}-on-{where}" for sid in numbers for where in ("product", "profile"))


def assignments(engine: Engine, number: str) -> tuple[str, str]:
    """The ids of a number's assignments on the product and on the profile."""
    known = resources(engine)
    return known[f"acme-{number}-on-product"].id, known[f"acme-{number}-on-profile"].id


def second_profile(simulator: Simulator) -> str:
    """Give the account another approved primary profile."""
    seed = {"friendly_name": "Other Business", "status": "twilio-approved"}
    account = simulator.control.seed(
        {"accounts": [{"sid": simulator.account_sid, "customer_profiles": [seed]}]}
    )[0]
    return account.customer_profiles[-1]


def test_from_nothing_to_approved_and_back(launch: Launch, simulator: Simulator) -> None:
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
        == {
            "create": sorted(
                [*parts(*numbers), "acme-product", "acme-profile-link", "acme-submission"]
            )
        }
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


def test_a_number_more_is_two_creates(onboarded: Engine, simulator: Simulator) -> None:
    """The profile first, then the product; nothing is submitted again."""
    approve(onboarded, simulator)
    onboarded.config["behaviour:numberSids"] = number_sids(simulator, 3)
    number = number_sids(simulator, 3).split()[-1]

    preview = onboarded.preview()
    outcome = onboarded.up()

    assert {"create": parts(number)} == preview.changes == outcome.changes, outcome.text
    product = onboarded.outputs()["product_sid"]
    assert [
        f"POST /v1/CustomerProfiles/{profile_sid(simulator)}/ChannelEndpointAssignments",
        f"POST /v1/TrustProducts/{product}/ChannelEndpointAssignments",
    ] == writes(simulator)
    assert onboarded.outputs()["attestations"][number] == A


def test_a_number_less_is_two_deletes(onboarded: Engine, simulator: Simulator) -> None:
    """The product first, then the profile, whichever number it is."""
    approve(onboarded, simulator)
    number, kept = number_sids(simulator, 2).split()
    on_product, on_profile = assignments(onboarded, number)
    onboarded.config["behaviour:numberSids"] = kept

    preview = onboarded.preview()
    outcome = onboarded.up()

    assert {"delete": parts(number)} == preview.changes == outcome.changes, outcome.text
    assert [f"DELETE /v1/{on_product}", f"DELETE /v1/{on_profile}"] == writes(simulator)
    assert {kept: A} == onboarded.outputs()["attestations"]


def test_destroy_goes_through_the_gate(onboarded: Engine, simulator: Simulator) -> None:
    """While the review runs nothing is touched; after it each number leaves the product first."""
    refused = onboarded.destroy()
    untouched = writes(simulator)
    approve(onboarded, simulator)
    pairs = [assignments(onboarded, sid) for sid in number_sids(simulator, 2).split()]
    outcome = onboarded.destroy()

    assert not refused.ok
    assert ["acme-submission"] == list(refused.errors)
    assert [] == untouched
    assert outcome.ok, outcome.text
    order = writes(simulator)
    for on_product, on_profile in pairs:
        assert order.index(f"DELETE /v1/{on_product}") < order.index(f"DELETE /v1/{on_profile}")
    assert (0, 0, 0) == made(simulator)


def test_a_test_stack_is_torn_down_at_once(launch: Launch, simulator: Simulator) -> None:
    """Without a submission the product stays a draft, and no gate is in the way."""
    engine = launch("shaken_stir", numberSids=number_sids(simulator, 1), submit="false")

    up = engine.up()
    outputs = engine.outputs()
    destroyed = engine.destroy()

    assert {"create": 4} == up.counts, up.text
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
    pairs = [assignments(engine, number) for number in numbers]
    simulator.control.clear_requests()
    engine.config["behaviour:profileSid"] = new

    preview = engine.preview()
    outcome = engine.up()
    order = writes(simulator)

    assert up.ok, up.text
    assert outcome.ok, outcome.text
    moved = sorted([*parts(*numbers), "acme-profile-link"])
    assert moved == preview.changes["replace"] == outcome.changes["replace"]
    put_on_profile = f"POST /v1/CustomerProfiles/{new}/ChannelEndpointAssignments"
    put_on_product = f"POST /v1/TrustProducts/{product}/ChannelEndpointAssignments"
    assert order[0] == f"POST /v1/TrustProducts/{product}/EntityAssignments"
    assert order[-1] == f"DELETE /v1/{link}"
    assert sorted(order[1:-1]) == sorted(
        [
            *(f"DELETE /v1/{assignment}" for pair in pairs for assignment in pair),
            *[put_on_profile, put_on_product] * 2,
        ]
    )
    for on_product, on_profile in pairs:
        assert order.index(f"DELETE /v1/{on_product}") < order.index(f"DELETE /v1/{on_profile}")
    assert order.index(put_on_profile) < order.index(put_on_product)
    assert order[-2] == put_on_product
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


def test_a_forced_replacement_on_the_profile_takes_the_product_along(
    onboarded: Engine, simulator: Simulator
) -> None:
    """``--replace`` asks no diff, and the number still leaves the product first."""
    approve(onboarded, simulator)
    number = number_sids(simulator, 1)
    on_product, on_profile = assignments(onboarded, number)
    urn = resources(onboarded)[f"acme-{number}-on-profile"].urn

    outcome = onboarded.up(replace=[urn])

    assert outcome.ok, outcome.text
    assert parts(number) == outcome.changes["replace"]
    assert [f"DELETE /v1/{on_product}", f"DELETE /v1/{on_profile}"] == writes(simulator)[:2]
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
    assert "was there before this stack; it is owned" not in up.text
    assert "twilio-approved" == outputs["status"]
    assert [A] == list(outputs["attestations"].values())
    assert {} == nothing.changes
    assert destroyed.ok, destroyed.text
    assert (1, 1, 0) == before == made(simulator)


def test_an_adopted_product_is_left_as_it_was(launch: Launch, simulator: Simulator) -> None:
    """Unasked its SID is named; asked, only what the stack added goes with the stack."""
    profile = profile_sid(simulator)
    first, second = number_sids(simulator, 2).split()
    product = ask(
        simulator,
        "POST",
        "TrustProducts",
        FriendlyName="Acme",
        Email="compliance@example.com",
        PolicySid=SHAKEN_STIR,
    )["sid"]
    ask(simulator, "POST", f"TrustProducts/{product}/EntityAssignments", ObjectSid=profile)
    for bundle in (f"CustomerProfiles/{profile}", f"TrustProducts/{product}"):
        ask(
            simulator,
            "POST",
            f"{bundle}/ChannelEndpointAssignments",
            ChannelEndpointType="phone-number",
            ChannelEndpointSid=first,
        )
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
