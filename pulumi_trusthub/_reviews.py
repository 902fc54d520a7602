"""Reviews: evaluating a bundle, submitting it, and what its status says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._bundles import SUBMITTED, UNDER_REVIEW
from ._client import post_once
from ._errors import ApiError, NoncompliantError, NotSubmittedError, UnderReviewError
from ._ids import EVALUATIONS, describe

if TYPE_CHECKING:
    from ._client import Record, TrustHubClient

SUBMIT = {"Status": "pending-review"}
APPROVED = "twilio-approved"
REJECTED = "twilio-rejected"
DRAFT = "draft"

REJECTIONS = {
    18601: "the association between the business and its website could not be verified",
    18602: "the business registration number could not be verified",
    18603: "the address could not be verified",
    18604: "the first authorized representative could not be verified",
    18605: "the second authorized representative could not be verified",
    18606: "the domain of the e-mail address does not match the website",
    18607: "the bundle is not eligible to be copied",
    18608: "the bundle was copied already",
    18609: "the registration authority is not eligible",
    18610: "the bundle cannot be copied because an address of it was deleted",
}
"""Meaning of the codes in a bundle's ``errors`` (Twilio's error dictionary)."""


def rejection_reasons(record: Record) -> list[str]:
    """Say in words why a bundle was rejected; an unknown code stands for itself."""
    reasons = []
    for error in record.get("errors") or []:
        code = int(error.get("code") or 0)
        meaning = REJECTIONS.get(code) or error.get("message") or "see Twilio's error dictionary"
        reasons.append(f"{code}: {meaning}")
    return reasons


def is_submitted(status: str) -> bool:
    """Tell whether a status satisfies "submitted"."""
    return status in SUBMITTED


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
    for result in evaluation.get("results") or []:
        requirement = (
            result.get("requirement_friendly_name")
            or result.get("friendly_name")
            or result.get("requirement_name")
            or result.get("object_type")
            or "a requirement"
        )
        bad = [
            field
            for field in [*(result.get("invalid") or []), *(result.get("fields") or [])]
            if not _passed(field)
        ]
        found += [f"{requirement}: {_reason(field)}" for field in bad]
        if not bad and not _passed(result):
            found.append(f"{requirement}: {_reason(result)}")
    return found


def submit(client: TrustHubClient, bundle: str, *, evaluate_first: bool = True) -> Record:
    """Send a bundle into review, unless it is in review or approved already.

    Raises:
        NoncompliantError: The evaluation failed; nothing was submitted.
        NotSubmittedError: Twilio answered 200 and the status did not move.
    """
    record = client.fetch(bundle)
    if is_submitted(record["status"]):
        return record
    if evaluate_first:
        _require_compliant(client, bundle, record)
    left = record["status"]

    def moved() -> Record | None:
        now = client.fetch(bundle)
        return now if now["status"] != left else None

    try:
        record, _ = post_once(client, lambda: client.update(bundle, SUBMIT), moved)
    except ApiError as error:
        # A submission that went through although it was refused has been seen as a lost race.
        now = client.fetch(bundle)
        if not is_submitted(now["status"]):
            raise error.with_hint(
                f"The {describe(bundle)} is {now['status']}; it is submitted from draft or "
                f"twilio-rejected."
            ) from error
        return now
    if record["status"] == DRAFT:
        record = client.fetch(bundle)
    if record["status"] == DRAFT:
        raise NotSubmittedError(
            f"Twilio answered 200 to the submission of {describe(bundle)}, but its status is still "
            f"draft: nothing was submitted. Run `pulumi up` again; if it stays so, compare the "
            f"bundle with its policy in Twilio's Console."
        )
    return record


def require_no_review(client: TrustHubClient, bundle: str) -> None:
    """Be the gate before a tear-down.

    Raises:
        UnderReviewError: A review runs.
    """
    record = client.find(bundle)
    if record is not None and record["status"] in UNDER_REVIEW:
        raise UnderReviewError(
            f"The {describe(bundle)} is under review ({record['status']}), and Twilio may refuse "
            f"to delete it before the review ends: nothing was deleted. Wait for the review, or "
            f"set force_destroy=True on its Submission, run `pulumi up`, and destroy then."
        )


def _require_compliant(client: TrustHubClient, bundle: str, record: Record) -> None:
    evaluation = evaluate(client, bundle, record["policy_sid"])
    if evaluation["status"] == "compliant":
        return
    found = failures(evaluation) or ["Twilio gave no reason"]
    numbered = "; ".join(f"({number}) {text}" for number, text in enumerate(found, 1))
    raise NoncompliantError(
        f"The {describe(bundle)} does not comply with its policy, so nothing was submitted: "
        f"{numbered} (evaluation {evaluation['sid']})."
    )


def _passed(item: Any) -> bool:
    """Tell whether a part of an evaluation passed; the API writes booleans, guides strings."""
    return str(item.get("passed", False)).lower() == "true"


def _reason(item: Any) -> str:
    field = item.get("object_field") or item.get("friendly_name")
    reason = item.get("failure_reason") or "did not pass"
    code = f" (code {item['error_code']})" if item.get("error_code") else ""
    return f"{field}: {reason}{code}" if field else f"{reason}{code}"
