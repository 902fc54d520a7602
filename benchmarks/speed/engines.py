"""Both engines as commands, each verb in a process of its own that can be watched."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from benchmarks.pulumi_command import ROOT, variables

PROGRAM = Path(__file__).parent / "program"
TYPE = "pulumi-python:dynamic/trusthub:ChannelEndpointAssignment"

_OURS = ("TWILIO", "TRUSTHUB", "PULUMI")
_HOST = "pulumi.dynamic"
_CLI_PROGRAM = "pulumi-language-python-exec"
_EVERY = 0.1
_MIB = 2**20


@dataclass(frozen=True)
class Watched:
    """How long a command took, and the most memory that its Python processes held, in MiB."""

    seconds: float
    host: float
    program: float


class Embedded:
    """The engine that the package ships for tests."""

    name = "EmbeddedStack"

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self._state = folder / "state.json"
        self._environment = {**environment, "PYTHONPATH": str(ROOT)}

    def run(self, verb: str) -> Watched:
        """Run a verb to its end."""
        command = [sys.executable, "-m", "benchmarks.speed.embedded", verb, str(self._state)]
        return _watch(command, ROOT, self._environment)

    def resources(self) -> list[dict[str, Any]]:
        """Give what the state holds."""
        document = json.loads(self._state.read_text(encoding="utf-8"))
        return list(document["deployment"].get("resources") or [])


class Cli:
    """The real `pulumi`, with its state in a folder."""

    name = "pulumi"

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self._program = folder / "program"
        shutil.copytree(PROGRAM, self._program)
        self._environment = {**environment, **variables(folder, "benchmark")}
        self._call("stack", "init", "benchmark")

    def run(self, verb: str) -> Watched:
        """Run a verb to its end."""
        yes = [] if verb == "preview" else ["--yes", "--skip-preview"]
        command = ["pulumi", verb, *yes, "--stack", "benchmark", "--non-interactive"]
        return _watch(command, self._program, self._environment)

    def resources(self) -> list[dict[str, Any]]:
        """Give what the state holds."""
        document = json.loads(self._call("stack", "export", "--stack", "benchmark"))
        return list(document["deployment"].get("resources") or [])

    def _call(self, *arguments: str) -> str:
        return subprocess.run(  # noqa: S603 - this benchmark's own commands
            ["pulumi", *arguments, "--non-interactive"],  # noqa: S607 - whichever is on PATH
            cwd=self._program,
            env=self._environment,
            check=True,
            capture_output=True,
            text=True,
        ).stdout


def engine_classes() -> dict[str, type[Embedded | Cli]]:
    """Give the engines of this machine."""
    return {"embedded": Embedded} | ({"pulumi": Cli} if shutil.which("pulumi") else {})


def clean_environment() -> dict[str, str]:
    """Give the process's environment without a word on Twilio or Pulumi."""
    return {key: value for key, value in os.environ.items() if not key.startswith(_OURS)}


def _watch(command: list[str], folder: Path, environment: dict[str, str]) -> Watched:
    peaks = {"host": 0.0, "program": 0.0}
    over = threading.Event()
    with tempfile.TemporaryFile("w+", encoding="utf-8") as output:
        began = time.monotonic()
        with subprocess.Popen(  # noqa: S603 - this benchmark's own commands
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        ) as process:
            watcher = threading.Thread(target=_sample, args=(process.pid, peaks, over))
            watcher.start()
            status = process.wait()
            seconds = time.monotonic() - began
            over.set()
            watcher.join()
        if status != 0:
            output.seek(0)
            raise RuntimeError(f"{' '.join(command)} failed:\n{output.read()}")
    return Watched(seconds, peaks["host"], peaks["program"])


def _sample(pid: int, peaks: dict[str, float], over: threading.Event) -> None:
    """Look at the memory of a process and all below it, again and again."""
    roles: dict[psutil.Process, str | None] = {}
    with suppress(psutil.NoSuchProcess):
        top = psutil.Process(pid)
        while not over.wait(_EVERY):
            for process in [top, *top.children(recursive=True)]:
                with suppress(psutil.NoSuchProcess, psutil.AccessDenied):
                    if roles.get(process) is None:
                        roles[process] = _role(process, process == top)
                    role = roles[process]
                    if role is not None:
                        peaks[role] = max(peaks[role], process.memory_info().rss / _MIB)


def _role(process: psutil.Process, is_top: bool) -> str | None:  # noqa: FBT001 - of one caller
    words = " ".join(process.cmdline())
    if _HOST in words:
        return "host"
    return "program" if _CLI_PROGRAM in words or (is_top and "benchmarks" in words) else None
