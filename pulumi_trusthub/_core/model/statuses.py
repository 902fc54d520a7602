"""The statuses of a bundle."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

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
