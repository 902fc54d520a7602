"""Lookups of phone numbers."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pulumi_trusthub._core.model.errors import (
    AuthenticationError,
    LookupFailedError,
    NotFoundError,
    PermissionDeniedError,
)
from pulumi_trusthub._core.model.results import PhoneNumberResult, read_as
from pulumi_trusthub._core.rules.corrections import name_filter, same_name

from .listing import require_list, require_sid
from .output import as_output, reading

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pulumi_trusthub._core.api.client import Record, TrustHubClient
    from pulumi_trusthub.resources.provider import Provider

FEW = 10
"""Numbers up to which each is read by itself; for more, the whole list is cheaper."""

_E164 = re.compile(r"\+[1-9][0-9]{6,14}")


def get_phone_numbers(
    phone_numbers: Sequence[str] | None = None,
    *,
    account_sid: str | None = None,
    friendly_name: str | None = None,
    provider: Provider | None = None,
) -> tuple[PhoneNumberResult, ...]:
    """Read phone numbers of the account: E.164 in, SIDs out.

    Twilio's own filter matches parts of a number; this function matches whole numbers.

    Args:
        phone_numbers: Numbers such as ``+14155550100``; None for all.
        account_sid: The account or subaccount that owns the numbers; None for the provider's own.
        friendly_name: Only numbers of this name.
        provider: The provider with the credentials; None for the stack's own.

    Returns:
        The numbers in the order of ``phone_numbers``.

    Raises:
        LookupFailedError: Names the numbers that are not in the account; or what was given is no
            list, or no SID.
        ApiError: The credentials do not open such an account.
    """
    if phone_numbers is not None:
        phone_numbers = require_list("phone_numbers", phone_numbers, "+14155550100")
    owner = require_sid("account_sid", account_sid) if account_sid else None
    with reading(provider) as client, _explaining_account(client, owner):
        account = owner or client.account_sid
        name = {"FriendlyName": name_filter(friendly_name)}
        records: Iterator[Record]
        if phone_numbers is None:
            records = client.phone_numbers(account, **name)
            return tuple(
                read_as(PhoneNumberResult, n) for n in records if _is_named(n, friendly_name)
            )
        if len(phone_numbers) <= FEW:
            records = (
                record
                for number in dict.fromkeys(phone_numbers)
                for record in client.phone_numbers(account, PhoneNumber=number, **name)
            )
        else:
            records = client.phone_numbers(account, **name)
        named = (record for record in records if _is_named(record, friendly_name))
        found = {record["phone_number"]: record for record in named}
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
    return tuple(read_as(PhoneNumberResult, found[number]) for number in phone_numbers)


get_phone_numbers_output = as_output(get_phone_numbers)


@contextmanager
def _explaining_account(client: TrustHubClient, owner: str | None) -> Iterator[None]:
    """Add to a refusal whose account another account would have to be."""
    try:
        yield
    except (AuthenticationError, NotFoundError, PermissionDeniedError) as error:
        if owner in {None, client.account_sid}:
            raise
        hint = f"Is {owner} a subaccount of {client.account_sid}?"
        raise error.with_hint(hint) from None


def _is_named(record: Record, name: str | None) -> bool:
    return name is None or same_name(record.get("friendly_name"), name)
