"""Several calls at once."""

from __future__ import annotations

import threading
from functools import partial
from queue import SimpleQueue
from typing import TYPE_CHECKING

import pytest

from pulumi_trusthub._core.api.concurrency import ProgressPool, run_all, within

if TYPE_CHECKING:
    from pulumi_trusthub._core.api.concurrency import Events


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


def test_a_count_is_full_only_at_the_end() -> None:
    """What is known to come counts from the beginning."""
    told: list[tuple[int, int]] = []
    pool = ProgressPool(1, lambda done, known: told.append((done, known)))

    pool.at_once([lambda: 1, lambda: 2], ahead=1)
    pool.at_once([lambda: 3])

    assert [(0, 3), (1, 3), (2, 3), (2, 3), (3, 3)] == told


def test_a_call_within_time_gives_its_result_or_its_error() -> None:
    """As if it had been called without a limit; no limit is too long."""

    def fail() -> None:
        raise ValueError("no")

    assert 7 == within(1e30, lambda: 7)
    with pytest.raises(ValueError, match="no"):
        within(30, fail)


def test_the_callers_thread_does_what_a_call_tells() -> None:
    """In order, and before the call's own end; an error of the telling is the caller's."""
    told: list[object] = []
    events: Events = SimpleQueue()

    def tell() -> int:
        events.put(lambda: told.append(threading.current_thread()))
        return 7

    def tell_wrongly() -> None:
        events.put(partial(int, "seven"))

    assert 7 == within(30, tell, events)
    assert [threading.current_thread()] == told
    with pytest.raises(ValueError, match="seven"):
        within(30, tell_wrongly, events)


def test_a_call_that_does_not_end_is_given_up() -> None:
    """Whatever it waits for."""
    over = threading.Event()

    with pytest.raises(TimeoutError):
        within(0.01, over.wait)

    over.set()
