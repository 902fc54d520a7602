"""Properties between Pulumi's wire and plain data: secrets and unknown values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from google.protobuf import struct_pb2

from pulumi_trusthub._core.model.fields import Unknown

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

SIGNATURE = "4dabf18193072939515e22adb298388d"
SECRET = "1b47061264138c4ac30d75fd1eb44270"  # noqa: S105 - the protocol's mark, not a password
UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"


@dataclass(frozen=True)
class Secret:
    """A secret inside of a property."""

    value: Any


class Received(NamedTuple):
    """Properties from the wire.

    Attributes:
        values: The properties, without marks.
        secrets: The names of the properties that are a secret, or hold a secret.
    """

    values: dict[str, Any]
    secrets: frozenset[str]


def read(struct: struct_pb2.Struct) -> Received:
    """Read properties; a null is a missing property."""
    values: dict[str, Any] = {}
    secrets: set[str] = set()
    for name, value in struct.fields.items():
        found: list[bool] = []
        plain = _read(value, found)
        if plain is not None:
            values[name] = plain
        if found:
            secrets.add(name)
    return Received(values, frozenset(secrets))


def write(properties: Mapping[str, Any], secrets: Collection[str]) -> struct_pb2.Struct:
    """Write properties; the named properties are marked as secrets."""
    struct = struct_pb2.Struct()
    for name, value in properties.items():
        if value is None:
            continue
        written = _write(value)
        struct.update({name: {SIGNATURE: SECRET, "value": written} if name in secrets else written})
    return struct


def _read(value: struct_pb2.Value, secrets: list[bool]) -> Any:  # noqa: PLR0911 - one per kind
    kind = value.WhichOneof("kind")
    if kind == "struct_value":
        fields = value.struct_value.fields
        if SIGNATURE in fields and fields[SIGNATURE].string_value == SECRET:
            secrets.append(True)
            return _read(fields["value"], secrets)
        return {name: _read(item, secrets) for name, item in fields.items()}
    if kind == "list_value":
        return [_read(item, secrets) for item in value.list_value.values]
    if kind == "number_value":
        number = value.number_value
        # The wire has doubles alone, and strict models tell integers from floats.
        return int(number) if number.is_integer() else number
    if kind == "string_value":
        return Unknown() if value.string_value == UNKNOWN else value.string_value
    if kind == "bool_value":
        return value.bool_value
    return None


def _write(value: Any) -> Any:
    if isinstance(value, Secret):
        return {SIGNATURE: SECRET, "value": _write(value.value)}
    if isinstance(value, dict):
        return {str(name): _write(item) for name, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_write(item) for item in value]
    return UNKNOWN if isinstance(value, Unknown) else value
