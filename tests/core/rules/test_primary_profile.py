"""Which customer profile is the account's primary one."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from pulumi_trusthub._core.model.policies import Policy
from pulumi_trusthub._core.rules.primary_profile import primary_profiles

PRIMARY = Policy.PRIMARY_CUSTOMER_PROFILE.value
SECONDARY = Policy.SECONDARY_CUSTOMER_PROFILE.value
STARTER = Policy.STARTER_CUSTOMER_PROFILE.value
GOVERNMENT = "RN92dc6c39189b4d5ad9c6664f39769f90"
OTHER = "RN" + "9" * 32


@dataclass(frozen=True)
class Profile:
    """A profile of which nothing but the policy is known."""

    policy_sid: str | None


@pytest.mark.parametrize(
    ("policies", "expected"),
    [
        ([SECONDARY, PRIMARY, OTHER], [PRIMARY]),
        ([OTHER, GOVERNMENT], [GOVERNMENT]),
        ([SECONDARY, OTHER, STARTER], [OTHER]),
        ([SECONDARY, STARTER], []),
        ([None], [None]),
        ([], []),
    ],
)
def test_the_known_policy_counts_first(
    policies: list[str | None], expected: list[str | None]
) -> None:
    """Without a profile of that policy, another counts that is surely no other kind's."""
    found = primary_profiles(Profile(sid) for sid in policies)

    assert expected == [it.policy_sid for it in found]
