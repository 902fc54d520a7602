"""The end of a call that its caller sets."""

from __future__ import annotations

import threading

import pytest

from pulumi_trusthub._core.api.stop import Stop
from pulumi_trusthub._core.model.errors import StoppedError


def test_a_call_without_an_end_goes_on() -> None:
    """Neither a check nor a short wait raises."""
    stop = Stop()

    stop.check("GET /v1/x")
    stop.sleep(0.0)

    assert float("inf") == stop.seconds_left


def test_a_deadline_ends_requests_and_waits() -> None:
    """The error names the request that was not sent, and a wait is no longer than the deadline."""
    stop = Stop(seconds=0.0)

    with pytest.raises(StoppedError, match=r"^GET /v1/x was not sent: .* run out of time\.$"):
        stop.check("GET /v1/x")
    with pytest.raises(StoppedError, match="run out of time"):
        stop.sleep(3_600)


def test_a_cancellation_wakes_a_waiting_call() -> None:
    """A pause of an hour ends at once."""
    stop = Stop()
    timer = threading.Timer(0.01, stop.cancel)
    timer.start()

    with pytest.raises(StoppedError, match="was cancelled"):
        stop.sleep(3_600)
    timer.join()
