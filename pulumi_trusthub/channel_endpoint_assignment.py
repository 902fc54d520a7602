"""ChannelEndpointAssignment: puts one phone number on a bundle."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar, overload

import pulumi
from pydantic import AfterValidator

from ._assigning import AssignmentInputs, AssignmentProvider, AssignmentResource
from ._assignments import products_that_carry
from ._ids import (
    CHANNEL_ENDPOINT,
    CUSTOMER_PROFILES,
    endpoint_problem,
    require_assignment,
)
from ._inputs import Known, Text
from ._status import warn

if TYPE_CHECKING:
    from ._client import TrustHubClient
    from ._provider import Properties

PHONE_NUMBER = "phone-number"
"""The only channel endpoint type that Twilio's guides use."""


def _endpoint_sid(value: str) -> str:
    problem = endpoint_problem(value)
    if problem:
        raise ValueError(problem)
    return value


class ChannelEndpointAssignmentInputs(AssignmentInputs):
    """The inputs of a channel endpoint assignment."""

    replaces: ClassVar[frozenset[str]] = AssignmentInputs.replaces | {
        "channel_endpoint_sid",
        "channel_endpoint_type",
    }

    channel_endpoint_sid: Annotated[str, AfterValidator(_endpoint_sid), Known]
    channel_endpoint_type: Text


class ChannelEndpointAssignmentProvider(AssignmentProvider):
    """Makes, reads and deletes channel endpoint assignments; Trust Hub cannot change one."""

    noun = "channel endpoint assignment"
    inputs = ChannelEndpointAssignmentInputs
    kind = CHANNEL_ENDPOINT
    fields: ClassVar[dict[str, str]] = {
        "channel_endpoint_type": "ChannelEndpointType",
        "channel_endpoint_sid": CHANNEL_ENDPOINT.parameter,
    }

    def remove(self, client: TrustHubClient, id_: str, props: Properties) -> bool:
        """Delete it, unless a trust product's calls still need the number on the profile."""
        bundle, _ = require_assignment(id_, self.kind)
        if self.is_taken(client, id_):
            return True
        collection, _, profile_sid = bundle.partition("/")
        number_sid = props.get("channel_endpoint_sid")
        if collection == CUSTOMER_PROFILES and number_sid:
            carriers = products_that_carry(client, profile_sid, number_sid)
            if carriers:
                names = ", ".join(f"{p['sid']} ({p.get('friendly_name')})" for p in carriers)
                warn(
                    f"{number_sid} stays on the customer profile {profile_sid}, although this "
                    f"stack no longer manages it there: it is still on trust product {names}, "
                    f"whose calls would lose their attestation."
                )
                return True
        return super().remove(client, id_, props)


class ChannelEndpointAssignment(
    AssignmentResource, module="trusthub", name="ChannelEndpointAssignment"
):
    """Puts one phone number on a customer profile or a trust product.

    A number goes onto the profile first and onto the product then: let the product's assignment
    depend on the profile's.  Its id is its path:
    ``TrustProducts/BU…/ChannelEndpointAssignments/RA…``.
    """

    channel_endpoint_sid: pulumi.Output[str]
    """The phone number."""

    channel_endpoint_type: pulumi.Output[str]
    """``phone-number``."""

    _verbs = ChannelEndpointAssignmentProvider()

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
        """Declare a channel endpoint assignment; every change of it is a replacement.

        Args:
            resource_name: What the stack calls it.
            channel_endpoint_sid: The phone number, ``PN…``;
                :func:`~pulumi_trusthub.get_phone_numbers` finds it.
            trust_product_sid: The trust product it goes onto, or
            customer_profile_sid: the customer profile it goes onto.
            channel_endpoint_type: ``phone-number``; Twilio's guides say not to change it.
            keep_existing: Leave it in place on destroy if it was there before this stack.
            opts: A bag of options.
        """
        inputs = {
            "channel_endpoint_sid": channel_endpoint_sid,
            "channel_endpoint_type": channel_endpoint_type,
            "trust_product_sid": trust_product_sid,
            "customer_profile_sid": customer_profile_sid,
            "keep_existing": keep_existing or None,
        }
        self._declare(resource_name, inputs, opts)
