"""SupportingDocument: evidence about a business, such as its address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pulumi

from pulumi_trusthub.dynamic.providers import SupportingDocumentProvider

from .base import EntityResource

if TYPE_CHECKING:
    from collections.abc import Mapping


class SupportingDocument(EntityResource, module="trusthub", name="SupportingDocument"):
    """Evidence about a business, such as its address.

    A document has an effect once an :class:`~pulumi_trusthub.EntityAssignment` attaches it to a
    bundle.  Its id is its SID, ``RD…``.
    """

    mime_type: pulumi.Output[str | None]
    """The type of the document's file, if any."""

    status: pulumi.Output[str]
    """``DRAFT``, ``PENDING_REVIEW``, ``REJECTED``, ``APPROVED``, ``EXPIRED`` or
    ``PROVISIONALLY_APPROVED``."""

    _dynamic_provider = SupportingDocumentProvider()

    def __init__(
        self,
        resource_name: str,
        *,
        friendly_name: pulumi.Input[str],
        type: pulumi.Input[str],  # noqa: A002 - Twilio's name
        attributes: pulumi.Input[Mapping[str, Any]] | None = None,
        adopt: pulumi.Input[bool | str | None] = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Declare a supporting document.

        Args:
            resource_name: The resource's name in the stack.
            friendly_name: The document's name, for people.
            type: The document's type, by Twilio's machine name; cannot be changed later.
            attributes: The attributes of the type, such as :class:`CustomerProfileAddress`; always
                a secret.
            adopt: Adopt an existing document instead of creating one: its SID, or True for the
                document of the same type and name, if there is any.  An adopted document is left in
                place on destroy.
            opts: Options for the resource.
        """
        inputs = {
            "friendly_name": friendly_name,
            "type": type,
            "attributes": attributes,
            "adopt": adopt,
        }
        self._declare(resource_name, inputs, opts)
