"""Times in both forms of Twilio's APIs."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from pulumi_trusthub._core.model.dates import instant

NOON = datetime(2026, 3, 1, 12, tzinfo=timezone.utc)


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-01T12:00:00Z",
        "2026-03-01T12:00:00.5Z",
        "2026-03-01T12:00:00.123456Z",
        "2026-03-01T13:00:00+01:00",
        "2026-03-01T12:00:00",
        "Sun, 01 Mar 2026 12:00:00 +0000",
        "Sun, 01 Mar 2026 12:00:00 -0000",
        "Sun, 01 Mar 2026 12:00:00 GMT",
    ],
)
def test_a_time_is_read_in_either_form(text: str) -> None:
    """A time without a zone is UTC, and a fraction of a second is dropped."""
    read = instant(text)

    assert read is not None
    assert (NOON, timedelta(0)) == (read, read.astimezone(timezone.utc).utcoffset())


@pytest.mark.parametrize("text", [None, "", "soon", "2026-13-01T12:00:00Z", 12])
def test_any_other_text_is_no_time(text: object) -> None:
    """A response may leave a time out."""
    assert instant(text) is None
