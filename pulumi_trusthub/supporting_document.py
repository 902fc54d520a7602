"""SupportingDocument: what proves something of a business, such as its address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict

import pulumi

from ._attributed import AttributedProvider, AttributedResource
from ._attributes import END_USER_TYPES, SUPPORTING_DOCUMENT_TYPES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class CustomerProfileAddress(TypedDict):
    """Attributes of ``customer_profile_address``: SIDs, with commas between or as a list."""

    address_sids: pulumi.Input[str] | pulumi.Input[Sequence[pulumi.Input[str]]]


class SupportingDocumentProvider(AttributedProvider):
    """Makes, reads, changes and deletes supporting documents."""

    noun = "supporting document"
    collection = "SupportingDocuments"
    prefix = "RD"
    types = SUPPORTING_DOCUMENT_TYPES
    foreign_types = (END_USER_TYPES, "end user")


class SupportingDocument(AttributedResource, module="trusthub", name="SupportingDocument"):
    """What proves something of a business, such as its address.

    It counts once it is attached to a bundle by an :class:`~pulumi_trusthub.EntityAssignment`.
    Its id is its SID, ``RD…``.
    """

    mime_type: pulumi.Output[str | None]
    """What kind of file it is, if any."""

    status: pulumi.Output[str]
    """``DRAFT``, ``PENDING_REVIEW``, ``REJECTED``, ``APPROVED``, ``EXPIRED`` or
    ``PROVISIONALLY_APPROVED``."""

    _verbs = SupportingDocumentProvider()
    _outputs = (*AttributedResource._outputs, "mime_type", "status")  # noqa: SLF001 - its own

    def __init__(
        self,
        resource_name: str,
        *,
        friendly_name: pulumi.Input[str],
        type: pulumi.Input[str],  # noqa: A002 - Twilio's name
        attributes: pulumi.Input[Mapping[str, Any]] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Declare a supporting document.

        Args:
            resource_name: What the stack calls it.
            friendly_name: What people call it.
            type: What it is, by Twilio's machine name; cannot be changed later.
            attributes: What its type asks for, such as :class:`CustomerProfileAddress`; always a
                secret.
            opts: A bag of options.
        """
        inputs = {"friendly_name": friendly_name, "type": type, "attributes": attributes}
        self._declare(resource_name, inputs, opts)
