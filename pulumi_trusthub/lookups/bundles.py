"""Lookups of bundles, in place of SIDs copied by hand.

Each lookup has two forms.  The plain function reads at once, takes plain arguments, and raises
errors.  The ``…_output`` function takes and gives Pulumi's outputs; without credentials its output
is unknown in a preview, so that people without credentials can preview a pull request.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from pulumi_trusthub._core.model.refs import BundleKind
from pulumi_trusthub._core.model.results import CustomerProfileResult, TrustProductResult
from pulumi_trusthub._core.model.statuses import APPROVED, normalize_status
from pulumi_trusthub._core.rules.primary_profile import (
    no_primary_profile,
    primary_profiles,
    several_primary_profiles,
)

from .listing import read_list, wire_name
from .output import as_output, reading

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pulumi_trusthub._core.model.policies import Policy
    from pulumi_trusthub.resources.provider import Provider

_R = TypeVar("_R", CustomerProfileResult, TrustProductResult)


def get_customer_profiles(
    *,
    status: str | None = None,
    friendly_name: str | None = None,
    policy_sid: str | Policy | None = None,
    provider: Provider | None = None,
) -> tuple[CustomerProfileResult, ...]:
    """Read the customer profiles of the account.

    Args:
        status: ``draft``, ``pending-review``, ``in-review``, ``twilio-rejected`` or
            ``twilio-approved``; None for all.
        friendly_name: Only profiles of this name.
        policy_sid: Only profiles of this policy.
        provider: The provider of the account; None for the stack's own account.

    Raises:
        TrustHubError: There are no credentials, or Twilio refused.
    """
    filters = {"status": status, "friendly_name": friendly_name, "policy_sid": policy_sid}
    return _read(CustomerProfileResult, provider, BundleKind.CUSTOMER_PROFILE, filters)


get_customer_profiles_output = as_output(get_customer_profiles)


def get_primary_customer_profile(
    *, friendly_name: str | None = None, provider: Provider | None = None
) -> CustomerProfileResult:
    """Read the account's approved primary business profile.

    Args:
        friendly_name: The profile's name, where the account has several.
        provider: The provider of the account; None for the stack's own account.

    Raises:
        LookupFailedError: The account has no such profile (the text lists its profiles), or
            several.
    """
    profiles = get_customer_profiles(friendly_name=friendly_name, provider=provider)
    approved = [p for p in primary_profiles(profiles) if normalize_status(p.status) == APPROVED]
    if len(approved) == 1:
        return approved[0]
    if friendly_name is not None:
        profiles = get_customer_profiles(provider=provider)
    if approved:
        raise several_primary_profiles(profiles)
    with reading(provider) as client:
        raise no_primary_profile(client, profiles, friendly_name)


get_primary_customer_profile_output = as_output(get_primary_customer_profile)


def get_trust_products(
    *,
    status: str | None = None,
    friendly_name: str | None = None,
    policy_sid: str | Policy | None = None,
    provider: Provider | None = None,
) -> tuple[TrustProductResult, ...]:
    """Read the trust products of the account.

    Args:
        status: As for :func:`get_customer_profiles`.
        friendly_name: Only products of this name.
        policy_sid: Only products of this policy.
        provider: The provider of the account; None for the stack's own account.

    Raises:
        TrustHubError: There are no credentials, or Twilio refused.
    """
    filters = {"status": status, "friendly_name": friendly_name, "policy_sid": policy_sid}
    return _read(TrustProductResult, provider, BundleKind.TRUST_PRODUCT, filters)


get_trust_products_output = as_output(get_trust_products)


def _read(
    model: type[_R], provider: Provider | None, kind: BundleKind, filters: Mapping[str, str | None]
) -> tuple[_R, ...]:
    on_the_wire = {wire_name(name): value for name, value in filters.items()}
    with reading(provider) as client:
        return read_list(model, client, kind.collection, on_the_wire, **filters)
