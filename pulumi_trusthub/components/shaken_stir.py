"""ShakenStir: the SHAKEN/STIR onboarding of a direct customer as one resource."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pulumi_trusthub._core.model.policies import Policy

from .base import Attestation, Onboarding, attestations
from .phone_numbers import PhoneNumberSids, numbers_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pulumi

    from pulumi_trusthub.resources.submission import Submission


class ShakenStir(Onboarding):
    """Lets the calls of some phone numbers be signed with attestation A.

    The component declares the six steps of Twilio's guide: the approved business profile, a trust
    product, the link between both, every number on the profile and then on the product, and the
    submission after all of them.  A destroy begins with the submission, and is refused while its
    review runs.

    All numbers are one :class:`~pulumi_trusthub.ChannelEndpointAssignments`.  Adding or removing a
    number changes that number's own two assignments and nothing else, and needs no new submission.
    Another customer profile moves the link, then the numbers.  Trust Hub accepts no new link on an
    approved product: the up ends there, before anything is moved.  Another profile then needs
    another component with another ``friendly_name``.
    """

    attestations: pulumi.Output[dict[str, Attestation]]
    """Attestation of each number, by the number's key or SID.

    ``A`` requires an approved trust product that is linked to the profile, and the number on both.
    A profile that was looked up is approved; for a profile whose SID was given, the product's
    approval stands for its own.
    """

    def __init__(
        self,
        resource_name: str,
        *,
        friendly_name: pulumi.Input[str],
        email: pulumi.Input[str],
        phone_number_sids: PhoneNumberSids,
        customer_profile_sid: pulumi.Input[str] | None = None,
        status_callback: pulumi.Input[str | None] = None,
        adopt: pulumi.Input[bool | str | None] = None,
        submit: bool = True,
        awaits: Sequence[Submission] = (),
        force_destroy: bool = False,
        triggers: pulumi.Input[Mapping[str, Any]] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Declare the onboarding of a direct customer's numbers.

        Args:
            resource_name: The component's name in the stack; the names of its parts begin with it.
            friendly_name: The trust product's name, for people.
            email: The address that Twilio writes to when the product's status changes.
            phone_number_sids: The numbers, in any order: a list of SIDs, or a mapping whose values
                are the SIDs and whose keys, such as the numbers in E.164, name them in
                ``attestations`` and nowhere else.  An output may stand for a SID or for the whole
                input.
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
                :class:`~pulumi_trusthub.Submission`: the profile's, where the profile is a new one.
            force_destroy: Allow a destroy while a review runs; Twilio may still refuse it.
            triggers: Any values; when they change, a rejected product is submitted again.
            opts: Options for the component; ``provider`` and ``providers`` hold for the lookup too.

        Raises:
            TypeError: The numbers are no SIDs.
        """
        numbers = numbers_of(phone_number_sids)
        super().__init__(resource_name, opts, "ShakenStir")
        self._declare_parts(
            policy_sid=Policy.SHAKEN_STIR,
            customer_profile_sid=customer_profile_sid,
            friendly_name=friendly_name,
            email=email,
            numbers=numbers,
            status_callback=status_callback,
            adopt=adopt,
        )
        if submit:
            self._submit(triggers=triggers, force_destroy=force_destroy, awaits=awaits)
        self.attestations = self._missing_requirements().apply(attestations)
        self._register(attestations=self.attestations)
