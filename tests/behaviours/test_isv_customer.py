"""An ISV's customer: profile first, then product; people nowhere in plain."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from engines import resources
from personal import assert_nothing_in_plain
from world import (
    ask,
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
SECONDARY = "RNdfbf3fae0e1107f8aded0e7cead80bf5"
BUSINESS = ("Acme Engines", "98-7654321", "4242 Analytical", "4242 ANALYTICAL")
PEOPLE = ["authorized-representative-1", "business-information"]
ENTITIES = [*PEOPLE, "address-document"]


def names() -> list[str]:
    """The names of all parts of a customer, sorted."""
    parts = [
        "address",
        *ENTITIES,
        *(f"{entity}-link" for entity in [*ENTITIES, "primary-profile"]),
        "numbers",
        "product",
        "profile",
        "profile-link",
        "profile-submission",
        "submission",
    ]
    return sorted(f"acme-{name}" for name in parts)


def bundles(engine: Engine) -> tuple[str, str]:
    """The paths of product and profile."""
    sids = engine.outputs()
    return f"TrustProducts/{sids['product_sid']}", f"CustomerProfiles/{sids['profile_sid']}"


def held(simulator: Simulator) -> dict[str, int]:
    """Count everything in Trust Hub, but for what cannot be taken back."""
    return {k: n for k, n in simulator.control.counts().items() if k != "evaluations"}


def review(engine: Engine, simulator: Simulator, bundle: str, *statuses: str) -> None:
    """Let Twilio's staff review, and the stack notice."""
    for status in statuses:
        simulator.control.review(engine.outputs()[bundle], status)  # type: ignore[arg-type]
    outcome = engine.refresh()
    assert outcome.ok, outcome.text
    simulator.control.clear_requests()


@pytest.fixture
def onboarded(launch: Launch, simulator: Simulator) -> Engine:
    """A customer with two numbers whose profile was submitted."""
    engine = launch("isv_customer", numberSids=number_sids(simulator, 2))
    outcome = engine.up()
    assert outcome.ok, outcome.text
    return engine


def test_an_isv_customer_comes_up_is_approved_and_goes(
    launch: Launch, simulator: Simulator
) -> None:
    """The profile is submitted at once, the product when the review of the profile allows it."""
    before = held(simulator)
    numbers = number_sids(simulator, 2).split()
    engine = launch("isv_customer", numberSids=" ".join(numbers))

    preview = engine.preview()
    first = engine.up()
    waiting = engine.outputs()
    idle = engine.preview()
    engine.refresh()
    refreshed = engine.preview()
    review(engine, simulator, "profile_sid", "in-review")
    ready = engine.preview()
    second = engine.up()
    submitted = writes(simulator)
    review(engine, simulator, "profile_sid", "twilio-approved")
    settled = engine.preview()
    review(engine, simulator, "product_sid", "in-review", "twilio-approved")
    last = engine.up()
    approved = engine.outputs()
    destroyed = engine.destroy()

    assert {"create": names()} == preview.changes == first.changes, first.text
    profile, product = waiting["profile_sid"], waiting["product_sid"]
    assert ("pending-review", "draft") == (waiting["profile_status"], waiting["status"])
    missing = f"customer profile {profile} is pending-review, not twilio-approved"
    told = {"attestation": "B", "missing": missing}
    assert [told, told] == [waiting["attestations"][sid] for sid in numbers]
    assert f"waits: customer profile {profile} is pending-review" in first.text
    assert {} == idle.changes == refreshed.changes == settled.changes == last.changes
    assert {"update": ["acme-submission"]} == ready.changes == second.changes, second.text
    path = f"POST /v1/TrustProducts/{product}"
    assert [f"{path}/Evaluations", path] == submitted
    assert ("twilio-approved", "twilio-approved") == (
        approved["profile_status"],
        approved["status"],
    )
    assert dict.fromkeys(numbers, A) == approved["attestations"]
    assert destroyed.ok, destroyed.text
    assert before == held(simulator)


@pytest.mark.as_native
def test_people_and_addresses_are_nowhere_in_plain(launch: Launch, simulator: Simulator) -> None:
    """In what is made, changed, read again and refused."""
    engine = launch("isv_customer", numberSids=number_sids(simulator, 1), second="true")

    preview = engine.preview()
    up = engine.up()
    refreshed = engine.refresh()
    assert_nothing_in_plain(engine, preview, up, refreshed, also=BUSINESS)
    engine.config["behaviour:married"] = "true"
    changed = engine.up()
    assert_nothing_in_plain(engine, changed, also=BUSINESS)
    engine.config["behaviour:wrong"] = "true"
    refused = engine.preview()

    assert up.ok, up.text
    assert {
        "update": ["acme-authorized-representative-1", "acme-authorized-representative-2"]
    } == changed.changes
    assert not refused.ok
    assert "attributes.email" in refused.text
    assert_nothing_in_plain(engine, refused, also=BUSINESS)


