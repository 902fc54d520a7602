"""The paths of what Twilio itself defines: policies, and the types of end users and documents."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from ..store.entity_types import END_USER_TYPES, SUPPORTING_DOCUMENT_TYPES, EntityType
from ..store.errors import not_found
from ..store.policies import Policy
from ..store.store import Store
from . import serializers
from .pagination import listed
from .routing import PAGING, ApiRequest, Operation


@dataclasses.dataclass(slots=True)
class _Entry:
    """A definition and its place in the list."""

    sequence: int
    definition: Policy | EntityType
    reads_until_visible: int = 0
    made_at: float = 0.0


def operations() -> Iterator[Operation]:
    """The three catalogues, which can only be read."""
    yield from _catalog("Policies", "results", lambda store: store.policies.values())
    yield from _catalog("EndUserTypes", "end_user_types", lambda _: END_USER_TYPES)
    yield from _catalog(
        "SupportingDocumentTypes", "supporting_document_types", lambda _: SUPPORTING_DOCUMENT_TYPES
    )


def _catalog(
    collection: str, key: str, definitions: Callable[[Store], Iterable[Policy | EntityType]]
) -> Iterator[Operation]:
    def serialize(it: Policy | EntityType, base: str) -> dict[str, Any]:
        if isinstance(it, Policy):
            return serializers.policy(it, base)
        return serializers.entity_type(it, base, collection=collection)

    def list_all(request: ApiRequest) -> dict[str, Any]:
        entries = [_Entry(*it) for it in enumerate(definitions(request.store), start=1)]
        return listed(
            request, entries, lambda entry, base: serialize(entry.definition, base), key=key
        )

    def fetch(request: ApiRequest) -> Policy | EntityType:
        for it in definitions(request.store):
            if request.path_values["sid"] in {it.sid, getattr(it, "machine_name", None)}:
                return it
        raise not_found(request.path)

    yield Operation("GET", f"/v1/{collection}", list_all, PAGING)
    yield Operation("GET", f"/v1/{collection}/{{sid}}", fetch, serializer=serialize)
