"""Several calls at once."""

from __future__ import annotations

import threading
from functools import partial

import pytest

from pulumi_trusthub._core.api.concurrency import run_all


def test_results_come_in_order_and_at_once() -> None:
    """As many calls run together as there are threads, and each is counted."""
    both = threading.Barrier(2)
    counted: list[int] = []

    def call(number: int) -> int:
        both.wait(30)
        return number

    results = run_all(
        [partial(call, number) for number in range(4)], threads=2, done=lambda: counted.append(1)
    )

    assert [0, 1, 2, 3] == results
    assert 4 == len(counted)


def test_an_empty_list_starts_no_thread() -> None:
    """No thread is started for it."""
    assert [] == run_all([], threads=8, done=lambda: None)


def test_the_first_error_ends_the_work() -> None:
    """It reaches the caller, and what had not begun never does."""
    begun: list[int] = []

    def call(number: int) -> int:
        begun.append(number)
        raise ValueError(number)

    with pytest.raises(ValueError, match="0"):
        run_all([partial(call, number) for number in range(9)], threads=1, done=lambda: None)

    assert 0 == begun[0]
