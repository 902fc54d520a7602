"""Phone numbers of an onboarding: what they are given as, and how they get onto both bundles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pulumi

from .channel_endpoint_assignment import ChannelEndpointAssignment

if TYPE_CHECKING:
    from typing import TypeAlias

PhoneNumberSids: TypeAlias = "Mapping[str, pulumi.Input[str]] | Sequence[str]"
"""What a component takes its numbers as."""


@dataclass(frozen=True)
class OnBoth:
    """The numbers of an onboarding, as they are declared.

    Attributes:
        parts: The resources that put them onto both bundles.
        bundles: The profile and the product that each number is on, by its key.
    """

    parts: list[pulumi.Resource]
    bundles: Mapping[str, Sequence[pulumi.Output[str | None]]]


def put_on_both(
    component: pulumi.ComponentResource,
    resource_name: str,
    numbers: Mapping[str, pulumi.Input[str]],
    *,
    customer_profile_sid: pulumi.Input[str],
    trust_product_sid: pulumi.Input[str],
    after: Sequence[pulumi.Resource],
    keep_existing: bool,
) -> OnBoth:
    """Put numbers on a profile and then on a product; on the way down the other way round.

    This is the one place where components declare numbers.

    Args:
        component: What they are parts of.
        resource_name: What their names begin with.
        numbers: Their SIDs, by the key that each is named by.
        customer_profile_sid: The profile.
        trust_product_sid: The product.
        after: What must be there before the first number is moved.
        keep_existing: Leave in place on destroy what was there before.
    """
    parts: list[pulumi.Resource] = []
    bundles: dict[str, list[pulumi.Output[str | None]]] = {}
    for key, number_sid in numbers.items():
        on_profile = ChannelEndpointAssignment(
            f"{resource_name}-{key}-on-profile",
            customer_profile_sid=customer_profile_sid,
            channel_endpoint_sid=number_sid,
            keep_existing=keep_existing,
            # A new link that is refused stops everything before a number is moved.
            opts=pulumi.ResourceOptions(parent=component, depends_on=list(after)),
        )
        on_product = ChannelEndpointAssignment(
            f"{resource_name}-{key}-on-product",
            trust_product_sid=trust_product_sid,
            channel_endpoint_sid=number_sid,
            keep_existing=keep_existing,
            # It must go before the profile's assignment does, also where that is replaced, of
            # which a dependency alone says nothing.
            opts=pulumi.ResourceOptions(
                parent=component, depends_on=[on_profile], replace_with=[on_profile]
            ),
        )
        parts += [on_profile, on_product]
        bundles[key] = [on_profile.customer_profile_sid, on_product.trust_product_sid]
    return OnBoth(parts, bundles)


def by_key(given: PhoneNumberSids) -> dict[str, pulumi.Input[str]]:
    """Give each number the key that its parts are named by.

    Raises:
        TypeError: What was given cannot name anything.
    """
    sids: Any = given
    if isinstance(given, Sequence) and not isinstance(given, str):
        sids = {sid: sid for sid in given} if all(isinstance(sid, str) for sid in given) else None
    if not isinstance(sids, Mapping) or not all(isinstance(key, str) for key in sids):
        raise TypeError(
            "phone_number_sids is a list of SIDs that are known now, or a mapping from names to "
            'SIDs, such as {"+14155550100": number.sid}: its parts are named by them.'
        )
    return dict(sids)
