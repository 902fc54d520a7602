"""The result of a command: operations, outputs, diagnostics, and its failure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

# Operations that the engine does not count as changes.
_NO_CHANGE = frozenset({"same", "read", "discard", "read-replacement"})


class Unsupported(NotImplementedError):  # noqa: N818 - a name to read: what is not supported
    """The program uses a feature that only the real engine has."""


@dataclass(frozen=True)
class Secret:
    """A configuration value that is stored encrypted and never shown."""

    value: str = field(repr=False)


@dataclass(frozen=True)
class Operation:
    """An operation on one resource: done, tried, or planned by a preview."""

    kind: str
    """In Pulumi's words: create, update, delete, replace, same, read, …"""
    urn: str
    type: str
    name: str
    id: str
    changed: tuple[str, ...] = ()
    """The changed properties."""
    replaces: tuple[str, ...] = ()
    """The properties that require the replacement."""
    failed: bool = False
    """Whether the operation was tried and failed; an error says why."""


@dataclass(frozen=True)
class Diagnostic:
    """A message to the user: an error, a warning, or output of a provider's host."""

    severity: str
    urn: str
    """The resource of the message; empty where the message is about the stack."""
    message: str


@dataclass
class Result:
    """The result of one command."""

    operations: list[Operation] = field(default_factory=list)
    """The operations, in the order of their ends."""
    steps: list[Operation] = field(default_factory=list)
    """The operations in detail: both halves of a replacement, and providers not declared."""
    changes: Counter[str] = field(default_factory=Counter)
    """The number of operations of each kind, as in the engine's summary."""
    outputs: dict[str, Any] = field(default_factory=dict)
    """The stack's outputs, secrets hidden."""
    diagnostics: list[Diagnostic] = field(default_factory=list)

    @property
    def nothing_to_do(self) -> bool:
        """Whether all resources are as declared."""
        return not any(count for kind, count in self.changes.items() if kind not in _NO_CHANGE)

    @property
    def errors(self) -> list[str]:
        """The messages of every error."""
        return [found.message for found in self.diagnostics if found.severity == "error"]

    @property
    def text(self) -> str:
        """All messages, one after the other, as a terminal shows them."""
        return "\n".join(f"{found.severity}: {found.message}" for found in self.diagnostics)


class DeploymentFailed(Exception):  # noqa: N818 - a name to read: the deployment failed
    """A command that Pulumi's command line would end with exit code 1."""

    def __init__(self, result: Result) -> None:
        super().__init__("\n".join(result.errors) or "the deployment failed")
        self.result = result