def test_an_added_or_removed_number_changes_one_thing(
    onboarded: Engine, simulator: Simulator
) -> None:
    """The profile first, then the product, and the reverse; nothing else moves."""
    review(onboarded, simulator, "profile_sid", "in-review", "twilio-approved")
    assert onboarded.up().ok
    review(onboarded, simulator, "product_sid", "in-review", "twilio-approved")
    first, second, third = number_sids(simulator, 3).split()
    product, profile = bundles(onboarded)
    onboarded.config["behaviour:numberSids"] = f"{first} {second} {third}"

    more = onboarded.up()
    added = writes(simulator)
    paths = [paths_on(simulator, bundle)[second] for bundle in (product, profile)]
    simulator.control.clear_requests()
    onboarded.config["behaviour:numberSids"] = f"{first} {third}"
    less = onboarded.up()

    assert {"update": ["acme-numbers"]} == more.changes == less.changes, more.text
    assert put(profile, product) == added
    assert taken_off(paths) == writes(simulator)
    assert {first: A, third: A} == onboarded.outputs()["attestations"]


def test_destroy_goes_through_both_gates(onboarded: Engine, simulator: Simulator) -> None:
    """While either review runs nothing is touched; numbers leave the product first."""
    simulator.control.clear_requests()

    of_profile = onboarded.destroy()
    review(onboarded, simulator, "profile_sid", "in-review", "twilio-approved")
    assert onboarded.up().ok
    simulator.control.clear_requests()
    of_product = onboarded.destroy()
    untouched = writes(simulator)
    review(onboarded, simulator, "product_sid", "twilio-rejected")
    on_product, on_profile = (paths_on(simulator, bundle) for bundle in bundles(onboarded))
    destroyed = onboarded.destroy()
    order = writes(simulator)

    assert ["acme-profile-submission"] == list(of_profile.errors)
    assert ["acme-submission"] == list(of_product.errors)
    assert [] == untouched
    assert destroyed.ok, destroyed.text
    assert sorted(taken_off(on_product.values())) == sorted(order[:2])
    assert sorted(taken_off(on_profile.values())) == sorted(order[2:4])


def test_a_rejected_profile_is_mended_and_submitted_again(
    onboarded: Engine, simulator: Simulator
) -> None:
    """The product goes on waiting for it."""
    profile = onboarded.outputs()["profile_sid"]
    simulator.control.review(profile, "twilio-rejected", errors=[18602])
    onboarded.refresh()
    simulator.control.clear_requests()
    onboarded.config["behaviour:ein"] = "12-3456789"
    onboarded.config["behaviour:triggers"] = json.dumps({"attempt": 2})

    outcome = onboarded.up()

    assert {
        "update": ["acme-business-information", "acme-profile-submission", "acme-submission"]
    } == outcome.changes, outcome.text
    assert f"POST /v1/CustomerProfiles/{profile}" == writes(simulator)[-1]
    assert "POST /v1/EndUsers/" in writes(simulator)[0]
    assert ("pending-review", "draft") == (
        onboarded.outputs()["profile_status"],
        onboarded.outputs()["status"],
    )


def test_an_existing_profile_and_product_are_adopted_with_adopt(
    launch: Launch, simulator: Simulator
) -> None:
    """Unasked profile and product are named; asked, they stay as they were."""
    fields = {"FriendlyName": "Acme", "Email": "compliance@example.com"}
    profile = ask(simulator, "POST", "CustomerProfiles", **fields, PolicySid=SECONDARY)["sid"]
    product = product_by_hand(simulator, "Made by hand")
    ask(simulator, "POST", f"TrustProducts/{product}/EntityAssignments", ObjectSid=profile)
    before = held(simulator)
    engine = launch("isv_customer", numberSids=number_sids(simulator, 1), submit="false")

    nothing_said = engine.up()
    engine.config["behaviour:adoptProfile"] = "true"
    of_profile = engine.up()
    engine.config["behaviour:adopt"] = "true"
    adopted = engine.up()
    outputs = engine.outputs()
    nothing = engine.preview()
    destroyed = engine.destroy()

    assert f'adopt="{profile}"' in nothing_said.errors["acme-profile"]
    assert f'adopt="{product}"' in of_profile.errors["acme-product"]
    assert adopted.ok, adopted.text
    assert (profile, product) == (outputs["profile_sid"], outputs["product_sid"])
    assert {} == nothing.changes
    assert destroyed.ok, destroyed.text
    assert before == held(simulator)
    links = ask(simulator, "GET", f"TrustProducts/{product}/EntityAssignments")["results"]
    assert [profile] == [link["object_sid"] for link in links]


def test_a_customer_in_a_subaccount_has_profile_and_product_there(
    launch: Launch, simulator: Simulator
) -> None:
    """Its profile and product are there, and the ISV's profile is the parent's."""
    sub = simulator.control.accounts()[0].subaccounts[0]
    before = held(simulator)
    engine = launch(
        "isv_customer",
        numberSids=next(iter(sub.phone_numbers.values())),
        otherAccountSid=sub.sid,
        otherAuthToken=sub.auth_token,
        primarySid=profile_sid(simulator),
    )

    up = engine.up()
    accounts = {part.outputs["account_sid"] for part in resources(engine).values()}
    review(engine, simulator, "profile_sid", "twilio-approved")
    submitted = engine.up()
    review(engine, simulator, "product_sid", "twilio-approved")
    destroyed = engine.destroy()

    assert up.ok, up.text
    assert {sub.sid} == accounts
    assert {"update": ["acme-submission"]} == submitted.changes, submitted.text
    assert destroyed.ok, destroyed.text
    assert before == held(simulator)
