"""The interface of stacks in tests, whichever engine deploys them."""

from __future__ import annotations

import os
import sys
from abc import ABC, abstractmethod
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pulumi_trusthub.testing.bridge.program import directory_of, require_program
from pulumi_trusthub.testing.values.property_values import shown
from pulumi_trusthub.testing.values.urns import STACK_TYPE, name_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from typing_extensions import Self

    from pulumi_trusthub.testing.values.result import Result, Secret
    from pulumi_trusthub.testing.values.state import State

_PASSPHRASE = "PULUMI_CONFIG_PASSPHRASE"  # noqa: S105 - the variable's name


@dataclass(frozen=True)
class Resource:
    """A resource in the state, with secrets hidden."""

    urn: str
    type: str
    name: str
    id: str
    inputs: dict[str, Any]
    outputs: dict[str, Any]
    parent: str
    provider: str
    dependencies: list[str]
    protect: bool
    external: bool
    delete: bool
    """Whether the resource is replaced already, but still to be deleted."""
    init_errors: list[str]
    """Why the object exists but is not whole."""


class Stack(ABC):
    """A program, its configuration and its state, deployed by either engine.

    `EmbeddedStack` deploys with the engine that is part of this package, `PulumiStack` with
    Pulumi's own.  Both take a function or the folder of a program, and both raise
    `DeploymentFailed` where the `pulumi` command would end with exit code 1.
    """

    def __init__(
        self,
        program: Callable[[], object] | Path | str,
        *,
        project: str = "project",
        stack: str = "test",
        config: Mapping[str, str | Secret] | None = None,
        environment: Mapping[str, str | None] | None = None,
        parallel: int = 16,
        python: str | None = None,
    ) -> None:
        """Declare a stack without any resources.

        Args:
            program: A function, or the folder of a program, seen from the working folder.
            project: The project's name.
            stack: The stack's name.
            config: The configuration, by keys with a namespace.
            environment: Variables for the program and its providers; `None` removes a variable.
            parallel: How many resources are changed at once.
            python: The interpreter that runs the providers, this process's own by default.
        """
        self.program = program
        self.project = project
        self.stack = stack
        self.config: dict[str, str | Secret] = dict(config or {})
        self.environment = dict(environment or {})
        self.parallel = parallel
        self.python = python or sys.executable

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    def close(self) -> None:  # noqa: B027 - a stack in memory has nothing to remove
        """Remove the stack's files outside of this process; resources stay as they are."""

    @abstractmethod
    def preview(self, *, replace: Iterable[str] = ()) -> Result:
        """Show the steps of an ``up``.

        Args:
            replace: Names or URNs of resources to replace, as with ``--replace``.
        """

    @abstractmethod
    def up(self, *, replace: Iterable[str] = (), skip_preview: bool = True) -> Result:
        """Create, update and delete resources as the program declares.

        Args:
            replace: Names or URNs of resources to replace, as with ``--replace``.
            skip_preview: Whether to leave out the preview before, which ends the command if it
                fails.
        """

    @abstractmethod
    def refresh(self, *, clear_pending_creates: bool = False) -> Result:
        """Read every resource into the state; the program is not run.

        Args:
            clear_pending_creates: Drop interrupted creates.
        """

    @abstractmethod
    def destroy(self, *, skip_preview: bool = True) -> Result:
        """Delete every resource, dependants first; the program is not run.

        Args:
            skip_preview: Whether to leave out the preview before, which ends the command if it
                fails.
        """

    @abstractmethod
    def export(self, *, show_secrets: bool = False) -> dict[str, Any]:
        """Give the state in the form of ``pulumi stack export``.

        Args:
            show_secrets: Write secrets in plain text, for another stack's ``import_``.
        """

    @abstractmethod
    def import_(self, deployment: dict[str, Any]) -> None:
        """Load a state in the form of ``pulumi stack export --show-secrets``.

        Args:
            deployment: The state, which may come from another engine.
        """

    @abstractmethod
    def _current(self) -> list[State]:
        """List the resources in the state, each after its dependencies."""

    @property
    def outputs(self) -> dict[str, Any]:
        """The program's exports, secrets hidden."""
        found = [state.outputs for state in self._current() if state.type == STACK_TYPE]
        outputs: dict[str, Any] = shown(found[0]) if found else {}
        return outputs

    @property
    def resources(self) -> list[Resource]:
        """All resources in the state, each after its dependencies."""
        return [
            Resource(
                urn=state.urn,
                type=state.type,
                name=name_of(state.urn),
                id=state.id,
                inputs=shown(state.inputs),
                outputs=shown(state.outputs),
                parent=state.parent,
                provider=state.provider,
                dependencies=list(state.dependencies),
                protect=state.protect,
                external=state.external,
                delete=state.delete,
                init_errors=list(state.init_errors),
            )
            for state in self._current()
        ]

    def urn(self, name: str) -> str:
        """Find the URN of a resource by its name.

        Args:
            name: The name, or the URN itself.

        Raises:
            ValueError: No resource has this name, or several do.
        """
        found = {state.urn for state in self._current() if name in {state.urn, name_of(state.urn)}}
        if len(found) != 1:
            raise ValueError(f"{len(found)} resources are called {name!r}")
        return found.pop()

    def _passphrase_of(self, state: Path | str | None, passphrase: str | None) -> str | None:
        """Find the passphrase of the state's secrets, which a state on disk must have."""
        found = passphrase if passphrase is not None else self._variables().get(_PASSPHRASE)
        if state is not None and found is None:
            raise ValueError(f"a state in a file needs a passphrase: set {_PASSPHRASE}")
        return found

    def _variables(self) -> dict[str, str]:
        """Give the program's environment variables."""
        merged: dict[str, str | None] = {**os.environ, **self.environment}
        return {name: value for name, value in merged.items() if value is not None}

    def _program(self) -> Callable[[], object] | Path:
        return Path(self.program) if isinstance(self.program, str) else self.program

    def _require_program(self) -> None:
        """Refuse a folder without a program before anything is started."""
        program = self._program()
        if isinstance(program, Path):
            require_program(program, "the working folder")

    def _directory(self) -> Path:
        directory = directory_of(self._program())
        return directory if directory.is_dir() else Path.cwd()
