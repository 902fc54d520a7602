"""Do properties come through the wire as they are?"""

from __future__ import annotations

from typing import Any

from google.protobuf import json_format, struct_pb2
from plugin_client import UNKNOWN, secret

from pulumi_trusthub._core.model.fields import Unknown
from pulumi_trusthub.plugin.wire import Secret, read, write


def struct(values: dict[str, Any]) -> struct_pb2.Struct:
    """Write properties."""
    found = struct_pb2.Struct()
    found.update(values)
    return found


def test_marks_are_read() -> None:
    """Secrets at any depth are plain, and name their property; unknown values are marked."""
    values, secrets = read(
        struct({"a": secret("x"), "b": [secret({"c": UNKNOWN})], "d": UNKNOWN, "e": 1, "f": None})
    )

    assert {"a", "b"} == secrets
    assert ("x", 1) == (values["a"], values["e"])
    assert isinstance(values["b"][0]["c"], Unknown)
    assert isinstance(values["d"], Unknown)
    assert "f" not in values


def test_integers_stay_integers() -> None:
    """The wire has doubles alone."""
    values = read(struct({"a": 3, "b": 0.5})).values

    assert {"a": int, "b": float} == {name: type(value) for name, value in values.items()}


def test_marks_are_written() -> None:
    """A missing property is left out, a null inside a property is data."""
    written = write({"a": "x", "b": Unknown(), "c": None, "d": ({"e": None},)}, {"a", "c"})

    assert {
        "a": secret("x"),
        "b": UNKNOWN,
        "d": [{"e": None}],
    } == json_format.MessageToDict(written)


def test_a_secret_inside_a_property_is_marked() -> None:
    """The property around the secret stays plain."""
    written = write({"a": [{"b": Secret({"c": "x"}), "d": "y"}]}, ())

    assert {"a": [{"b": secret({"c": "x"}), "d": "y"}]} == json_format.MessageToDict(written)
