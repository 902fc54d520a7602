"""Reviews: submitting a bundle, and reading its status."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pulumi_trusthub._core.api.exactly_once import poll, update_once
from pulumi_trusthub._core.api.retry import LOST_UPDATE_SECONDS
from pulumi_trusthub._core.model import statuses
from pulumi_trusthub._core.model.codes import REJECTIONS
from pulumi_trusthub._core.model.errors import (
    ApiError,
    NotSubmittedError,
    UnderReviewError,
    shorten,
)

from .bundles import read_bundle
from .evaluations import require_compliant
from .read_lag import while_young

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pulumi_trusthub._core.api.client import Record, TrustHubClient
    from pulumi_trusthub._core.model.refs import BundleRef

SUBMIT = {"Status": statuses.PENDING_REVIEW}


def rejection_reasons(record: Record) -> list[str]:
    """Explain why a bundle was rejected; an unknown code is given as it is."""
    errors = record.get("errors")
    return [_rejection(error) for error in errors if error] if isinstance(errors, list) else []


def _rejection(error: Any) -> str:
    # The OpenAPI file shows nothing but a code; evaluations have the other two names for the same.
    of = error if isinstance(error, dict) else {"code": error}
    given = of["code"] if of.get("code") is not None else of.get("error_code")
    words = of.get("message") or of.get("failure_reason")
    if isinstance(given, float) and given.is_integer():
        given = int(given)  # the state holds every number as a float
    code = int(str(given)) if str(given).isdecimal() else None
    if given is None:
        return shorten(str(words or "Twilio gives neither a code nor words"))
    meaning = REJECTIONS.get(code or 0) or words or "see Twilio's error dictionary"
    return shorten(f"{given}: {meaning}")


def is_submitted(status: str) -> bool:
    """Tell whether a status counts as submitted."""
    return status in statuses.SUBMITTED


def satisfies_evaluation(status: object) -> bool:
    """Tell whether an evaluation of a product accepts its profile in this status."""
    return statuses.status_of({"status": status}) in statuses.EVALUABLE_STATUSES


def pending_prerequisites(client: TrustHubClient, bundles: Iterable[BundleRef]) -> list[str]:
    """Name the bundles whose reviews have not come far enough for bundles that rest on them."""
    records = ((bundle, read_bundle(client, bundle)) for bundle in bundles)
    return [
        f"{bundle} is {record.get('status')}"
        for bundle, record in records
        if not satisfies_evaluation(record.get("status"))
    ]


def submit(client: TrustHubClient, bundle: BundleRef, *, evaluate_first: bool = True) -> Record:
    """Send a bundle into review, unless it is in review or approved already.

    Raises:
        NoncompliantError: The evaluation failed; nothing was submitted.
        NotSubmittedError: Twilio answered 200, but the status did not change.
    """
    before = read_bundle(client, bundle)
    client.memory.statuses.pop(bundle.path, None)
    if is_submitted(statuses.status_of(before)):
        return before
    if evaluate_first:
        require_compliant(client, bundle, before)

    def moved() -> Record | None:
        now = client.get(bundle.path)
        return now if _has_moved(before, now) else None

    def post() -> Record:
        told = f"the young {bundle} cannot be submitted"
        return while_young(
            client,
            lambda: client.update(bundle.path, SUBMIT),
            told,
            lambda: before.get("date_created"),
        )

    try:
        after = update_once(client, post, moved)
    except ApiError as error:
        # Another client may have submitted the bundle meanwhile.
        after = client.get(bundle.path)
        if not is_submitted(statuses.status_of(after)):
            raise _with_status(error, bundle, after) from error
    if not _has_moved(before, after):
        told = f"the {bundle} was submitted, and its status is the same"
        after = poll(client, moved, told, LOST_UPDATE_SECONDS) or client.get(bundle.path)
    if not _has_moved(before, after):
        raise NotSubmittedError(
            f"Twilio answered 200 to the submission of the {bundle}, but its status is "
            f"still {after.get('status')}: nothing was submitted. Run `pulumi up` again; if it "
            f"stays so, compare the bundle with its policy in Twilio's Console."
        )
    return after


def _has_moved(before: Record, after: Record) -> bool:
    """Tell whether a submission had an effect; a bundle rejected at once has new errors."""
    if statuses.status_of(after) != statuses.status_of(before):
        return statuses.status_of(after) != statuses.DRAFT
    return statuses.status_of(after) == statuses.REJECTED and any(
        after.get(name) != before.get(name) for name in ("date_updated", "errors")
    )


def _with_status(error: ApiError, bundle: BundleRef, record: Record) -> ApiError:
    if statuses.status_of(record) in {statuses.DRAFT, statuses.REJECTED}:
        return error
    return error.with_hint(
        f"The {bundle} is {record.get('status')}; it is submitted from draft or twilio-rejected."
    )


def require_no_review(client: TrustHubClient, bundle: BundleRef) -> None:
    """Refuse a destroy while a review runs, with an :class:`UnderReviewError`."""
    record = client.get_or_none(bundle.path)
    client.memory.statuses[bundle.path] = statuses.status_of(record or {})
    if record is not None and statuses.status_of(record) in statuses.UNDER_REVIEW:
        raise UnderReviewError(
            f"The {bundle} is under review ({record.get('status')}), and Twilio may refuse to "
            f"delete it before the review ends, so its submission and what that required were not "
            f"deleted. Wait for its end (`pulumi-trusthub wait`) and run this again; or set "
            f"force_destroy=True on the Submission, run `pulumi up`, and destroy then."
        )
