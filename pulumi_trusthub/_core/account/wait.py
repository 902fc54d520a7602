"""Waiting for a review outside of the engine: reviews take days."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pulumi_trusthub._core.model import errors, statuses
from pulumi_trusthub._core.model.refs import BundleKind, BundleRef
from pulumi_trusthub._core.rules.reviews import rejection_reasons

if TYPE_CHECKING:
    from collections.abc import Callable

    from pulumi_trusthub._core.api.client import Record, TrustHubClient

Goal = Literal["submitted", "reviewed", "approved"]

_REACHED: dict[Goal, set[str]] = {
    "submitted": statuses.SUBMITTED,
    "reviewed": {statuses.APPROVED, statuses.REJECTED},
}


@dataclass(frozen=True)
class WaitResult:
    """The end of a wait.

    Attributes:
        outcome: ``reached``, ``rejected`` or ``timed-out``.
        status: The bundle's status as Twilio wrote it.
        reasons: Why the bundle was rejected, in words; empty unless rejected.
    """

    outcome: Literal["reached", "rejected", "timed-out"]
    status: str
    reasons: list[str]


def locate_bundle(client: TrustHubClient, id_: str) -> tuple[BundleRef, Record]:
    """Find a bundle by its path or its SID, and give its record too.

    Raises:
        InvalidIdError: The id is neither a path nor a SID.
        LookupFailedError: The account has no such bundle.
    """
    said, sid = BundleRef.parse_loosely(id_)
    for kind in BundleKind:
        bundle = BundleRef(kind, sid)
        record = client.get_or_none(bundle.path)
        if record is None:
            continue
        if said not in {None, kind}:
            raise errors.LookupFailedError(f"{sid} is a {kind.noun}, so its path is {bundle.path}.")
        return bundle, record
    raise errors.LookupFailedError(
        errors.missing(f"trust product and no customer profile {sid}", client.account_sid)
    )


def wait_for_review(
    client: TrustHubClient,
    id_: str,
    goal: Goal,
    *,
    timeout: float,
    interval: float,
    on_progress: Callable[[str], None],
    on_error: Callable[[errors.TrustHubError], None],
) -> WaitResult:
    """Read a bundle until its review has reached the goal.

    Reviews take days, and an outage of an hour is no reason to give up: only the first read must be
    answered. ``on_progress`` is called with every new status, ``on_error`` with the error of a read
    that was not answered.

    Raises:
        InvalidIdError: The id is neither a path nor a SID.
        TrustHubError: There is no such bundle, the first read was not answered, or Twilio refused
            a read.
    """
    began, paused = time.monotonic(), 0.0
    bundle, record = locate_bundle(client, id_)
    on_progress(str(record.get("status")))
    while not _has_reached(record, goal) and statuses.status_of(record) != statuses.REJECTED:
        left = timeout - max(time.monotonic() - began, paused)
        if left <= 0:
            break
        pause = min(interval, left)  # the last read is at the very end
        client.sleep(pause)
        paused += pause
        before = record.get("status")
        try:
            record = client.get(bundle.path)
        except errors.UNANSWERED as error:
            on_error(error)
        if record.get("status") != before:
            on_progress(str(record.get("status")))
    outcome: Literal["reached", "rejected", "timed-out"] = "timed-out"
    if _has_reached(record, goal):
        outcome = "reached"
    elif statuses.status_of(record) == statuses.REJECTED:
        outcome = "rejected"
    reasons = rejection_reasons(record) if statuses.status_of(record) == statuses.REJECTED else []
    return WaitResult(outcome, str(record.get("status")), reasons)


def _has_reached(record: Record, goal: Goal) -> bool:
    """Tell whether a review has come so far; an approval that has ended counts as none."""
    if goal == "approved":
        return statuses.is_approved(record)
    return statuses.status_of(record) in _REACHED[goal]
