"""EntityAssignment: attaches a customer profile, an end user or a document to a bundle."""

from __future__ import annotations

from typing import overload

import pulumi

from pulumi_trusthub.dynamic.providers import EntityAssignmentProvider

from .base import AssignmentResource


class EntityAssignment(AssignmentResource, module="trusthub", name="EntityAssignment"):
    """Attaches a customer profile, an end user or a supporting document to a bundle.

    For SHAKEN/STIR the assignment links the trust product to the business profile.  Its id is its
    path: ``TrustProducts/BU…/EntityAssignments/BV…``.

    A customer profile on a submitted bundle outlives its own delete: it stays linked, with a
    warning, and goes when the bundle or the profile is deleted.
    """

    object_sid: pulumi.Output[str]
    """The attached object."""

    _dynamic_provider = EntityAssignmentProvider()

    @overload
    def __init__(
        self,
        resource_name: str,
        *,
        object_sid: pulumi.Input[str],
        trust_product_sid: pulumi.Input[str],
        keep_existing: bool = False,
        force_destroy: bool = False,
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
        force_destroy: bool = False,
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
        force_destroy: bool = False,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Declare an entity assignment; every changed input requires a replacement.

        Args:
            resource_name: The resource's name in the stack.
            object_sid: The object to attach: ``BU…`` (a customer profile), ``IT…`` or ``RD…``.
            trust_product_sid: The trust product to attach the object to, or
            customer_profile_sid: the customer profile to attach the object to.
            keep_existing: Leave the assignment in place on destroy if it existed before this stack.
            force_destroy: Take a customer profile off a submitted bundle too.  Trust Hub takes no
                new link on an approved bundle, so without it the link stays in place, with a
                warning, until the bundle or the profile is deleted.
            opts: Options for the resource.
        """
        inputs = {
            "object_sid": object_sid,
            "trust_product_sid": trust_product_sid,
            "customer_profile_sid": customer_profile_sid,
            "keep_existing": keep_existing or None,
            "force_destroy": force_destroy or None,
        }
        self._declare(resource_name, inputs, opts)
