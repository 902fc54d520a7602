"""The stack of a run, on either engine, by commands that can be killed and interrupted."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol

import psutil

from benchmarks.pulumi_command import ROOT
from pulumi_trusthub.testing import DeploymentFailed, EmbeddedStack, PulumiStack, Result

from .child import PASSPHRASE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

PROGRAM = Path(__file__).parent / "program"
Verb = Literal["up", "destroy", "preview", "refresh"]
Blow = Literal["host", "program", "command", "ctrl-c", "ctrl-c twice", "cancel"]
"""Who is killed, or what else ends a command: `command` is the pulumi command."""

_SECONDS = 180
_BETWEEN = 0.3
"""Seconds between the two presses of Ctrl-C."""
_MARK = "CAMPAIGN_RUN"
"""Names the run in the environment of all its processes."""
_HOST = "pulumi.dynamic"
_COMMAND = "pulumi"


class Stack(Protocol):
    """What a run needs of an engine.

    Attributes:
        blows: What a run may do to its commands.
        forgets: After which of these the state does not name what was being created.
        config: The configuration.
    """

    blows: tuple[Blow, ...]
    forgets: tuple[Blow, ...]
    config: dict[str, str]

    def command(self, verb: Verb) -> Command:
        """Prepare a verb, in a process of its own."""
        ...

    def run(self, verb: Verb, **options: bool) -> tuple[bool, Result]:
        """Run a verb that nobody kills."""
        ...

    def cancel(self) -> None:
        """Do what `pulumi cancel` does."""
        ...

    def export(self) -> dict[str, Any]:
        """Give the state in the form of `pulumi stack export`."""
        ...

    def close(self) -> list[str]:
        """End it, and say which processes are left."""
        ...


class Command:
    """One verb, running in a process of its own, with a session of its own as in a terminal."""

    def __init__(
        self,
        told: Mapping[str, Any],
        folder: Path,
        *,
        ends_itself: bool,
        cancel: Callable[[], None],
    ) -> None:
        """Prepare it.

        Args:
            told: What the child is told.
            folder: The run's folder.
            ends_itself: Whatever the process has started ends by itself when it is killed.
            cancel: Does what `pulumi cancel` does.
        """
        self._told = told
        self._folder = folder
        self._ends_itself = ends_itself
        self._cancel = cancel
        self._process: subprocess.Popen[bytes] | None = None
        self._hosts: list[psutil.Process] = []

    def strike(self, blow: Blow) -> None:
        """Kill, interrupt or cancel."""
        if self._process is None:
            return
        with suppress(psutil.NoSuchProcess):
            self._hosts += _below(self._process.pid, _is_host)
        if blow == "cancel":
            self._cancel()
        elif blow == "program":
            self._process.kill()
        elif blow.startswith("ctrl-c"):
            # What a terminal does: to everything in the foreground, and nothing else.
            os.killpg(self._process.pid, signal.SIGINT)
            if blow == "ctrl-c twice":
                threading.Event().wait(_BETWEEN)
                with suppress(ProcessLookupError):
                    os.killpg(self._process.pid, signal.SIGINT)
        else:
            found = self._hosts if blow == "host" else _below(self._process.pid, _is_command)
            for victim in found:
                with suppress(psutil.NoSuchProcess):
                    victim.kill()

    def run(self, settled: Callable[[], None]) -> tuple[bool, str]:
        """Run to the end, whatever that is, and wait until whatever it started has ended.

        Args:
            settled: Waits until what was sent has been answered: a host that outlives its program
                ends what it is doing.
        """
        with (
            tempfile.TemporaryFile("w+", encoding="utf-8") as output,
            subprocess.Popen(  # noqa: S603 - this campaign's own command
                [sys.executable, "-m", "benchmarks.campaign.child", json.dumps(self._told)],
                cwd=ROOT,
                env=_environment(self._folder),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            ) as process,
        ):
            self._process = process
            # The output goes to a file: a host left behind would hold a pipe open.
            try:
                process.wait(_SECONDS)
            except BaseException:
                process.kill()  # the block waits for its end
                raise
            settled()
            if self._ends_itself:
                psutil.wait_procs(_marked(self._folder), timeout=_SECONDS)
            else:
                for host in self._hosts:
                    with suppress(psutil.NoSuchProcess):
                        host.kill()
            output.seek(0)
            return process.returncode == 0, output.read()


class Embedded:
    """EmbeddedStack, whose host outlives a program that is killed."""

    blows: tuple[Blow, ...] = ("host", "program", "ctrl-c", "ctrl-c twice")
    forgets: tuple[Blow, ...] = ("host", "ctrl-c twice")

    def __init__(self, folder: Path, config: dict[str, str]) -> None:
        self.config = config
        self._folder = folder
        self._state = folder / "state.json"

    def command(self, verb: Verb) -> Command:
        """Prepare a verb, in a process of its own."""
        told = _told("embedded", self._state, self.config, verb)
        return Command(told, self._folder, ends_itself=False, cancel=self.cancel)

    def run(self, verb: Verb, **options: bool) -> tuple[bool, Result]:
        """Run a verb in this process, which is quicker."""
        stack = self._stack()
        stack.config = dict(self.config)
        return _run(stack, verb, options)

    def cancel(self) -> None:
        """Do nothing: there is no lock."""

    def export(self) -> dict[str, Any]:
        """Give the state."""
        return self._stack().export()

    def close(self) -> list[str]:
        """Say which processes are left."""
        return _left(self._folder)

    def _stack(self) -> EmbeddedStack:
        return EmbeddedStack(
            PROGRAM,
            project="campaign",
            state=self._state,
            passphrase=PASSPHRASE,
            environment={_MARK: str(self._folder)},
        )


class Pulumi:
    """PulumiStack, with the state in the run's folder."""

    blows: tuple[Blow, ...] = ("host", "program", "command", "ctrl-c", "ctrl-c twice", "cancel")
    forgets: tuple[Blow, ...] = ("host",)

    def __init__(self, folder: Path, config: dict[str, str]) -> None:
        self.config = config
        self._folder = folder
        self._state = folder / "state"
        self._stack = PulumiStack(
            PROGRAM,
            project="campaign",
            state=self._state,
            passphrase=PASSPHRASE,
            environment={_MARK: str(folder)},
        )

    def command(self, verb: Verb) -> Command:
        """Prepare a verb, in a process of its own."""
        told = _told("pulumi", self._state, self.config, verb)
        return Command(told, self._folder, ends_itself=True, cancel=self.cancel)

    def run(self, verb: Verb, **options: bool) -> tuple[bool, Result]:
        """Run a verb in this process, which is quicker."""
        self._stack.config = dict(self.config)
        return _run(self._stack, verb, options)

    def cancel(self) -> None:
        """Do what `pulumi cancel` does."""
        self._stack.cancel()

    def export(self) -> dict[str, Any]:
        """Give the state."""
        return self._stack.export()

    def close(self) -> list[str]:
        """Remove what it has made, and say which processes are left."""
        self._stack.close()
        return _left(self._folder)


