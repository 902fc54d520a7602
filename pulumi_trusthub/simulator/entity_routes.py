"""The paths of end users and supporting documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pulumi_trusthub.simulator import answers, entities

from .forms import Parameter
from .listing import find, listed, read
from .routing import NO_CONTENT, PAGING, Call, Operation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .models import Account, EndUser, SupportingDocument

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
        answer=answers.end_user,
        create=entities.create_end_user,
        delete=entities.delete_end_user,
    )
    yield from _operations(
        "/v1/SupportingDocuments",
        objects=lambda account: account.supporting_documents,
        answer=answers.supporting_document,
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
    def post(call: Call) -> dict[str, Any]:
        made = create(
            call.world,
            call.account,
            friendly_name=call.values["FriendlyName"],
            kind=call.values["Type"],
            attributes=call.values.get("Attributes"),
        )
        return answer(made, call.base)

    def list_all(call: Call) -> dict[str, Any]:
        return listed(call, objects(call.account).values(), answer)

    def fetch(call: Call) -> dict[str, Any]:
        return answer(read(call, objects(call.account)), call.base)

    def update(call: Call) -> dict[str, Any]:
        entity = find(call, objects(call.account))
        entities.update_entity(
            call.world,
            entity,
            friendly_name=call.values.get("FriendlyName"),
            attributes=call.values.get("Attributes"),
        )
        return answer(entity, call.base)

    def remove(call: Call) -> None:
        delete(call.world, call.account, find(call, objects(call.account)))

    yield Operation("POST", path, post, _CREATE, status=201)
    yield Operation("GET", path, list_all, PAGING)
    yield Operation("GET", path + "/{sid}", fetch)
    yield Operation("POST", path + "/{sid}", update, _UPDATE)
    yield Operation("DELETE", path + "/{sid}", remove, status=NO_CONTENT)
