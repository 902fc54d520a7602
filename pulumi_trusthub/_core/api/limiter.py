"""How many requests of one account may be under way at once, learned from the responses.

Twilio refuses too many requests at once (429, code 20429: "never processed and always safe to
retry"), documents no number for Trust Hub, and counts every other request of the account as well.
So :class:`ConcurrencyPolicy` searches for the number, as TCP does for a network's:

* the limit starts at four, and each quick response raises it by one (so it doubles each round),
* a refusal halves the limit; from then on it grows by one each round,
* refusals of requests that were under way together count once: they all met the same limit,
* the limit grows only while all of it is used and while responses take no longer than before: more
  requests at once to a busy server only make each of them wait longer,
* ``Retry-After`` holds all requests of the account, not only the refused one.

:class:`Limiter` keeps the queue of the threads that wait for a permit.
"""

from __future__ import annotations

import threading
import time
from collections import defaultdict, deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from typing_extensions import Self

INITIAL_CONCURRENCY = 4
"""Requests at once before any response is known."""

SLOW_FACTOR = 3.0
"""A response counts as quick up to this many times the quickest recent response of its kind: reads
and writes of Trust Hub differ, and so do two responses of one kind."""

_LATENCY_SAMPLES = 100
"""Latencies after which the quickest of them begins to be forgotten."""


