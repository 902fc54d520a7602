"""The paths of what Twilio itself defines: policies, and the types of end users and documents."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Generic, TypeVar

from ..store.entity_types import END_USER_TYPES, SUPPORTING_DOCUMENT_TYPES, EntityType, entity_type
from ..store.errors import not_found
from . import serializers
from .pagination import listed
from .routing import PAGING, ApiRequest, Operation

Definition = TypeVar("Definition")


@dataclasses.dataclass(slots=True)
class _Entry(Generic[Definition]):
    """A definition in the place that it has in its list."""

    sequence: int
    definition: Definition
    reads_until_visible: int = 0


def operations() -> Iterator[Operation]:
    """The three catalogues, which can only be read."""
    yield Operation("GET", "/v1/Policies", _list_policies, PAGING)
    yield Operation("GET", "/v1/Policies/{sid}", _fetch_policy)
    yield from _types("EndUserTypes", "end_user_types", END_USER_TYPES)
    yield from _types(
        "SupportingDocumentTypes", "supporting_document_types", SUPPORTING_DOCUMENT_TYPES
    )


def _list_policies(request: ApiRequest) -> dict[str, Any]:
    return _listed(request, request.store.policies.values(), serializers.policy, key="results")


def _fetch_policy(request: ApiRequest) -> dict[str, Any]:
    policy = request.store.policies.get(request.path_values["sid"])
    if policy is None:
        raise not_found(request.path)
    return serializers.policy(policy, request.base)


def _types(collection: str, key: str, known: tuple[EntityType, ...]) -> Iterator[Operation]:
    def answer(it: EntityType, base: str) -> dict[str, Any]:
        return serializers.entity_type(it, base, collection=collection)

    def list_all(request: ApiRequest) -> dict[str, Any]:
        return _listed(request, known, answer, key=key)

    def fetch(request: ApiRequest) -> dict[str, Any]:
        found = entity_type(request.path_values["sid"], of=known)
        if found is None:
            raise not_found(request.path)
        return answer(found, request.base)

    yield Operation("GET", f"/v1/{collection}", list_all, PAGING)
    yield Operation("GET", f"/v1/{collection}/{{sid}}", fetch)


def _listed(
    request: ApiRequest,
    definitions: Iterable[Definition],
    answer: Callable[[Definition, str], dict[str, Any]],
    *,
    key: str,
) -> dict[str, Any]:
    entries = [_Entry(sequence, it) for sequence, it in enumerate(definitions, start=1)]
    return listed(request, entries, lambda entry, base: answer(entry.definition, base), key=key)
