"""Bundles, and which of them is the primary profile."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from planted import PRIMARY, SECONDARY, add, bundle

import pulumi_trusthub as trusthub
from pulumi_trusthub._core.model.errors import LookupFailedError

if TYPE_CHECKING:
    from pulumi_trusthub.simulator import Simulator


def test_profiles_and_products_take_the_filters_of_the_api(simulator: Simulator) -> None:
    """Status, name and policy, each as Twilio's query parameter."""
    add(
        simulator,
        customer_profiles=[bundle("Second", SECONDARY, "draft")],
        trust_products=[
            bundle("One", trusthub.Policy.SHAKEN_STIR.value, "draft"),
            bundle("Two", trusthub.Policy.CNAM.value, "twilio-approved"),
        ],
    )

    profiles = trusthub.get_customer_profiles(status="draft", policy_sid=SECONDARY)
    named = trusthub.get_trust_products(friendly_name="Two")
    signed = trusthub.get_trust_products(policy_sid=trusthub.Policy.SHAKEN_STIR)

    assert ["Second"] == [profile.friendly_name for profile in profiles]
    assert [("Two", "twilio-approved")] == [(p.friendly_name, p.status) for p in named]
    assert ["One"] == [product.friendly_name for product in signed]
    assert 2 == len(trusthub.get_trust_products())
    assert [
        f"/v1/CustomerProfiles?Status=draft&PolicySid={SECONDARY}&PageSize=1000",
        "/v1/TrustProducts?FriendlyName=Two&PageSize=1000",
        f"/v1/TrustProducts?PolicySid={trusthub.Policy.SHAKEN_STIR}&PageSize=1000",
        "/v1/TrustProducts?PageSize=1000",
    ] == [entry.path for entry in simulator.control.requests()]


def test_the_approved_primary_profile_is_found(simulator: Simulator) -> None:
    """Secondary profiles and those that are not approved are passed by."""
    add(
        simulator,
        customer_profiles=[
            bundle("Customer", SECONDARY, "twilio-approved"),
            bundle("Draft", PRIMARY, "draft"),
        ],
    )

    assert "Example Business" == trusthub.get_primary_customer_profile().friendly_name


def test_a_missing_primary_profile_lists_the_existing_profiles(simulator: Simulator) -> None:
    """It can only be made in the Console, and the error says so."""
    simulator.control.reset(empty=True)
    simulator.control.seed(
        {
            "accounts": [
                {
                    "sid": simulator.account_sid,
                    "auth_token": simulator.auth_token,
                    "customer_profiles": [bundle("Mine", PRIMARY, "in-review")],
                }
            ]
        }
    )

    with pytest.raises(LookupFailedError, match=r"Twilio's Console.*BU.* \(Mine, in-review\)"):
        trusthub.get_primary_customer_profile()


def test_several_primary_profiles_are_listed(simulator: Simulator) -> None:
    """One of them can be named."""
    add(simulator, customer_profiles=[bundle("Other", PRIMARY, "twilio-approved")])

    with pytest.raises(LookupFailedError, match=r"several.*Example Business.*Other"):
        trusthub.get_primary_customer_profile()
    assert trusthub.get_primary_customer_profile(friendly_name="Other").friendly_name == "Other"


def test_an_approved_profile_is_not_hidden_by_a_rejected_one(simulator: Simulator) -> None:
    """Approval counts first, the known policy then."""
    simulator.control.reset(empty=True)
    government = "RN92dc6c39189b4d5ad9c6664f39769f90"
    simulator.control.seed(
        {
            "policies": [
                {"sid": government, "friendly_name": "Government", "kind": "customer_profile"}
            ],
            "accounts": [
                {
                    "sid": simulator.account_sid,
                    "auth_token": simulator.auth_token,
                    "customer_profiles": [
                        bundle("Rejected", PRIMARY, "twilio-rejected"),
                        bundle("Office", government, "twilio-approved"),
                    ],
                }
            ],
        }
    )

    assert "Office" == trusthub.get_primary_customer_profile().friendly_name
