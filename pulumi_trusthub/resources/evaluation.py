"""Evaluation: has Twilio compare a bundle with its policy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, overload

import pulumi

from pulumi_trusthub.dynamic.providers import EvaluationProvider
from pulumi_trusthub.dynamic.resource import SidResource

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Evaluation(SidResource, module="trusthub", name="Evaluation"):
    """Compares a bundle with its policy; the result is known at once and kept for ever.

    A :class:`~pulumi_trusthub.Submission` evaluates by itself.  This is for a program that wants
    the result without submitting.  Its id is its path: ``TrustProducts/BU…/Evaluations/EL…``.
    """

    trust_product_sid: pulumi.Output[str | None]
    """The trust product that was evaluated."""

    customer_profile_sid: pulumi.Output[str | None]
    """The customer profile that was evaluated."""

    triggers: pulumi.Output[dict[str, Any] | None]
    """A change of these evaluates again."""

    policy_sid: pulumi.Output[str]
    """The policy that it was compared with."""

    status: pulumi.Output[str]
    """``compliant`` or ``noncompliant``."""

    failures: pulumi.Output[list[str]]
    """Requirement, field and reason of everything that does not comply."""

    results: pulumi.Output[list[dict[str, Any]]]
    """The result as Twilio wrote it."""

    date_created: pulumi.Output[str]
    """When it was made, ISO 8601."""

    url: pulumi.Output[str]
    """Its address in the API."""

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
            resource_name: What the stack calls it.
            trust_product_sid: The trust product that is evaluated, or
            customer_profile_sid: the customer profile that is.
            requires: Everything that must be there first: the assignments above all.
            triggers: Any values; when they change, the bundle is evaluated again.
            opts: A bag of options.
        """
        inputs = {
            "trust_product_sid": trust_product_sid,
            "customer_profile_sid": customer_profile_sid,
            "triggers": triggers,
        }
        after = pulumi.ResourceOptions(depends_on=list(requires))
        self._declare(resource_name, inputs, pulumi.ResourceOptions.merge(opts, after))
