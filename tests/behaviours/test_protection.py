"""A link that cannot be put back outlives its own delete, and goes with its product."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from engines import PULUMI_ALONE, resources
from world import ask, made, number_sids, profile_sid, put, taken_off, writes

if TYPE_CHECKING:
    from engines import Engine, Launch

    from pulumi_trusthub.simulator import Simulator

ON_PULUMI = pytest.mark.parametrize("launch", PULUMI_ALONE, indirect=True)
NUMBERS = 2
STAYS = "customer profile {} stays on the trust product {}, which is {} and may take no link again"


def held(simulator: Simulator) -> dict[str, int]:
    """Count everything in Trust Hub, but for what cannot be taken back."""
    return {k: n for k, n in simulator.control.counts().items() if k != "evaluations"}


def review(engine: Engine, simulator: Simulator, *statuses: str) -> str:
    """Let Twilio's staff review the product, and the stack notice."""
    product: str = engine.outputs()["product_sid"]
    for status in statuses:
        simulator.control.review(product, status)  # type: ignore[arg-type]
    outcome = engine.refresh()
    assert outcome.ok, outcome.text
    simulator.control.clear_requests()
    return product


def links(simulator: Simulator, product: str) -> dict[str, str]:
    """The paths of all links of a product, by profile."""
    path = f"TrustProducts/{product}/EntityAssignments"
    return {
        link["object_sid"]: f"{path}/{link['sid']}"
        for link in ask(simulator, "GET", path)["results"]
    }


def another_profile(simulator: Simulator) -> str:
    """Give the account another approved profile."""
    seed = {"friendly_name": "Other Business", "status": "twilio-approved"}
    [account] = simulator.control.seed(
        {"accounts": [{"sid": simulator.account_sid, "customer_profiles": [seed]}]}
    )
    return account.customer_profiles[-1]


@pytest.fixture
def onboarded(launch: Launch, simulator: Simulator) -> Engine:
    """A product of single resources, with two numbers, approved."""
    engine = launch(
        "onboarding",
        profileSid=profile_sid(simulator),
        numberSids=number_sids(simulator, NUMBERS),
        submit="true",
    )
    outcome = engine.up()
    assert outcome.ok, outcome.text
    review(engine, simulator, "in-review", "twilio-approved")
    return engine


def protect(engine: Engine, *names: str) -> None:
    """Protect some resources, and no others."""
    engine.config["behaviour:protected"] = " ".join(names)
    outcome = engine.up()
    assert outcome.ok, outcome.text


def comes_back(engine: Engine, simulator: Simulator) -> None:
    """Everything is put back around the product, which signs as before, and can be destroyed."""
    product = engine.outputs()["product_sid"]
    simulator.control.clear_requests()
    again = engine.up()
    written = writes(simulator)
    idle = engine.preview()
    protect(engine)
    destroyed = engine.destroy()

    assert again.ok, again.text
    on_both = put(f"CustomerProfiles/{profile_sid(simulator)}", f"TrustProducts/{product}")
    assert sorted(on_both * NUMBERS) == sorted(written)
    assert (
        "was there before this stack, was left by it, or another resource of it has made"
        in again.text
    )
    assert {} == idle.changes
    assert destroyed.ok, destroyed.text
    assert (0, 0, 0) == made(simulator)


def test_a_product_that_stays_keeps_its_link(onboarded: Engine, simulator: Simulator) -> None:
    """Numbers leave with one warning for all, the link stays, and an up makes it whole again."""
    protect(onboarded, "product")
    product = onboarded.outputs()["product_sid"]
    link = links(simulator, product)

    destroyed = onboarded.destroy()
    left = set(resources(onboarded))

    assert ["product"] == list(destroyed.errors)
    assert {"product"} == left
    assert link == links(simulator, product)
    assert (1, 1, 0) == made(simulator)
    told = STAYS.format(profile_sid(simulator), product, "twilio-approved")
    assert 1 == destroyed.text.count(told)
    assert 1 == destroyed.text.count(f"numbers leave the trust product {product}, which is")
    comes_back(onboarded, simulator)


@ON_PULUMI
def test_exclude_protected_keeps_the_link(onboarded: Engine, simulator: Simulator) -> None:
    """``pulumi destroy --exclude-protected`` deletes everything but the product."""
    protect(onboarded, "product")

    screen = onboarded.screen("destroy", exclude_protected=True)

    assert "All unprotected resources were destroyed" in screen
    assert {"product"} == set(resources(onboarded))
    assert (1, 1, 0) == made(simulator)
    comes_back(onboarded, simulator)


