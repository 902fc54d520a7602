"""The paths of what Twilio itself defines: policies, and the types of end users and documents."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from pulumi_trusthub.simulator import answers

from .errors import not_found
from .listing import listed
from .machine_types import END_USER_TYPES, SUPPORTING_DOCUMENT_TYPES, MachineType, machine_type
from .routing import PAGING, Call, Operation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

Definition = TypeVar("Definition")


@dataclasses.dataclass(slots=True)
class _Entry(Generic[Definition]):
    """A definition in the place that it has in its list."""

    number: int
    definition: Definition
    hidden_reads: int = 0


def operations() -> Iterator[Operation]:
    """The three catalogues, which can only be read."""
    yield Operation("GET", "/v1/Policies", _list_policies, PAGING)
    yield Operation("GET", "/v1/Policies/{sid}", _fetch_policy)
    yield from _types("EndUserTypes", "end_user_types", END_USER_TYPES)
    yield from _types(
        "SupportingDocumentTypes", "supporting_document_types", SUPPORTING_DOCUMENT_TYPES
    )


def _list_policies(call: Call) -> dict[str, Any]:
    return _listed(call, call.world.policies.values(), answers.policy, key="results")


def _fetch_policy(call: Call) -> dict[str, Any]:
    policy = call.world.policies.get(call.path_values["sid"])
    if policy is None:
        raise not_found(call.path)
    return answers.policy(policy, call.base)


def _types(collection: str, key: str, known: tuple[MachineType, ...]) -> Iterator[Operation]:
    def answer(it: MachineType, base: str) -> dict[str, Any]:
        return answers.machine_type(it, base, collection=collection)

    def list_all(call: Call) -> dict[str, Any]:
        return _listed(call, known, answer, key=key)

    def fetch(call: Call) -> dict[str, Any]:
        found = machine_type(call.path_values["sid"], of=known)
        if found is None:
            raise not_found(call.path)
        return answer(found, call.base)

    yield Operation("GET", f"/v1/{collection}", list_all, PAGING)
    yield Operation("GET", f"/v1/{collection}/{{sid}}", fetch)


def _listed(
    call: Call,
    definitions: Iterable[Definition],
    answer: Callable[[Definition, str], dict[str, Any]],
    *,
    key: str,
) -> dict[str, Any]:
    entries = [_Entry(number, it) for number, it in enumerate(definitions, start=1)]
    return listed(call, entries, lambda entry, base: answer(entry.definition, base), key=key)
