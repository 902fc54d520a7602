"""ShakenStir: the SHAKEN/STIR onboarding of a direct customer as one resource."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pulumi_trusthub._core.model.policies import Policy

from .base import Attestation, Onboarding, attestations
from .phone_numbers import numbers_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pulumi

    from pulumi_trusthub.resources.submission import Submission

    from .phone_numbers import PhoneNumberSids


class ShakenStir(Onboarding):
    """Lets the calls of some phone numbers be signed with attestation A.

    It declares the six steps of Twilio's guide: the approved business profile, a trust product,
    the link between both, every number on the profile and then on the product, and the submission
    after all of them, which on destroy goes first and refuses while a review runs.

    All numbers are one :class:`~pulumi_trusthub.ChannelEndpointAssignments`.  One that is added or
    removed later is its own two assignments and nothing else, and needs no new submission.  Another
    customer profile moves the link, then the numbers.  Trust Hub takes
    no new link on an approved product: the up ends there, before anything is moved, and another
    component, with another ``friendly_name``, is the way to another profile.
    """

    attestations: pulumi.Output[dict[str, Attestation]]
    """What each number will be signed with, by its key or SID.

    ``A`` asks for an approved trust product that is linked to the profile, and for the number on
    both.  The profile itself is one that is approved where it was looked up; where its SID was
    given, the approval of the product is taken to vouch for it.
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
        """Declare an onboarding.

        Args:
            resource_name: What the stack calls it; the names of all its parts begin with it.
            friendly_name: What people call the trust product.
            email: Where Twilio writes when the product's status changes.
            phone_number_sids: The numbers, in any order: a list of SIDs, or a mapping whose values
                are the SIDs and whose keys, such as the numbers in E.164, name them in
                ``attestations`` and nowhere else.  An output may stand for a SID or for the whole:
                what :func:`~pulumi_trusthub.get_phone_numbers_output` finds becomes a mapping with
                ``apply``.
            customer_profile_sid: The business profile; None for the account's one approved primary
                profile, which is looked up.
            status_callback: The URL that Twilio calls when the product's status changes.
            adopt: Take over an existing trust product instead of making one: its SID, or True for
                the one of the same name or, where there is none, the one of the same policy that is
                linked to the profile.  It and whatever of its link and numbers was there before is
                left in place on destroy.  False makes another one beside it; without any of them a
                product that the profile has already is an error that names it.
            submit: Submit the product for review.  A test stack that doesn't can be destroyed at
                any time.
            awaits: Submissions that must have come into review first, as
                :class:`~pulumi_trusthub.Submission` has it: that of a profile which is a new one.
            force_destroy: Let a destroy pass while a review runs; Twilio may still refuse it.
            triggers: Any values; when they change, a rejected product is submitted again.
            opts: A bag of options; ``provider`` and ``providers`` hold for the lookup too.

        Raises:
            TypeError: The numbers are no SIDs.
        """
        numbers = numbers_of(phone_number_sids)
        super().__init__(resource_name, opts, "ShakenStir")
        self._assemble(
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
        self.attestations = self._missing().apply(attestations)
        self._tell(attestations=self.attestations)
