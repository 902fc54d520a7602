"""Which numbers are missing, and where they go."""

from __future__ import annotations

import pytest
from many_numbers import BU, OTHER

from pulumi_trusthub._core.bulk.plan import BulkState, Parents, missing_numbers
from pulumi_trusthub._core.model.refs import BundleKind, BundleRef


def test_a_number_goes_onto_the_profile_first() -> None:
    """An empty SID is as good as none."""
    profile = BundleRef(BundleKind.CUSTOMER_PROFILE, OTHER)
    product = BundleRef(BundleKind.TRUST_PRODUCT, BU)

    assert (profile, product) == Parents.of(OTHER, BU).upward
    assert (product,) == Parents.of("", BU).upward
    assert () == Parents.of(None, None).upward


@pytest.mark.parametrize(
    ("held", "listed", "missing"),
    [
        ([], [{"a", "b"}, {"a", "b"}], ["a", "b"]),
        (["a", "b"], [{"a", "b"}, {"a", "b"}], []),
        (["a", "b"], [{"a", "b"}, {"b"}], ["a"]),
        (["a"], [], ["b"]),
    ],
)
def test_a_number_that_is_new_or_not_on_every_parent_is_missing(
    held: list[str], listed: list[set[str]], missing: list[str]
) -> None:
    """One that the stack does not hold is assigned, even where a list has it already."""
    assert missing == missing_numbers(["a", "b"], held, listed)


def test_a_number_is_held_once() -> None:
    """Whole or not."""
    assert ["a", "b"] == BulkState(complete=["a"], incomplete=["b", "a"]).numbers
