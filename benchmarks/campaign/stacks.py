"""The stack of a run, on either engine, by commands that can be killed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol

import psutil

from benchmarks.pulumi_command import ROOT, variables
from pulumi_trusthub.testing import DeploymentFailed, EmbeddedStack

if TYPE_CHECKING:
    from collections.abc import Callable

PROGRAM = Path(__file__).parent / "program"
Verb = Literal["up", "destroy", "preview"]
Victim = Literal["host", "program"]

_SECONDS = 180
_PASSPHRASE = "campaign"  # noqa: S105 - of a state that lives as long as a run
_HOST = "pulumi.dynamic"


class Stack(Protocol):
    """What a run needs of an engine."""

    config: dict[str, str]

    def command(self, verb: Verb) -> Command:
        """Prepare a verb, in a process of its own."""
        ...

    def run(self, verb: Verb) -> tuple[bool, str]:
        """Run a verb that nobody kills."""
        ...

    def resources(self) -> list[dict[str, Any]]:
        """The resources of this package in the state, as the state's file has them."""
        ...


class Command:
    """One verb, running in a process of its own."""

    def __init__(self, arguments: list[str], folder: Path, environment: dict[str, str]) -> None:
        self._arguments = arguments
        self._folder = folder
        self._environment = environment
        self._process: subprocess.Popen[bytes] | None = None
        self._hosts: list[psutil.Process] = []

    def kill(self, victim: Victim) -> None:
        """End the program, whose host outlives it, or its hosts, at once."""
        if self._process is None:
            return
        with suppress(psutil.NoSuchProcess):
            self._hosts += _hosts_below(psutil.Process(self._process.pid))
        for victim_process in self._hosts if victim == "host" else [self._process]:
            with suppress(psutil.NoSuchProcess):
                victim_process.kill()

    def run(self, settled: Callable[[], None]) -> tuple[bool, str]:
        """Run to the end, whatever that is, and leave no process behind.

        Args:
            settled: Waits until what was sent has been answered: a host that outlives its program
                ends what it is doing.
        """
        with (
            tempfile.TemporaryFile("w+", encoding="utf-8") as output,
            subprocess.Popen(  # noqa: S603 - this campaign's own commands
                self._arguments,
                cwd=self._folder,
                env=self._environment,
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
            for host in self._hosts:
                with suppress(psutil.NoSuchProcess):
                    host.kill()
            output.seek(0)
            return process.returncode == 0, output.read()


def _hosts_below(process: psutil.Process) -> list[psutil.Process]:
    found = []
    for child in process.children(recursive=True):
        with suppress(psutil.NoSuchProcess, psutil.AccessDenied):
            if _HOST in " ".join(child.cmdline()):
                found.append(child)
    return found


class Embedded:
    """EmbeddedStack."""

    def __init__(self, folder: Path, config: dict[str, str]) -> None:
        self.config = config
        self._state = folder / "state.json"

    def command(self, verb: Verb) -> Command:
        """Prepare a verb, in a process of its own."""
        told = {
            "program": str(PROGRAM),
            "config": self.config,
            "state": str(self._state),
            "verb": verb,
        }
        return Command(
            [sys.executable, "-m", "benchmarks.campaign.child", json.dumps(told)],
            ROOT,
            _environment(),
        )

    def run(self, verb: Verb) -> tuple[bool, str]:
        """Run a verb in this process, which is quicker."""
        stack = self._stack()
        stack.config = dict(self.config)
        try:
            return True, getattr(stack, verb)().text
        except DeploymentFailed as failure:
            return False, failure.result.text

    def resources(self) -> list[dict[str, Any]]:
        """Read the resources of this package from the state."""
        return _ours(self._stack().export(show_secrets=True))

    def _stack(self) -> EmbeddedStack:
        return EmbeddedStack(PROGRAM, project="campaign", state=self._state, passphrase=_PASSPHRASE)


class Real:
    """The pulumi command, with a file backend in the run's folder."""

    def __init__(self, folder: Path, config: dict[str, str]) -> None:
        self.config = config
        self._folder = folder / "program"
        shutil.copytree(PROGRAM, self._folder)
        self._variables = variables(folder, _PASSPHRASE)
        self._pulumi("stack", "init", "test")

    def command(self, verb: Verb) -> Command:
        """Prepare a verb, in a process of its own."""
        settings = json.dumps({"config": self.config})
        (self._folder / "Pulumi.test.yaml").write_text(settings, encoding="utf-8")
        # What was killed has left its lock behind.
        self._pulumi("cancel", "--yes", "--stack", "test", check=False)
        yes = [] if verb == "preview" else ["--yes", "--skip-preview"]
        arguments = ["pulumi", verb, *yes, "--stack", "test", "--non-interactive"]
        return Command(arguments, self._folder, _environment(**self._variables))

    def run(self, verb: Verb) -> tuple[bool, str]:
        """Run a verb that nobody kills."""
        return self.command(verb).run(lambda: None)

    def resources(self) -> list[dict[str, Any]]:
        """Read the resources of this package from the state."""
        return _ours(json.loads(self._pulumi("stack", "export", "--stack", "test")))

    def _pulumi(self, *arguments: str, check: bool = True) -> str:
        return subprocess.run(  # noqa: S603
            ["pulumi", *arguments, "--non-interactive"],  # noqa: S607 - looked for on PATH
            cwd=self._folder,
            env=_environment(**self._variables),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL if not check else None,
            text=True,
            timeout=_SECONDS,
            check=check,
        ).stdout


def _environment(**variables: str) -> dict[str, str]:
    ours = ("TWILIO_", "TRUSTHUB_")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(ours)}
    return {**kept, **variables}


def _ours(exported: dict[str, Any]) -> list[dict[str, Any]]:
    token = "pulumi-python:dynamic/trusthub:"  # noqa: S105 - of a type
    found = exported["deployment"].get("resources") or []
    return [resource for resource in found if resource["type"].startswith(token)]
