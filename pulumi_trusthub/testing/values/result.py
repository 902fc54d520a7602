"""What a verb did: operations, outputs, diagnostics, and how it failed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

# What the engine does not call a change.
_NO_CHANGE = frozenset({"same", "read", "discard", "read-replacement"})


class Unsupported(NotImplementedError):  # noqa: N818 - a name to read: what is not supported
    """The program asks for something that only the real engine does."""


@dataclass(frozen=True)
class Secret:
    """A configuration value that is kept encrypted and never shown."""

    value: str = field(repr=False)


@dataclass(frozen=True)
class Operation:
    """One thing that was done to one resource, or tried, or in a preview would be done."""

    kind: str
    """In Pulumi's words: create, update, delete, replace, same, read, …"""
    urn: str
    type: str
    name: str
    id: str
    changed: tuple[str, ...] = ()
    """The properties that differ."""
    replaces: tuple[str, ...] = ()
    """The properties that make it a replacement."""
    failed: bool = False
    """It was tried, and an error says why it was not done."""


@dataclass(frozen=True)
class Diagnostic:
    """One message to the user: an error, a warning, or what a provider's host printed."""

    severity: str
    urn: str
    """Whom it is about; empty where it is about all."""
    message: str


@dataclass
class Result:
    """The account of one verb."""

    operations: list[Operation] = field(default_factory=list)
    """What was done to whom, in the order in which it ended."""
    steps: list[Operation] = field(default_factory=list)
    """The same in detail: the halves of a replacement, and providers that nobody declared."""
    changes: Counter[str] = field(default_factory=Counter)
    """How many operations of each kind, as in the engine's summary."""
    outputs: dict[str, Any] = field(default_factory=dict)
    """The stack's outputs, secrets hidden."""
    diagnostics: list[Diagnostic] = field(default_factory=list)

    @property
    def nothing_to_do(self) -> bool:
        """Whether everything is as it was declared."""
        return not any(count for kind, count in self.changes.items() if kind not in _NO_CHANGE)

    @property
    def errors(self) -> list[str]:
        """The messages of every error."""
        return [found.message for found in self.diagnostics if found.severity == "error"]

    @property
    def text(self) -> str:
        """Every message, one after the other, as a terminal would show them."""
        return "\n".join(f"{found.severity}: {found.message}" for found in self.diagnostics)


class DeploymentFailed(Exception):  # noqa: N818 - a name to read: the deployment failed
    """A verb that Pulumi's command line would have ended with exit code 1."""

    def __init__(self, result: Result) -> None:
        super().__init__("\n".join(result.errors) or "the deployment failed")
        self.result = result
