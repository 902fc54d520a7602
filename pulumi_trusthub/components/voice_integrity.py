"""VoiceIntegrity: the registration of numbers against spam labels, as one resource."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pulumi

from pulumi_trusthub._core.model.policies import Policy

from .base import Coverage, Onboarding, coverage
from .phone_numbers import PhoneNumberSids, numbers_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pulumi_trusthub.resources.attribute_types import VoiceIntegrityInformation
    from pulumi_trusthub.resources.submission import Submission


class VoiceIntegrity(Onboarding):
    """Registers phone numbers with the carriers' analytics, so that they are not labelled as spam.

    The component declares a Voice Integrity trust product, Twilio's questions about the calls, the
    link to the business profile, every number on the profile and then on the product, and the
    submission after all of them.  Numbers may also be on a :class:`~pulumi_trusthub.ShakenStir` of
    the same profile: each of the two keeps a number on the profile for as long as its own product
    needs the number there.
    """

    coverage: pulumi.Output[dict[str, Coverage]]
    """Whether each number is covered, and the first missing link, by the number's key or SID."""

    def __init__(
        self,
        resource_name: str,
        *,
        friendly_name: pulumi.Input[str],
        email: pulumi.Input[str],
        phone_number_sids: PhoneNumberSids,
        voice_integrity_information: pulumi.Input[VoiceIntegrityInformation] | None = None,
        customer_profile_sid: pulumi.Input[str] | None = None,
        status_callback: pulumi.Input[str | None] = None,
        adopt: pulumi.Input[bool | str | None] = None,
        submit: bool = True,
        awaits: Sequence[Submission] = (),
        force_destroy: bool = False,
        triggers: pulumi.Input[Mapping[str, Any]] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Declare a Voice Integrity onboarding.

        Args:
            resource_name: The component's name in the stack; the names of its parts begin with it.
            friendly_name: The trust product's name, for people.
            email: The address that Twilio writes to when the product's status changes.
            phone_number_sids: The numbers: a list of SIDs, or a mapping whose values are the SIDs
                and whose keys name them in outputs, as in :class:`~pulumi_trusthub.ShakenStir`.
            voice_integrity_information: The purpose and number of the calls, which Twilio's guide
                asks for.  An adopted product has its own; a new product without it is evaluated as
                it is.
            customer_profile_sid: The business profile; None for the account's one approved primary
                profile, which is looked up.
            status_callback: The URL that Twilio calls when the product's status changes.
            adopt: Adopt an existing trust product instead of creating one: its SID, or True for the
                product of the same name or else the product of the same policy that is linked to
                the profile.  The adopted product, and its link and numbers if they existed before,
                are left in place on destroy.  False creates another product beside the existing
                one; without ``adopt`` a product that the profile already has is an error that names
                the product.
            submit: Submit the product for review.  A test stack without a submission can be
                destroyed at any time.
            awaits: Submissions whose review must have begun before, as in
                :class:`~pulumi_trusthub.Submission`:
                ``IsvCustomer.customer_profile_submission`` where the profile is a new one.
            force_destroy: Allow a destroy while a review runs; Twilio may still refuse it.
            triggers: Any values; when they change, a rejected product is submitted again.
            opts: Options for the component; ``provider`` and ``providers`` hold for the lookup too.

        Raises:
            TypeError: The numbers are no SIDs.
        """
        numbers = numbers_of(phone_number_sids)
        super().__init__(resource_name, opts, "VoiceIntegrity")
        end_users = {}
        if voice_integrity_information is not None:
            end_users["voice-integrity-information"] = self._end_user(
                "voice-integrity-information",
                type_name="voice_integrity_information",
                friendly_name=friendly_name,
                attributes=voice_integrity_information,
            )
        self._declare_parts(
            policy_sid=Policy.VOICE_INTEGRITY,
            customer_profile_sid=customer_profile_sid,
            friendly_name=friendly_name,
            email=email,
            numbers=numbers,
            status_callback=status_callback,
            adopt=adopt,
            end_users=end_users,
        )
        if submit:
            self._submit(triggers=triggers, force_destroy=force_destroy, awaits=awaits)
        self.coverage = self._missing_requirements().apply(coverage)
        self._register(coverage=self.coverage)
