"""The end of a call that its caller sets: a deadline, or a cancellation."""

from __future__ import annotations

import threading
import time

from pulumi_trusthub._core.model.errors import StoppedError


class Stop:
    """A deadline and a cancellation, which hold for every request of one call.

    Args:
        seconds: Seconds that the call may take; None for no deadline.
    """

    def __init__(self, seconds: float | None = None) -> None:
        self._deadline = None if seconds is None else time.monotonic() + seconds
        self._cancelled = threading.Event()

    def cancel(self) -> None:
        """Send no further request; a request under way is still answered."""
        self._cancelled.set()

    @property
    def seconds_left(self) -> float:
        """Seconds until the deadline, infinite without one."""
        return float("inf") if self._deadline is None else self._deadline - time.monotonic()

    def check(self, doing: str) -> None:
        """Refuse the next request once the call is cancelled or its deadline has passed.

        Raises:
            StoppedError: The call was cancelled, or its deadline has passed.
        """
        if self._cancelled.is_set():
            raise StoppedError(f"{doing} was not sent: the operation was cancelled.")
        if self.seconds_left <= 0:
            raise StoppedError(f"{doing} was not sent: the operation has run out of time.")

    def sleep(self, seconds: float) -> None:
        """Wait, but not beyond the call's deadline.

        Raises:
            StoppedError: As :meth:`check`.
        """
        self._cancelled.wait(max(min(seconds, self.seconds_left), 0.0))
        self.check("Another attempt")
