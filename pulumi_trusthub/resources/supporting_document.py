"""SupportingDocument: what proves something of a business, such as its address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pulumi

from pulumi_trusthub._core.model.attribute_types import SUPPORTING_DOCUMENT_TYPES
from pulumi_trusthub.dynamic.providers import SupportingDocumentProvider

from .base import EntityResource

if TYPE_CHECKING:
    from collections.abc import Mapping


class SupportingDocument(EntityResource, module="trusthub", name="SupportingDocument"):
    """What proves something of a business, such as its address.

    It counts once it is attached to a bundle by an :class:`~pulumi_trusthub.EntityAssignment`.
    Its id is its SID, ``RD…``.
    """

    mime_type: pulumi.Output[str | None]
    """What kind of file it is, if any."""

    status: pulumi.Output[str]
    """``DRAFT``, ``PENDING_REVIEW``, ``REJECTED``, ``APPROVED``, ``EXPIRED`` or
    ``PROVISIONALLY_APPROVED``."""

    _dynamic_provider = SupportingDocumentProvider()
    _types = SUPPORTING_DOCUMENT_TYPES

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
            resource_name: What the stack calls it.
            friendly_name: What people call it.
            type: What it is, by Twilio's machine name; cannot be changed later.
            attributes: What its type asks for, such as :class:`CustomerProfileAddress`; always a
                secret.
            adopt: Take over an existing one instead of making one: its SID, or True for the
                one of the same type and name if there is one.  It is left in place on destroy.
            opts: A bag of options.
        """
        inputs = {
            "friendly_name": friendly_name,
            "type": type,
            "attributes": attributes,
            "adopt": adopt,
        }
        self._declare(resource_name, inputs, opts)
