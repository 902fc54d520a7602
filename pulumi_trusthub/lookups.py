"""Functions that only read, in place of SIDs copied by hand.

Each comes twice.  The plain one reads now, with plain arguments, and raises where it cannot.  The
``…_output`` one takes and gives Pulumi's outputs; without credentials it is unknown in a preview,
so that a pull request can be previewed by those who have none.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeVar

from ._bundle_status import APPROVED, in_one_spelling
from ._errors import LookupFailedError
from ._ids import (
    CHANNEL_ENDPOINT_ASSIGNMENTS,
    CUSTOMER_PROFILES,
    ENTITY_ASSIGNMENTS,
    TRUST_PRODUCTS,
)
from ._looking import as_output, reading
from ._models import (
    ChannelEndpointAssignment,
    CustomerProfile,
    EntityAssignment,
    Model,
    PhoneNumber,
    PolicyRules,
    TrustProduct,
    read_as,
)
from .policies import NOT_PRIMARY, Policy

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ._client import Record, TrustHubClient
    from .provider import Provider

_M = TypeVar("_M", bound=Model)

FEW = 10
"""Up to so many numbers are asked for one by one; for more, the whole list is cheaper."""

_E164 = re.compile(r"\+[1-9][0-9]{6,14}")

SIDS_A_REQUEST = 50
"""So many SIDs of a filter keep a URL well below the 4 kB that every proxy passes."""


def get_customer_profiles(
    *,
    status: str | None = None,
    friendly_name: str | None = None,
    policy_sid: str | Policy | None = None,
    provider: Provider | None = None,
) -> tuple[CustomerProfile, ...]:
    """Read the customer profiles of the account.

    Args:
        status: ``draft``, ``pending-review``, ``in-review``, ``twilio-rejected`` or
            ``twilio-approved``; None for all.
        friendly_name: Only those of this name.
        policy_sid: Only those of this policy.
        provider: The account to look in; None for the stack's own.

    Raises:
        TrustHubError: There are no credentials, or Twilio refused.
    """
    filters = {"status": status, "friendly_name": friendly_name, "policy_sid": policy_sid}
    with reading(provider) as client:
        return _read(CustomerProfile, client, CUSTOMER_PROFILES, _on_the_wire(filters), **filters)


get_customer_profiles_output = as_output(get_customer_profiles)


def get_primary_customer_profile(
    *, friendly_name: str | None = None, provider: Provider | None = None
) -> CustomerProfile:
    """Read the account's approved primary business profile.

    Args:
        friendly_name: Which one, where there are several.
        provider: The account to look in; None for the stack's own.

    Raises:
        LookupFailedError: There is none (the text lists what there is), or there are several.
    """
    profiles = get_customer_profiles(friendly_name=friendly_name, provider=provider)
    approved = [p for p in profiles if in_one_spelling(p.status) == APPROVED]
    primary = [p for p in approved if p.policy_sid == Policy.PRIMARY_CUSTOMER_PROFILE.value]
    approved = primary or [p for p in approved if p.policy_sid not in NOT_PRIMARY]
    if len(approved) == 1:
        return approved[0]
    listed = ", ".join(map(_brief, profiles)) or "none"
    if approved:
        raise LookupFailedError(
            f"There are several approved primary customer profiles; say which one with "
            f"friendly_name, or give its SID. The account has: {listed}."
        )
    raise LookupFailedError(
        f"There is no approved primary customer profile: make and submit it in Twilio's Console "
        f"(Trust Hub), the only place where that can be done, and run this again once its review, "
        f"of a day or so, is over. The account has: {listed}."
    )


get_primary_customer_profile_output = as_output(get_primary_customer_profile)


def _brief(profile: CustomerProfile) -> str:
    """Name a profile with its status and, where it surely is no primary one, what it is."""
    kind = NOT_PRIMARY.get(profile.policy_sid or "")
    status = f"{profile.status}, a {kind} profile" if kind else profile.status
    return f"{profile.sid} ({profile.friendly_name}, {status})"


def get_trust_products(
    *,
    status: str | None = None,
    friendly_name: str | None = None,
    policy_sid: str | Policy | None = None,
    provider: Provider | None = None,
) -> tuple[TrustProduct, ...]:
    """Read the trust products of the account.

    Args:
        status: As for :func:`get_customer_profiles`.
        friendly_name: Only those of this name.
        policy_sid: Only those of this policy.
        provider: The account to look in; None for the stack's own.

    Raises:
        TrustHubError: There are no credentials, or Twilio refused.
    """
    filters = {"status": status, "friendly_name": friendly_name, "policy_sid": policy_sid}
    with reading(provider) as client:
        return _read(TrustProduct, client, TRUST_PRODUCTS, _on_the_wire(filters), **filters)


get_trust_products_output = as_output(get_trust_products)


def get_phone_numbers(
    phone_numbers: Sequence[str] | None = None,
    *,
    account_sid: str | None = None,
    friendly_name: str | None = None,
    provider: Provider | None = None,
) -> tuple[PhoneNumber, ...]:
    """Read phone numbers of the account: E.164 in, SIDs out.

    Twilio's own filter matches parts of a number; this function matches the whole.

    Args:
        phone_numbers: Numbers such as ``+14155550100``; None for all.
        account_sid: The account or subaccount that owns them; None for the provider's own.
        friendly_name: Only those of this name.
        provider: The credentials to look with; None for the stack's own.

    Returns:
        The numbers in the order they were asked for.

    Raises:
        LookupFailedError: Names the numbers that are not in the account.
    """
    wrong = [phone_numbers] if isinstance(phone_numbers, str) else phone_numbers or []
    if isinstance(phone_numbers, str) or not all(isinstance(number, str) for number in wrong):
        raise LookupFailedError(
            f"phone_numbers is a list of strings such as +14155550100; got "
            f"{', '.join(repr(number) for number in wrong)}."
        )
    with reading(provider) as client:
        account = account_sid or client.account_sid
        name = {"FriendlyName": friendly_name}
        if phone_numbers is None:
            return tuple(read_as(PhoneNumber, n) for n in client.phone_numbers(account, **name))
        records: Iterator[Record]
        if len(phone_numbers) <= FEW:
            records = (
                record
                for number in phone_numbers
                for record in client.phone_numbers(account, PhoneNumber=number, **name)
            )
        else:
            records = client.phone_numbers(account, **name)
        found = {record["phone_number"]: record for record in records}
    missing = [number for number in phone_numbers if number not in found]
    if missing:
        misspelt = [number for number in missing if not _E164.fullmatch(number)]
        advice = (
            f"Write {', '.join(misspelt)} in E.164, such as +14155550100: a plus sign, the country "
            f"code and the number, with nothing between."
            if misspelt
            else "Check the digits and buy what is not there yet; one of a subaccount needs "
            "account_sid."
        )
        raise LookupFailedError(f"Not in account {account}: {', '.join(missing)}. {advice}")
    return tuple(read_as(PhoneNumber, found[number]) for number in phone_numbers)


get_phone_numbers_output = as_output(get_phone_numbers)


def get_channel_endpoint_assignments(
    *,
    trust_product_sid: str | None = None,
    customer_profile_sid: str | None = None,
    channel_endpoint_sid: str | None = None,
    channel_endpoint_sids: Iterable[str] | None = None,
    provider: Provider | None = None,
) -> tuple[ChannelEndpointAssignment, ...]:
    """Read the numbers on a bundle.

    Args:
        trust_product_sid: The trust product, or
        customer_profile_sid: the customer profile.
        channel_endpoint_sid: Only this number.
        channel_endpoint_sids: Only these numbers.
        provider: The account to look in; None for the stack's own.

    Raises:
        LookupFailedError: Not exactly one bundle was named.
        NotFoundError: There is no such bundle.
    """
    wanted = None if channel_endpoint_sids is None else sorted(set(channel_endpoint_sids))
    path = f"{_bundle(trust_product_sid, customer_profile_sid)}/{CHANNEL_ENDPOINT_ASSIGNMENTS}"
    with reading(provider) as client:
        one = {"ChannelEndpointSid": channel_endpoint_sid}
        if wanted is None:
            return _read(
                ChannelEndpointAssignment,
                client,
                path,
                one,
                channel_endpoint_sid=channel_endpoint_sid,
            )
        parts = [wanted[i : i + SIDS_A_REQUEST] for i in range(0, len(wanted), SIDS_A_REQUEST)]
        return tuple(
            assignment
            for part in parts
            for assignment in _read(
                ChannelEndpointAssignment,
                client,
                path,
                {**one, "ChannelEndpointSids": ",".join(part)},
                channel_endpoint_sid=channel_endpoint_sid,
            )
            if assignment.channel_endpoint_sid in part
        )


get_channel_endpoint_assignments_output = as_output(get_channel_endpoint_assignments)


def get_entity_assignments(
    *,
    trust_product_sid: str | None = None,
    customer_profile_sid: str | None = None,
    object_type: str | None = None,
    provider: Provider | None = None,
) -> tuple[EntityAssignment, ...]:
    """Read what is attached to a bundle.

    Args:
        trust_product_sid: The trust product, or
        customer_profile_sid: the customer profile.
        object_type: Only entities of this type, such as ``authorized_representative_1``.
        provider: The account to look in; None for the stack's own.

    Raises:
        LookupFailedError: Not exactly one bundle was named.
        NotFoundError: There is no such bundle.
    """
    path = f"{_bundle(trust_product_sid, customer_profile_sid)}/{ENTITY_ASSIGNMENTS}"
    with reading(provider) as client:
        return _read(EntityAssignment, client, path, {"ObjectType": object_type})


get_entity_assignments_output = as_output(get_entity_assignments)


def get_policies(*, provider: Provider | None = None) -> tuple[PolicyRules, ...]:
    """Read the policies that Twilio has.

    Args:
        provider: The account to look in; None for the stack's own.

    Raises:
        TrustHubError: There are no credentials, or Twilio refused.
    """
    with reading(provider) as client:
        return _read(PolicyRules, client, "Policies", {})


get_policies_output = as_output(get_policies)


def _read(
    model: type[_M],
    client: TrustHubClient,
    path: str,
    filters: Mapping[str, str | None],
    **fields: str | None,
) -> tuple[_M, ...]:
    """Read a list with a filter of the API, and hold what it gives against the filter."""
    given = {name: str(value) for name, value in filters.items() if value is not None}
    wanted = {name: str(value) for name, value in fields.items() if value is not None}
    return tuple(
        read_as(model, record)
        for record in client.records(path, **given)
        if all(_fits(name, record.get(name), value) for name, value in wanted.items())
    )


def _fits(name: str, found: object, wanted: str) -> bool:
    """Tell whether a field is as wanted; one that is left out does not speak against it."""
    if found is None or name != "status":
        return found in {wanted, None}
    return in_one_spelling(found) == in_one_spelling(wanted)


def _on_the_wire(filters: Mapping[str, str | None]) -> dict[str, str | None]:
    """Give filters the names of Twilio's parameters: its fields' names in another case."""
    return {name.title().replace("_", ""): value for name, value in filters.items()}


def _bundle(trust_product_sid: str | None, customer_profile_sid: str | None) -> str:
    if (trust_product_sid is None) == (customer_profile_sid is None):
        raise LookupFailedError("Give one of trust_product_sid and customer_profile_sid.")
    if trust_product_sid is not None:
        return f"{TRUST_PRODUCTS}/{trust_product_sid}"
    return f"{CUSTOMER_PROFILES}/{customer_profile_sid}"
