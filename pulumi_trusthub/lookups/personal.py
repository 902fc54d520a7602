"""Attributes of people and businesses, which a state may hold as a secret alone."""

from __future__ import annotations

import dataclasses
from collections.abc import Generator, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

import pulumi

from pulumi_trusthub._core.rules.entities import attributes_of

if TYPE_CHECKING:
    from pulumi_trusthub._core.api.client import Record
    from pulumi_trusthub._core.model.results import EntityResult

_E = TypeVar("_E", bound="EntityResult")


class PersonalData(Mapping[str, Any]):
    """Attributes: a mapping for the program, a secret for Pulumi.

    Pulumi awaits whatever can be awaited, before it looks for mappings, in the inputs of resources
    and in exports.
    """

    __slots__ = ("_values",)

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = dict(values)

    def __getitem__(self, name: str) -> Any:
        """Give an attribute."""
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        """Name the attributes."""
        return iter(self._values)

    def __len__(self) -> int:
        """Count the attributes."""
        return len(self._values)

    def __await__(self) -> Generator[Any, None, pulumi.Output[dict[str, Any]]]:
        """Give Pulumi the attributes as a secret."""
        return self._secret().__await__()

    async def _secret(self) -> pulumi.Output[dict[str, Any]]:
        return pulumi.Output.secret(dict(self._values))


def guarded(record: Record) -> Record:
    """Guard the attributes of a record."""
    attributes = attributes_of(record.get("attributes"))
    return {**record, "attributes": attributes if attributes is None else PersonalData(attributes)}


def as_plain(results: tuple[_E, ...]) -> tuple[_E, ...]:
    """Give the attributes of results as a dictionary, where the results are a secret as a whole."""
    return tuple(
        dataclasses.replace(result, attributes=dict(result.attributes))
        if result.attributes is not None
        else result
        for result in results
    )
