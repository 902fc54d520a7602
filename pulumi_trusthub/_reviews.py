"""Reviews: evaluating a bundle, submitting it, and what its status says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._bundle_status import (
    DRAFT,
    PENDING_REVIEW,
    REJECTED,
    SUBMITTED,
    UNDER_REVIEW,
    VOUCHING,
    status_of,
)
from ._bundles import read_bundle
from ._codes import REJECTIONS
from ._errors import (
    ApiError,
    NoncompliantError,
    NotSubmittedError,
    UnderReviewError,
    shorten,
)
from ._ids import EVALUATIONS, describe
from ._once import SETTLING, look_again, post_once

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ._client import Record, TrustHubClient

SUBMIT = {"Status": PENDING_REVIEW}


def rejection_reasons(record: Record) -> list[str]:
    """Say in words why a bundle was rejected; what is not a known code stands for itself."""
    errors = record.get("errors")
    return [_rejection(error) for error in errors] if isinstance(errors, list) else []


def _rejection(error: Any) -> str:
    given = error.get("code") if isinstance(error, dict) else error
    words = error.get("message") if isinstance(error, dict) else None
    if isinstance(given, float) and given.is_integer():
        given = int(given)  # every number comes from the state as a float
    code = int(str(given)) if str(given).isdecimal() else None
    meaning = REJECTIONS.get(code or 0) or words or "see Twilio's error dictionary"
    return shorten(f"{given}: {meaning}")


def is_submitted(status: str) -> bool:
    """Tell whether a status satisfies "submitted"."""
    return status in SUBMITTED


def vouches(status: object) -> bool:
    """Tell whether a review has come so far that others can rest on it."""
    return status_of({"status": status}) in VOUCHING


def not_vouching(client: TrustHubClient, bundles: Iterable[str]) -> list[str]:
    """Name those of some bundles whose review has not come so far that others can rest on them."""
    records = ((bundle, read_bundle(client, bundle)) for bundle in bundles)
    return [
        f"{describe(bundle)} is {record.get('status')}"
        for bundle, record in records
        if not vouches(record.get("status"))
    ]


def evaluate(client: TrustHubClient, bundle: str, policy_sid: str) -> Record:
    """Have Twilio compare a bundle with its policy; the result is known at once.

    Evaluations are kept for ever, so what was there before is looked at first: a lost answer is
    then found among what is new.
    """
    path = f"{bundle}/{EVALUATIONS}"
    before = {record["sid"] for record in client.records(path)}

    def new() -> Record | None:
        return next((e for e in client.records(path) if e["sid"] not in before), None)

    record, _ = post_once(client, lambda: client.create(path, {"PolicySid": policy_sid}), new)
    return record


def failures(evaluation: Record) -> list[str]:
    """List requirement, field and reason of everything an evaluation found wrong.

    Both shapes of a result are read: ``invalid[]`` of Twilio's OpenAPI file, and
    ``fields[].passed``, which live users report.
    """
    found = []
    for result in _objects(evaluation.get("results")):
        requirement = (
            result.get("requirement_friendly_name")
            or result.get("friendly_name")
            or result.get("requirement_name")
            or result.get("object_type")
            or "a requirement"
        )
        fields = _objects(result.get("invalid")) + _objects(result.get("fields"))
        bad = [field for field in fields if not _passed(field)]
        found += [shorten(f"{requirement}: {_reason(field)}") for field in bad]
        if not bad and not _passed(result):
            found.append(shorten(f"{requirement}: {_reason(result)}"))
    return found


def _objects(value: Any) -> list[Record]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def submit(client: TrustHubClient, bundle: str, *, evaluate_first: bool = True) -> Record:
    """Send a bundle into review, unless it is in review or approved already.

    Raises:
        NoncompliantError: The evaluation failed; nothing was submitted.
        NotSubmittedError: Twilio answered 200 and nothing moved.
    """
    before = read_bundle(client, bundle)
    if is_submitted(status_of(before)):
        return before
    if evaluate_first:
        _require_compliant(client, bundle, before)

    def moved() -> Record | None:
        now = client.fetch(bundle)
        return now if _has_moved(before, now) else None

    try:
        after, _ = post_once(client, lambda: client.update(bundle, SUBMIT), moved)
    except ApiError as error:
        # Somebody else may have submitted it meanwhile.
        after = client.fetch(bundle)
        if not is_submitted(status_of(after)):
            raise _with_status(error, bundle, after) from error
    if not _has_moved(before, after):
        after = look_again(client, moved, SETTLING) or client.fetch(bundle)
    if not _has_moved(before, after):
        raise NotSubmittedError(
            f"Twilio answered 200 to the submission of the {describe(bundle)}, but its status is "
            f"still {after.get('status')}: nothing was submitted. Run `pulumi up` again; if it "
            f"stays so, compare the bundle with its policy in Twilio's Console."
        )
    return after


def _has_moved(before: Record, after: Record) -> bool:
    """Tell whether a submission did something; one that is rejected at once has new errors."""
    if status_of(after) != status_of(before):
        return status_of(after) != DRAFT
    return status_of(after) == REJECTED and any(
        after.get(name) != before.get(name) for name in ("date_updated", "errors")
    )


def _with_status(error: ApiError, bundle: str, record: Record) -> ApiError:
    if status_of(record) in {DRAFT, REJECTED}:
        return error
    return error.with_hint(
        f"The {describe(bundle)} is {record.get('status')}; it is submitted from draft or "
        f"twilio-rejected."
    )


def require_no_review(client: TrustHubClient, bundle: str) -> None:
    """Be the gate before a tear-down.

    Raises:
        UnderReviewError: A review runs.
    """
    record = client.find(bundle)
    if record is not None and status_of(record) in UNDER_REVIEW:
        raise UnderReviewError(
            f"The {describe(bundle)} is under review ({record.get('status')}), and Twilio may "
            f"refuse to delete it before the review ends, so its submission and what that required "
            f"were not deleted. Wait for its end (`pulumi-trusthub wait`) and run this again; or "
            f"set force_destroy=True on the Submission, run `pulumi up`, and destroy then."
        )


def _require_compliant(client: TrustHubClient, bundle: str, record: Record) -> None:
    evaluation = evaluate(client, bundle, record.get("policy_sid") or "")
    if str(evaluation.get("status")).lower() == "compliant":
        return
    found = failures(evaluation) or ["Twilio gave no reason"]
    numbered = "; ".join(f"({number}) {text}" for number, text in enumerate(found, 1))
    raise NoncompliantError(
        f"The {describe(bundle)} does not comply with its policy, so nothing was submitted: "
        f"{numbered} (evaluation {evaluation.get('sid')}). Mend what is named here and run "
        f"`pulumi up` again."
    )


def _passed(item: Any) -> bool:
    """Tell whether a part of an evaluation passed; the API writes booleans, guides strings."""
    return str(item.get("passed", False)).lower() == "true"


def _reason(item: Any) -> str:
    field = item.get("object_field") or item.get("friendly_name")
    reason = item.get("failure_reason") or "did not pass"
    code = f" (code {item['error_code']})" if item.get("error_code") else ""
    return f"{field}: {reason}{code}" if field else f"{reason}{code}"
