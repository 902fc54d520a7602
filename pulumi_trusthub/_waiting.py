"""Waiting for a review, outside of the engine: reviews take days."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import tenacity

from ._bundle_status import APPROVED, REJECTED, SUBMITTED, status_of
from ._errors import LookupFailedError, missing
from ._ids import BUNDLE_NOUNS, require_bundle_path, sid_problem
from ._reviews import rejection_reasons

if TYPE_CHECKING:
    from collections.abc import Callable

    from ._client import Record, TrustHubClient

Goal = Literal["submitted", "reviewed", "approved"]

_REACHED: dict[Goal, set[str]] = {
    "submitted": SUBMITTED,
    "reviewed": {APPROVED, REJECTED},
    "approved": {APPROVED},
}


@dataclass(frozen=True)
class Waited:
    """How waiting ended.

    Attributes:
        outcome: ``reached``, ``rejected`` or ``timed-out``.
        status: The bundle's status as Twilio wrote it.
        reasons: Why it was rejected, in words.
    """

    outcome: Literal["reached", "rejected", "timed-out"]
    status: str
    reasons: list[str]


def locate_bundle(client: TrustHubClient, id_: str) -> str:
    """Give the path of a bundle from its path or its SID.

    Raises:
        InvalidIdError: It is neither.
        LookupFailedError: The account has no such bundle.
    """
    if sid_problem(id_, "BU") is not None:
        return require_bundle_path(id_, "bundle")
    for collection in BUNDLE_NOUNS:
        if client.find(f"{collection}/{id_}") is not None:
            return f"{collection}/{id_}"
    raise LookupFailedError(
        missing(f"trust product and no customer profile {id_}", client.account_sid)
    )


def wait_for_review(
    client: TrustHubClient,
    bundle: str,
    goal: Goal,
    *,
    timeout: float,
    interval: float,
    seen: Callable[[str], None],
) -> Waited:
    """Look at a bundle until its review has come as far as wanted.

    Args:
        client: Whose Trust Hub it is in.
        bundle: Its path.
        goal: ``submitted``, ``reviewed`` (approved or rejected) or ``approved``.
        timeout: Seconds to wait at the most.
        interval: Seconds between two looks.
        seen: Called with every status that is new.
    """
    last = ""

    def look() -> Record:
        nonlocal last
        record = client.fetch(bundle)
        if record.get("status") != last:
            last = str(record.get("status"))
            seen(last)
        return record

    def is_over(record: Record) -> bool:
        return status_of(record) in _REACHED[goal] | {REJECTED}

    record: Record = tenacity.Retrying(
        retry=tenacity.retry_if_not_result(is_over),
        stop=tenacity.stop_before_delay(timeout),
        wait=tenacity.wait_fixed(interval),
        sleep=client.sleep,
        retry_error_callback=lambda state: state.outcome and state.outcome.result(),
    )(look)
    outcome: Literal["reached", "rejected", "timed-out"] = "timed-out"
    if status_of(record) in _REACHED[goal]:
        outcome = "reached"
    elif status_of(record) == REJECTED:
        outcome = "rejected"
    return Waited(outcome, str(record.get("status")), rejection_reasons(record))
