"""ChannelEndpointAssignments: puts many phone numbers on a profile, a product, or both."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, overload

import pulumi

from pulumi_trusthub._core.bulk.stable_order import drop_tombstones
from pulumi_trusthub._core.bulk.state import SIDS
from pulumi_trusthub._core.handlers.assignments import PHONE_NUMBER
from pulumi_trusthub.dynamic.providers import ChannelEndpointAssignmentsProvider
from pulumi_trusthub.dynamic.resource import TrustHubResource

if TYPE_CHECKING:
    from collections.abc import Sequence

    from typing_extensions import Self


class ChannelEndpointAssignments(
    TrustHubResource, module="trusthub", name="ChannelEndpointAssignments"
):
    """Puts many phone numbers on a customer profile, a trust product, or both.

    With both, each number goes onto the profile and then onto the product, and comes off in
    reverse.  It owns the numbers that it declares and touches no others.  Its id is the path of
    the product's assignments, or of the profile's where there is no product:
    ``TrustProducts/BU…/ChannelEndpointAssignments``.
    """

    channel_endpoint_sids: pulumi.Output[list[str]]
    """The phone numbers that are there, each once, in the order of the stack's state."""

    channel_endpoint_type: pulumi.Output[str]
    """``phone-number``."""

    trust_product_sid: pulumi.Output[str | None]
    """The trust product they are on."""

    customer_profile_sid: pulumi.Output[str | None]
    """The customer profile they are on."""

    existed_on_customer_profile: pulumi.Output[list[str] | None]
    """The numbers that were on the customer profile before this stack declared them."""

    existed_on_trust_product: pulumi.Output[list[str] | None]
    """The numbers that were on the trust product before this stack declared them."""

    incomplete: pulumi.Output[list[str]]
    """Numbers that are on one of two parents, or may be there: the next up finishes them."""

    others: pulumi.Output[list[str]]
    """With ``exclusive``: what else is there, which the next up removes."""

    date_updated: pulumi.Output[str | None]
    """When this stack assigned the last of them, ISO 8601."""

    _options = pulumi.ResourceOptions(delete_before_replace=True)
    _dynamic_provider = ChannelEndpointAssignmentsProvider()

    @overload
    def __init__(
        self,
        resource_name: str,
        *,
        channel_endpoint_sids: pulumi.Input[Sequence[pulumi.Input[str]]],
        trust_product_sid: pulumi.Input[str],
        customer_profile_sid: pulumi.Input[str] | None = None,
        channel_endpoint_type: pulumi.Input[str] = PHONE_NUMBER,
        keep_existing: bool = False,
        exclusive: bool = False,
        allow_empty: bool = False,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None: ...

    @overload
    def __init__(
        self,
        resource_name: str,
        *,
        channel_endpoint_sids: pulumi.Input[Sequence[pulumi.Input[str]]],
        customer_profile_sid: pulumi.Input[str],
        channel_endpoint_type: pulumi.Input[str] = PHONE_NUMBER,
        keep_existing: bool = False,
        exclusive: bool = False,
        allow_empty: bool = False,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None: ...

    def __init__(
        self,
        resource_name: str,
        *,
        channel_endpoint_sids: pulumi.Input[Sequence[pulumi.Input[str]]],
        trust_product_sid: pulumi.Input[str] | None = None,
        customer_profile_sid: pulumi.Input[str] | None = None,
        channel_endpoint_type: pulumi.Input[str] = PHONE_NUMBER,
        keep_existing: bool = False,
        exclusive: bool = False,
        allow_empty: bool = False,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Declare a set of numbers; another parent is a replacement, other numbers are not.

        Args:
            resource_name: What the stack calls it.
            channel_endpoint_sids: The phone numbers, ``PN…``, in any order;
                :func:`~pulumi_trusthub.get_phone_numbers` finds them.  None at all is allowed.
            trust_product_sid: The trust product they go onto, or
            customer_profile_sid: the customer profile they go onto, or both.
            channel_endpoint_type: ``phone-number``; Twilio's guides say not to change it.
            keep_existing: Leave in place on destroy what was there before this stack.
            exclusive: Remove every other number from the bundles, but for those on the profile that
                another linked trust product carries.
            allow_empty: Let ``exclusive`` leave a bundle without any number.
            opts: A bag of options.
        """
        inputs = {
            SIDS: channel_endpoint_sids,
            "channel_endpoint_type": channel_endpoint_type,
            "trust_product_sid": trust_product_sid,
            "customer_profile_sid": customer_profile_sid,
            "keep_existing": keep_existing or None,
            "exclusive": exclusive or None,
            "allow_empty": allow_empty or None,
        }
        self._declare(resource_name, inputs, opts)

    @classmethod
    def get(
        cls,
        resource_name: str,
        id: pulumi.Input[str],  # noqa: A002 - as in every Pulumi SDK
        *,
        channel_endpoint_sids: pulumi.Input[Sequence[pulumi.Input[str]]],
        customer_profile_sid: pulumi.Input[str] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> Self:
        """Read which of some numbers are there; nothing is ever changed or deleted.

        Args:
            resource_name: What the stack calls it.
            id: The path of a bundle's assignments: ``TrustProducts/BU…/ChannelEndpointAssignments``
                or the same below ``CustomerProfiles``.
            channel_endpoint_sids: The phone numbers to look for.
            customer_profile_sid: The customer profile they are to be on as well, where the id is a
                trust product's.
            opts: A bag of options.
        """
        resource = cls.__new__(cls)
        inputs = {SIDS: channel_endpoint_sids, "customer_profile_sid": customer_profile_sid}
        reading = pulumi.ResourceOptions(id=id)
        resource._declare(  # noqa: SLF001 - a second constructor of this very class
            resource_name, inputs, pulumi.ResourceOptions.merge(opts, reading)
        )
        return resource

    def _declare(
        self, resource_name: str, inputs: dict[str, Any], opts: pulumi.ResourceOptions | None
    ) -> None:
        """Register with the engine, whose preview of an update gives the inputs as outputs."""
        super()._declare(resource_name, inputs, opts)
        self.channel_endpoint_sids = self.channel_endpoint_sids.apply(drop_tombstones)
