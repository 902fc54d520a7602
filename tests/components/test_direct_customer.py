"""Numbers by account."""

from __future__ import annotations

from typing import Any

import pytest

from pulumi_trusthub.components.direct_customer import OWN, _by_account


@pytest.mark.parametrize(
    ("given", "accounts"),
    [
        (["+12025550100", "+12025550100"], {OWN: ["+12025550100"]}),
        (
            {"AC1": ["+12025550100"], "AC2": ("+12025550101",)},
            {"AC1": ["+12025550100"], "AC2": ["+12025550101"]},
        ),
        ({}, {}),
    ],
)
def test_each_number_counts_once_in_its_account(given: Any, accounts: dict[str, list[str]]) -> None:
    """A list is the account's own; each number counts once."""
    assert accounts == _by_account(given)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("+12025550100", "is a list of numbers in E.164"),
        ({"AC1": "+12025550100"}, "is a list of numbers in E.164"),
        ([12025550100], "is a list of numbers in E.164"),
        ({"AC1": [None]}, "is a list of numbers in E.164"),
        ({"AC1": ["+12025550100"], "AC2": ["+12025550100"]}, r"\+12025550100 in several accounts"),
    ],
)
def test_a_value_that_is_no_list_of_numbers_is_refused(given: Any, said: str) -> None:
    """One string is a list of letters, and a number has one owner."""
    with pytest.raises(TypeError, match=said):
        _by_account(given)
