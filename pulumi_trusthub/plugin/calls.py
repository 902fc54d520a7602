"""The calls of an engine that are under way."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pulumi_trusthub._core.api.stop import Stop

if TYPE_CHECKING:
    from collections.abc import Iterator


class Calls:
    """The calls under way, which a cancellation ends."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._stops: set[Stop] = set()
        self._cancelled = False

    @contextmanager
    def begin(self, seconds: float) -> Iterator[Stop]:
        """Give the end of a call; 0 seconds mean no deadline."""
        stop = Stop(seconds or None)
        with self._lock:
            self._stops.add(stop)
            if self._cancelled:
                stop.cancel()
        try:
            yield stop
        finally:
            with self._lock:
                self._stops.discard(stop)

    def cancel(self) -> None:
        """End the calls under way, and every later call."""
        with self._lock:
            self._cancelled = True
            for stop in self._stops:
                stop.cancel()
