"""Lookup of policies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pulumi_trusthub._core.model.results import PolicyResult

from .listing import read_all
from .output import as_output

if TYPE_CHECKING:
    from pulumi_trusthub.resources.provider import Provider


def get_policies(*, provider: Provider | None = None) -> tuple[PolicyResult, ...]:
    """Read Twilio's policies.

    Args:
        provider: The provider of the account; None for the stack's own account.

    Raises:
        TrustHubError: There are no credentials, or Twilio refused.
    """
    return read_all(PolicyResult, provider, "Policies")


get_policies_output = as_output(get_policies)
