"""What all components have in common, under Pulumi's own mocks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pulumi
import pytest
from recorded_parts import (
    ACME,
    NUMBERS,
    ON_PROFILE,
    PRODUCT,
    PROFILE,
    inputs,
    names,
    run_onboarding,
)

import pulumi_trusthub as trusthub
from pulumi_trusthub._core.model.fields import contains_unknown
from pulumi_trusthub.components.base import attestations, coverage, missing_links
from pulumi_trusthub.components.shaken_stir import ShakenStir

if TYPE_CHECKING:
    from recorded_parts import Recorded


def test_each_part_depends_on_the_parts_before_it(mocks: Recorded) -> None:
    """A new link before the numbers, and the submission after everything."""
    options = pulumi.ResourceOptions(transformations=[mocks.note])
    run_onboarding(
        lambda: ShakenStir("acme", **ON_PROFILE, phone_number_sids=NUMBERS[:1], opts=options)
    )

    noted = {name: given for name, given in mocks.options.items() if name != "acme"}
    assert {"acme"} == set().union(*(names([given.parent]) for given in noted.values()))
    assert noted["acme-profile-link"].delete_before_replace is False
    assert {"acme-profile-link"} == names(noted["acme-numbers"].depends_on)
    assert noted["acme-numbers"].delete_before_replace is True
    assert {"acme-profile-link", "acme-numbers"} == names(noted["acme-submission"].depends_on)


def test_outputs_of_a_new_component_are_unknown_in_a_preview(mocks: Recorded) -> None:
    """A preview of something new claims nothing."""
    seen: list[Any] = []

    def program() -> ShakenStir:
        made = ShakenStir("acme", **ON_PROFILE, phone_number_sids=NUMBERS[:1])
        for output in (made.trust_product_sid, made.attestations):
            output.apply(seen.append)
        return made

    run_onboarding(program)

    signed = {NUMBERS[0]: {"attestation": "A", "missing": None}}
    assert ([] if mocks.preview else [PRODUCT, signed]) == seen


@pytest.mark.usefixtures("mocks")
def test_a_lookup_needs_a_provider_of_this_package() -> None:
    """Another one tells no lookup its account, and the stack's own may be another."""

    def program() -> ShakenStir:
        plain = pulumi.ProviderResource("pulumi-python", "plain", {})
        options = pulumi.ResourceOptions(provider=plain)
        looked_up = {**ON_PROFILE, "customer_profile_sid": None}
        with pytest.raises(TypeError, match="give customer_profile_sid"):
            ShakenStir("other", **looked_up, phone_number_sids=[], opts=options)
        return ShakenStir("acme", **ON_PROFILE, phone_number_sids=[], opts=options)

    run_onboarding(program)


def in_capitals(sid: str) -> str:
    """Write a SID as a program may."""
    return sid.upper()


WHOLE: dict[str, Any] = {
    "profile_sid": PROFILE,
    "product_sid": PRODUCT,
    "status": "twilio-approved",
    "link": [PROFILE, PRODUCT],
    "numbers": {"one": NUMBERS[0]},
    "assigned": frozenset(NUMBERS),
    "bundles": [PROFILE, PRODUCT],
}


@pytest.mark.parametrize(
    ("change", "missing"),
    [
        ({}, None),
        ({"profile_status": "twilio-approved"}, None),
        ({"profile_sid": in_capitals(PROFILE), "numbers": {"one": in_capitals(NUMBERS[0])}}, None),
        (
            {"profile_status": "in-review", "status": "draft"},
            f"customer profile {PROFILE} is in-review, not twilio-approved",
        ),
        ({"status": "in-review"}, f"trust product {PRODUCT} is in-review, not twilio-approved"),
        (
            {"link": ["BU", PRODUCT]},
            f"trust product {PRODUCT} is not linked to customer profile {PROFILE}",
        ),
        ({"bundles": ["BU", PRODUCT]}, f"it is not on customer profile {PROFILE}"),
        ({"bundles": [PROFILE, "BU"]}, f"it is not on trust product {PRODUCT}"),
        ({"assigned": frozenset({""})}, f"it is not on customer profile {PROFILE}"),
    ],
)
def test_the_missing_link_is_named(change: dict[str, Any], missing: str | None) -> None:
    """A asks for the whole chain."""
    found = missing_links({**WHOLE, **change})

    assert {"one": missing} == found
    assert {
        "one": {"attestation": "A" if missing is None else "B", "missing": missing}
    } == attestations(found)
    assert {"one": {"covered": missing is None, "missing": missing}} == coverage(found)


def test_a_product_names_the_bundles_that_it_awaits(mocks: Recorded) -> None:
    """Each awaited bundle with its status; where that is unknown, nothing is claimed."""

    def program() -> trusthub.ShakenStir:
        awaited = trusthub.Submission("profile", customer_profile_sid=PROFILE)
        return trusthub.ShakenStir(
            "acme",
            **ACME,
            phone_number_sids=[],
            customer_profile_sid=PROFILE,
            awaits=[awaited],
            opts=pulumi.ResourceOptions(transformations=[mocks.note]),
        )

    run_onboarding(program)

    awaits = inputs(mocks, "acme-submission")["awaits"]
    assert contains_unknown(awaits) == mocks.preview
    assert mocks.preview or {PRODUCT: "twilio-approved"} == awaits
    assert {"profile", "acme-profile-link", "acme-numbers"} == names(
        mocks.options["acme-submission"].depends_on
    )
