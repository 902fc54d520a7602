"""What is on a bundle."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from planted import SECONDARY, add, bundle

import pulumi_trusthub as trusthub
from pulumi_trusthub._core.model.errors import LookupFailedError, NotFoundError

if TYPE_CHECKING:
    from collections.abc import Callable

    from pulumi_trusthub.simulator import SimulatedAccount, Simulator

BUNDLE = "BU" + "0" * 32


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


@pytest.mark.parametrize(
    "lookup",
    [
        trusthub.get_channel_endpoint_assignments,
        trusthub.get_entity_assignments,
        trusthub.get_evaluations,
    ],
)
def test_a_bundle_of_the_other_kind_is_named(
    lookup: Callable[..., object], account: SimulatedAccount
) -> None:
    """SIDs of both kinds begin with BU."""
    with pytest.raises(NotFoundError, match=r"BU\w+ is a customer profile; .*trust product is"):
        lookup(trust_product_sid=account.customer_profiles[0])


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"trust_product_sid": "AC" + "0" * 32}, "^trust_product_sid is the SID of an account"),
        ({"customer_profile_sid": "YOUR_PROFILE"}, "^customer_profile_sid still has the placehold"),
        ({"channel_endpoint_sid": "+12025550100"}, "^channel_endpoint_sid is a phone number; its"),
        (
            {"channel_endpoint_sids": ["RN" + "0" * 32]},
            "^channel_endpoint_sids is the SID of a pol",
        ),
        ({"channel_endpoint_sids": "PN" + "0" * 32}, "^channel_endpoint_sids is a list of strings"),
    ],
)
def test_a_text_that_is_no_sid_is_not_asked_for(
    given: dict[str, object], said: str, simulator: Simulator
) -> None:
    """A string in place of a list would be taken for its letters, and nothing be found."""
    bundle = {} if "profile" in said or "product" in said else {"trust_product_sid": BUNDLE}
    lookup: Callable[..., object] = trusthub.get_channel_endpoint_assignments

    with pytest.raises(LookupFailedError, match=said):
        lookup(**bundle, **given)
    assert [] == simulator.control.requests()
