"""The memory of a run: its own writes, because Twilio's lists lag behind them."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

Links = list[tuple[dict[str, Any], frozenset[str]]]
"""Trust products, each with the SIDs of the entities on it."""


@dataclass(frozen=True)
class LeftLink:
    """An entity assignment that its delete has left in place.

    Attributes:
        bundle_path: The bundle.
        object_sid: The customer profile, end user or document on the bundle.
        existed: Whether the assignment existed before the stack.
    """

    bundle_path: str
    object_sid: str
    existed: bool


@dataclass
class RunState:
    """The objects that a run has created, adopted, assigned and deleted, on any thread.

    Attributes:
        created: SIDs of the objects that this run has created: never of an object that existed
            before, nor of an object that the lost POST of another run has created.
        adopted: Ids of existing objects that this run has adopted.  A resource that is renamed in a
            program is created under its new name before it is deleted under its old one, and both
            mean the same object.
        assigned_at: Path and time of each assignment that this run has created, by bundle path and
            SID of the assigned object: a list that was read before does not have it.
        bundles: The bundles that this run has created, by collection, policy and name.
        deleted: Paths of the objects that this run has deleted, or that only lists still show.
        links_left: Links that this run's deletes have left in place, by path.
        statuses: Statuses of bundles as this run's deletes have read them, by path.
        refused_since: When a bundle has first refused a number for a reason that may pass, by the
            bundle's path and the reason.
        product_links: The trust products with their entities, and the time of that list.
    """

    created: set[str] = field(default_factory=set)
    adopted: set[str] = field(default_factory=set)
    assigned_at: dict[tuple[str, str], tuple[str, float]] = field(default_factory=dict)
    bundles: dict[tuple[str, ...], dict[str, Any]] = field(default_factory=dict)
    deleted: set[str] = field(default_factory=set)
    links_left: dict[str, LeftLink] = field(default_factory=dict)
    statuses: dict[str, str] = field(default_factory=dict)
    refused_since: dict[tuple[str, str], float] = field(default_factory=dict)
    product_links: tuple[float, Links] | None = None
    _said: set[tuple[str, ...]] = field(default_factory=set)
    _locks: dict[tuple[str, ...], threading.Lock] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def lock(self, *key: str) -> Iterator[None]:
        """Hold a lock while an object is looked for and created."""
        with self._lock:
            lock = self._locks.setdefault(key, threading.Lock())
        with lock:
            yield

    def assigned(self, bundle_path: str, target_sid: str) -> tuple[str, float]:
        """Give path and time of an assignment that this run has created; empty and 0 for none."""
        return self.assigned_at.get((bundle_path, target_sid), ("", 0.0))

    def is_first(self, *key: str) -> bool:
        """Tell whether a key is new to this run: a warning is then given once."""
        with self._lock:
            first = key not in self._said
            self._said.add(key)
        return first
