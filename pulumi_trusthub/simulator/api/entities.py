"""The paths of end users and supporting documents."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from ..rules import entities
from ..store.models import Collection
from . import serializers
from .pagination import find, held, listed, reading, removing
from .parameters import Parameter
from .routing import NO_CONTENT, PAGING, ApiRequest, Operation

_UPDATE = (Parameter("FriendlyName"), Parameter("Attributes"))
_CREATE = (_UPDATE[0].must(), Parameter("Type", required=True), _UPDATE[1])


def operations() -> Iterator[Operation]:
    """Both collections: the same verbs, but for the rules of creation and deletion."""
    yield from _operations(
        "/v1/EndUsers",
        objects=lambda request: request.account.end_users,
        serializer=serializers.end_user,
        create=entities.create_end_user,
        delete=entities.delete_end_user,
    )
    yield from _operations(
        "/v1/SupportingDocuments",
        objects=lambda request: request.account.supporting_documents,
        serializer=serializers.supporting_document,
        create=entities.create_document,
        delete=entities.delete_document,
    )


def _operations(
    path: str,
    *,
    objects: Callable[[ApiRequest], Collection[Any]],
    serializer: Callable[[Any, str], dict[str, Any]],
    create: Callable[..., Any],
    delete: Callable[..., None],
) -> Iterator[Operation]:
    def post(request: ApiRequest) -> Any:
        fields = request.fields
        return create(request.store, request.account, kind=fields.pop("type"), **fields)

    def list_all(request: ApiRequest) -> dict[str, Any]:
        return listed(request, held(request, objects(request)), serializer)

    def update(request: ApiRequest) -> Any:
        entity = find(request, objects(request))
        entities.update_entity(request.store, entity, **request.fields)
        return entity

    removed = removing(objects, lambda store, it: delete(store, store.owner(it), it))
    item = path + "/{sid}"
    yield Operation("POST", path, post, _CREATE, status=201, serializer=serializer)
    yield Operation("GET", path, list_all, PAGING)
    yield Operation("GET", item, reading(objects), serializer=serializer)
    yield Operation("POST", item, update, _UPDATE, serializer=serializer)
    yield Operation("DELETE", item, removed, status=NO_CONTENT)
