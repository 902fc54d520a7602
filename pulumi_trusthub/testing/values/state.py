"""The state of a stack: its resources, and their changes step by step."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any

from pulumi_trusthub.testing.values.urns import provider_urn, reference

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pulumi_trusthub.testing.values.property_values import Properties


@dataclass(eq=False)
class State:
    """A resource in the state."""

    urn: str
    type: str
    custom: bool = False
    id: str = ""
    inputs: Properties = field(default_factory=dict)
    outputs: Properties = field(default_factory=dict)
    parent: str = ""
    provider: str = ""
    dependencies: list[str] = field(default_factory=list)
    property_dependencies: dict[str, list[str]] = field(default_factory=dict)
    protect: bool = False
    external: bool = False
    delete: bool = False
    pending_replacement: bool = False
    retain_on_delete: bool = False
    deleted_with: str = ""
    replace_with: list[str] = field(default_factory=list)
    replacement_trigger: Any = None
    init_errors: list[str] = field(default_factory=list)
    additional_secret_outputs: list[str] = field(default_factory=list)
    ignore_changes: list[str] = field(default_factory=list)
    replace_on_changes: list[str] = field(default_factory=list)
    aliases: list[str] = field(default_factory=list)
    encoded: str | None = field(default=None, repr=False)
    """The resource as JSON text, kept until a field is set."""

    def __setattr__(self, name: str, value: object) -> None:
        object.__setattr__(self, name, value)
        if name != "encoded":
            object.__setattr__(self, "encoded", None)

    def copied(self) -> State:
        """Give a copy that may change by itself."""
        return replace(self, encoded=None)

    def needs(self) -> Iterator[str]:
        """Yield the URNs of all dependencies except the parent."""
        yield from self.dependencies
        for urns in self.property_dependencies.values():
            yield from urns
        yield from self.replace_with
        if self.deleted_with:
            yield self.deleted_with
        if self.provider:
            yield provider_urn(self.provider)

    def renamed(self, names: dict[str, str]) -> State:
        """Rename references to resources that were found under an old name."""
        if names.keys().isdisjoint([*self.needs(), self.parent]):
            return replace(self, encoded=None, aliases=[]) if self.aliases else self
        urn, _, id_ = self.provider.rpartition("::")
        return replace(
            self,
            encoded=None,
            aliases=[],
            parent=names.get(self.parent, self.parent),
            provider=reference(names.get(urn, urn), id_) if urn else "",
            deleted_with=names.get(self.deleted_with, self.deleted_with),
            dependencies=[names.get(found, found) for found in self.dependencies],
            replace_with=[names.get(found, found) for found in self.replace_with],
            property_dependencies={
                key: [names.get(found, found) for found in urns]
                for key, urns in self.property_dependencies.items()
                if urns
            },
        )

    def to_json(self) -> dict[str, Any]:
        """Write the fields under Pulumi's names, without empty ones."""
        return {
            file_name(found.name): getattr(self, found.name)
            for found in fields(self)
            if found.name != "encoded"
            and (getattr(self, found.name) or found.name in {"custom", "replacement_trigger"})
            and getattr(self, found.name) is not None
        }

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> State:
        """Read the fields under Pulumi's names."""
        known = {file_name(found.name): found.name for found in fields(cls)}
        return cls(**{known[key]: value for key, value in values.items() if key in known})


def file_name(name: str) -> str:
    """Give a field's name in Pulumi's file."""
    head, *rest = name.split("_")
    return head + "".join(part.capitalize() for part in rest)


@dataclass
class Pending:
    """An operation that was begun and, as far as the file shows, never ended."""

    state: State
    kind: str


class Snapshot:
    """The state during a deployment: the old entries, the finished ones and the new.

    The order matters: each resource stands after its dependencies.
    """

    def __init__(
        self,
        base: list[State],
        *,
        pending: list[Pending],
        save: Callable[[Snapshot], None] | None = None,
    ) -> None:
        self.base = base
        self._news: list[State] = []
        self._done: set[int] = set()
        self._running: dict[int, Pending] = {}
        self._interrupted = [found for found in pending if found.kind == "creating"]
        self._save = save
        self._lock = threading.RLock()

    def resources(self) -> list[State]:
        """All resources as of now, in order."""
        with self._lock:
            found = [state for state in [*self._news, *self.base] if id(state) not in self._done]
            names = {alias: state.urn for state in found for alias in state.aliases}
            return [state.renamed(names) for state in found] if names else found

    def pending(self) -> list[Pending]:
        """Operations that are under way, or were when a deployment was killed."""
        with self._lock:
            return [*self._running.values(), *self._interrupted]

    def forget_interrupted(self) -> None:
        """Drop interrupted creates: the user says that they left no object."""
        self._interrupted = []

    def begin(self, state: State, kind: str) -> None:
        """Record that an operation is about to begin."""
        with self._lock:
            self._running[id(state)] = Pending(state, kind)
            self.write()

    def end(
        self, *, begun: State | None = None, old: State | None = None, new: State | None = None
    ) -> None:
        """Record a finished operation: the removed entry, and the new entry."""
        with self._lock:
            if begun is not None:
                self._running.pop(id(begun), None)
            if old is not None:
                self._done.add(id(old))
            if new is not None:
                self._news.append(new)
            self.write()

    def write(self) -> None:
        """Save the state, if it has a file."""
        with self._lock:
            if self._save is not None:
                self._save(self)
