"""A running simulation: store, clock, faults and log."""

from __future__ import annotations

import asyncio
import collections
import dataclasses
import time

from ..store.settings import Settings
from ..store.store import Store
from .default_seed import DEFAULT_SEED
from .faults import Faults
from .seeds import load_seed

LOG_LENGTH = 200_000
"""The oldest requests are forgotten beyond this many, so that a long run does not fill memory."""


@dataclasses.dataclass(slots=True, kw_only=True)
class LoggedRequest:
    """A request to one of Twilio's APIs; credentials are not kept."""

    number: int
    method: str
    path: str
    """With the query, as it was sent."""
    form: dict[str, str]
    status: int | None = None
    """None as long as there was no answer."""
    fault: str | None = None
    request_id: str = ""


class Simulation:
    """The state that all routes share."""

    def __init__(self) -> None:
        self.stopping = asyncio.Event()
        """Set when the server is about to end, so that nobody waits any longer."""
        self.in_flight = 0
        self.changing: set[str] = set()
        """The bundles that a request is changing."""
        self.start_over()

    def start_over(self, *, empty: bool = False) -> None:
        """Forget everything: the default world, or none, with default settings."""
        self.ahead = 0.0
        """How many seconds tests have put the clock forward."""
        self.store = Store(clock=self.clock)
        if not empty:
            load_seed(self.store, DEFAULT_SEED)
        self.faults = Faults()
        self.log: collections.deque[LoggedRequest] = collections.deque(maxlen=LOG_LENGTH)
        self.served = 0
        """How many requests there were, in all."""
        self.peak_in_flight = 0
        """The most requests served at once; refused requests do not count."""

    def clock(self) -> float:
        """Seconds since the epoch, as the simulator sees them."""
        return time.time() + self.ahead

    @property
    def settings(self) -> Settings:
        """The settings in force."""
        return self.store.settings

    def empty_log(self) -> None:
        """Empty the log, and begin to measure anew how many requests run at once."""
        self.log.clear()
        self.peak_in_flight = self.in_flight

    def logged(self, method: str, path: str, form: dict[str, str]) -> LoggedRequest:
        """Write a request down."""
        self.served += 1
        entry = LoggedRequest(number=self.served, method=method, path=path, form=form)
        entry.request_id = f"RQ{self.served:032x}"
        self.log.append(entry)
        return entry
