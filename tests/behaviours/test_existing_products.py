"""A trust product that the profile has already, under whatever name."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from engines import resources
from world import ask, made, number_sids, product_by_hand

from pulumi_trusthub.dynamic.names import camel

if TYPE_CHECKING:
    from engines import Launch

    from pulumi_trusthub.simulator import Simulator

A = {"attestation": "A", "missing": None}


@pytest.fixture
def automatic(simulator: Simulator) -> tuple[str, str]:
    """A profile with the approved product that Twilio added by itself."""
    seed = {"status": "twilio-approved", "automatic_shaken_stir_product": True}
    account = {"sid": simulator.account_sid, "customer_profiles": [seed]}
    profile = simulator.control.seed({"accounts": [account]})[0].customer_profiles[-1]
    return profile, simulator.account.trust_products[-1]


def test_an_existing_product_is_named_unless_adopt_is_set(
    launch: Launch, simulator: Simulator, automatic: tuple[str, str]
) -> None:
    """With its SID and both ways out, before anything is made; both ways lead out."""
    profile, product = automatic
    before = made(simulator)
    engine = launch(
        "shaken_stir", numberSids=number_sids(simulator, 1), profileSid=profile, submit="false"
    )

    refused = engine.up()
    untouched = made(simulator)
    engine.config["behaviour:adopt"] = "false"
    beside = engine.up()
    nothing = engine.preview()
    destroyed = engine.destroy()

    said = refused.errors["acme-product"]
    assert f"{profile} is linked to a trust product of this policy already" in said
    assert f"{product} (SHAKEN/STIR, twilio-approved)" in said
    assert f'adopt="{product}"' in said
    assert "adopt=False" in said
    assert before == untouched
    assert beside.ok, beside.text
    assert {} == nothing.changes
    assert destroyed.ok, destroyed.text
    assert before == made(simulator)


@pytest.mark.parametrize("by", ["true", "sid"])
def test_an_existing_product_is_adopted_when_adopt_is_set(
    by: str, launch: Launch, simulator: Simulator, automatic: tuple[str, str]
) -> None:
    """An approved one may keep its name: the error says how to declare it, and then it is well."""
    profile, product = automatic
    before = made(simulator)
    engine = launch(
        "shaken_stir",
        numberSids=number_sids(simulator, 1),
        profileSid=profile,
        adopt="true" if by == "true" else json.dumps(product),
    )

    renamed = engine.up()
    engine.config["behaviour:friendlyName"] = "SHAKEN/STIR"
    adopted = engine.up()
    outputs = engine.outputs()
    nothing = engine.preview()
    engine.refresh()
    destroyed = engine.destroy()

    assert not renamed.ok
    assert "declare it as it is, with friendly_name='SHAKEN/STIR'" in renamed.errors["acme-product"]
    assert adopted.ok, adopted.text
    assert (product, "twilio-approved") == (outputs["product_sid"], outputs["status"])
    assert [A] == list(outputs["attestations"].values())
    assert {} == nothing.changes
    assert destroyed.ok, destroyed.text
    assert "was adopted, so it is left in place" in destroyed.text
    assert before == made(simulator)


def test_an_adopted_product_gets_the_declared_name_where_possible(
    launch: Launch, simulator: Simulator, automatic: tuple[str, str]
) -> None:
    """What an approved product lets be changed is not documented."""
    profile, product = automatic
    simulator.control.settings(edit_in_review_or_approved="accept")
    engine = launch(
        "shaken_stir", numberSids=number_sids(simulator, 1), profileSid=profile, adopt="true"
    )

    up = engine.up()

    assert up.ok, up.text
    assert product == engine.outputs()["product_sid"]
    assert "Acme" == ask(simulator, "GET", f"TrustProducts/{product}")["friendly_name"]


def test_several_existing_products_are_listed(
    launch: Launch, simulator: Simulator, automatic: tuple[str, str]
) -> None:
    """Nobody guesses which one is meant."""
    profile, product = automatic
    other = product_by_hand(simulator, "Another")
    ask(simulator, "POST", f"TrustProducts/{other}/EntityAssignments", ObjectSid=profile)
    engine = launch("shaken_stir", profileSid=profile, adopt="true")

    refused = engine.up()

    said = refused.errors["acme-product"]
    assert "Several trust products of this policy are linked to customer profile" in said
    assert product in said
    assert other in said


def test_a_state_from_before_the_look_shows_no_change(launch: Launch, simulator: Simulator) -> None:
    """Components of 0.1.0 did not tell their product which profile it is for."""
    engine = launch("shaken_stir", numberSids=number_sids(simulator, 1))
    engine.up()
    deployment, name = engine.export(), "for_customer_profile_sid"
    for resource in deployment["deployment"]["resources"]:
        if resource["urn"].endswith("::acme-product"):
            for properties in (resource["inputs"], resource["outputs"]):
                del properties[camel(name) if camel(name) in properties else name]
            resource.pop("propertyDependencies", None)
        if resource["urn"].endswith("::acme-submission"):
            del resource["outputs"]["deferred"]
    engine.load(deployment)

    preview = engine.preview()
    up = engine.up()

    assert {} == preview.changes == up.changes, up.text
    assert (1, 1, 2) == made(simulator)


def test_a_replaced_product_of_a_component_needs_adopt_false(
    launch: Launch, simulator: Simulator
) -> None:
    """It is one that the profile has already, until ``adopt=False`` says that it is known."""
    engine = launch("shaken_stir", numberSids=number_sids(simulator, 1), submit="false")
    engine.up()
    old = resources(engine)["acme-product"]
    engine.config["behaviour:friendlyName"] = "Acme again"

    refused = engine.up(replace=[old.urn])
    engine.config["behaviour:adopt"] = "false"
    replaced = engine.up(replace=[old.urn])

    assert "where it is the one being replaced" in refused.errors["acme-product"]
    assert replaced.ok, replaced.text
    assert "acme-product" in replaced.changes["replace"]
    assert old.id != resources(engine)["acme-product"].id
    assert (1, 1, 2) == made(simulator)
    assert {} == engine.preview().changes


@pytest.mark.as_native
def test_a_replaced_product_moves_everything(launch: Launch, simulator: Simulator) -> None:
    """The new one is made beside the old one, and a plain link never refuses."""
    profile = simulator.account.customer_profiles[0]
    engine = launch(
        "onboarding", profileSid=profile, numberSids=number_sids(simulator, 1), friendlyName="Acme"
    )
    engine.up()
    old = resources(engine)["product"]
    engine.config["behaviour:friendlyName"] = "Acme again"

    replaced = engine.up(replace=[old.urn])

    assert replaced.ok, replaced.text
    assert "product" in replaced.changes["replace"]
    assert old.id != resources(engine)["product"].id
    assert (1, 1, 2) == made(simulator)
