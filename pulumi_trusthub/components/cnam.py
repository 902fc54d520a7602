"""Cnam: the onboarding of numbers to show a caller's name, as one resource."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pulumi

from pulumi_trusthub._core.model.policies import Policy
from pulumi_trusthub._core.rules.caller_names import no_name_reason
from pulumi_trusthub.resources.attribute_types import CnamInformation

from .base import Coverage, Onboarding, coverage, may_adopt
from .phone_numbers import PhoneNumberSids, numbers_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pulumi_trusthub.resources.submission import Submission


class Cnam(Onboarding):
    """Shows a name to the people who are called from some phone numbers.

    The component declares a CNAM trust product, its display name, the link to the business profile,
    every number on the profile and then on the product, and the submission after all of them.
    Numbers may also be on a :class:`~pulumi_trusthub.ShakenStir` of the same profile: each of the
    two keeps a number on the profile for as long as its own product needs the number there.
    """

    coverage: pulumi.Output[dict[str, Coverage]]
    """Whether each number is covered, and the first missing link, by the number's key or SID.

    A key in E.164 that is toll-free or of another country than the United States is never covered.
    """

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
        """Declare a CNAM onboarding.

        Args:
            resource_name: The component's name in the stack; the names of its parts begin with it.
            friendly_name: The trust product's name, for people.
            email: The address that Twilio writes to when the product's status changes.
            phone_number_sids: The numbers: a list of SIDs, or a mapping whose values are the SIDs
                and whose keys name them in outputs, as in :class:`~pulumi_trusthub.ShakenStir`.
            cnam_display_name: The name that called parties see: at most 15 letters, digits,
                periods, commas and spaces.  Only an adopted product may do without: it has a name
                already.
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
            TypeError: The numbers are no SIDs, or the display name is missing.
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
        self._declare_parts(
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
        self.coverage = self._missing_requirements().apply(_coverage)
        self._register(coverage=self.coverage)


def _coverage(missing: Mapping[str, str | None]) -> dict[str, Coverage]:
    """Tell for each number whether its calls show the name; some numbers' calls never do."""
    return coverage({key: no_name_reason(key) or link for key, link in missing.items()})
