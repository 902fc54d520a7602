"""Names of properties: snake_case in Python and at Twilio, camelCase on Pulumi's wire.

Only a resource's own properties are renamed.  What is inside a property is data: the keys of
``attributes`` and ``links`` are Twilio's names.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

_CAPITAL = re.compile(r"(?<=[a-z0-9])[A-Z]")
_SETTING = re.compile(r"\b(\w+)=(True|False)\b")


def camel(name: str) -> str:
    """Write a name as Pulumi's wire has it: ``policy_sid`` becomes ``policySid``."""
    head, *rest = name.split("_")
    return head + "".join(part[:1].upper() + part[1:] for part in rest)


def snake(name: str) -> str:
    """Write a name as Twilio has it; a name in snake_case stays the same."""
    return _CAPITAL.sub(lambda capital: f"_{capital[0].lower()}", name)


def to_camel(properties: Mapping[str, Any]) -> dict[str, Any]:
    """Rename properties for the wire."""
    return {camel(name): value for name, value in properties.items()}


def to_snake(properties: Mapping[str, Any]) -> dict[str, Any]:
    """Rename properties from the wire, without Pulumi's own, such as ``__provider``."""
    return {snake(k): v for k, v in properties.items() if not k.startswith("__")}


def camel_path(path: str) -> str:
    """Rename the property at the beginning of a path: ``channel_endpoint_sids[3]``."""
    [head] = re.findall(r"^[^.\[]*", path)
    return camel(head) + path[len(head) :]


def reword(text: str, names: Collection[str]) -> str:
    """Write the given names and the settings in a text as programs of every language do."""
    found = _SETTING.sub(lambda said: f"{said[1]}: {said[2].lower()}", text)
    # A name behind a dot is inside a property, and so Twilio's.
    return re.sub(
        r"(?<![\w.])[a-z]+(?:_[a-z0-9]+)+\b",
        lambda word: camel(word[0]) if word[0] in names else word[0],
        found,
    )
