"""The statuses of a bundle, in whatever spelling."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from pulumi_trusthub._core.model import statuses


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ({"status": "TWILIO_APPROVED"}, statuses.APPROVED),
        ({"status": "Pending-Review"}, statuses.PENDING_REVIEW),
        ({"status": "draft"}, statuses.DRAFT),
        ({"status": None}, ""),
        ({}, ""),
    ],
)
def test_a_status_is_read_in_one_spelling(record: dict[str, Any], expected: str) -> None:
    """A record may have none."""
    assert expected == statuses.status_of(record)


def test_a_profile_that_only_waits_does_not_satisfy_an_evaluation() -> None:
    """It counts as submitted, and its review has to begin first."""
    assert statuses.PENDING_REVIEW in statuses.SUBMITTED - statuses.EVALUABLE_STATUSES
    assert statuses.SUBMITTED > statuses.EVALUABLE_STATUSES > {statuses.APPROVED, "in-review"}
    assert not statuses.SUBMITTED & {statuses.DRAFT, statuses.REJECTED}


@pytest.mark.parametrize(
    ("status", "days", "ended", "within_a_month"),
    [
        ("twilio-approved", -1, True, True),
        ("TWILIO_APPROVED", 10, False, True),
        ("twilio-approved", 40, False, False),
        ("twilio-approved", None, False, False),
        ("twilio-rejected", -1, False, False),
    ],
)
def test_an_approval_may_end(
    status: str,
    days: int | None,
    ended: bool,  # noqa: FBT001
    within_a_month: bool,  # noqa: FBT001
) -> None:
    """Where Twilio says when; without a date it lasts."""
    until = datetime.now(timezone.utc) + timedelta(days=days or 0)
    written = None if days is None else until.strftime("%Y-%m-%dT%H:%M:%SZ")
    record = {"status": status, "valid_until": written}
    day = until.date().isoformat()

    assert (day if ended else None) == statuses.approval_ended(record)
    assert (day if within_a_month else None) == statuses.approval_ends(record, days=30)
    assert (status.lower().endswith("approved") and not ended) == statuses.is_approved(record)
