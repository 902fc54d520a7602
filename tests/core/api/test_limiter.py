"""How many requests at once, and who is next."""

from __future__ import annotations

import threading
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from pulumi_trusthub._core.api.limiter import (
    INITIAL_CONCURRENCY,
    ConcurrencyPolicy,
    Limiter,
    PauseTooLongError,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from pulumi_trusthub._core.api.limiter import Permit

MAX_PAUSE = 120.0


class Clock:
    """A time that passes when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.naps: list[float] = []

    def __call__(self) -> float:
        """Give the time."""
        return self.now

    def sleep(self, seconds: float) -> None:
        """Let it pass."""
        self.naps.append(seconds)
        self.now += seconds


@pytest.fixture
def clock() -> Clock:
    """A time that passes when somebody sleeps."""
    return Clock()


@pytest.fixture
def limiter(clock: Clock) -> Limiter:
    """A limiter of at most a hundred."""
    return Limiter(100, clock=clock, sleep=clock.sleep)


def time_round(limiter: Limiter, clock: Clock, seconds: float = 0.05) -> None:
    """Send as many requests at once as may be, and let all of them be answered."""
    with ExitStack() as stack:
        permits = [
            stack.enter_context(limiter.permit("GET", max_pause=MAX_PAUSE))
            for _ in range(limiter.limit)
        ]
        clock.now += seconds
        for permit in permits:
            permit.answered()


def refuse(limiter: Limiter, count: int = 1, retry_after: float | None = None) -> None:
    """Send some requests at once, and let all of them be refused."""
    with ExitStack() as stack:
        permits = [
            stack.enter_context(limiter.permit("GET", max_pause=MAX_PAUSE)) for _ in range(count)
        ]
        for permit in reversed(permits):
            permit.refused(retry_after)


def bear(limiter: Limiter, clock: Clock, most: int, rounds: int) -> list[int]:
    """Give what is allowed before each of some rounds, by a server that refuses more than some."""
    allowed = []
    for _ in range(rounds):
        allowed.append(limiter.limit)
        with ExitStack() as stack:
            permits = [
                stack.enter_context(limiter.permit("GET", max_pause=MAX_PAUSE))
                for _ in range(limiter.limit)
            ]
            for permit in permits[most:]:
                permit.refused(None)
            clock.now += 0.05
            for permit in permits[:most]:
                permit.answered()
    return allowed


def curve(limiter: Limiter, clock: Clock, rounds: int) -> list[int]:
    """Give what is allowed after each of some rounds."""
    allowed = []
    for _ in range(rounds):
        time_round(limiter, clock)
        allowed.append(limiter.limit)
    return allowed


def test_the_limit_doubles_until_the_first_refusal(limiter: Limiter, clock: Clock) -> None:
    """From a modest beginning each round allows twice as many, up to the cap."""
    assert [8, 16, 32, 64, 100, 100] == curve(limiter, clock, 6)


def test_the_limit_comes_back_by_one_each_round(limiter: Limiter, clock: Clock) -> None:
    """A refusal halves it, and ends the doubling for good; a step is one part of the limit."""
    curve(limiter, clock, 3)
    refuse(limiter, 32)

    assert 16 == limiter.limit
    assert [16, 17, 18, 19, 20, 21] == curve(limiter, clock, 6)


def test_most_of_what_the_server_allows_is_used(limiter: Limiter, clock: Clock) -> None:
    """A server's limit of ten is passed by one, once in five rounds."""
    allowed = bear(limiter, clock, 10, 400)

    assert [4, 8, 16, 9, 10, 11, 7, 8, 9, 9, 10, 11] == allowed[:12]
    assert 11 == max(allowed[4:])
    assert allowed.count(11) < 400 / 5
    assert sum(min(limit, 10) for limit in allowed) > 0.85 * 10 * 400


def test_the_limit_grows_when_the_server_allows_more_again(limiter: Limiter, clock: Clock) -> None:
    """What was refused once is not refused for ever."""
    bear(limiter, clock, 4, 400)
    assert 100 == bear(limiter, clock, 100, 100)[-1]


def test_refusals_of_one_burst_count_once(limiter: Limiter, clock: Clock) -> None:
    """Sixteen that were under way together met the same limit."""
    curve(limiter, clock, 2)

    refuse(limiter, 16)
    assert 8 == limiter.limit
    refuse(limiter, 8)
    assert 4 == limiter.limit


def test_the_limit_never_falls_below_one(limiter: Limiter, clock: Clock) -> None:
    """A server that refuses everything is still asked, one at a time."""
    for _ in range(9):
        refuse(limiter)

    assert 1 == limiter.limit
    assert [2, 2, 3] == curve(limiter, clock, 3)


def test_an_unused_limit_does_not_grow(limiter: Limiter) -> None:
    """Answers to requests that were sent one by one say nothing of many at once."""
    for _ in range(20):
        with limiter.permit("GET", max_pause=MAX_PAUSE) as permit:
            permit.answered()

    assert INITIAL_CONCURRENCY == limiter.limit


def test_slow_answers_do_not_grow_the_limit(limiter: Limiter, clock: Clock) -> None:
    """A server that takes three times as long as it could is not asked for more at once."""
    time_round(limiter, clock, 0.05)
    time_round(limiter, clock, 0.16)
    assert 8 == limiter.limit

    time_round(limiter, clock, 0.14)
    assert 16 == limiter.limit


def test_quick_answers_of_long_ago_count_no_more(limiter: Limiter, clock: Clock) -> None:
    """A server that has become slower for good is asked for more at once in the end."""
    time_round(limiter, clock, 0.05)
    allowed = []
    for _ in range(26):
        time_round(limiter, clock, 0.16)
        allowed.append(limiter.limit)

    assert [8] * 24 == allowed[:24]
    assert [12, 24] == allowed[24:]


def test_answers_are_compared_with_their_kind(limiter: Limiter, clock: Clock) -> None:
    """That writes take ten times as long as reads is no sign of a busy server."""
    for kind, seconds, expected in (("GET", 0.05, 8), ("POST", 0.5, 16)):
        with ExitStack() as stack:
            permits = [
                stack.enter_context(limiter.permit(kind, max_pause=MAX_PAUSE))
                for _ in range(limiter.limit)
            ]
            clock.now += seconds
            for permit in permits:
                permit.answered()
        assert expected == limiter.limit


def test_a_pause_holds_everybody(limiter: Limiter, clock: Clock) -> None:
    """No request of the account begins before Retry-After is over."""
    refuse(limiter, 2, retry_after=7)
    began = []
    for _ in range(2):
        with limiter.permit("POST", max_pause=MAX_PAUSE) as permit:
            began.append(permit.began)

    assert [1007.0, 1007.0] == began
    assert [7.0] == clock.naps


def test_a_pause_that_grows_lasts_to_its_new_end(clock: Clock) -> None:
    """A second refusal while one waits makes the wait longer."""
    late: list[Permit] = []

    def sleep(seconds: float) -> None:
        clock.sleep(seconds)
        if late:
            late.pop().refused(5)

    limiter = Limiter(100, clock=clock, sleep=sleep)
    with limiter.permit("GET", max_pause=MAX_PAUSE) as first:
        late.append(first)
        refuse(limiter, retry_after=7)
        with limiter.permit("GET", max_pause=MAX_PAUSE) as permit:
            assert 1012.0 == permit.began


def test_a_pause_that_is_too_long_is_an_error_at_once(limiter: Limiter, clock: Clock) -> None:
    """The caller gets an error at once, and the permit is free again."""
    refuse(limiter, retry_after=121)
    for _ in range(INITIAL_CONCURRENCY * 2):
        with (
            pytest.raises(PauseTooLongError) as raised,
            limiter.permit("GET", max_pause=MAX_PAUSE),
        ):
            pass
        assert 121.0 == raised.value.seconds

    assert [] == clock.naps
    clock.now += 121
    with limiter.permit("GET", max_pause=MAX_PAUSE):
        pass


def test_the_time_of_refusals_alone_ends_with_any_answer(limiter: Limiter, clock: Clock) -> None:
    """From the first refusal on, until any answer."""
    assert 0 == limiter.refused_for()
    refuse(limiter)
    clock.now += 5
    refuse(limiter)
    assert 5 == limiter.refused_for()

    time_round(limiter, clock)
    assert 0 == limiter.refused_for()


@pytest.mark.parametrize("end", [ValueError, KeyboardInterrupt])
def test_no_permit_is_lost(end: type[BaseException], limiter: Limiter) -> None:
    """Whatever becomes of a request, its permit goes to the next."""
    for _ in range(INITIAL_CONCURRENCY * 2):
        with pytest.raises(end), limiter.permit("GET", max_pause=MAX_PAUSE):
            raise end

    with ExitStack() as stack:
        for _ in range(INITIAL_CONCURRENCY):
            stack.enter_context(limiter.permit("GET", max_pause=MAX_PAUSE))
    assert INITIAL_CONCURRENCY == limiter.limit


def test_the_cap_is_never_passed(clock: Clock) -> None:
    """A cap below the beginning holds from the beginning; of two caps the lower holds."""
    assert [2, 2] == curve(Limiter(2, clock=clock), clock, 2)
    limiter = Limiter(32, clock=clock)
    assert [8, 16] == curve(limiter, clock, 2)

    limiter.cap(9)
    limiter.cap(64)

    assert [9, 9] == curve(limiter, clock, 2)


def test_the_first_thread_to_wait_is_served_first() -> None:
    """Threads get their turn in the order in which they began to wait."""
    limiter = Limiter(1)
    served: list[int] = []

    def ask(number: int) -> None:
        with limiter.permit("GET", max_pause=MAX_PAUSE):
            served.append(number)

    threads = []
    with limiter.permit("GET", max_pause=MAX_PAUSE):
        for number in range(8):
            threads.append(threading.Thread(target=ask, args=(number,)))
            threads[-1].start()
            waiting = number + 1
            until(lambda: len(limiter._queue) == waiting)  # noqa: B023 - called before the next
    for thread in threads:
        thread.join()

    assert list(range(8)) == served


def test_no_more_requests_run_than_the_limit_allows() -> None:
    """Many threads at once never see more than there are permits."""
    limiter = Limiter(3)
    lock, now, seen = threading.Lock(), 0, []

    def ask() -> None:
        nonlocal now
        for _ in range(50):
            with limiter.permit("GET", max_pause=MAX_PAUSE):
                with lock:
                    now += 1
                    seen.append(now)
                with lock:
                    now -= 1

    threads = [threading.Thread(target=ask) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert 600 == len(seen)
    assert max(seen) <= 3
    assert 0 == limiter._in_flight


def test_the_policy_needs_neither_threads_nor_a_clock() -> None:
    """The limit, the epoch and the pause follow from what the policy is told alone."""
    policy = ConcurrencyPolicy(100)
    for _ in range(4):
        policy.on_success("GET", seconds=0.05, in_flight=4)
    assert (8, 0) == (policy.limit, policy.epoch)

    for now in (10.0, 11.0):
        policy.on_refusal(now=now, pause=5.0, epoch=0)
    assert (4, 1) == (policy.limit, policy.epoch)
    assert (10.0, 16.0) == (policy.refused_since, policy.not_before)

    policy.on_success("GET", seconds=0.05, in_flight=1)
    assert (4, None) == (policy.limit, policy.refused_since)


def until(true: Callable[[], bool]) -> None:
    """Let other threads run until something is so; the test's time-out ends what never is."""
    tick = threading.Event()
    while not true():
        tick.wait(0.001)