@ON_PULUMI
def test_a_targeted_link_stays_in_place(onboarded: Engine, simulator: Simulator) -> None:
    """``pulumi destroy --target`` of the link and what depends on it."""
    urn = resources(onboarded)["link"].urn

    screen = onboarded.screen("destroy", target=[urn], target_dependents=True)

    assert "may take no link again" in " ".join(screen.split())
    assert "link" not in resources(onboarded)
    assert 1 == made(simulator)[1]
    assert onboarded.up().ok
    assert (1, 1, 2 * NUMBERS) == made(simulator)


def test_a_link_that_leaves_the_program_stays(onboarded: Engine, simulator: Simulator) -> None:
    """It is found when it is declared again; ``force_destroy`` takes it off."""
    product = onboarded.outputs()["product_sid"]
    link = links(simulator, product)

    onboarded.config["behaviour:link"] = "none"
    removed = onboarded.up()
    left = links(simulator, product)
    onboarded.config["behaviour:link"] = "unlink"
    declared = onboarded.up()
    onboarded.config["behaviour:link"] = "none"
    unlinked = onboarded.up()

    assert ["link"] == removed.changes["delete"], removed.text
    assert "declare it with force_destroy=True" in removed.text
    assert link == left
    assert ["link"] == declared.changes["create"], declared.text
    assert ["link"] == unlinked.changes["delete"], unlinked.text
    assert "may take no link again" not in unlinked.text
    assert {} == links(simulator, product)


def test_force_destroy_is_an_update_without_a_request(
    onboarded: Engine, simulator: Simulator
) -> None:
    """Twilio never sees it."""
    simulator.control.clear_requests()
    onboarded.config["behaviour:link"] = "unlink"

    outcome = onboarded.up()

    assert {"update": ["link"]} == outcome.changes, outcome.text
    assert [] == writes(simulator)


def test_a_forced_replacement_moves_no_link(onboarded: Engine, simulator: Simulator) -> None:
    """``--replace`` deletes first: the link stays, and is taken back as the stack's own."""
    product = onboarded.outputs()["product_sid"]
    link = links(simulator, product)

    outcome = onboarded.up(replace=[resources(onboarded)["link"].urn])
    existed = resources(onboarded)["link"].outputs["existed"]

    assert outcome.ok, outcome.text
    assert ["link"] == outcome.changes["replace"]
    assert link == links(simulator, product)
    assert existed is False
    assert "was there before" not in outcome.text
    assert {} == onboarded.preview().changes


def test_another_profile_costs_no_link(onboarded: Engine, simulator: Simulator) -> None:
    """The approved product refuses the new link; the old one is there, and taken back."""
    product = onboarded.outputs()["product_sid"]
    link = links(simulator, product)
    onboarded.config["behaviour:numberSids"] = ""
    assert onboarded.up().ok
    onboarded.config["behaviour:profileSid"] = another_profile(simulator)

    refused = onboarded.up()
    onboarded.config["behaviour:profileSid"] = profile_sid(simulator)
    back = onboarded.up()

    assert ["link"] == list(refused.errors)
    assert "with that object_sid the next `pulumi up` takes it back" in refused.errors["link"]
    assert link == links(simulator, product)
    assert back.ok, back.text
    assert {} == onboarded.preview().changes


@pytest.mark.parametrize("status", ["pending-review", "in-review"])
def test_another_profile_under_review_moves_the_link(
    launch: Launch, simulator: Simulator, status: str
) -> None:
    """Where Trust Hub takes the new link, the old one goes, however both are replaced."""
    simulator.control.settings(edit_in_review_or_approved="accept")
    new = another_profile(simulator)
    engine = launch("onboarding", profileSid=profile_sid(simulator), submit="true")
    assert engine.up().ok
    product = review(engine, simulator, status)
    [old] = links(simulator, product).values()
    simulator.control.clear_requests()
    engine.config["behaviour:profileSid"] = new

    outcome = engine.up()

    assert outcome.ok, outcome.text
    assert [
        f"POST /v1/TrustProducts/{product}/EntityAssignments",
        *taken_off([old]),
    ] == writes(simulator)
    assert [new] == list(links(simulator, product))


