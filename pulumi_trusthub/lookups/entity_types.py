"""Lookups of the types of end users and supporting documents, which Twilio defines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pulumi_trusthub._core.model.results import EndUserTypeResult, SupportingDocumentTypeResult

from .listing import read_all
from .output import as_output

if TYPE_CHECKING:
    from pulumi_trusthub.resources.provider import Provider


def get_end_user_types(
    *,
    friendly_name: str | None = None,
    machine_name: str | None = None,
    provider: Provider | None = None,
) -> tuple[EndUserTypeResult, ...]:
    """Read Twilio's types of end users, with the fields of their attributes.

    Args:
        friendly_name: Only the type of this name, such as ``Business Information``.
        machine_name: Only the type that an end user names in this way, such as
            ``authorized_representative_1``.
        provider: The provider of the account; None for the stack's own account.

    Raises:
        TrustHubError: There are no credentials, or Twilio refused.
    """
    names = {"friendly_name": friendly_name, "machine_name": machine_name}
    return read_all(EndUserTypeResult, provider, "EndUserTypes", **names)


get_end_user_types_output = as_output(get_end_user_types)


def get_supporting_document_types(
    *,
    friendly_name: str | None = None,
    machine_name: str | None = None,
    provider: Provider | None = None,
) -> tuple[SupportingDocumentTypeResult, ...]:
    """Read Twilio's types of supporting documents, with the fields of their attributes.

    Args:
        friendly_name: Only the type of this name.
        machine_name: Only the type that a document names in this way, such as
            ``customer_profile_address``.
        provider: The provider of the account; None for the stack's own account.

    Raises:
        TrustHubError: There are no credentials, or Twilio refused.
    """
    names = {"friendly_name": friendly_name, "machine_name": machine_name}
    return read_all(SupportingDocumentTypeResult, provider, "SupportingDocumentTypes", **names)


get_supporting_document_types_output = as_output(get_supporting_document_types)
