"""Which customer profile is the account's primary one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

from pulumi_trusthub._core.model.policies import NOT_PRIMARY, Policy

if TYPE_CHECKING:
    from collections.abc import Iterable


class Profile(Protocol):
    """A customer profile in any form."""

    @property
    def policy_sid(self) -> str | None:
        """Its policy."""
        ...


_P = TypeVar("_P", bound=Profile)


def primary_profiles(profiles: Iterable[_P]) -> list[_P]:
    """Give the profiles that are primary, else those that may be.

    Policies may change, so where no profile has the primary policy, a profile of any other policy
    may be primary, unless its policy is surely another kind's.
    """
    found = list(profiles)
    primary = [it for it in found if it.policy_sid == Policy.PRIMARY_CUSTOMER_PROFILE.value]
    return primary or [it for it in found if it.policy_sid not in NOT_PRIMARY]
