"""Evaluation: Twilio's comparison of a bundle with its policy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, overload

import pulumi

from pulumi_trusthub.dynamic.providers import EvaluationProvider
from pulumi_trusthub.dynamic.resource import SidResource

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Evaluation(SidResource, module="trusthub", name="Evaluation"):
    """Compares a bundle with its policy; the result is known at once and kept for ever.

    A :class:`~pulumi_trusthub.Submission` evaluates by itself.  Use this resource in a program that
    needs the result without submitting.  Its id is its path: ``TrustProducts/BU…/Evaluations/EL…``.
    """

    trust_product_sid: pulumi.Output[str | None]
    """The evaluated trust product."""

    customer_profile_sid: pulumi.Output[str | None]
    """The evaluated customer profile."""

    triggers: pulumi.Output[dict[str, Any] | None]
    """Any values; a change evaluates again."""

    policy_sid: pulumi.Output[str]
    """The policy of the evaluation."""

    status: pulumi.Output[str]
    """``compliant`` or ``noncompliant``."""

    failures: pulumi.Output[list[str]]
    """Requirement, field and reason of everything that does not comply."""

    results: pulumi.Output[list[dict[str, Any]]]
    """The result as Twilio wrote it."""

    date_created: pulumi.Output[str]
    """Time of creation, ISO 8601."""

    url: pulumi.Output[str]
    """The evaluation's address in the API."""

    _dynamic_provider = EvaluationProvider()

    @overload
    def __init__(
        self,
        resource_name: str,
        *,
        trust_product_sid: pulumi.Input[str],
        requires: Sequence[pulumi.Resource] = (),
        triggers: pulumi.Input[Mapping[str, Any]] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None: ...

    @overload
    def __init__(
        self,
        resource_name: str,
        *,
        customer_profile_sid: pulumi.Input[str],
        requires: Sequence[pulumi.Resource] = (),
        triggers: pulumi.Input[Mapping[str, Any]] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None: ...

    def __init__(
        self,
        resource_name: str,
        *,
        trust_product_sid: pulumi.Input[str] | None = None,
        customer_profile_sid: pulumi.Input[str] | None = None,
        requires: Sequence[pulumi.Resource] = (),
        triggers: pulumi.Input[Mapping[str, Any]] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Declare an evaluation.

        Args:
            resource_name: The resource's name in the stack.
            trust_product_sid: The trust product to evaluate, or
            customer_profile_sid: the customer profile to evaluate.
            requires: Resources that must exist before: above all the assignments.
            triggers: Any values; when they change, the bundle is evaluated again.
            opts: Options for the resource.
        """
        inputs = {
            "trust_product_sid": trust_product_sid,
            "customer_profile_sid": customer_profile_sid,
            "triggers": triggers,
        }
        after = pulumi.ResourceOptions(depends_on=list(requires))
        self._declare(resource_name, inputs, pulumi.ResourceOptions.merge(opts, after))
