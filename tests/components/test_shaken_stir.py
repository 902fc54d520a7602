"""The component as a program meets it, under Pulumi's own mocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pulumi
from recorded_parts import NUMBERS, ON_PROFILE, PRODUCT, PROFILE, inputs, parts, run_onboarding

from pulumi_trusthub._core.model.fields import contains_unknown
from pulumi_trusthub._core.model.policies import Policy
from pulumi_trusthub.components.shaken_stir import ShakenStir

if TYPE_CHECKING:
    from recorded_parts import Recorded


def test_the_six_steps_have_stable_names(mocks: Recorded) -> None:
    """Each part is named after the component; all numbers are one of them."""
    run_onboarding(lambda: ShakenStir("acme", **ON_PROFILE, phone_number_sids=NUMBERS))

    assert mocks.resources["acme"].typ == "trusthub:index:ShakenStir"
    assert {
        "acme-product": "TrustProduct",
        "acme-profile-link": "EntityAssignment",
        "acme-numbers": "ChannelEndpointAssignments",
        "acme-submission": "Submission",
    } == parts(mocks)
    assert {
        "friendly_name": "Acme",
        "email": "a@example.com",
        "policy_sid": Policy.SHAKEN_STIR.value,
        "for_customer_profile_sid": PROFILE,
    } == inputs(mocks, "acme-product")
    numbers = inputs(mocks, "acme-numbers")
    assert mocks.preview == contains_unknown(numbers.pop("trust_product_sid", pulumi.UNKNOWN))
    assert {
        "customer_profile_sid": PROFILE,
        "channel_endpoint_sids": NUMBERS,
        "channel_endpoint_type": "phone-number",
    } == numbers


def test_arguments_reach_the_product_and_the_submission(mocks: Recorded) -> None:
    """Callback, adoption, triggers and force reach the parts that they are about."""
    run_onboarding(
        lambda: ShakenStir(
            "acme",
            **ON_PROFILE,
            phone_number_sids=NUMBERS[:1],
            status_callback="https://example.com/status",
            adopt=PRODUCT,
            triggers={"attempt": 2},
            force_destroy=True,
        )
    )

    product, submission = inputs(mocks, "acme-product"), inputs(mocks, "acme-submission")
    assert ("https://example.com/status", PRODUCT) == (product["status_callback"], product["adopt"])
    assert {"attempt": 2} == submission["triggers"]
    assert submission["force_destroy"] is True
    kept = {name for name in parts(mocks) if inputs(mocks, name).get("keep_existing")}
    assert {"acme-profile-link", "acme-numbers"} == kept


def test_a_component_that_does_not_submit_has_no_gate(mocks: Recorded) -> None:
    """There is no gate, and the status is the product's."""
    run_onboarding(lambda: ShakenStir("acme", **ON_PROFILE, phone_number_sids=[], submit=False))

    assert {"acme-product", "acme-profile-link", "acme-numbers"} == parts(mocks).keys()
