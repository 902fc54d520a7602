"""Property values as plain data, in the form of Pulumi's protocol.

A secret is a mapping under Pulumi's signature key and an unknown is a fixed string, so the same
value goes to the program, to a provider and into the state without a second set of classes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from google.protobuf import struct_pb2

if TYPE_CHECKING:
    from collections.abc import Callable

Properties: TypeAlias = dict[str, Any]

SIGNATURE = "4dabf18193072939515e22adb298388d"
SECRET = "1b47061264138c4ac30d75fd1eb44270"  # noqa: S105 - the protocol's mark, not a password
RESOURCE = "5cf8f73096256a8f31e491e813e4eb8e"
UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
PROVIDER_KEY = "__provider"


def from_struct(struct: struct_pb2.Struct) -> Properties:
    """Read properties of the protocol."""
    return {key: from_value(value) for key, value in struct.fields.items()}


def to_struct(properties: Properties) -> struct_pb2.Struct:
    """Write properties for the protocol."""
    struct = struct_pb2.Struct()
    struct.update(properties)
    return struct


def from_value(value: struct_pb2.Value) -> Any:
    """Read a value of the protocol."""
    kind = value.WhichOneof("kind")
    if kind == "struct_value":
        return from_struct(value.struct_value)
    if kind == "list_value":
        return [from_value(item) for item in value.list_value.values]
    if kind == "number_value":
        number = value.number_value
        # Go writes 1 where Python writes 1.0: the state file says 1.
        return int(number) if number.is_integer() else number
    if kind == "string_value":
        return value.string_value
    if kind == "bool_value":
        return value.bool_value
    return None


def secret(value: Any) -> Properties:
    """Mark a value as secret."""
    return {SIGNATURE: SECRET, "value": value}


def is_secret(value: Any) -> bool:
    """Whether the value itself is marked as secret."""
    return isinstance(value, dict) and value.get(SIGNATURE) == SECRET


def contains_secret(value: Any) -> bool:
    """Whether the value, or a value inside it, is marked as secret."""
    return is_secret(value) or any(contains_secret(item) for item in _items(value))


def contains_unknown(value: Any) -> bool:
    """Whether the value, or a value inside it, is unknown."""
    return bool(value == UNKNOWN) or any(contains_unknown(item) for item in _items(value))


def _items(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


def each(value: Any, do: Callable[[Any], Any]) -> Any:
    """Give a copy of a mapping or a list, after doing something with each value inside."""
    if isinstance(value, dict):
        return {key: do(item) for key, item in value.items()}
    return [do(item) for item in value] if isinstance(value, list) else value


def without_references(value: Any) -> Any:
    """Put the id or the URN in place of a resource, as for a provider that takes no references."""
    if isinstance(value, dict) and value.get(SIGNATURE) == RESOURCE:
        return value.get("id", value["urn"])
    return each(value, without_references)


def plain(value: Any) -> Any:
    """Remove the secret marks, as the engine does for a provider that does not accept secrets.

    Such a provider does not accept references either.
    """
    if is_secret(value):
        return plain(value["value"])
    if isinstance(value, dict) and value.get(SIGNATURE) == RESOURCE:
        return without_references(value)
    return each(value, plain)


def shown(value: Any) -> Any:
    """Hide secrets, and name unknown values."""
    if is_secret(value):
        return "[secret]"
    return "[unknown]" if value == UNKNOWN else each(value, shown)


def annotated(outputs: Properties, inputs: Properties) -> Properties:
    """Restore the marks on a provider's outputs, by the names of the secret inputs."""
    result = dict(outputs)
    for key, given in inputs.items():
        if key not in result or is_secret(result[key]):
            continue
        if _is_object(result[key]) and _is_object(given):
            result[key] = annotated(result[key], given)
        elif contains_secret(given):
            result[key] = secret(result[key])
    return result


def _is_object(value: Any) -> bool:
    return isinstance(value, dict) and SIGNATURE not in value


def marked(outputs: Properties, inputs: Properties, additional: list[str]) -> Properties:
    """Mark the requested outputs, and the outputs whose input is a secret as a whole."""
    result = dict(outputs)
    for key, value in outputs.items():
        if not is_secret(value) and (key in additional or is_secret(inputs.get(key))):
            result[key] = secret(value)
    return result


def changed(old: Properties, new: Properties) -> tuple[str, ...]:
    """Name the changed properties, ignoring marks."""
    names = [key for key in {**old, **new} if key != PROVIDER_KEY]
    return tuple(sorted(key for key in names if plain(old.get(key)) != plain(new.get(key))))
