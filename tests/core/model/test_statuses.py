"""The statuses of a bundle, in whatever spelling."""

from __future__ import annotations

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
