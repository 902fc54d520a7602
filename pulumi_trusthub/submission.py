"""Submission: sends a bundle into review, after everything that belongs to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, overload

import pulumi

from ._assigning import bundle_input, bundle_path
from ._bundle_status import DRAFT, REJECTED, status_of
from ._bundles import read_bundle
from ._ids import require_bundle_path
from ._inputs import AnyMapping, Flag, OfOneBundle, holds_unknown
from ._provider import Properties, TrustHubProvider
from ._resource import TrustHubResource
from ._reviews import (
    is_submitted,
    not_vouching,
    rejection_reasons,
    require_no_review,
    submit,
    vouches,
)
from ._status import warn

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ._client import TrustHubClient

_STATUS_FIELDS = ("account_sid", "status", "valid_until", "errors", "policy_sid", "date_updated")


class SubmissionInputs(OfOneBundle):
    """The inputs of a submission."""

    local: ClassVar[frozenset[str]] = frozenset(
        {"awaits", "triggers", "skip_evaluation", "force_destroy"}
    )

    awaits: AnyMapping | None = None
    triggers: AnyMapping | None = None
    skip_evaluation: Flag | None = None
    force_destroy: Flag | None = None


class SubmissionProvider(TrustHubProvider):
    """Submits bundles, and is the gate before their tear-down."""

    noun = "submission"
    inputs = SubmissionInputs
    born = "date_updated"

    def changed(self, olds: Mapping[str, Any], news: Mapping[str, Any]) -> list[str]:
        """Name the inputs that differ; what is awaited counts once it lets a deferred one go."""
        names = [name for name in super().changed(olds, news) if name != "awaits"]
        if olds.get("deferred") and _lets_go(news.get("awaits")):
            names.append("awaits")
        return names

    def make(self, client: TrustHubClient, props: Properties) -> tuple[str, Properties]:
        """Evaluate and submit, unless it is in review or approved already."""
        bundle = bundle_path(props)
        client.prove_account()
        return bundle, self._submitted(client, bundle, props)

    def look(self, client: TrustHubClient, id_: str, props: Properties) -> Properties | None:
        """Read the bundle; while it is a draft there is no submission of it."""
        record = client.find(require_bundle_path(id_, self.noun))
        deferred = bool(props.get("deferred"))
        if record is None or (status_of(record) == DRAFT and not deferred):
            return None
        if status_of(record) == REJECTED:
            _warn_of_rejection(id_, record, "was rejected")
        return {**_review_of(record, deferred=deferred), **bundle_input(id_)}

    def change(
        self, client: TrustHubClient, id_: str, olds: Properties, news: Properties
    ) -> Properties:
        """Submit again when the triggers changed and the bundle was rejected."""
        record = read_bundle(client, id_)
        triggered = "triggers" in self.changed(olds, news)
        again = triggered or olds.get("deferred")
        if status_of(record) == DRAFT or (again and status_of(record) == REJECTED):
            return self._submitted(client, id_, news)
        if triggered:
            warn(
                f"the submission {id_} ({record.get('friendly_name')}): its triggers changed while "
                f"its status is {record.get('status')}, so nothing was submitted; they are "
                f"recorded."
            )
        return _review_of(record)

    def remove(self, client: TrustHubClient, id_: str, props: Properties) -> bool:
        """Let the tear-down begin, unless a review runs: Trust Hub keeps what was submitted."""
        require_bundle_path(id_, self.noun)
        if not props.get("force_destroy"):
            require_no_review(client, id_)
        return True

    def _submitted(self, client: TrustHubClient, bundle: str, props: Properties) -> Properties:
        waits_for = not_vouching(client, props.get("awaits") or {})
        if waits_for:
            record = read_bundle(client, bundle)
            review = _review_of(record, deferred=True)
            if review["deferred"]:
                warn(
                    f"the submission {bundle} ({record.get('friendly_name')}) waits: "
                    f"{' and '.join(waits_for)}, and counts from in-review on. Nothing was "
                    f"submitted; `pulumi up --refresh` will, once the review has come so far."
                )
            return review
        record = submit(client, bundle, evaluate_first=not props.get("skip_evaluation"))
        if status_of(record) == REJECTED:
            _warn_of_rejection(bundle, record, "was rejected at once")
        return _review_of(record)


def _warn_of_rejection(bundle: str, record: Properties, happened: str) -> None:
    reasons = "; ".join(rejection_reasons(record)) or "no reason was given"
    warn(
        f"the submission {bundle} ({record.get('friendly_name')}) {happened}: {reasons}. Mend what "
        f"is wrong, change its triggers and run `pulumi up` to submit it again."
    )


def _review_of(record: Properties, *, deferred: bool = False) -> Properties:
    """Keep what a bundle says of its review; one that was submitted after all is not deferred."""
    fields = {name: record.get(name) for name in _STATUS_FIELDS}
    waits = deferred and not is_submitted(status_of(record))
    return {**fields, "reasons": rejection_reasons(record), "deferred": waits}


def _lets_go(awaits: object) -> bool:
    """Tell whether everything awaited is so far, as of the last refresh, or may be."""
    if not isinstance(awaits, dict):
        return True
    return all(holds_unknown(status) or vouches(status) for status in awaits.values())


class Submission(TrustHubResource, module="trusthub", name="Submission"):
    """Sends a bundle into review once everything that it requires is there.

    A review takes days: the status at hand is an output, and nothing waits.  On destroy it goes
    first and refuses while a review runs, before anything else is touched.  Its id is its bundle's
    path: ``TrustProducts/BU…``.
    """

    trust_product_sid: pulumi.Output[str | None]
    """The trust product that is submitted."""

    customer_profile_sid: pulumi.Output[str | None]
    """The customer profile that is submitted."""

    triggers: pulumi.Output[dict[str, Any] | None]
    """A change of these submits a rejected bundle again."""

    status: pulumi.Output[str]
    """The bundle's status: never ``draft``, and once reviewed ``twilio-approved`` or
    ``twilio-rejected``."""

    valid_until: pulumi.Output[str | None]
    """When the approval ends, ISO 8601."""

    errors: pulumi.Output[list[dict[str, Any]] | None]
    """Why it was rejected, as Twilio's codes (18601 to 18610)."""

    reasons: pulumi.Output[list[str]]
    """Why it was rejected, in words."""

    policy_sid: pulumi.Output[str]
    """The policy that it was evaluated with."""

    date_updated: pulumi.Output[str]
    """When the bundle was changed last, ISO 8601."""

    awaits: pulumi.Output[dict[str, str] | None]
    """The bundles whose review this one rests on, with their status when it was last looked at."""

    deferred: pulumi.Output[bool]
    """Whether nothing was submitted yet, because of what it awaits."""

    _verbs = SubmissionProvider()
    _outputs = (
        "status",
        "valid_until",
        "errors",
        "reasons",
        "policy_sid",
        "date_updated",
        "deferred",
    )

    @overload
    def __init__(
        self,
        resource_name: str,
        *,
        trust_product_sid: pulumi.Input[str],
        requires: Sequence[pulumi.Resource] = (),
        awaits: Sequence[Submission] = (),
        triggers: pulumi.Input[Mapping[str, Any]] | None = None,
        skip_evaluation: bool = False,
        force_destroy: bool = False,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None: ...

    @overload
    def __init__(
        self,
        resource_name: str,
        *,
        customer_profile_sid: pulumi.Input[str],
        requires: Sequence[pulumi.Resource] = (),
        awaits: Sequence[Submission] = (),
        triggers: pulumi.Input[Mapping[str, Any]] | None = None,
        skip_evaluation: bool = False,
        force_destroy: bool = False,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None: ...

    def __init__(
        self,
        resource_name: str,
        *,
        trust_product_sid: pulumi.Input[str] | None = None,
        customer_profile_sid: pulumi.Input[str] | None = None,
        requires: Sequence[pulumi.Resource] = (),
        awaits: Sequence[Submission] = (),
        triggers: pulumi.Input[Mapping[str, Any]] | None = None,
        skip_evaluation: bool = False,
        force_destroy: bool = False,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Declare a submission.

        Args:
            resource_name: What the stack calls it.
            trust_product_sid: The trust product that is submitted, or
            customer_profile_sid: the customer profile that is.
            requires: Everything that must be there first: the assignments above all.
            awaits: Submissions whose review this one rests on, as a trust product's does on that of
                its customer profile.  Until all of their bundles are in review or approved,
                nothing is submitted, a warning says so, and ``deferred`` is true; the first ``up``
                after a refresh that finds them so far submits.
            triggers: Any values; when they change, a rejected bundle is submitted again.
            skip_evaluation: Submit without evaluating first.
            force_destroy: Let a destroy pass while a review runs; Twilio may still refuse it.
            opts: A bag of options.
        """
        awaited = [pulumi.Output.all(other.id, other.status) for other in awaits]
        inputs = {
            "trust_product_sid": trust_product_sid,
            "customer_profile_sid": customer_profile_sid,
            "awaits": pulumi.Output.all(*awaited).apply(_by_bundle) if awaited else None,
            "triggers": triggers,
            "skip_evaluation": skip_evaluation or None,
            "force_destroy": force_destroy or None,
        }
        after = pulumi.ResourceOptions(depends_on=[*requires, *awaits])
        self._declare(resource_name, inputs, pulumi.ResourceOptions.merge(opts, after))


def _by_bundle(pairs: Sequence[Sequence[str]]) -> dict[str, str]:
    """Give the status of each bundle by its path."""
    return {bundle: status for bundle, status in pairs}  # noqa: C416 - typed
