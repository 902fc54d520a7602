"""The rules of end users and supporting documents."""

from __future__ import annotations

import json
from typing import Any

from ..store import errors
from ..store.entity_types import END_USER_TYPES, SUPPORTING_DOCUMENT_TYPES, entity_type
from ..store.models import Account, DocumentStatus, EndUser, SupportingDocument
from ..store.store import Store


def attributes_from(text: str | None) -> dict[str, Any]:
    """Attributes as they travel, in a form field that holds JSON."""
    if not text:
        return {}
    try:
        attributes = json.loads(text)
    except ValueError:
        attributes = None
    if not isinstance(attributes, dict):
        message = "Attributes could not be parsed as a JSON object."
        raise errors.invalid(message, code=errors.INVALID_ATTRIBUTES)
    return attributes


def create_end_user(
    store: Store, account: Account, *, friendly_name: str, kind: str, attributes: str | None = None
) -> EndUser:
    """Make an end user of a known type."""
    if entity_type(kind, of=END_USER_TYPES) is None:
        raise errors.invalid(f"Identity type not found: {kind}", code=errors.UNKNOWN_TYPE)
    fields = {"attributes": attributes_from(attributes)} | store.new_fields("IT", account.sid)
    end_user = EndUser(**fields, friendly_name=friendly_name, type=kind)
    account.end_users[end_user.sid] = end_user
    return end_user


def create_document(
    store: Store, account: Account, *, friendly_name: str, kind: str, attributes: str | None = None
) -> SupportingDocument:
    """Make a supporting document of a known type."""
    if entity_type(kind, of=SUPPORTING_DOCUMENT_TYPES) is None:
        message = f"Supporting document type not found: {kind}"
        raise errors.invalid(message, code=errors.UNKNOWN_TYPE)
    fields = {"attributes": attributes_from(attributes)} | store.new_fields("RD", account.sid)
    document = SupportingDocument(**fields, friendly_name=friendly_name, type=kind)
    account.supporting_documents[document.sid] = document
    return document


def update_entity(
    store: Store,
    entity: EndUser | SupportingDocument,
    *,
    friendly_name: str | None = None,
    attributes: str | None = None,
) -> None:
    """Change a name, or put new attributes in the place of all the old ones."""
    parsed = None if attributes is None else attributes_from(attributes)
    if friendly_name is not None:
        entity.friendly_name = friendly_name
    if parsed is not None:
        entity.attributes = parsed
    entity.date_updated = store.now()


def delete_end_user(store: Store, account: Account, end_user: EndUser) -> None:
    """Remove an end user that is on no bundle."""
    _detach(store, end_user.sid, code=errors.END_USER_ASSIGNED, name="End-User")
    del account.end_users[end_user.sid]


def delete_document(store: Store, account: Account, document: SupportingDocument) -> None:
    """Remove a document that is on no bundle and in no review."""
    rule = store.settings.delete_under_review
    if document.status is DocumentStatus.PENDING_REVIEW and rule == "refuse":
        message = f"Supporting Document {document.sid} is PENDING_REVIEW and cannot be deleted."
        raise errors.invalid(message, code=errors.DOCUMENT_UNDER_REVIEW)
    _detach(store, document.sid, code=errors.DOCUMENT_ASSIGNED, name="Supporting Document")
    del account.supporting_documents[document.sid]


def _detach(store: Store, sid: str, *, code: int, name: str) -> None:
    assigned = list(store.assignments_by_object.get(sid, {}).values())
    if assigned and store.settings.delete_with_assignments == "refuse":
        bundle = assigned[0].bundle.sid
        raise errors.invalid(
            f"{name} {sid} cannot be deleted: it is assigned to bundle {bundle}.", code=code
        )
    for entity in assigned:
        store.remove_entity(entity)
