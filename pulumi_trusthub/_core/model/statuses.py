"""The statuses of a bundle."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

from .dates import instant

if TYPE_CHECKING:
    from collections.abc import Mapping

DRAFT = "draft"
PENDING_REVIEW = "pending-review"
REJECTED = "twilio-rejected"
APPROVED = "twilio-approved"
UNDER_REVIEW = {PENDING_REVIEW, "in-review"}
SUBMITTED = UNDER_REVIEW | {APPROVED, "provisionally-approved"}
"""Statuses of submitted bundles.  The last is unverified: a single public report has it."""

EVALUABLE_STATUSES = SUBMITTED - {PENDING_REVIEW}
"""Statuses of a customer profile that let an evaluation of its trust product pass: the profile
"must be in an approved state or in-review state" (the live API's own words)."""


def status_of(record: Mapping[str, Any]) -> str:
    """Read the status of a bundle in one spelling."""
    return normalize_status(record.get("status"))


def normalize_status(status: object) -> str:
    """Write a status in one spelling: Twilio has changed the case of a document's before."""
    return str(status or "").lower().replace("_", "-")


def is_approved(record: Mapping[str, Any]) -> bool:
    """Tell whether a bundle is approved, and its approval has not ended."""
    return status_of(record) == APPROVED and approval_ended(record) is None


def approval_ended(record: Mapping[str, Any]) -> str | None:
    """Give the day on which the approval of a bundle ended, ISO 8601; None for any other bundle."""
    return approval_ends(record, days=0)


def approval_ends(record: Mapping[str, Any], *, days: float) -> str | None:
    """Give the day on which an approval ends, if it does within so many days; else None.

    Twilio documents neither how long an approval lasts nor whether ``valid_until`` is always given.
    """
    until = instant(record.get("valid_until"))
    if status_of(record) != APPROVED or until is None:
        return None
    soon = datetime.now(timezone.utc) + timedelta(days=days)
    return until.date().isoformat() if until <= soon else None
