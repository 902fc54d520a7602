"""Cnam, and VoiceIntegrity beside it, under Pulumi's own mocks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pulumi
import pytest
from recorded_parts import ACME, NUMBERS, PROFILE, inputs, names, parts, run_onboarding

import pulumi_trusthub as trusthub

if TYPE_CHECKING:
    from recorded_parts import Recorded


def test_cnam_and_voice_integrity_have_their_end_user_and_policy(mocks: Recorded) -> None:
    """Each has its end user on the product, which is deleted first, and its own policy."""

    def program() -> trusthub.VoiceIntegrity:
        shared: dict[str, Any] = {
            **ACME,
            "phone_number_sids": NUMBERS,
            "customer_profile_sid": PROFILE,
            "opts": pulumi.ResourceOptions(transformations=[mocks.note]),
        }
        trusthub.Cnam("name", **shared, cnam_display_name="Acme")
        return trusthub.VoiceIntegrity(
            "calls",
            **shared,
            voice_integrity_information=trusthub.VoiceIntegrityInformation(
                use_case="Appointment Reminders",
                business_employee_count="20",
                average_business_day_call_volume="500",
            ),
        )

    run_onboarding(program)

    for name, end_user in (("name", "cnam"), ("calls", "voice-integrity")):
        after = names(mocks.options[f"{name}-product"].depends_on)
        assert {f"{name}-{end_user}-information"} == after
    assert ("cnam_information", "voice_integrity_information") == (
        inputs(mocks, "name-cnam-information")["type"],
        inputs(mocks, "calls-voice-integrity-information")["type"],
    )
    assert (trusthub.Policy.CNAM.value, trusthub.Policy.VOICE_INTEGRITY.value) == (
        inputs(mocks, "name-product")["policy_sid"],
        inputs(mocks, "calls-product")["policy_sid"],
    )
    assert {"name-cnam-information-link", "calls-voice-integrity-information-link"} < set(
        parts(mocks)
    )


@pytest.mark.usefixtures("mocks")
def test_cnam_needs_a_name_unless_it_adopts() -> None:
    """An adopted product has its own."""

    def program() -> trusthub.Cnam:
        shared: dict[str, Any] = {**ACME, "phone_number_sids": [], "customer_profile_sid": PROFILE}
        with pytest.raises(TypeError, match="Give cnam_display_name"):
            trusthub.Cnam("none", **shared)
        with pytest.raises(TypeError, match="Give cnam_display_name"):
            trusthub.Cnam("beside", **shared, adopt=False)
        return trusthub.Cnam("theirs", **shared, adopt=pulumi.Output.from_input(True))  # noqa: FBT003

    run_onboarding(program)
