"""ChannelEndpointAssignments: assigns many phone numbers to a profile, a product, or both."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, overload

import pulumi

from pulumi_trusthub._core.bulk.stable_order import drop_tombstones
from pulumi_trusthub._core.bulk.state import SIDS
from pulumi_trusthub._core.handlers.assignments import PHONE_NUMBER
from pulumi_trusthub.dynamic.providers import ChannelEndpointAssignmentsProvider
from pulumi_trusthub.dynamic.resource import TrustHubResource, id_in_one_case

if TYPE_CHECKING:
    from collections.abc import Sequence

    from typing_extensions import Self


class ChannelEndpointAssignments(
    TrustHubResource, module="trusthub", name="ChannelEndpointAssignments"
):
    """Assigns many phone numbers to a customer profile, a trust product, or both.

    With both, each number is assigned to the profile and then to the product, and removed in
    reverse.  The resource owns the numbers that it declares and touches no others.  Its id is the
    path of the product's assignments, or of the profile's where there is no product:
    ``TrustProducts/BU…/ChannelEndpointAssignments``.
    """

    channel_endpoint_sids: pulumi.Output[list[str]]
    """The phone numbers on the bundles, without duplicates, in the order of the stack's state."""

    channel_endpoint_type: pulumi.Output[str]
    """``phone-number``."""

    trust_product_sid: pulumi.Output[str | None]
    """The trust product of the assignments."""

    customer_profile_sid: pulumi.Output[str | None]
    """The customer profile of the assignments."""

    existed_on_customer_profile: pulumi.Output[list[str] | None]
    """The numbers that were on the customer profile before this stack declared them."""

    existed_on_trust_product: pulumi.Output[list[str] | None]
    """The numbers that were on the trust product before this stack declared them."""

    incomplete: pulumi.Output[list[str]]
    """Numbers on only one of two parents, or perhaps on a parent: the next up finishes them."""

    others: pulumi.Output[list[str]]
    """With ``exclusive``: other numbers on the bundles, which the next up removes."""

    date_updated: pulumi.Output[str | None]
    """Time of this stack's last assignment, ISO 8601."""

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
        """Declare a set of numbers; another parent requires a replacement, other numbers do not.

        Args:
            resource_name: The resource's name in the stack.
            channel_endpoint_sids: The phone numbers, ``PN…``, in any order;
                :func:`~pulumi_trusthub.get_phone_numbers` looks them up.  An empty list is allowed.
            trust_product_sid: The trust product to assign the numbers to, or
            customer_profile_sid: the customer profile to assign the numbers to, or both.
            channel_endpoint_type: ``phone-number``; Twilio's guides say not to change it.
            keep_existing: Leave assignments in place on destroy if they existed before this stack.
            exclusive: Remove every other number from the bundles, except numbers on the profile
                that another linked trust product has too.
            allow_empty: Allow ``exclusive`` to leave a bundle without any number.
            opts: Options for the resource.
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
        """Read which of some numbers are on the bundles; nothing is ever changed or deleted.

        Args:
            resource_name: The resource's name in the stack.
            id: The path of a bundle's assignments: ``TrustProducts/BU…/ChannelEndpointAssignments``
                or the same below ``CustomerProfiles``.
            channel_endpoint_sids: The phone numbers to look for.
            customer_profile_sid: The customer profile to look on as well, where the id is a trust
                product's.
            opts: Options for the resource.
        """
        resource = cls.__new__(cls)
        inputs = {SIDS: channel_endpoint_sids, "customer_profile_sid": customer_profile_sid}
        reading = pulumi.ResourceOptions(id=id_in_one_case(id))
        resource._declare(  # noqa: SLF001 - a second constructor of this very class
            resource_name, inputs, pulumi.ResourceOptions.merge(opts, reading)
        )
        return resource

    def _declare(
        self, resource_name: str, inputs: dict[str, Any], opts: pulumi.ResourceOptions | None
    ) -> None:
        """Register with the engine, whose preview of an update shows the inputs as outputs."""
        super()._declare(resource_name, inputs, opts)
        self.channel_endpoint_sids = self.channel_endpoint_sids.apply(drop_tombstones)
