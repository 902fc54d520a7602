"""Submissions: sending a bundle into review."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from pulumi_trusthub._core.model import statuses
from pulumi_trusthub._core.model.fields import (
    AnyMapping,
    BundleParentInputs,
    Flag,
    contains_unknown,
)
from pulumi_trusthub._core.model.refs import BundleRef
from pulumi_trusthub._core.rules import reviews
from pulumi_trusthub._core.rules.bundles import read_bundle

from .base import Handler, Properties

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pulumi_trusthub._core.api.run import Run

_STATUS_FIELDS = ("account_sid", "status", "valid_until", "errors", "policy_sid", "date_updated")


class SubmissionInputs(BundleParentInputs):
    """The inputs of a submission."""

    not_sent: ClassVar[frozenset[str]] = frozenset(
        {"awaits", "triggers", "skip_evaluation", "force_destroy"}
    )

    awaits: AnyMapping | None = None
    triggers: AnyMapping | None = None
    skip_evaluation: Flag | None = None
    force_destroy: Flag | None = None


class SubmissionHandler(Handler):
    """Handler of submissions, which refuses a destroy while a review runs."""

    type_name = "Submission"
    noun = "submission"
    inputs = SubmissionInputs
    computed = (
        "status",
        "valid_until",
        "errors",
        "reasons",
        "policy_sid",
        "date_updated",
        "deferred",
    )
    stable = frozenset({"account_sid", "policy_sid"})
    never_missing = frozenset({"valid_until"})
    created_field = "date_updated"

    def changed_inputs(self, olds: Mapping[str, Any], news: Mapping[str, Any]) -> list[str]:
        """Name the changed inputs; ``awaits`` counts only if a deferred submission may go."""
        names = [name for name in super().changed_inputs(olds, news) if name != "awaits"]
        if olds.get("deferred") and _is_ready(news.get("awaits")):
            names.append("awaits")
        return names

    def _create(self, run: Run, inputs: Properties) -> tuple[str, Properties]:
        """Evaluate and submit, unless the bundle is in review or approved already."""
        bundle = BundleRef.of_inputs(inputs)
        run.client.verify_credentials()
        return bundle.path, self._submit(run, bundle, inputs)

    def _read(self, run: Run, id_: str, state: Properties) -> Properties | None:
        """Read the bundle; a draft has no submission."""
        bundle = BundleRef.require(id_, self.noun)
        record = run.client.get_or_none(bundle.path)
        deferred = bool(state.get("deferred"))
        if record is None or (statuses.status_of(record) == statuses.DRAFT and not deferred):
            return None
        if statuses.status_of(record) == statuses.REJECTED:
            _warn_of_rejection(run, bundle, record, "was rejected")
        _warn_of_expiry(run, bundle, record)
        return {**_review_of(record, deferred=deferred), **bundle.as_input()}

    def _update(self, run: Run, id_: str, olds: Properties, news: Properties) -> Properties:
        """Submit again when the triggers changed and the bundle was rejected."""
        bundle = BundleRef.require(id_, self.noun)
        record = read_bundle(run.client, bundle)
        triggered = "triggers" in self.changed_inputs(olds, news)
        again = triggered or olds.get("deferred")
        status = statuses.status_of(record)
        if status == statuses.DRAFT or (again and status == statuses.REJECTED):
            return self._submit(run, bundle, news)
        if triggered:
            run.warn(
                f"the submission {id_} ({record.get('friendly_name')}): its triggers changed while "
                f"its status is {record.get('status')}, so nothing was submitted; they are "
                f"recorded."
            )
        return _review_of(record)

    def _delete(self, run: Run, id_: str, state: Properties) -> bool:
        """Allow the destroy unless a review runs: Trust Hub keeps what was submitted."""
        bundle = BundleRef.require(id_, self.noun)
        if not state.get("force_destroy"):
            reviews.require_no_review(run.client, bundle)
        return True

    def _submit(self, run: Run, bundle: BundleRef, inputs: Properties) -> Properties:
        awaited = [BundleRef.require(path, self.noun) for path in inputs.get("awaits") or {}]
        waits_for = reviews.pending_prerequisites(run.client, awaited)
        if waits_for:
            record = read_bundle(run.client, bundle)
            review = _review_of(record, deferred=True)
            if review["deferred"]:
                run.warn(
                    f"the submission {bundle.path} ({record.get('friendly_name')}) waits: "
                    f"{' and '.join(waits_for)}, and counts from in-review on. Nothing was "
                    f"submitted; `pulumi up --refresh` will, once the review has come so far."
                )
            return review
        record = reviews.submit(
            run.client, bundle, evaluate_first=not inputs.get("skip_evaluation")
        )
        if statuses.status_of(record) == statuses.REJECTED:
            _warn_of_rejection(run, bundle, record, "was rejected at once")
        return _review_of(record)


def _warn_of_rejection(run: Run, bundle: BundleRef, record: Properties, happened: str) -> None:
    reasons = "; ".join(reviews.rejection_reasons(record)) or "no reason was given"
    run.warn(
        f"the submission {bundle.path} ({record.get('friendly_name')}) {happened}: {reasons}. Mend "
        f"what is wrong, change its triggers and run `pulumi up` to submit it again."
    )


def _warn_of_expiry(run: Run, bundle: BundleRef, record: Properties) -> None:
    ends = statuses.approval_ends(record, days=run.client.settings.expiry_warning_days)
    if ends:
        verb = "ended" if statuses.approval_ended(record) else "ends"
        run.warn(
            f"the submission {bundle.path} ({record.get('friendly_name')}): its approval {verb} on "
            f"{ends}. Look at the bundle in Twilio's Console: a review takes days."
        )


def _review_of(record: Properties, *, deferred: bool = False) -> Properties:
    """Give the outputs about the review; a bundle that was submitted is not deferred."""
    fields = {name: record.get(name) for name in _STATUS_FIELDS}
    waits = deferred and not reviews.is_submitted(statuses.status_of(record))
    return {**fields, "reasons": reviews.rejection_reasons(record), "deferred": waits}


def _is_ready(awaits: object) -> bool:
    """Tell whether every awaited bundle is ready as of the last refresh, or may be."""
    if not isinstance(awaits, dict):
        return True
    return all(
        contains_unknown(status) or reviews.satisfies_evaluation(status)
        for status in awaits.values()
    )
