"""How does the status of a bundle move? The rules as plain Python."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from simulated_stores import change_settings, document, link, onboarding, product, secondary

from pulumi_trusthub.simulator.rules.reviews import (
    advance_review,
    move,
    next_step,
    submit,
)
from pulumi_trusthub.simulator.store.errors import TwilioError
from pulumi_trusthub.simulator.store.models import Account, Bundle, DocumentStatus, Status

if TYPE_CHECKING:
    from conftest import Moment

    from pulumi_trusthub.simulator.store.store import Store


def submitted(store: Store, account: Account) -> Bundle:
    """A compliant product that waits for its review."""
    bundle = onboarding(store, account).product
    submit(store, bundle, "pending-review")
    return bundle


@pytest.mark.parametrize("status", [Status.DRAFT, Status.REJECTED])
def test_a_draft_or_rejected_bundle_can_be_submitted(
    store: Store, account: Account, status: Status
) -> None:
    """From draft and from twilio-rejected, whose errors are gone then."""
    bundle = product(store, account)
    bundle.status, bundle.errors = status, [18601]

    submit(store, bundle, "pending-review")

    assert Status.PENDING_REVIEW is bundle.status
    assert [] == bundle.errors


@pytest.mark.parametrize("status", [Status.PENDING_REVIEW, Status.IN_REVIEW, Status.APPROVED])
def test_a_bundle_cannot_be_submitted_twice(store: Store, account: Account, status: Status) -> None:
    """Not while it is under review, nor after approval."""
    bundle = product(store, account)
    bundle.status = status

    with pytest.raises(TwilioError) as refusal:
        submit(store, bundle, "pending-review")

    assert (409, 20409) == (refusal.value.status, refusal.value.code)
    assert status is bundle.status


@pytest.mark.parametrize(
    "status", ["draft", "in-review", "twilio-approved", "twilio-rejected", "approved", ""]
)
def test_pending_review_alone_can_be_asked_for(store: Store, account: Account, status: str) -> None:
    """None but pending-review; draft is no valid transition either."""
    bundle = product(store, account)

    with pytest.raises(TwilioError) as refusal:
        submit(store, bundle, status)

    assert (400, 22203) == (refusal.value.status, refusal.value.code)


@pytest.mark.parametrize("answer", ["pending-review", "in-review", "draft"])
def test_the_switch_chooses_the_answer_to_a_submission(
    store: Store, account: Account, answer: str
) -> None:
    """The switch chooses between the three answers that were seen."""
    change_settings(store, submit_answer=answer)

    assert answer == submitted(store, account).status.value


def test_a_noncompliant_bundle_is_not_in_review_at_once(store: Store, account: Account) -> None:
    """With the answer in-review, a noncompliant bundle waits for the automatic check."""
    change_settings(store, submit_answer="in-review")
    bundle = product(store, account)

    submit(store, bundle, "pending-review")

    assert Status.PENDING_REVIEW is bundle.status


def test_a_manual_review_waits_for_ordered_steps(
    store: Store, account: Account, moment: Moment
) -> None:
    """A manual review moves by no look and no time, only by ordered steps."""
    bundle = submitted(store, account)
    moment.seconds += 1_000_000
    advance_review(store, bundle)
    seen = [(bundle.status.value, bundle.valid_until)]

    for _ in range(3):
        next_step(store, bundle)
        seen.append((bundle.status.value, bundle.valid_until))

    approved = ("twilio-approved", store.now(in_days=365))
    assert [("pending-review", None), ("in-review", None), approved, approved] == seen


def test_an_immediate_review_ends_at_the_next_look(store: Store, account: Account) -> None:
    """The answer to the submission is still pending-review."""
    change_settings(store, review="immediate")
    bundle = submitted(store, account)
    answered = bundle.status.value

    advance_review(store, bundle)

    assert ("pending-review", "twilio-approved") == (answered, bundle.status.value)


def test_a_timed_review_takes_its_time(store: Store, account: Account, moment: Moment) -> None:
    """In review after half of the time, approved after all of it."""
    change_settings(store, review="time", review_seconds=60)
    bundle = submitted(store, account)

    seen = []
    for _ in range(7):
        advance_review(store, bundle)
        seen.append(bundle.status.value)
        moment.seconds += 10

    assert ["pending-review"] * 3 + ["in-review"] * 3 + ["twilio-approved"] == seen


def test_a_noncompliant_bundle_is_rejected(store: Store, account: Account) -> None:
    """The first transition of a noncompliant bundle leads to twilio-rejected."""
    bundle = product(store, account)
    submit(store, bundle, "pending-review")

    next_step(store, bundle)

    assert Status.REJECTED is bundle.status


def test_a_rejection_carries_codes(store: Store, account: Account) -> None:
    """As told, and they replace those of before."""
    bundle = submitted(store, account)

    move(store, bundle, Status.REJECTED, errors=(18601, 18603))

    assert [18601, 18603] == bundle.errors
    assert bundle.submitted_at is None


def test_a_document_follows_its_bundle(store: Store, account: Account) -> None:
    """A document is pending, approved or rejected with its bundle."""
    bundle, paper = secondary(store, account), document(store, account)
    link(store, bundle, paper.sid)

    seen = []
    for status in (Status.PENDING_REVIEW, Status.IN_REVIEW, Status.REJECTED, Status.APPROVED):
        move(store, bundle, status)
        seen.append(paper.status)

    expected = ["PENDING_REVIEW", "PENDING_REVIEW", "REJECTED", "APPROVED"]
    assert [DocumentStatus(it) for it in expected] == seen


def test_each_change_of_status_records_a_callback(store: Store, account: Account) -> None:
    """Each change of a bundle's status records a callback, if it has a URL; none goes out."""
    bundle = product(store, account)
    submit(store, bundle, "pending-review")
    assert [] == store.callbacks

    bundle.status_callback = "https://example.com/status"
    move(store, bundle, Status.APPROVED)

    assert [
        {
            "url": "https://example.com/status",
            "bundle_sid": bundle.sid,
            "account_sid": account.sid,
            "status": "twilio-approved",
        }
    ] == store.callbacks
