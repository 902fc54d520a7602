"""The paths of end users and supporting documents."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from ..rules import entities
from ..store.models import Account, EndUser, SupportingDocument
from . import serializers
from .pagination import find, listed, read
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
        objects=lambda account: account.end_users,
        answer=serializers.end_user,
        create=entities.create_end_user,
        delete=entities.delete_end_user,
    )
    yield from _operations(
        "/v1/SupportingDocuments",
        objects=lambda account: account.supporting_documents,
        answer=serializers.supporting_document,
        create=entities.create_document,
        delete=entities.delete_document,
    )


def _operations(
    path: str,
    *,
    objects: Callable[[Account], dict[str, Any]],
    answer: Callable[[Any, str], dict[str, Any]],
    create: Callable[..., EndUser | SupportingDocument],
    delete: Callable[..., None],
) -> Iterator[Operation]:
    def post(request: ApiRequest) -> dict[str, Any]:
        made = create(
            request.store,
            request.account,
            friendly_name=request.values["FriendlyName"],
            kind=request.values["Type"],
            attributes=request.values.get("Attributes"),
        )
        return answer(made, request.base)

    def list_all(request: ApiRequest) -> dict[str, Any]:
        return listed(request, objects(request.account).values(), answer)

    def fetch(request: ApiRequest) -> dict[str, Any]:
        return answer(read(request, objects(request.account)), request.base)

    def update(request: ApiRequest) -> dict[str, Any]:
        entity = find(request, objects(request.account))
        entities.update_entity(
            request.store,
            entity,
            friendly_name=request.values.get("FriendlyName"),
            attributes=request.values.get("Attributes"),
        )
        return answer(entity, request.base)

    def remove(request: ApiRequest) -> None:
        delete(request.store, request.account, find(request, objects(request.account)))

    yield Operation("POST", path, post, _CREATE, status=201)
    yield Operation("GET", path, list_all, PAGING)
    yield Operation("GET", path + "/{sid}", fetch)
    yield Operation("POST", path + "/{sid}", update, _UPDATE)
    yield Operation("DELETE", path + "/{sid}", remove, status=NO_CONTENT)
