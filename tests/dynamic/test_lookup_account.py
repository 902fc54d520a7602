"""Where the account of a program's lookups is noted, and how long it is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hosts import PRODUCT

from pulumi_trusthub._core.model.lookup_accounts import LOOKUP_ACCOUNT
from pulumi_trusthub.dynamic.lookup_account import note_lookup
from pulumi_trusthub.dynamic.providers import TrustProductProvider

if TYPE_CHECKING:
    from hosts import Wire

ONE = "AC" + "1" * 32


def test_check_keeps_the_account_of_lookups_out_of_the_state(wire: Wire) -> None:
    """What check gives back is stored."""
    given = {**PRODUCT, LOOKUP_ACCOUNT: ONE}

    checked = wire.ask("Check", TrustProductProvider(), olds={}, news=given)

    assert "failures" not in checked
    assert [] == [name for name in checked["inputs"] if "lookup" in name]
    assert PRODUCT.items() <= checked["inputs"].items()


def test_a_lookup_outside_of_a_program_is_noted_nowhere() -> None:
    """A script may look something up without a stack."""
    note_lookup()
