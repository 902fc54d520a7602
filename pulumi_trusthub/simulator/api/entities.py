"""The paths of end users and supporting documents."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from ..rules import entities
from ..store.models import Collection
from . import serializers
from .pagination import find, held, listed, read, remove
from .parameters import Parameter
from .routing import NO_CONTENT, PAGING, ApiRequest, Operation

_CREATE = (
    Parameter("FriendlyName", required=True),
    Parameter("Type", required=True),
    Parameter("Attributes"),
)
_UPDATE = (Parameter("FriendlyName"), Parameter("Attributes"))


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
        name, kind = request.values["FriendlyName"], request.values["Type"]
        attributes = request.values.get("Attributes")
        return create(
            request.store, request.account, friendly_name=name, kind=kind, attributes=attributes
        )

    def list_all(request: ApiRequest) -> dict[str, Any]:
        return listed(request, held(request, objects(request)), serializer)

    def fetch(request: ApiRequest) -> Any:
        return read(request, objects(request))

    def update(request: ApiRequest) -> Any:
        name, attributes = map(request.values.get, ("FriendlyName", "Attributes"))
        entity = find(request, objects(request))
        entities.update_entity(request.store, entity, friendly_name=name, attributes=attributes)
        return entity

    def delete_one(request: ApiRequest) -> None:
        entity = find(request, objects(request))
        remove(request, entity, lambda: delete(request.store, request.account, entity))

    yield Operation("POST", path, post, _CREATE, status=201, serializer=serializer)
    yield Operation("GET", path, list_all, PAGING)
    yield Operation("GET", path + "/{sid}", fetch, serializer=serializer)
    yield Operation("POST", path + "/{sid}", update, _UPDATE, serializer=serializer)
    yield Operation("DELETE", path + "/{sid}", delete_one, status=NO_CONTENT)
