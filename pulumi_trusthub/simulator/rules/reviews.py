"""How the status of a bundle moves, on request of a client and by Twilio's reviews."""

from __future__ import annotations

from ..store.errors import INVALID_STATUS, conflict, invalid
from ..store.models import UNDER_REVIEW, Bundle, DocumentStatus, Status
from ..store.store import Store
from .evaluations import complies

REJECTIONS = {
    18601: "name and website do not match",
    18602: "registration number not verified",
    18603: "address not verified",
    18604: "representative 1 not verified",
    18605: "representative 2 not verified",
    18606: "e-mail and website do not match",
    18607: "not eligible to be copied",
    18608: "copied already",
    18609: "registration authority not eligible",
    18610: "no copy: an address was deleted",
}
"""Twilio's codes for a rejection, and what they are about."""

_DOCUMENTS = {
    Status.PENDING_REVIEW: DocumentStatus.PENDING_REVIEW,
    Status.IN_REVIEW: DocumentStatus.PENDING_REVIEW,
    Status.REJECTED: DocumentStatus.REJECTED,
    Status.APPROVED: DocumentStatus.APPROVED,
}


class ImpossibleReviewError(ValueError):
    """A step that no review takes."""


def submit(store: Store, bundle: Bundle, status: str) -> None:
    """Ask for a review, the only change of status that is a client's."""
    if status not in {known.value for known in Status}:
        raise invalid(f"Status {status!r} could not be parsed.", code=INVALID_STATUS)
    if status != Status.PENDING_REVIEW.value:
        raise invalid(
            f"Invalid status transition from {bundle.status.value} to {status}: "
            "only pending-review can be requested.",
            code=INVALID_STATUS,
        )
    if bundle.status not in {Status.DRAFT, Status.REJECTED}:
        raise conflict(
            f"Bundle {bundle.sid} is {bundle.status.value}; "
            "it can be submitted from draft or twilio-rejected only."
        )
    answer = store.settings.submit_answer
    if answer == "draft":
        return
    bundle.submitted_at = store.clock()
    bundle.errors = []
    checked = answer == "in-review" and complies(store, bundle)
    move(store, bundle, Status.IN_REVIEW if checked else Status.PENDING_REVIEW)


def move(store: Store, bundle: Bundle, status: Status, *, errors: tuple[int, ...] = ()) -> None:
    """Give a bundle its next status, and update documents, validity and callback."""
    bundle.status = status
    bundle.errors = list(errors)
    bundle.date_updated = store.now()
    ends = store.now(in_days=store.settings.approval_days)
    bundle.valid_until = ends if status is Status.APPROVED else None
    if status not in UNDER_REVIEW:
        bundle.submitted_at = None
    elif bundle.submitted_at is None:
        bundle.submitted_at = store.clock()
    if status in _DOCUMENTS:
        for sid in bundle.entities_by_object:
            document = store.owner(bundle).supporting_documents.get(sid)
            if document is not None:
                document.status = _DOCUMENTS[status]
    if bundle.status_callback is not None:
        sids = {"bundle_sid": bundle.sid, "account_sid": bundle.account_sid}
        store.callbacks.append({"url": bundle.status_callback, **sids, "status": status.value})


def next_step(store: Store, bundle: Bundle) -> None:
    """Let a review take its next step: the automatic check, then the approval."""
    if bundle.status is Status.PENDING_REVIEW:
        fine = complies(store, bundle)
        move(store, bundle, Status.IN_REVIEW if fine else Status.REJECTED)
    elif bundle.status is Status.IN_REVIEW:
        move(store, bundle, Status.APPROVED)


def approve(store: Store, bundle: Bundle) -> None:
    """Approve a bundle under review, after the automatic check where that is still to come."""
    _expect_review(bundle)
    if bundle.status is Status.PENDING_REVIEW:
        if not complies(store, bundle):
            raise ImpossibleReviewError(
                f"{bundle.sid} does not have what its policy asks for: the automatic check would "
                "reject it before anybody could approve it."
            )
        move(store, bundle, Status.IN_REVIEW)
    move(store, bundle, Status.APPROVED)


def reject(store: Store, bundle: Bundle, code: int) -> None:
    """Reject a bundle under review, for a reason of Twilio's list."""
    _expect_review(bundle)
    if code not in REJECTIONS:
        known = f"{min(REJECTIONS)} to {max(REJECTIONS)}"
        raise ImpossibleReviewError(f"A rejection has a code from {known}, not {code}.")
    move(store, bundle, Status.REJECTED, errors=(code,))


def _expect_review(bundle: Bundle) -> None:
    if bundle.status not in UNDER_REVIEW:
        raise ImpossibleReviewError(f"{bundle.sid} is {bundle.status.value} and not under review.")


def advance_review(store: Store, bundle: Bundle) -> None:
    """Take the steps of a review that are due by now, before somebody reads the bundle."""
    if bundle.status not in UNDER_REVIEW or bundle.submitted_at is None:
        return
    mode = store.settings.review
    if mode == "immediate":
        while bundle.status in UNDER_REVIEW:
            next_step(store, bundle)
    elif mode == "time":
        age = store.clock() - bundle.submitted_at
        seconds = store.settings.review_seconds
        if bundle.status is Status.PENDING_REVIEW and age >= seconds / 2:
            next_step(store, bundle)
        if bundle.status is Status.IN_REVIEW and age >= seconds:
            next_step(store, bundle)
