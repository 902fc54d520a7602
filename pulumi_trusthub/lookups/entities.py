"""Lookups of end users and supporting documents, whose attributes are secrets.

Trust Hub's lists of them have no filters, so the whole list is read and then compared.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pulumi_trusthub._core.model.results import EndUserResult, SupportingDocumentResult
from pulumi_trusthub._core.model.sids import END_USERS, SUPPORTING_DOCUMENTS

from .listing import read_all
from .output import as_secret_output
from .personal import as_plain, guarded

if TYPE_CHECKING:
    from pulumi_trusthub.resources.provider import Provider


def get_end_users(
    *,
    friendly_name: str | None = None,
    type: str | None = None,  # noqa: A002 - Twilio's name
    provider: Provider | None = None,
) -> tuple[EndUserResult, ...]:
    """Read the end users of the account.

    Their ``attributes`` are personal data: given to a resource or exported, they are a secret.

    Args:
        friendly_name: Only end users of this name.
        type: Only end users of this type, such as ``authorized_representative_1``.
        provider: The provider of the account; None for the stack's own account.

    Raises:
        TrustHubError: There are no credentials, or Twilio refused.
    """
    fields = {"friendly_name": friendly_name, "type": type}
    return read_all(EndUserResult, provider, END_USERS, guarded, **fields)


get_end_users_output = as_secret_output(get_end_users, as_plain)


def get_supporting_documents(
    *,
    friendly_name: str | None = None,
    type: str | None = None,  # noqa: A002 - Twilio's name
    status: str | None = None,
    provider: Provider | None = None,
) -> tuple[SupportingDocumentResult, ...]:
    """Read the supporting documents of the account.

    Their ``attributes`` are personal data: given to a resource or exported, they are a secret.

    Args:
        friendly_name: Only documents of this name.
        type: Only documents of this type, such as ``customer_profile_address``.
        status: ``DRAFT``, ``PENDING_REVIEW``, ``REJECTED``, ``APPROVED``, ``EXPIRED`` or
            ``PROVISIONALLY_APPROVED``; None for all.
        provider: The provider of the account; None for the stack's own account.

    Raises:
        TrustHubError: There are no credentials, or Twilio refused.
    """
    fields = {"friendly_name": friendly_name, "type": type, "status": status}
    return read_all(SupportingDocumentResult, provider, SUPPORTING_DOCUMENTS, guarded, **fields)


get_supporting_documents_output = as_secret_output(get_supporting_documents, as_plain)
