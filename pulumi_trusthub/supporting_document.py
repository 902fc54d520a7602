"""SupportingDocument: what proves something of a business, such as its address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, TypedDict

import pulumi

from ._adopting import adoptable
from ._attributed import AttributedInputs, AttributedProvider, AttributedResource
from ._attributes import END_USER_TYPES, SUPPORTING_DOCUMENT_TYPES
from ._inputs import Known

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class CustomerProfileAddress(TypedDict):
    """Attributes of ``customer_profile_address``: SIDs, with commas between or as a list."""

    address_sids: pulumi.Input[str] | pulumi.Input[Sequence[pulumi.Input[str]]]


class SupportingDocumentInputs(AttributedInputs):
    """The inputs of a supporting document."""

    adopt: Annotated[Any, adoptable("RD"), Known] = None


class SupportingDocumentProvider(AttributedProvider):
    """Makes, reads, changes and deletes supporting documents."""

    noun = "supporting document"
    inputs = SupportingDocumentInputs
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
