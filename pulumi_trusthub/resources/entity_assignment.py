"""EntityAssignment: attaches a customer profile, an end user or a document to a bundle."""

from __future__ import annotations

from typing import overload

import pulumi

from pulumi_trusthub.dynamic.providers import EntityAssignmentProvider

from .base import AssignmentResource


class EntityAssignment(AssignmentResource, module="trusthub", name="EntityAssignment"):
    """Attaches a customer profile, an end user or a supporting document to a bundle.

    For SHAKEN/STIR it links the trust product to the business profile.  Its id is its path:
    ``TrustProducts/BU…/EntityAssignments/BV…``.
    """

    object_sid: pulumi.Output[str]
    """What is attached."""

    _dynamic_provider = EntityAssignmentProvider()

    @overload
    def __init__(
        self,
        resource_name: str,
        *,
        object_sid: pulumi.Input[str],
        trust_product_sid: pulumi.Input[str],
        keep_existing: bool = False,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None: ...

    @overload
    def __init__(
        self,
        resource_name: str,
        *,
        object_sid: pulumi.Input[str],
        customer_profile_sid: pulumi.Input[str],
        keep_existing: bool = False,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None: ...

    def __init__(
        self,
        resource_name: str,
        *,
        object_sid: pulumi.Input[str],
        trust_product_sid: pulumi.Input[str] | None = None,
        customer_profile_sid: pulumi.Input[str] | None = None,
        keep_existing: bool = False,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Declare an entity assignment; every change of it is a replacement.

        Args:
            resource_name: What the stack calls it.
            object_sid: What is attached: ``BU…`` (a customer profile), ``IT…`` or ``RD…``.
            trust_product_sid: The trust product it is attached to, or
            customer_profile_sid: the customer profile it is attached to.
            keep_existing: Leave it in place on destroy if it was there before this stack.
            opts: A bag of options.
        """
        inputs = {
            "object_sid": object_sid,
            "trust_product_sid": trust_product_sid,
            "customer_profile_sid": customer_profile_sid,
            "keep_existing": keep_existing or None,
        }
        self._declare(resource_name, inputs, opts)
