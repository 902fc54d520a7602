"""ChannelEndpointAssignment: assigns one phone number to a bundle."""

from __future__ import annotations

from typing import Any, overload

import pulumi

from pulumi_trusthub._core.handlers.assignments import PHONE_NUMBER
from pulumi_trusthub.dynamic.providers import ChannelEndpointAssignmentProvider

from .base import AssignmentResource


class ChannelEndpointAssignment(
    AssignmentResource, module="trusthub", name="ChannelEndpointAssignment"
):
    """Assigns one phone number to a customer profile or a trust product.

    A number must be on the profile before it can be on the product: let the product's assignment
    depend on the profile's.  Its id is its path:
    ``TrustProducts/BU…/ChannelEndpointAssignments/RA…``.
    """

    channel_endpoint_sid: pulumi.Output[str]
    """The phone number."""

    channel_endpoint_type: pulumi.Output[str]
    """``phone-number``."""

    corrected: pulumi.Output[dict[str, Any] | None]
    """Twilio's values of inputs that Twilio writes in another way; always a secret."""

    _dynamic_provider = ChannelEndpointAssignmentProvider()

    @overload
    def __init__(
        self,
        resource_name: str,
        *,
        channel_endpoint_sid: pulumi.Input[str],
        trust_product_sid: pulumi.Input[str],
        channel_endpoint_type: pulumi.Input[str] = PHONE_NUMBER,
        keep_existing: bool = False,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None: ...

    @overload
    def __init__(
        self,
        resource_name: str,
        *,
        channel_endpoint_sid: pulumi.Input[str],
        customer_profile_sid: pulumi.Input[str],
        channel_endpoint_type: pulumi.Input[str] = PHONE_NUMBER,
        keep_existing: bool = False,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None: ...

    def __init__(
        self,
        resource_name: str,
        *,
        channel_endpoint_sid: pulumi.Input[str],
        trust_product_sid: pulumi.Input[str] | None = None,
        customer_profile_sid: pulumi.Input[str] | None = None,
        channel_endpoint_type: pulumi.Input[str] = PHONE_NUMBER,
        keep_existing: bool = False,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Declare a channel endpoint assignment; every changed input requires a replacement.

        Args:
            resource_name: The resource's name in the stack.
            channel_endpoint_sid: The phone number, ``PN…``;
                :func:`~pulumi_trusthub.get_phone_numbers` looks it up.
            trust_product_sid: The trust product to assign the number to, or
            customer_profile_sid: the customer profile to assign the number to.
            channel_endpoint_type: ``phone-number``; Twilio's guides say not to change it.
            keep_existing: Leave the assignment in place on destroy if it existed before this stack.
            opts: Options for the resource.
        """
        inputs = {
            "channel_endpoint_sid": channel_endpoint_sid,
            "channel_endpoint_type": channel_endpoint_type,
            "trust_product_sid": trust_product_sid,
            "customer_profile_sid": customer_profile_sid,
            "keep_existing": keep_existing or None,
        }
        self._declare(resource_name, inputs, opts)
