"""Cnam: the name that called parties see, as one resource."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pulumi

from pulumi_trusthub._core.model.policies import Policy
from pulumi_trusthub.resources.attribute_types import CnamInformation

from .base import Coverage, Onboarding, coverage, may_adopt
from .phone_numbers import numbers_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pulumi_trusthub.resources.submission import Submission

    from .phone_numbers import PhoneNumberSids


class Cnam(Onboarding):
    """Shows a name to those who are called from some phone numbers.

    It declares a CNAM trust product, its display name, the link to the business profile, every
    number on the profile and then on the product, and the submission after all of them.  Numbers
    may be on a :class:`~pulumi_trusthub.ShakenStir` of the same profile as well: each of both keeps
    a number on the profile for as long as it needs it there.
    """

    coverage: pulumi.Output[dict[str, Coverage]]
    """Whether each number is covered and, where it is not, what is missing, by its key or SID."""

    def __init__(
        self,
        resource_name: str,
        *,
        friendly_name: pulumi.Input[str],
        email: pulumi.Input[str],
        phone_number_sids: PhoneNumberSids,
        cnam_display_name: pulumi.Input[str] | None = None,
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
            phone_number_sids: The numbers: a list of SIDs, or a mapping whose values are the SIDs
                and whose keys name them in outputs, as :class:`~pulumi_trusthub.ShakenStir` has it.
            cnam_display_name: What called parties see: at most 15 characters.  Only an adopted
                product may do without: it has its own.
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
                :class:`~pulumi_trusthub.Submission` has it:
                ``IsvCustomer.customer_profile_submission`` where the profile is a new one.
            force_destroy: Let a destroy pass while a review runs; Twilio may still refuse it.
            triggers: Any values; when they change, a rejected product is submitted again.
            opts: A bag of options; ``provider`` and ``providers`` hold for the lookup too.

        Raises:
            TypeError: The numbers are no SIDs, or there is no name to
                show.
        """
        numbers = numbers_of(phone_number_sids)
        if cnam_display_name is None and not may_adopt(adopt):
            raise TypeError("Give cnam_display_name, what called parties see: 1 to 15 characters.")
        super().__init__(resource_name, opts, "Cnam")
        end_users = {}
        if cnam_display_name is not None:
            end_users["cnam-information"] = self._end_user(
                "cnam-information",
                type_name="cnam_information",
                friendly_name=friendly_name,
                attributes=CnamInformation(cnam_display_name=cnam_display_name),
            )
        self._assemble(
            policy_sid=Policy.CNAM,
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
        self.coverage = self._missing().apply(coverage)
        self._tell(coverage=self.coverage)
