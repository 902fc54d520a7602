"""What Twilio has found wrong with a bundle, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from planted import SECONDARY, add, bundle

import pulumi_trusthub as trusthub
from pulumi_trusthub._core.model.errors import LookupFailedError, NotFoundError
from pulumi_trusthub.lookups.output import reading

if TYPE_CHECKING:
    from pulumi_trusthub.simulator import SimulatedAccount, Simulator


@pytest.fixture
def product_sid(simulator: Simulator, account: SimulatedAccount) -> str:
    """A product with two evaluations: before and after its profile was linked."""
    policy = trusthub.Policy.SHAKEN_STIR.value
    made = add(simulator, trust_products=[bundle("One", policy, "draft")]).trust_products[0]
    with reading(None) as client:
        client.create(f"TrustProducts/{made}/Evaluations", {"PolicySid": policy})
        profile = {"ObjectSid": account.customer_profiles[0]}
        client.create(f"TrustProducts/{made}/EntityAssignments", profile)
        client.create(f"TrustProducts/{made}/Evaluations", {"PolicySid": policy})
    return made


def test_all_evaluations_of_a_bundle_are_found(product_sid: str) -> None:
    """With the failures of each in words, as the resource has them."""
    bad, good = trusthub.get_evaluations(trust_product_sid=f"BU{product_sid[2:].upper()}")

    assert ("noncompliant", "compliant") == (bad.status, good.status)
    assert {product_sid} == {bad.trust_product_sid, good.trust_product_sid}
    assert bad.results
    assert len(bad.failures) == 1
    assert "profile" in bad.failures[0].lower()
    assert () == good.failures


def test_evaluations_are_compared_by_status_and_policy(product_sid: str) -> None:
    """Trust Hub's list has no filters."""
    good = trusthub.get_evaluations(trust_product_sid=product_sid, status="compliant")
    ours = trusthub.get_evaluations(
        trust_product_sid=product_sid, policy_sid=trusthub.Policy.SHAKEN_STIR
    )

    assert ["compliant"] == [evaluation.status for evaluation in good]
    assert 2 == len(ours)
    assert () == trusthub.get_evaluations(trust_product_sid=product_sid, policy_sid=SECONDARY)


def test_evaluations_need_an_existing_bundle(simulator: Simulator) -> None:
    """A profile without any has none, which is no error."""
    profile = simulator.customer_profile_sid

    assert () == trusthub.get_evaluations(customer_profile_sid=profile)
    with pytest.raises(LookupFailedError, match="Give one of"):
        trusthub.get_evaluations()
    with pytest.raises(NotFoundError):
        trusthub.get_evaluations(customer_profile_sid="BU" + "0" * 32)