def _told(engine: str, state: Path, config: dict[str, str], verb: Verb) -> dict[str, Any]:
    return {
        "engine": engine,
        "program": str(PROGRAM),
        "config": config,
        "state": str(state),
        "verb": verb,
    }


def _run(
    stack: EmbeddedStack | PulumiStack, verb: Verb, options: dict[str, bool]
) -> tuple[bool, Result]:
    try:
        return True, getattr(stack, verb)(**options)
    except DeploymentFailed as failure:
        return False, failure.result


def _environment(folder: Path) -> dict[str, str]:
    ours = ("TWILIO_", "TRUSTHUB_")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(ours)}
    # What a killed process leaves among temporary files goes with the run's folder.
    return {**kept, _MARK: str(folder), "TMPDIR": str(folder)}


def _below(process: int, wanted: Callable[[psutil.Process], bool]) -> list[psutil.Process]:
    found = []
    for child in psutil.Process(process).children(recursive=True):
        with suppress(psutil.NoSuchProcess, psutil.AccessDenied):
            if wanted(child):
                found.append(child)
    return found


def _is_host(process: psutil.Process) -> bool:
    return _HOST in " ".join(process.cmdline())


def _is_command(process: psutil.Process) -> bool:
    return process.name() == _COMMAND


def _marked(folder: Path) -> list[psutil.Process]:
    """Find the processes of a run, this one excepted."""
    found = []
    for process in psutil.process_iter():
        with suppress(psutil.NoSuchProcess, psutil.AccessDenied):
            if process.environ().get(_MARK) == str(folder) and process.pid != os.getpid():
                found.append(process)
    return found


def _left(folder: Path) -> list[str]:
    """Say which processes of a run are left, and end them."""
    found = []
    for process in psutil.wait_procs(_marked(folder), timeout=1)[1]:
        with suppress(psutil.NoSuchProcess):
            found.append(f"the process {' '.join(process.cmdline())[:200]} is left")
            process.kill()
    return found