def test_a_replaced_link_that_cannot_be_deleted_is_named(
    launch: Launch, simulator: Simulator
) -> None:
    """The new link is in the state all the same, and the old one goes with the product."""
    simulator.control.settings(edit_in_review_or_approved="accept")
    new, before = another_profile(simulator), held(simulator)
    engine = launch("onboarding", profileSid=profile_sid(simulator), submit="true")
    assert engine.up().ok
    product = review(engine, simulator, "in-review")
    [old] = links(simulator, product).values()
    simulator.control.fault(method="DELETE", path=f"/{old}$", status=400, code=20001)
    engine.config["behaviour:profileSid"] = new

    outcome = engine.up()
    made_anyway = resources(engine)["link"].id
    again = engine.up()
    simulator.control.review(product, "twilio-approved")

    assert ["link"] == list(outcome.errors)
    assert "the link that it replaces is still on the trust product" in outcome.errors["link"]
    assert old in outcome.errors["link"]
    assert again.ok, again.text
    assert made_anyway == links(simulator, product)[new]
    assert engine.destroy().ok
    assert before == held(simulator)


def test_a_component_under_review_moves_its_link(launch: Launch, simulator: Simulator) -> None:
    """Its new link is there before the old one is deleted."""
    new = another_profile(simulator)
    engine = launch("shaken_stir", profileSid=profile_sid(simulator))
    assert engine.up().ok
    product = engine.outputs()["product_sid"]
    engine.config["behaviour:profileSid"] = new

    outcome = engine.up()

    assert outcome.ok, outcome.text
    assert [new] == list(links(simulator, product))


@pytest.mark.parametrize("rule", ["allow", "refuse"])
def test_a_profile_of_the_stack_goes_with_its_product(
    launch: Launch, simulator: Simulator, rule: Any
) -> None:
    """One destroy, in whichever order Pulumi deletes the two that the link has joined."""
    simulator.control.settings(delete_with_entities=rule)
    before = held(simulator)
    engine = launch("onboarding", ownProfile="true", numberSids=number_sids(simulator, 1))
    up = engine.up()
    profile = resources(engine)["profile"].id
    for sid in (profile, engine.outputs()["product_sid"]):
        simulator.control.review(sid, "twilio-approved")

    destroyed = engine.destroy()

    assert up.ok, up.text
    assert "may take no link again" in destroyed.text
    assert destroyed.ok, destroyed.text
    assert before == held(simulator)


@pytest.mark.parametrize("program", ["shaken_stir", "direct_customer", "isv_customer", "calling"])
@pytest.mark.parametrize("rule", ["delete_with_entities", "remove_entity_in_review_or_approved"])
def test_an_approved_component_is_torn_down_in_one_command(
    launch: Launch, simulator: Simulator, program: str, rule: str
) -> None:
    """Entities are taken off a bundle first where they have to be, and go with it if they must."""
    simulator.control.settings(**{rule: "refuse"})
    before = held(simulator)
    numbers = dict(list(simulator.control.accounts()[0].phone_numbers.items())[:NUMBERS])
    engine = launch(
        program, numberSids=" ".join(numbers.values()), numbers=json.dumps(list(numbers))
    )
    first = engine.up()
    account = simulator.control.accounts()[0]
    for sid in (*account.customer_profiles, *account.trust_products):
        simulator.control.review(sid, "twilio-approved")
    settled = [engine.refresh(), engine.up()]

    destroyed = engine.destroy()

    assert first.ok, first.text
    assert [True, True] == [outcome.ok for outcome in settled]
    assert destroyed.ok, destroyed.text
    assert before == held(simulator)


@pytest.mark.as_native
def test_protection_of_a_component_reaches_its_parts(launch: Launch, simulator: Simulator) -> None:
    """Nothing of it is touched; without the option everything goes."""
    engine = launch("shaken_stir", numberSids=number_sids(simulator, 1), protect="true")
    assert engine.up().ok
    review(engine, simulator, "in-review", "twilio-approved")
    deployed = engine.export()["deployment"]["resources"]
    flags = {it["urn"].rpartition("::")[2]: it.get("protect", False) for it in deployed}
    parts = ["acme", *resources(engine)]

    refused = engine.destroy()
    untouched = writes(simulator)
    engine.config["behaviour:protect"] = "false"
    let_go = engine.up()
    destroyed = engine.destroy()

    assert [True] * len(parts) == [flags[name] for name in parts]
    assert not refused.ok
    assert [] == untouched
    assert {} == let_go.changes, let_go.text
    assert destroyed.ok, destroyed.text
    assert (0, 0, 0) == made(simulator)
