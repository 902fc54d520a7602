"""Lookup of the evaluations of a bundle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pulumi_trusthub._core.model.results import EvaluationResult
from pulumi_trusthub._core.rules.evaluations import failures

from .listing import explaining, one_bundle, read_list
from .output import as_output, reading

if TYPE_CHECKING:
    from pulumi_trusthub._core.api.client import Record
    from pulumi_trusthub._core.model.policies import Policy
    from pulumi_trusthub.resources.provider import Provider


def get_evaluations(
    *,
    trust_product_sid: str | None = None,
    customer_profile_sid: str | None = None,
    status: str | None = None,
    policy_sid: str | Policy | None = None,
    provider: Provider | None = None,
) -> tuple[EvaluationResult, ...]:
    """Read the evaluations of a bundle, all that there ever were: Trust Hub keeps them.

    Args:
        trust_product_sid: The trust product, or
        customer_profile_sid: the customer profile.
        status: ``compliant`` or ``noncompliant``; None for both.
        policy_sid: Only evaluations against this policy.
        provider: The provider of the account; None for the stack's own account.

    Raises:
        LookupFailedError: Not exactly one bundle was named, or a text is no SID.
        NotFoundError: The bundle does not exist.
    """
    bundle = one_bundle(trust_product_sid, customer_profile_sid)
    with reading(provider) as client, explaining(client, bundle):
        fields = {"status": status, "policy_sid": policy_sid}
        return read_list(EvaluationResult, client, bundle.evaluations, {}, _explained, **fields)


get_evaluations_output = as_output(get_evaluations)


def _explained(record: Record) -> Record:
    return {**record, "failures": tuple(failures(record))}
