"""Responses to the program, sent in groups.

Each time its loop wakes, the SDK checks every unknown output.  With 1,000 single responses, in a
process that is busy with the responses too, these checks take most of the time.
"""

from __future__ import annotations

import contextlib
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST_SECONDS = 0.01


class Gate:
    """Opens when every thread inside wants out, or the first thread has waited long enough."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._inside = 0
        self._waiting = 0
        self._opened = 0

    @contextlib.contextmanager
    def passing(self) -> Iterator[None]:
        """Enter, do the work, and wait for the other threads before leaving."""
        with self._changed:
            self._inside += 1
        try:
            yield
        finally:
            with self._changed:
                self._waiting += 1
                opened = self._opened
                if self._waiting == self._inside or not self._changed.wait_for(
                    lambda: self._opened != opened, _LONGEST_SECONDS
                ):
                    self._open()

    def _open(self) -> None:
        self._inside -= self._waiting
        self._waiting = 0
        self._opened += 1
        self._changed.notify_all()
