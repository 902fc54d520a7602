"""What a number signs with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pulumi_trusthub._core.model.attestation import AttestationRequirements
from pulumi_trusthub.lookups import listing as lookups

if TYPE_CHECKING:
    from pulumi_trusthub.simulator import Simulator


def test_an_approval_in_another_spelling_counts(simulator: Simulator) -> None:
    """For what a number signs with, and for bundles."""
    chain = AttestationRequirements(
        product_sid="BU1",
        product_status="TWILIO_APPROVED",
        profile_sid="BU2",
        profile_status="Twilio-Approved",
        linked=True,
    )

    assert [] == chain.missing(on_profile=True, on_product=True)
    assert lookups._fits("status", "TWILIO_APPROVED", "twilio-approved", is_filtered=True)
    assert not lookups._fits("status", "draft", "twilio-approved", is_filtered=True)
    assert simulator.url


def test_an_approval_that_has_ended_is_a_missing_link() -> None:
    """The profile's first; a bundle that is not approved has no approval that could end."""
    past = "2025-01-01T00:00:00Z"
    bundles: dict[str, Any] = {"product_sid": "BU1", "profile_sid": "BU2", "linked": True}
    approved: dict[str, Any] = {"product_status": "twilio-approved", "profile_status": None}
    pending: dict[str, Any] = {"product_status": "in-review", "profile_status": "in-review"}
    ends: dict[str, Any] = {"product_valid_until": past, "profile_valid_until": past}

    ended = AttestationRequirements(**bundles, **approved, **ends)
    not_yet = AttestationRequirements(**bundles, **pending, **ends)

    assert [
        "the approval of customer profile BU2 ended on 2025-01-01",
        "the approval of trust product BU1 ended on 2025-01-01",
    ] == ended.missing(on_profile=True, on_product=True)
    assert not any("ended" in it for it in not_yet.missing(on_profile=True, on_product=True))
