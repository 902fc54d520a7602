"""Lists that stand for sets: compared without order, and stored in their former order.

The engine shows place by place how two lists differ, so without a number in the middle all numbers
after it would read as changed.  The engine shows an empty text as nothing: a place that becomes
free reads as one removal, and its next use as one addition.
"""

from __future__ import annotations

from collections import deque
from typing import Any, TypeGuard, cast

from pulumi_trusthub._core.model.fields import Unknown, contains_unknown

TOMBSTONE = ""
"""The text in a place that has become free."""


def is_list_of_names(value: object) -> TypeGuard[list[Any]]:
    """Tell whether a value is a list of texts and unknown values only."""
    return isinstance(value, list) and all(isinstance(item, (str, Unknown)) for item in value)


def keep_positions(news: list[Any], olds: object) -> list[Any]:
    """Keep each item in its former place; new items take free places, or go to the end.

    A place that stays free holds :data:`TOMBSTONE`.  Duplicates are dropped; an unknown item counts
    as new.
    """
    once = [item for item in dict.fromkeys(news) if item != TOMBSTONE]
    if not is_list_of_names(olds):
        return once
    staying = set(olds).intersection(item for item in once if isinstance(item, str))
    added = deque(item for item in once if item not in staying)
    places: list[Any] = []
    for item in olds:
        places.append(item if item in staying else added.popleft() if added else TOMBSTONE)
        staying.discard(item)
    while places and places[-1] == TOMBSTONE:
        places.pop()
    return places + list(added)


def drop_tombstones(value: Any) -> Any:
    """Remove the tombstones of a list; other values stay unchanged."""
    return [item for item in value if item != TOMBSTONE] if isinstance(value, list) else value


def same_set(olds: object, news: object) -> bool:
    """Compare two lists as sets; a missing list is empty, and an unknown item always differs."""
    if contains_unknown(news):
        return False
    if is_list_of_names(olds or []) and is_list_of_names(news or []):
        old_names, new_names = cast("list[Any]", olds or []), cast("list[Any]", news or [])
        return {*old_names} - {TOMBSTONE} == {*new_names} - {TOMBSTONE}
    return bool(olds == news)
