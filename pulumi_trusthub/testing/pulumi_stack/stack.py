"""A stack that Pulumi's own engine deploys."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import shutil
import tempfile
import time
import weakref
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pulumi import automation
from pulumi.automation import CommandError
from pulumi.automation._stack import StackInitMode

from pulumi_trusthub.testing.bridge.program import call, surroundings
from pulumi_trusthub.testing.stack import Stack
from pulumi_trusthub.testing.values.result import (
    DeploymentFailed,
    Diagnostic,
    Result,
    Secret,
    Unsupported,
)
from pulumi_trusthub.testing.values.state import State

from .command import CommandTimeoutError, PulumiCommand
from .events import EngineEvents

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

_PASSPHRASE = "of a state that lives as long as its stack"  # noqa: S105 - it guards nothing
_WHOLE = "metadata=skip"
"""Leaves out the `.attrs` file beside each file, which is not written atomically: an empty `.attrs`
file, left by a killed command, makes the state unreadable."""
_VERSION = 3
_LOOK_SECONDS = 0.005
_LOOKS = 2000
_STILL = 40
"""Looks after which a program's loop that stands still has ended."""
_STOPS = 5
"""More stops than there can be."""


class PulumiStack(Stack):
    """Deploys a program with the `pulumi` command, on this machine alone.

    The program is an inline program of the Automation API and runs in this process, so the command
    needs no language host.  Configuration, Pulumi's home and, unless `state` names another folder,
    the state are in a temporary folder, which `close` removes; nothing goes to Pulumi Cloud.
    Variables of the caller whose names begin with `PULUMI_` are not passed on, unless they are in
    `environment`.

    A Ctrl-C in the main thread lets the command end the steps that it has begun, and a second one
    makes it end at once; both then interrupt the caller.

    Not supported, and `Unsupported` when used: Windows.
    """

    def __init__(
        self,
        program: Callable[[], object] | Path | str,
        *,
        project: str = "project",
        stack: str = "test",
        config: Mapping[str, str | Secret] | None = None,
        state: Path | str | None = None,
        passphrase: str | None = None,
        environment: Mapping[str, str | None] | None = None,
        parallel: int = 16,
        python: str | None = None,
        pulumi: str | None = None,
        seconds: float = 600,
    ) -> None:
        """Declare a stack without any resources.

        Args:
            program: A function, or the folder of a program.
            project: The project's name.
            stack: The stack's name.
            config: The configuration, by keys with a namespace.
            state: A folder in which the state outlives this process, as in `pulumi login file://…`.
            passphrase: Encrypts the secrets in that state; the variable `PULUMI_CONFIG_PASSPHRASE`
                by default.
            environment: Variables for the program and its providers; `None` removes a variable.
            parallel: How many resources are changed at once.
            python: The interpreter that runs the providers, this process's own by default.
            pulumi: The path of the `pulumi` command, the one on PATH by default.
            seconds: Seconds that one command may take.

        Raises:
            FileNotFoundError: There is no `pulumi` command.
            Unsupported: This is Windows.
            ValueError: A folder for the state is given, but no passphrase.
        """
        if os.name == "nt":
            raise Unsupported("PulumiStack does not run on Windows: use EmbeddedStack")
        super().__init__(
            program,
            project=project,
            stack=stack,
            config=config,
            environment=environment,
            parallel=parallel,
            python=python,
        )
        if state is None and passphrase is None:
            passphrase = _PASSPHRASE
        self._passphrase = self._passphrase_of(state, passphrase) or ""
        found = shutil.which(pulumi or "pulumi", path=self._variables().get("PATH"))
        if found is None:
            raise FileNotFoundError(
                "There is no pulumi command on PATH: install Pulumi's CLI, "
                "or use EmbeddedStack, which does without."
            )
        self._folder = Path(tempfile.mkdtemp(prefix="pulumi-stack-")).resolve()
        self._removed = weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        self._states = Path(state or self._folder / "state").resolve()
        self._states.mkdir(parents=True, exist_ok=True)
        self._command = PulumiCommand(
            found, folder=self._folder, python=self.python, seconds=seconds
        )
        self._written: dict[str, str | Secret] = {}
        self._loops: list[asyncio.AbstractEventLoop] = []
        self._main = self._directory()
        self._made: _AutomationStack | None = None

    def close(self) -> None:
        """Remove the temporary folder and any state in it; resources stay as they are."""
        self._removed()

    def cancel(self) -> None:
        """Remove the lock that a killed command has left; a running command goes on."""
        self._stack().cancel()

    def preview(self, *, replace: Iterable[str] = ()) -> Result:
        """Show the steps of an ``up``."""
        self._require_program()
        urns = [self.urn(name) for name in replace]
        return self._verb(lambda stack, options: stack.preview(replace=urns, **options))

    def up(self, *, replace: Iterable[str] = (), skip_preview: bool = True) -> Result:
        """Create, update and delete resources as the program declares."""
        self._require_program()
        urns = [self.urn(name) for name in replace]
        if not skip_preview:
            self.preview(replace=urns)
        return self._verb(lambda stack, options: stack.up(replace=urns, **options))

    def refresh(self, *, clear_pending_creates: bool = False) -> Result:
        """Read every resource into the state; the program is not run."""
        return self._verb(
            lambda stack, options: stack.refresh(
                clear_pending_creates=clear_pending_creates, **options
            ),
            refresh=True,
        )

    def destroy(self, *, skip_preview: bool = True) -> Result:
        """Delete every resource, dependants first; the program is not run."""
        if not skip_preview:
            self._verb(lambda stack, options: stack.preview_destroy(**options))
        return self._verb(lambda stack, options: stack.destroy(**options))

    def export(self, *, show_secrets: bool = False) -> dict[str, Any]:
        """Give the state in the form of ``pulumi stack export``."""
        if show_secrets:
            found = self._stack().export_stack()
            return {"version": found.version, "deployment": found.deployment}
        return {"version": _VERSION, "deployment": self._deployment()}

    def import_(self, deployment: dict[str, Any]) -> None:
        """Load a state in the form of ``pulumi stack export --show-secrets``."""
        stack = self._stack()
        # The secrets are in plain text, and this stack's own passphrase encrypts them.
        salt = stack.workspace.stack_settings(self.stack).encryption_salt
        own = {"secrets_providers": {"type": "passphrase", "state": {"salt": salt}}}
        stack.import_stack(
            automation.Deployment(
                version=deployment["version"], deployment={**deployment["deployment"], **own}
            )
        )

    def _current(self) -> list[State]:
        return [State.from_json(found) for found in self._deployment().get("resources") or ()]

    def _deployment(self) -> dict[str, Any]:
        """Read the state from the file backend's file, which is quicker than a command."""
        if not self._file.is_file():
            return {}
        found = json.loads(self._file.read_text(encoding="utf-8"))
        return dict(found["checkpoint"].get("latest") or {})

    @property
    def _file(self) -> Path:
        return self._states / ".pulumi" / "stacks" / self.project / f"{self.stack}.json"

    def _verb(
        self, run: Callable[[_AutomationStack, dict[str, Any]], object], *, refresh: bool = False
    ) -> Result:
        events = EngineEvents(refresh=refresh)
        result = events.result
        with surroundings(self._program(), self._variables()):
            stack = self._stack()
            self._configure(stack)
            options = {
                "program": self._inline(),
                "parallel": self.parallel,
                "on_event": events.add,
                "color": "never",
            }
            try:
                run(stack, options)
                events.wait()
            except CommandError as error:
                if not isinstance(error, CommandTimeoutError):
                    events.wait()
                if isinstance(error, CommandTimeoutError) or not result.errors:
                    said = str(error).partition("stderr: ")[2] or str(error)
                    result.diagnostics.append(Diagnostic("error", "", said.strip()))
                raise DeploymentFailed(result) from None
            finally:
                self._end_program()
        return result

    def _inline(self) -> Callable[[], Any] | None:
        """Give the inline program, which is its own language host."""
        program = self._program()

        def run() -> Any:
            self._loops.append(asyncio.get_running_loop())
            return call(program)

        return run

    def _end_program(self) -> None:
        """Wait until the program has ended: after a failed resource the command does not wait."""
        while self._loops:
            loop = self._loops.pop()
            still = 0
            for _ in range(_LOOKS):
                still = 0 if loop.is_running() else still + 1
                if loop.is_closed() or still == _STILL:
                    break
                time.sleep(_LOOK_SECONDS)
            if still and not loop.is_closed():
                # The SDK leaves the loop open when a task of the program ends with an error.
                # The first run may end early, because of a stop that the SDK has left in the loop.
                for _ in range(_STOPS):
                    with contextlib.suppress(RuntimeError):
                        loop.run_until_complete(_cancelled(asyncio.all_tasks(loop)))
                        break
                loop.close()

    def _stack(self) -> _AutomationStack:
        if self._made is None:
            workspace = automation.LocalWorkspace(
                work_dir=str(self._folder),
                pulumi_home=str(self._folder / "home"),
                env_vars=self._settings(),
                project_settings=self._project(),
                pulumi_command=self._command,
            )
            mode = StackInitMode.SELECT if self._file.is_file() else StackInitMode.CREATE
            self._made = _AutomationStack(self.stack, workspace, mode)
        self._made.workspace.env_vars = self._settings()
        if self._main != self._directory():
            # The program may be another one by now, or its folder may be gone.
            self._main = self._directory()
            self._made.workspace.save_project_settings(self._project())
        return self._made

    def _project(self) -> automation.ProjectSettings:
        return automation.ProjectSettings(self.project, runtime="python", main=str(self._main))

    def _settings(self) -> dict[str, str]:
        """Give the variables that confine the command to its folder, and the given variables."""
        given = {key: value for key, value in self.environment.items() if value is not None}
        return {
            "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",  # so that nothing is downloaded
            **given,
            "PULUMI_BACKEND_URL": f"{self._states.as_uri()}?{_WHOLE}",
            "PULUMI_CONFIG_PASSPHRASE": self._passphrase,
            "PULUMI_PYTHON_CMD": str(self._command.python),
            "PULUMI_SKIP_UPDATE_CHECK": "true",
        }

    def _configure(self, stack: _AutomationStack) -> None:
        """Write the configuration, unless this configuration was written last."""
        gone = [key for key in self._written if key not in self.config]
        if gone:
            stack.remove_all_config(gone)
        if self._written != self.config:
            stack.set_all_config(
                {
                    key: automation.ConfigValue(value.value, secret=True)
                    if isinstance(value, Secret)
                    else automation.ConfigValue(value)
                    for key, value in self.config.items()
                }
            )
        self._written = dict(self.config)


async def _cancelled(tasks: Iterable[asyncio.Task[Any]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


class _AutomationStack(automation.Stack):
    """The Automation API's stack, without the commands whose results the events already have."""

    def outputs(self) -> automation.OutputMap:
        """Run no command: the outputs are in the state."""
        return {}

    def info(self, show_secrets: bool = True) -> automation.UpdateSummary:  # noqa: FBT001, FBT002
        """Run no command: the summary is among the events."""
        del show_secrets
        now = datetime.now(timezone.utc)
        return automation.UpdateSummary("update", now, "", {}, {}, "succeeded")
