"""Property paths (``tags.owner``, ``rules[0].port``, ``tags["a.b"]``, ``*``) in ignored changes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from .property_values import Properties, each, is_secret

if TYPE_CHECKING:
    from collections.abc import Iterable

_PART = re.compile(r'\.?(?:\["((?:[^"\\]|\\.)*)"\]|\[(\d+|\*)\]|([^.\[\]]+))')
_ABSENT = object()


def with_ignored(inputs: Properties, old: Properties, paths: list[str]) -> Properties:
    """Reset the ignored paths to their old values before the provider sees the inputs."""
    result: Properties = _copied(inputs)
    for path in paths:
        _reset(result, old, _parts(path))
    return result


def replacing(changed: Iterable[str], paths: list[str]) -> set[str]:
    """Name the changed properties whose change replaces, by the option ``replace_on_changes``."""
    heads = {parts[0] for path in paths if len(parts := _parts(path)) == 1}
    return {name for name in changed if name in heads or "*" in heads}


def _parts(path: str) -> list[str | int]:
    parts: list[str | int] = []
    position = 0
    while position < len(path):
        match = _PART.match(path, position)
        if match is None:
            return []  # the engine skips a path that it cannot read
        quoted, index, name = match.groups()
        if quoted is not None:
            parts.append(quoted.replace('\\"', '"'))
        elif index is not None:
            parts.append("*" if index == "*" else int(index))
        else:
            parts.append(name)
        position = match.end()
    return parts


def _copied(value: Any) -> Any:
    return each(value, _copied)


def _reset(new: Any, old: Any, parts: list[str | int]) -> None:
    if not parts:
        return
    new, old = _inside(new), _inside(old)
    head, rest = parts[0], parts[1:]
    if head == "*":
        for key in _keys(new, old):
            _reset(new, old, [key, *rest])
        return
    before = _get(old, head)
    if rest:
        _reset(_get(new, head), before, rest)
    elif isinstance(new, dict) and isinstance(old, dict):
        if before is _ABSENT:
            new.pop(head, None)
        else:
            new[head] = _copied(before)
    elif isinstance(new, list) and isinstance(head, int) and before is not _ABSENT:
        new[head : head + 1] = [_copied(before)] if head < len(new) else []


def _inside(value: Any) -> Any:
    return value["value"] if is_secret(value) else value


def _keys(new: Any, old: Any) -> list[str | int]:
    if isinstance(new, dict) and isinstance(old, dict):
        return sorted({*new, *old})
    return list(range(len(new))) if isinstance(new, list) else []


def _get(value: Any, key: str | int) -> Any:
    if isinstance(value, dict):
        return value.get(key, _ABSENT)
    if isinstance(value, list) and isinstance(key, int) and key < len(value):
        return value[key]
    return _ABSENT
