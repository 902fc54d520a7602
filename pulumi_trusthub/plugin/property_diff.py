"""The paths of a diff: which part of a property changes, and how."""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, NamedTuple

from pulumi_trusthub._core.bulk.stable_order import TOMBSTONE
from pulumi_trusthub.dynamic.names import camel

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_MISSING = (None, TOMBSTONE)


class Change(NamedTuple):
    """A change of a part of a property.

    Attributes:
        kind: ``add``, ``delete`` or ``update``.
        of_inputs: Whether the old value is an input, rather than an output.
    """

    kind: str
    of_inputs: bool


def changes(
    names: Collection[str],
    *,
    outputs: Mapping[str, Any],
    inputs: Mapping[str, Any],
    news: Mapping[str, Any],
) -> Iterator[tuple[str, str, Change]]:
    """Yield property, path and change for each part that differs."""
    for name in names:
        new = news.get(name)
        # Where the program says what it said before, the object has changed.
        of_inputs = name in inputs and inputs[name] != new
        old = (inputs if of_inputs else outputs).get(name)
        path = camel(name)
        found = list(_differences(path, old, new)) or [(path, "update")]
        for part, kind in found:
            yield name, part, Change(kind, of_inputs)


def _differences(path: str, old: Any, new: Any) -> Iterator[tuple[str, str]]:
    if isinstance(old, dict) and isinstance(new, dict):
        for key in {**old, **new}:
            step = f".{key}" if _PLAIN.fullmatch(key) else f'["{key}"]'
            yield from _differences(path + step, old.get(key), new.get(key))
    elif isinstance(old, list) and isinstance(new, list):
        for index, (before, after) in enumerate(zip_longest(old, new)):
            yield from _differences(f"{path}[{index}]", before, after)
    elif old != new:
        yield path, "add" if old in _MISSING else "delete" if new in _MISSING else "update"
