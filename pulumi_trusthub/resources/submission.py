"""Submission: sends a bundle into review, after everything that belongs to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, overload

import pulumi

from pulumi_trusthub.dynamic.providers import SubmissionProvider
from pulumi_trusthub.dynamic.resource import SidResource

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Submission(SidResource, module="trusthub", name="Submission"):
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

    _dynamic_provider = SubmissionProvider()

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
