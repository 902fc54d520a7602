"""The context of one deployment."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pulumi_trusthub.testing.values.property_values import PROVIDER_KEY, Properties, changed
from pulumi_trusthub.testing.values.result import Diagnostic, Operation, Result
from pulumi_trusthub.testing.values.urns import is_default_provider, name_of

if TYPE_CHECKING:
    from pulumi_trusthub.testing.providers.registry import Registry
    from pulumi_trusthub.testing.values.state import Snapshot, State

LOGICAL = frozenset({"create", "update", "same", "replace", "delete", "read", "discard"})
"""Steps that count as an operation of their own."""


class StepFailed(Exception):  # noqa: N818 - no error to catch, but the report of one
    """A step failed, and the user has seen the error."""


class Cancelled(Exception):  # noqa: N818 - as above
    """Another step failed, so no step begins."""


@dataclass(eq=False)
class Step:
    """A step on one resource."""

    kind: str
    old: State | None = None
    new: State | None = None
    keys: tuple[str, ...] = ()
    """The properties that require the replacement."""
    differs: tuple[str, ...] = ()
    """The properties that change, where the provider names any."""
    later: bool = False
    """The new half of a replacement whose old half is deleted at the end."""
    deleted: bool = False
    """Whether a refresh found no object."""
    outcome: str = ""
    """The operation that a refresh shows."""

    @property
    def state(self) -> State:
        """The resource after the step, or else before it."""
        found = self.new or self.old
        if found is None:
            raise ValueError("a step is about a resource")
        return found


@dataclass
class Deployment:
    """The context of one up, preview, refresh or destroy."""

    project: str
    stack: str
    preview: bool
    parallel: int
    snapshot: Snapshot
    registry: Registry
    result: Result = field(default_factory=Result)
    replace_targets: frozenset[str] = frozenset()
    failed: bool = False
    cancelled: threading.Event = field(default_factory=threading.Event)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def say(self, severity: str, urn: str, message: str) -> None:
        """Show a message to the user."""
        with self._lock:
            self.result.diagnostics.append(Diagnostic(severity, urn, message))

    def fail(self, urn: str, message: str, *, cancel: bool = True) -> None:
        """Show an error to the user, and let no step begin."""
        self.say("error", urn, message)
        self.failed = True
        if cancel:
            self.cancelled.set()

    def check_cancelled(self) -> None:
        """Raise an error after a failure, so that no step begins."""
        if self.cancelled.is_set():
            raise Cancelled("Resource monitor has terminated, shutting down")

    def record(self, step: Step, *, failed: bool) -> None:
        """Record a step that was done or tried."""
        state = step.state
        refreshed = step.kind == "refresh"
        old, new = step.old, step.new
        differs: tuple[str, ...] = ()
        if old is not None and new is not None and step.kind != "same":
            differs = tuple(sorted({*_differing(old.inputs, new.inputs), *step.differs}))
            if refreshed:
                differs = tuple(sorted({*differs, *changed(old.outputs, new.outputs)}))
            elif step.kind == "read":
                differs = tuple(sorted({*differs, *_read_anew(old, new)}))
        done = Operation(
            kind=step.kind,
            urn=state.urn,
            type=state.type,
            name=name_of(state.urn),
            id=state.id,
            changed=differs,
            replaces=step.keys,
            failed=failed,
        )
        with self._lock:
            self.result.steps.append(done)
            if is_default_provider(state.urn) or not (refreshed or step.kind in LOGICAL):
                return
            kind = step.outcome if refreshed and not failed else step.kind
            self.result.operations.append(replace(done, kind=kind))
            if not failed and (kind != "read" or _read_anew(old, new)):
                self.result.changes[kind] += 1


def _read_anew(old: State | None, new: State | None) -> list[str]:
    """Name the outputs that a read found changed."""
    return [] if old is None or new is None else _differing(old.outputs, new.outputs)


def _differing(old: Properties, new: Properties) -> list[str]:
    """Name the properties that differ, even only in being secret."""
    names = [key for key in {**old, **new} if key != PROVIDER_KEY]
    return [key for key in names if old.get(key) != new.get(key)]
