"""DirectCustomer: the SHAKEN/STIR onboarding of a business and its subaccounts as one resource."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pulumi

from pulumi_trusthub._core.model.policies import Policy
from pulumi_trusthub.lookups.phone_numbers import get_phone_numbers_output

from .base import Attestation, Onboarding, attestations
from .phone_numbers import PhoneNumberInputs, numbers_of

if TYPE_CHECKING:
    from pulumi_trusthub._core.model.results import PhoneNumberResult
    from pulumi_trusthub.dynamic.form import NativeForm
    from pulumi_trusthub.resources.provider import Provider

OWN = ""
"""Key of the account itself beside its subaccounts."""


class DirectCustomer(Onboarding):
    """Lets the calls of an account's and its subaccounts' numbers be signed with attestation A.

    Twilio's guide for direct customers with subaccounts keeps profile and trust product on the
    parent account and assigns the numbers of every subaccount there, with the parent's credentials.
    So this component declares the same as :class:`~pulumi_trusthub.ShakenStir`, for numbers in
    E.164, grouped by the account that owns them.  The component looks up their SIDs; a number that
    is missing in its account ends the program with a line that names the number.

    Adding or removing a number changes that number's own two assignments and nothing else.
    """

    attestations: pulumi.Output[dict[str, Attestation]]
    """Attestation of each number, by the number in E.164."""

    def __init__(
        self,
        resource_name: str,
        *,
        friendly_name: pulumi.Input[str],
        email: pulumi.Input[str],
        phone_numbers: Mapping[str, Sequence[str]] | Sequence[str],
        customer_profile_sid: pulumi.Input[str] | None = None,
        status_callback: pulumi.Input[str | None] = None,
        adopt: pulumi.Input[bool | str | None] = None,
        submit: bool = True,
        force_destroy: bool = False,
        triggers: pulumi.Input[Mapping[str, Any]] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Declare the onboarding of a direct customer.

        Args:
            resource_name: The component's name in the stack; the names of its parts begin with it.
            friendly_name: The trust product's name, for people.
            email: The address that Twilio writes to when the product's status changes.
            phone_numbers: The numbers in E.164: a mapping from the SID of the account that owns
                them (``AC…``, the parent's or a subaccount's) to a list of numbers; or only a list,
                of the parent's own numbers.  Each account is one lookup, however many numbers it
                owns.
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
            force_destroy: Allow a destroy while a review runs; Twilio may still refuse it.
            triggers: Any values; when they change, a rejected product is submitted again.
            opts: Options for the component; ``provider`` and ``providers`` are the parent
                account's, for the lookups too.

        Raises:
            TypeError: The numbers have another form, or a number is given twice.
        """
        accounts = _by_account(phone_numbers)
        super().__init__(resource_name, opts, "DirectCustomer")
        provider = self._account("Numbers cannot be looked up: use ShakenStir, with their SIDs.")
        self._declare_parts(
            policy_sid=Policy.SHAKEN_STIR,
            customer_profile_sid=customer_profile_sid,
            friendly_name=friendly_name,
            email=email,
            numbers=_looked_up(accounts, provider),
            status_callback=status_callback,
            adopt=adopt,
        )
        if submit:
            self._submit(triggers=triggers, force_destroy=force_destroy)
        self.attestations = self._missing_requirements().apply(attestations)
        self._register(attestations=self.attestations)


def _looked_up(
    accounts: Mapping[str, Sequence[str]], provider: Provider | NativeForm | None
) -> PhoneNumberInputs:
    """Look up the SID of each number, with one lookup for each account."""
    found = [
        get_phone_numbers_output(
            list(numbers), account_sid=None if owner == OWN else owner, provider=provider
        ).apply(partial(_by_number, numbers))
        for owner, numbers in accounts.items()
        if numbers
    ]
    return numbers_of(
        pulumi.Output.all(*found).apply(lambda all_: {n: s for one in all_ for n, s in one.items()})
    )


def _by_number(numbers: Sequence[str], found: Sequence[PhoneNumberResult]) -> Mapping[str, str]:
    """Map the numbers to their SIDs, which have the same order."""
    # No dict: the SDK would make an output of each value; see Numbers.
    return MappingProxyType(dict(zip(numbers, (it.sid for it in found), strict=True)))


def _by_account(given: Mapping[str, Sequence[str]] | Sequence[str]) -> dict[str, list[str]]:
    """Give the numbers of each account, without duplicates."""
    accounts: Any = given
    if isinstance(given, Sequence) and not isinstance(given, str):
        accounts = {OWN: given}
    well = isinstance(accounts, Mapping) and all(
        isinstance(account_sid, str)
        and isinstance(numbers, Sequence)
        and not isinstance(numbers, str)
        and all(isinstance(number, str) for number in numbers)
        for account_sid, numbers in accounts.items()
    )
    if not well:
        raise TypeError(
            "phone_numbers is a list of numbers in E.164 that are known now, or a mapping from the "
            'SID of an account to such a list: {"AC…": ["+14155550100"]}.'
        )
    once = {account_sid: list(dict.fromkeys(numbers)) for account_sid, numbers in accounts.items()}
    owners = Counter(number for numbers in once.values() for number in numbers)
    twice = sorted(number for number, times in owners.items() if times > 1)
    if twice:
        raise TypeError(
            f"phone_numbers has {', '.join(twice)} in several accounts; a number is in one."
        )
    return once
