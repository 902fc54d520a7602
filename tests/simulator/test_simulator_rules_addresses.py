"""Are addresses corrected and protected, and numbers found?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from simulated_stores import document

from pulumi_trusthub.simulator.rules.addresses import (
    corrected,
    create_address,
    delete_address,
    matching_numbers,
    update_address,
)
from pulumi_trusthub.simulator.store.errors import TwilioError
from pulumi_trusthub.simulator.store.models import Account, DocumentStatus

if TYPE_CHECKING:
    from pulumi_trusthub.simulator.store.store import Store


def test_correction_rewrites_an_address_once() -> None:
    """Correction rewrites, is stable, and can be declined."""
    assert corrected("12 north  Example Street, Suite 4") == "12 N EXAMPLE ST STE 4"
    assert corrected("12 N EXAMPLE ST STE 4") == "12 N EXAMPLE ST STE 4"


def office(**changes: Any) -> dict[str, Any]:
    """The fields of an address."""
    return {
        "customer_name": "Example Business",
        "street": "1 Example Street",
        "street_secondary": None,
        "city": "Exampletown",
        "region": "ca",
        "postal_code": "90000",
        "iso_country": "US",
        "friendly_name": None,
        "emergency_enabled": False,
    } | changes


def test_an_update_corrects_an_address_again(store: Store, account: Account) -> None:
    """Both create and update rewrite, unless that was declined."""
    made = create_address(store, account, office(), correct=True)
    assert ("1 EXAMPLE ST", "CA", True) == (made.street, made.region, made.validated)

    update_address(store, account, made, {"street": "2 Example Road"}, correct=False)
    assert ("2 Example Road", "CA", False) == (made.street, made.region, made.validated)


@pytest.mark.parametrize("status", [DocumentStatus.APPROVED, DocumentStatus.PROVISIONALLY_APPROVED])
def test_a_verified_document_holds_its_address(
    store: Store, account: Account, status: DocumentStatus
) -> None:
    """21630 for both a change and a deletion, as long as the document is verified."""
    made = create_address(store, account, office(), correct=True)
    paper = document(store, account)
    paper.attributes = {"address_sids": [made.sid]}
    paper.status = status

    with pytest.raises(TwilioError) as refusal:
        update_address(store, account, made, {"city": "Elsewhere"}, correct=True)
    assert (400, 21630) == (refusal.value.status, refusal.value.code)
    with pytest.raises(TwilioError) as refusal:
        delete_address(account, made)
    assert (400, 21630) == (refusal.value.status, refusal.value.code)

    paper.status = DocumentStatus.DRAFT
    delete_address(account, made)
    assert {} == account.addresses


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("+12025550100", 1),
        ("0100", 1),
        ("2025550", 10),
        ("", 10),
        ("+1202555010*", 10),
        ("+1*025550103", 1),
        ("+1999", 0),
        (".*", 0),
    ],
)
def test_a_filter_finds_numbers_by_parts_and_stars(
    account: Account, pattern: str, found: int
) -> None:
    """Parts of numbers are enough, a star is one digit, and the rest is plain text."""
    assert found == len(list(matching_numbers(account, pattern)))
