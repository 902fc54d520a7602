"""How many requests of one account may be under way at once, found out as they are answered.

Twilio refuses what is too much at once (429, code 20429: "never processed and always safe to
retry"), names no number for Trust Hub, and counts what the rest of an account sends as well.  So
the number is felt for, as TCP feels for a network's:

* it starts at four, and each quick answer allows one more (it doubles each time round),
* a refusal halves it; from then on it goes half of the way back each time round, by one at least,
* just below what was refused last it stays, and tries one more after eight times round, then
  sixteen, and so on: a refusal costs more than a place, above all with a ``Retry-After``,
* refusals of requests that were under way together count once: they all met the same limit,
* it grows only while it is used to the full and while answers take no longer than they did, since
  more at once from a server that is busy only makes each wait longer,
* ``Retry-After`` holds every request of the account, not only the one that was told.
"""

from __future__ import annotations

import threading
import time
from collections import defaultdict, deque
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

START = 4
"""Requests at once before anything is known."""

SLOWER = 3.0
"""How many times the quickest recent answer of its kind still counts as quick: Trust Hub's reads
and writes differ, and so do two answers of one kind."""

_RECENT = 100
_FIRST_ROUNDS, _MOST_ROUNDS = 8, 256
_ROUNDS_OF_A_TRY = 2


class PauseTooLongError(Exception):
    """The server asked for a pause that nobody would sit out.

    Attributes:
        seconds: How much of it is left.
    """

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class _Turn:
    """One who waits, and what was known when the turn came: a thread may run much later."""

    def __init__(self) -> None:
        self.come = threading.Lock()
        self.nth = self.burst = 0


class Place:
    """One request that is under way; says what became of it."""

    def __init__(self, limiter: Limiter, kind: str, *, burst: int, nth: int, began: float) -> None:
        self._limiter = limiter
        self.kind = kind
        self.burst = burst
        self.nth = nth
        self.began = began

    def answered(self) -> None:
        """Tell that an answer came that is not a refusal."""
        self._limiter._answered(self)  # noqa: SLF001 - one subject, two faces

    def refused(self, retry_after: float | None) -> None:
        """Tell that the server refused it as one too many (429).

        Args:
            retry_after: Seconds for which the server wants no request at all.
        """
        self._limiter._refused(self, retry_after or 0.0)  # noqa: SLF001 - as above


class Limiter:
    """Lets as many requests through as the server seems to bear, in the order in which they came.

    Args:
        at_most: The number that is never passed.
        clock: Seconds, from any beginning.
        sleep: How a pause that the server asked for is waited out.
    """

    def __init__(
        self,
        at_most: int,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._at_most = at_most
        self._clock = clock
        self._sleep = sleep
        self._lock = threading.Lock()
        self._allowed = float(min(START, at_most))
        self._doubling = True
        self._too_many = 0
        self._rounds = _FIRST_ROUNDS
        self._rounds_after_refusal = _FIRST_ROUNDS
        self._trying = False
        self._answers_at_edge = 0
        self._burst = 0
        self._under_way = 0
        self._queue: deque[_Turn] = deque()
        self._not_before = 0.0
        self._refused_since: float | None = None
        self._recent: defaultdict[str, deque[float]] = defaultdict(lambda: deque(maxlen=_RECENT))

    @property
    def allowed(self) -> int:
        """Requests that may be under way at once, as far as is known now."""
        return int(self._allowed)

    def cap(self, at_most: int) -> None:
        """Never let more through than this; of several caps the lowest holds."""
        with self._lock:
            self._at_most = min(self._at_most, at_most)
            self._allowed = min(self._allowed, self._at_most)

    def refused_for(self) -> float:
        """Tell for how many seconds there have been nothing but refusals."""
        with self._lock:
            since = self._refused_since
        return 0.0 if since is None else self._clock() - since

    @contextmanager
    def place(self, kind: str, *, patience: float) -> Iterator[Place]:
        """Wait for one's turn, and give the place back whatever happens.

        Args:
            kind: Answers of one kind are compared with each other: the method.
            patience: Seconds that a pause which the server asked for may take.

        Raises:
            PauseTooLongError: It takes longer; there was no turn.
        """
        turn = self._take()
        try:
            self._wait_out(patience)
            yield Place(self, kind, burst=turn.burst, nth=turn.nth, began=self._clock())
        finally:
            self._give_back()

    def _take(self) -> _Turn:
        turn = _Turn()
        with self._lock:
            if not self._queue and self._under_way < self.allowed:
                self._give(turn)
                return turn
            turn.come.acquire()
            self._queue.append(turn)
        try:
            turn.come.acquire()
        except BaseException:  # an interrupt: what was, or would have been, given goes to the next
            with self._lock:
                if turn in self._queue:
                    self._queue.remove(turn)
                    raise
            self._give_back()
            raise
        return turn

    def _give(self, turn: _Turn) -> None:
        self._under_way += 1
        turn.nth, turn.burst = self._under_way, self._burst

    def _give_back(self) -> None:
        with self._lock:
            self._under_way -= 1
            while self._queue and self._under_way < self.allowed:
                turn = self._queue.popleft()
                self._give(turn)
                turn.come.release()

    def _wait_out(self, patience: float) -> None:
        """Sit out the server's pause, once more when it was made longer meanwhile."""
        waited_for = 0.0
        while self._not_before > waited_for:
            waited_for = self._not_before
            seconds = waited_for - self._clock()
            if seconds > patience:
                raise PauseTooLongError(seconds)
            if seconds > 0:
                self._sleep(seconds)

    def _answered(self, place: Place) -> None:
        seconds = self._clock() - place.began
        with self._lock:
            self._refused_since = None
            recent = self._recent[place.kind]
            recent.append(seconds)
            # Between two requests of a thread a place is empty for a moment: half of them in use
            # counts as all.
            is_used = self._under_way * 2 >= self.allowed
            if is_used and seconds <= SLOWER * min(recent):
                self._allowed = min(self._grown(), self._at_most)

    def _grown(self) -> float:
        if self._doubling:
            return self._allowed + 1.0
        step = max((self._too_many - self._allowed) / 2, 1.0)
        grown = self._allowed + step / self._allowed
        if grown < self._too_many:
            return grown
        self._answers_at_edge += 1
        if self._answers_at_edge < self._rounds * self._allowed:
            return self._allowed
        # Try what was refused last.  If that goes well, the next try comes soon.
        self._answers_at_edge = 0
        if self._trying:
            self._rounds_after_refusal = _FIRST_ROUNDS // 2
        self._trying = True
        self._rounds = _ROUNDS_OF_A_TRY
        self._too_many += 1
        return self._too_many - 1.0

    def _refused(self, place: Place, pause: float) -> None:
        now = self._clock()
        with self._lock:
            if self._refused_since is None:
                self._refused_since = now
            self._not_before = max(self._not_before, now + pause)
            if place.burst == self._burst:
                self._burst += 1
                self._doubling = False
                self._allowed = max(self._allowed / 2, 1.0)
                self._too_many = max(place.nth, self.allowed + 1)
                self._answers_at_edge = 0
                # What failed below, where all had been well, says that the limit is another now.
                more = min(self._rounds_after_refusal * 2, _MOST_ROUNDS)
                self._rounds_after_refusal = more if self._trying else _FIRST_ROUNDS
                self._rounds = self._rounds_after_refusal
                self._trying = False
