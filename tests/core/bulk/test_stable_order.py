"""Lists that stand for sets: what stays where it was, and what is the same."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pulumi.output import Unknown

from pulumi_trusthub._core.bulk.stable_order import TOMBSTONE, keep_positions, same_set

UNKNOWN = Unknown()
names = st.lists(st.sampled_from("abcdefgh"), max_size=12)


@pytest.mark.parametrize(
    ("olds", "news", "ordered"),
    [
        (None, ["c", "a", "c", "b"], ["c", "a", "b"]),
        (["a", "c", "d"], ["a", "b", "c", "d"], ["a", "c", "d", "b"]),
        (["a", "b", "c"], ["c", "a"], ["a", TOMBSTONE, "c"]),
        (["a", TOMBSTONE, "c"], ["a", "c"], ["a", TOMBSTONE, "c"]),
        (["a", TOMBSTONE, "c"], ["a", "b", "c"], ["a", "b", "c"]),
        (["a", "b", "c"], ["a"], ["a"]),
        (["a", "b", "c"], ["x", "c", "a"], ["a", "x", "c"]),
        (["a", "b"], ["b", UNKNOWN], [UNKNOWN, "b"]),
        (["a"], [UNKNOWN, "a"], ["a", UNKNOWN]),
        ([1.0], ["a"], ["a"]),
        (["a", "a"], ["a"], ["a"]),
        (["a"], [], []),
    ],
)
def test_a_remaining_number_keeps_its_place(olds: Any, news: list[Any], ordered: list[Any]) -> None:
    """New ones fill the places that were left, or come last."""
    assert ordered == keep_positions(news, olds)


@given(olds=names, news=names)
def test_the_stable_order_loses_and_adds_no_number(olds: list[str], news: list[str]) -> None:
    """Whatever was there, the same set comes out, each once, and a second time the same."""
    ordered = keep_positions(news, keep_positions(olds, None))

    assert set(news) == set(ordered) - {TOMBSTONE}
    assert len(set(news)) == len([item for item in ordered if item != TOMBSTONE])
    assert ordered == keep_positions(news, ordered) == keep_positions(list(reversed(news)), ordered)


@pytest.mark.parametrize(
    ("olds", "news", "same"),
    [
        (["a", "b"], ["b", "a", "b"], True),
        (["a"], ["a", TOMBSTONE], True),
        (None, [], True),
        (["a"], ["a", "b"], False),
        (["a"], [UNKNOWN], False),
        ([["a"]], [["a"]], True),
    ],
)
def test_two_lists_of_the_same_numbers_are_equal(olds: Any, news: Any, same: bool) -> None:  # noqa: FBT001
    """Order, repetition and free places don't count; what is unknown differs."""
    assert same == same_set(olds, news)
