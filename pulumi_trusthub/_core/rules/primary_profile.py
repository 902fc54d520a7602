"""The account's primary customer profile."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

from pulumi_trusthub._core.model.policies import NOT_PRIMARY, Policy

if TYPE_CHECKING:
    from collections.abc import Iterable


class Profile(Protocol):
    """A customer profile of any class."""

    @property
    def policy_sid(self) -> str | None:
        """The profile's policy."""
        ...


_P = TypeVar("_P", bound=Profile)


def primary_profiles(profiles: Iterable[_P]) -> list[_P]:
    """Give the primary profiles; without any, the profiles that may be primary.

    Policies may change, so where no profile has the primary policy, any profile may be primary
    unless its policy surely belongs to another kind of profile.
    """
    found = list(profiles)
    primary = [it for it in found if it.policy_sid == Policy.PRIMARY_CUSTOMER_PROFILE.value]
    return primary or [it for it in found if it.policy_sid not in NOT_PRIMARY]
