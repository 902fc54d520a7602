"""What a number signs with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pulumi_trusthub._core.model.attestation import AttestationRequirements
from pulumi_trusthub.lookups import listing as lookups

if TYPE_CHECKING:
    from pulumi_trusthub.simulator import Simulator


def test_an_approval_in_another_spelling_is_one(simulator: Simulator) -> None:
    """For what a number signs with, and for bundles."""
    chain = AttestationRequirements(
        product_sid="BU1",
        product_status="TWILIO_APPROVED",
        profile_sid="BU2",
        profile_status="Twilio-Approved",
        linked=True,
    )

    assert [] == chain.missing(on_profile=True, on_product=True)
    assert lookups._fits("status", "TWILIO_APPROVED", "twilio-approved")
    assert not lookups._fits("status", "draft", "twilio-approved")
    assert simulator.url
