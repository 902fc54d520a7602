"""Lists that stand for sets: compared without order, and kept in the order they had.

The engine shows how two lists differ place by place, so that without a number in the middle all
that follow read as changed.  It shows an empty text as nothing there: a place that was left reads
as one removal, and when it is filled again as one addition.
"""

from __future__ import annotations

from collections import deque
from typing import Any, TypeGuard, cast

from pulumi_trusthub._core.model.fields import Unknown, contains_unknown

TOMBSTONE = ""
"""What stands in a place that was left."""


def is_list_of_names(value: object) -> TypeGuard[list[Any]]:
    """Tell whether something is a list of nothing but texts and what is not known yet."""
    return isinstance(value, list) and all(isinstance(item, (str, Unknown)) for item in value)


def keep_positions(news: list[Any], olds: object) -> list[Any]:
    """Give each item the place that it had, and each new one a free place, or one at the end.

    A place that stays free holds :data:`TOMBSTONE`.  An item that occurs twice is given once; an
    unknown item counts as new.
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
    """Give a list without the places that are free; anything else as it is."""
    return [item for item in value if item != TOMBSTONE] if isinstance(value, list) else value


def same_set(olds: object, news: object) -> bool:
    """Compare two lists as sets; one that is left out is empty, and what is unknown differs."""
    if contains_unknown(news):
        return False
    if is_list_of_names(olds or []) and is_list_of_names(news or []):
        old_names, new_names = cast("list[Any]", olds or []), cast("list[Any]", news or [])
        return {*old_names} - {TOMBSTONE} == {*new_names} - {TOMBSTONE}
    return bool(olds == news)
