"""What is on a bundle."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from planted import SECONDARY, add, bundle

import pulumi_trusthub as trusthub
from pulumi_trusthub._core.model.errors import LookupFailedError, NotFoundError

if TYPE_CHECKING:
    from pulumi_trusthub.simulator import SimulatedAccount, Simulator


def test_the_lookups_return_numbers_and_entities_of_a_bundle(
    simulator: Simulator, account: SimulatedAccount
) -> None:
    """Numbers by SID, one or many at a time; entities by type."""
    profile = account.customer_profiles[0]
    made = add(
        simulator,
        phone_numbers=120,
        trust_products=[
            {
                **bundle("One", trusthub.Policy.SHAKEN_STIR.value, "draft"),
                "entities": [profile],
            }
        ],
    )
    numbers = list(made.phone_numbers.values())
    add(
        simulator,
        customer_profiles=[
            {**bundle("Numbers", SECONDARY, "draft"), "phone_numbers": list(made.phone_numbers)}
        ],
    )
    holder = trusthub.get_customer_profiles(friendly_name="Numbers")[0].sid

    one = trusthub.get_channel_endpoint_assignments(
        customer_profile_sid=f"BU{holder[2:].upper()}",
        channel_endpoint_sid=f"PN{numbers[0][2:].upper()}",
    )
    many = trusthub.get_channel_endpoint_assignments(
        customer_profile_sid=holder, channel_endpoint_sids=numbers[:110]
    )
    links = trusthub.get_entity_assignments(trust_product_sid=made.trust_products[0])

    assert [(numbers[0], holder)] == [(a.channel_endpoint_sid, a.customer_profile_sid) for a in one]
    assert set(numbers[:110]) == {a.channel_endpoint_sid for a in many}
    assert 120 == len(trusthub.get_channel_endpoint_assignments(customer_profile_sid=holder))
    assert [profile] == [link.object_sid for link in links]
    assert () == trusthub.get_channel_endpoint_assignments(
        customer_profile_sid=holder, channel_endpoint_sids=[]
    )


def test_a_bundle_must_be_named(simulator: Simulator) -> None:
    """One of the two kinds, and one that is there."""
    with pytest.raises(LookupFailedError, match="Give one of"):
        trusthub.get_entity_assignments()
    with pytest.raises(LookupFailedError, match="Give one of"):
        trusthub.get_channel_endpoint_assignments(trust_product_sid="BU", customer_profile_sid="BU")
    assert [] == simulator.control.requests()
    with pytest.raises(NotFoundError):
        trusthub.get_entity_assignments(trust_product_sid="BU" + "0" * 32)