class PauseTooLongError(Exception):
    """The server asked for a pause that is longer than the caller waits."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class _Quickest:
    """The quickest recent response of a kind: of a hundred to two hundred, and at no cost."""

    def __init__(self) -> None:
        self._before = self._now = float("inf")
        self._count = 0

    def of(self, seconds: float) -> float:
        """Count a latency, and give the quickest."""
        if self._count == _LATENCY_SAMPLES:
            self._before, self._now, self._count = self._now, float("inf"), 0
        self._count += 1
        self._now = min(self._now, seconds)
        return min(self._before, self._now)


class ConcurrencyPolicy:
    """The arithmetic of the limit, without threads and clock: times are arguments.

    Attributes:
        epoch: Number of the refusals that counted; requests of one epoch met the same limit.
        not_before: Time at which the server's pause is over.
        refused_since: Time of the first refusal since the last other response, if any.
    """

    def __init__(self, max_concurrency: int) -> None:
        self.epoch = 0
        self.not_before = 0.0
        self.refused_since: float | None = None
        self._max_concurrency = max_concurrency
        self._limit = float(min(INITIAL_CONCURRENCY, max_concurrency))
        self._is_doubling = True
        self._quickest: defaultdict[str, _Quickest] = defaultdict(_Quickest)

    @property
    def limit(self) -> int:
        """Requests that may be under way at once, as far as is known now."""
        return int(self._limit)

    def cap(self, max_concurrency: int) -> None:
        """Lower the highest limit; of several caps the lowest holds."""
        self._max_concurrency = min(self._max_concurrency, max_concurrency)
        self._limit = min(self._limit, self._max_concurrency)

    def on_success(self, kind: str, *, seconds: float, in_flight: int) -> None:
        """Count a response that is no refusal."""
        self.refused_since = None
        quickest = self._quickest[kind].of(seconds)
        # Between two requests of a thread a permit is free for a moment: half of them in use counts
        # as all.
        if in_flight * 2 >= self.limit and seconds <= SLOW_FACTOR * quickest:
            step = 1.0 if self._is_doubling else 1.0 / self._limit
            self._limit = min(self._limit + step, self._max_concurrency)

    def on_refusal(self, *, now: float, pause: float, epoch: int) -> None:
        """Count a refusal (429)."""
        if self.refused_since is None:
            self.refused_since = now
        self.not_before = max(self.not_before, now + pause)
        if epoch != self.epoch:
            return
        self.epoch += 1
        self._is_doubling = False
        self._limit = max(self._limit / 2, 1.0)


class Permit:
    """The right to send one request, as a context manager, to which the response is reported.

    Attributes:
        kind: The request's method.
        epoch: The policy's epoch when the request was admitted.
        began: Time at which the request was sent.
    """

    def __init__(
        self, limiter: Limiter, kind: str, max_pause: float, sleep: Callable[[float], None]
    ) -> None:
        self._limiter, self._max_pause, self._sleep = limiter, max_pause, sleep
        self.kind = kind
        self.admitted: threading.Lock | None = None
        self.epoch = 0
        self.began = 0.0

    def __enter__(self) -> Self:
        """Wait for the right.

        Raises:
            PauseTooLongError: The pause that the server asked for takes longer; there is no permit.
        """
        self._limiter._acquire(self)  # noqa: SLF001 - one subject, two faces
        try:
            self.began = self._limiter._wait_out(self._max_pause, self._sleep)  # noqa: SLF001 - as above
        except BaseException:
            self._limiter._release()  # noqa: SLF001 - as above
            raise
        return self

    def __exit__(self, *_: object) -> None:
        """Give the right back, whatever happened."""
        self._limiter._release()  # noqa: SLF001 - as above

    def answered(self) -> None:
        """Report a response that is no refusal."""
        self._limiter._on_success(self)  # noqa: SLF001 - as above

    def refused(self, retry_after: float | None) -> None:
        """Report a refusal (429)."""
        self._limiter._on_refusal(self, retry_after or 0.0)  # noqa: SLF001 - as above


class Limiter:
    """Admits as many requests as its policy allows, in the order in which they came."""

    def __init__(
        self,
        max_concurrency: int,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._policy = ConcurrencyPolicy(max_concurrency)
        self._clock = clock
        self._sleep = sleep
        self._lock = threading.Lock()
        self._in_flight = 0
        self._queue: deque[Permit] = deque()

    @property
    def limit(self) -> int:
        """Requests that may be under way at once, as far as is known now."""
        return self._policy.limit

    def cap(self, max_concurrency: int) -> None:
        """Lower the highest limit; of several caps the lowest holds."""
        with self._lock:
            self._policy.cap(max_concurrency)

    def refused_for(self) -> float:
        """Seconds since the first refusal after which nothing but refusals came."""
        with self._lock:
            since = self._policy.refused_since
        return 0.0 if since is None else self._clock() - since

    def permit(
        self, kind: str, *, max_pause: float, sleep: Callable[[float], None] | None = None
    ) -> Permit:
        """Create a permit, which its ``with`` block waits for, and gives back at the end.

        Responses of one kind, a method, are compared with each other. ``sleep`` waits a pause out
        that the server asked for, of ``max_pause`` seconds at the most.
        """
        return Permit(self, kind, max_pause, sleep or self._sleep)

    def _acquire(self, permit: Permit) -> None:
        with self._lock:
            if not self._queue and self._in_flight < self.limit:
                self._admit(permit)
                return
            # A lock for those alone that wait: its second acquiring lasts until it is released.
            permit.admitted = admitted = threading.Lock()
            admitted.acquire()
            self._queue.append(permit)
        try:
            admitted.acquire()
        except BaseException:  # an interrupt: the permit, given already or not, goes to the next
            with self._lock:
                if permit in self._queue:
                    self._queue.remove(permit)
                    raise
            self._release()
            raise

    def _admit(self, permit: Permit) -> None:
        """Note the epoch as the request is admitted: its thread may run later."""
        self._in_flight += 1
        permit.epoch = self._policy.epoch

    def _release(self) -> None:
        with self._lock:
            self._in_flight -= 1
            while self._queue and self._in_flight < self.limit:
                permit = self._queue.popleft()
                self._admit(permit)
                if permit.admitted:
                    permit.admitted.release()

    def _wait_out(self, max_pause: float, sleep: Callable[[float], None]) -> float:
        """Sit out the server's pause, however often it is made longer, and give the time then."""
        now, waited_for = self._clock(), 0.0
        while self._policy.not_before > waited_for:
            waited_for = self._policy.not_before
            seconds = waited_for - now
            if seconds > max_pause:
                raise PauseTooLongError(seconds)
            if seconds > 0:
                sleep(seconds)
                now = self._clock()
        return now

    def _on_success(self, permit: Permit) -> None:
        seconds = self._clock() - permit.began
        with self._lock:
            self._policy.on_success(permit.kind, seconds=seconds, in_flight=self._in_flight)

    def _on_refusal(self, permit: Permit, pause: float) -> None:
        now = self._clock()
        with self._lock:
            self._policy.on_refusal(now=now, pause=pause, epoch=permit.epoch)
