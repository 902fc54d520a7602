"""The rules of the 2010 API's addresses and phone numbers."""

from __future__ import annotations

import re
from typing import Any

from ..store.errors import ADDRESS_IN_USE, invalid
from ..store.models import Account, Address, DocumentStatus, PhoneNumber
from ..store.store import Store
from .evaluations import address_sids

_VERIFIED = {DocumentStatus.APPROVED, DocumentStatus.PROVISIONALLY_APPROVED}

_ABBREVIATIONS = {
    "AVENUE": "AVE",
    "BOULEVARD": "BLVD",
    "COURT": "CT",
    "DRIVE": "DR",
    "EAST": "E",
    "FLOOR": "FL",
    "LANE": "LN",
    "NORTH": "N",
    "ROAD": "RD",
    "SOUTH": "S",
    "STREET": "ST",
    "SUITE": "STE",
    "WEST": "W",
}

_CORRECTED = ("street", "street_secondary", "city", "region", "postal_code")


def create_address(
    store: Store, account: Account, values: dict[str, Any], *, correct: bool
) -> Address:
    """Make an address, rewritten as a postal service would unless that was declined."""
    address = Address(**store.new_fields("AD", account.sid), **values)
    _correct(address, wanted=correct)
    account.addresses[address.sid] = address
    return address


def update_address(
    store: Store, account: Account, address: Address, values: dict[str, Any], *, correct: bool
) -> None:
    """Change an address that no verified document stands on."""
    _refuse_mutation(account, address)
    for name, value in values.items():
        setattr(address, name, value)
    _correct(address, wanted=correct)
    address.date_updated = store.now()


def delete_address(account: Account, address: Address) -> None:
    """Remove an address that no verified document stands on."""
    _refuse_mutation(account, address)
    del account.addresses[address.sid]


def _correct(address: Address, *, wanted: bool) -> None:
    address.validated = wanted
    if wanted:
        for name in _CORRECTED:
            value = getattr(address, name)
            if value is not None:
                setattr(address, name, corrected(value))


def corrected(line: str) -> str:
    """A line of an address in capitals, without commas and points, its usual words shortened."""
    words = re.sub(r"[.,]", " ", line).upper().split()
    return " ".join(_ABBREVIATIONS.get(word, word) for word in words)


def _refuse_mutation(account: Account, address: Address) -> None:
    for document in account.supporting_documents.values():
        if document.status in _VERIFIED and address.sid in address_sids(document):
            raise invalid(
                f"Cannot mutate Address {address.sid}: it is linked to a verified Document "
                f"{document.sid}.",
                code=ADDRESS_IN_USE,
            )


def matching_numbers(account: Account, pattern: str) -> list[PhoneNumber]:
    """The numbers that a filter finds: part of a number is enough, `*` stands for any digit."""
    numbers = account.phone_numbers.in_order()
    if not pattern:
        return numbers
    if "*" not in pattern:
        return [it for it in numbers if pattern in it.phone_number]
    expression = re.compile(re.escape(pattern).replace(r"\*", r"\d"))
    return [it for it in numbers if expression.search(it.phone_number)]
