"""Submission: sends a bundle into review, after everything that belongs to the bundle."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, overload

import pulumi

from pulumi_trusthub.dynamic.providers import SubmissionProvider
from pulumi_trusthub.dynamic.resource import SidResource

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Submission(SidResource, module="trusthub", name="Submission"):
    """Sends a bundle into review, after everything that the bundle requires.

    A review takes days: the status so far is an output, and the up does not wait.  A destroy begins
    with the submission, and is refused while a review runs, before anything else is deleted.
    Its id is its bundle's path: ``TrustProducts/BU…``.
    """

    trust_product_sid: pulumi.Output[str | None]
    """The submitted trust product."""

    customer_profile_sid: pulumi.Output[str | None]
    """The submitted customer profile."""

    triggers: pulumi.Output[dict[str, Any] | None]
    """Any values; a change submits a rejected bundle again."""

    status: pulumi.Output[str]
    """The bundle's status: never ``draft``, and once reviewed ``twilio-approved`` or
    ``twilio-rejected``."""

    valid_until: pulumi.Output[str]
    """The end of the approval, ISO 8601; empty where Twilio names none."""

    errors: pulumi.Output[list[dict[str, Any]] | None]
    """Why the bundle was rejected, as Twilio's codes (18601 to 18610)."""

    reasons: pulumi.Output[list[str]]
    """Why the bundle was rejected, in words."""

    policy_sid: pulumi.Output[str]
    """The policy of the bundle."""

    date_updated: pulumi.Output[str]
    """Time of the bundle's last update, ISO 8601."""

    awaits: pulumi.Output[dict[str, str] | None]
    """The bundles whose review this submission rests on, with their status at the last read."""

    deferred: pulumi.Output[bool]
    """Whether nothing was submitted yet, because an awaited review has not come far enough."""

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
            resource_name: The resource's name in the stack.
            trust_product_sid: The trust product to submit, or
            customer_profile_sid: the customer profile to submit.
            requires: Resources that must exist before: above all the assignments.
            awaits: Submissions whose review this submission rests on: a trust product's rests on
                its customer profile's.  Until all of their bundles are in review or approved,
                nothing is submitted, a warning says so, and ``deferred`` is true; the first ``up``
                after a refresh that finds all of them in review or approved submits the bundle.
            triggers: Any values; when they change, a rejected bundle is submitted again.
            skip_evaluation: Submit without evaluating first.
            force_destroy: Allow a destroy while a review runs; Twilio may still refuse it.
            opts: Options for the resource.

        Raises:
            TypeError: A single resource stands where a list belongs.
        """
        for name, given in (("requires", requires), ("awaits", awaits)):
            if isinstance(given, pulumi.Resource):
                raise TypeError(f"{name} is a list of resources, such as {name}=[one, another].")
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
