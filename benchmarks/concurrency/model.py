"""An account whose requests share one limit, in virtual time: a bulk's requests, and all others.

Twilio refuses what is too much for an account (429, code 20429), whoever of the account sends it.
So a bulk that feels for the limit makes others meet it.  This model plays both: requests of others
come at random, now and then many at once; a bulk has so many threads as its cap allows, admits
requests by the package's own policy in the order of the limiter, and repeats what was refused after
the package's own waits.  The same seed gives the same others, with the bulk and without it: what
more of them are refused with it is what the bulk has caused.
"""

from __future__ import annotations

import heapq
import itertools
import random
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

import tenacity

from pulumi_trusthub._core.api.retry import SEND

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

LATENCY = 0.2
"""Seconds of a request that is served, whosever it is: up to a fifth more or less."""

REFUSAL = 0.05
"""Seconds until a refusal is back."""

QUIET, BUSY = 10.0, 5.0
"""Seconds for which the others send few requests, and then many, by turns."""

CALM, RUSH = 0.75, 1.5
"""Times their mean that the others send while they are quiet, and while they are busy."""


class Policy(Protocol):
    """What a rule is told, and what it tells."""

    epoch: int

    @property
    def limit(self) -> int:
        """Requests that may be under way at once."""

    def on_success(self, kind: str, *, seconds: float, in_flight: int) -> None:
        """Count a response that is no refusal."""

    def on_refusal(self, *, now: float, pause: float, epoch: int) -> None:
        """Count a refusal."""


class ConcurrencyLimit:
    """So many requests of the account at once, and no more."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._in_flight = 0

    def admits(self, now: float) -> bool:  # noqa: ARG002 - the time is the other limit's
        """Begin to serve a request, or refuse it."""
        if self._in_flight >= self._most:
            return False
        self._in_flight += 1
        return True

    def ends(self) -> None:
        """End a request that was served."""
        self._in_flight -= 1


class RateLimit:
    """So many requests of the account a second, and as many at once after a second of none."""

    def __init__(self, most: float) -> None:
        self._most = most
        self._left = most
        self._at = 0.0

    def admits(self, now: float) -> bool:
        """Begin to serve a request, or refuse it."""
        self._left = min(self._most, self._left + (now - self._at) * self._most)
        self._at = now
        if self._left < 1.0:
            return False
        self._left -= 1.0
        return True

    def ends(self) -> None:
        """End a request that was served."""


@dataclass(frozen=True)
class Account:
    """A limit, and what others ask of it.

    Attributes:
        name: What the account is called on the page.
        limit: Makes the limit.
        others: Requests of others a second, in the mean; none where nothing else uses the account.
    """

    name: str
    limit: Callable[[], ConcurrencyLimit | RateLimit]
    others: float


@dataclass
class Outcome:
    """What came of a run.

    Attributes:
        seconds: Until the bulk was done, or for as long as was asked.
        sent: Requests of the bulk, refused ones included.
        refused: Refused requests of the bulk.
        others: Requests of others.
        others_refused: Refused requests of others.
        limits: What the policy allowed at each moment that was asked for.
    """

    seconds: float = 0.0
    sent: int = 0
    refused: int = 0
    others: int = 0
    others_refused: int = 0
    limits: list[int] = field(default_factory=list)


class _Request:
    """A request of the bulk."""

    def __init__(self) -> None:
        self.attempts = self.epoch = 0
        self.began = 0.0


class Run:
    """One bulk on one account.

    Args:
        account: The account.
        policy: The rule of the bulk.
        threads: Its threads: the cap.
        requests: Requests that it has to send; none lets the others alone run.
        seed: Of everything that is random.
    """

    def __init__(
        self, account: Account, policy: Policy, *, threads: int, requests: int, seed: int
    ) -> None:
        self._account = account
        self._limit = account.limit()
        self._policy = policy
        self._left = requests
        self._threads = threads
        self._random = random.Random(seed)  # noqa: S311 - a model
        self._arrivals = random.Random(seed + 1)  # noqa: S311 - as above
        self._phase = self._arrivals.uniform(0.0, QUIET + BUSY)
        self._events: list[tuple[float, int, Callable[[float], None]]] = []
        self._order = itertools.count()
        self._waiting: deque[_Request] = deque()
        self._in_flight = 0
        self._done = 0
        self._requests = requests
        self._tenacity = tenacity.RetryCallState(tenacity.Retrying(), None, (), {})
        self.outcome = Outcome()
        random.seed(seed)  # from which Tenacity draws its waits

    def run(self, until: float = float("inf"), moments: Sequence[float] = ()) -> Outcome:
        """Play it until the bulk is done, or for so many seconds; look at the limit meanwhile."""
        for moment in moments:
            self._at(moment, lambda _: self.outcome.limits.append(self._policy.limit))
        if self._account.others:
            self._next_other(0.0)
        for _ in range(min(self._threads, self._left)):
            self._take_next(0.0)
        while self._events:
            now, _, happens = heapq.heappop(self._events)
            if now > until:
                break
            happens(now)
            if self._requests and self._done == self._requests:
                self.outcome.seconds = now
                return self.outcome
        self.outcome.seconds = until
        return self.outcome

    def _at(self, moment: float, happens: Callable[[float], None]) -> None:
        heapq.heappush(self._events, (moment, next(self._order), happens))

    def _next_other(self, now: float) -> None:
        """Let the next request of others come, with its duration, whatever the bulk does."""
        is_busy = (now + self._phase) % (QUIET + BUSY) >= QUIET
        rate = self._account.others * (RUSH if is_busy else CALM)
        wait, served = self._arrivals.expovariate(rate), _spread(self._arrivals)

        def comes(now: float) -> None:
            self.outcome.others += 1
            if self._limit.admits(now):
                self._at(now + served, lambda _: self._limit.ends())
            else:
                self.outcome.others_refused += 1
            self._next_other(now)

        self._at(now + wait, comes)

    def _take_next(self, now: float) -> None:
        """Let a thread begin with the next request."""
        if self._left:
            self._left -= 1
            self._ask(_Request(), now)

    def _ask(self, request: _Request, now: float) -> None:
        self._waiting.append(request)
        self._admit(now)

    def _admit(self, now: float) -> None:
        while self._waiting and self._in_flight < self._policy.limit:
            self._send(self._waiting.popleft(), now)

    def _send(self, request: _Request, now: float) -> None:
        self._in_flight += 1
        request.attempts += 1
        request.epoch, request.began = self._policy.epoch, now
        self.outcome.sent += 1
        if self._limit.admits(now):
            self._at(now + _spread(self._random), lambda now: self._served(request, now))
        else:
            self.outcome.refused += 1
            self._at(now + REFUSAL, lambda now: self._refused(request, now))

    def _served(self, request: _Request, now: float) -> None:
        self._limit.ends()
        self._policy.on_success("POST", seconds=now - request.began, in_flight=self._in_flight)
        self._in_flight -= 1
        self._done += 1
        self._take_next(now)
        self._admit(now)

    def _refused(self, request: _Request, now: float) -> None:
        self._policy.on_refusal(now=now, pause=0.0, epoch=request.epoch)
        self._in_flight -= 1
        self._tenacity.attempt_number = request.attempts
        self._at(now + SEND.wait(self._tenacity), lambda now: self._ask(request, now))
        self._admit(now)


def _spread(source: random.Random) -> float:
    return LATENCY * source.uniform(0.8, 1.2)
