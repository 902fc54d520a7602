"""Both engines as commands, each verb in a process of its own that can be watched."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from benchmarks.pulumi_command import ROOT

TYPE = "pulumi-python:dynamic/trusthub:ChannelEndpointAssignment"
ENGINES = {"embedded": "EmbeddedStack", "pulumi": "Pulumi's engine"}

_OURS = ("TWILIO", "TRUSTHUB", "PULUMI")
_EVERY = 0.1
_KIB_IN_MIB = 2**10


@dataclass
class Watched:
    """What a command took.

    Attributes:
        seconds: From its start to its end.
        peaks: The most memory that a process held, in MiB, by its role: `program` (with
            EmbeddedStack, the engine too), `host` (of the provider, where all requests are sent)
            and `engine`.
        processor: Seconds of a core that they used, by role.
    """

    seconds: float = 0.0
    peaks: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    processor: dict[str, float] = field(default_factory=lambda: defaultdict(float))


class Engine:
    """An engine, and the state of one stack.

    Args:
        name: `embedded` or `pulumi`.
        folder: Where the state is kept.
        environment: All variables of the commands.
    """

    def __init__(self, name: str, folder: Path, environment: dict[str, str]) -> None:
        self._name = name
        self._state = folder / ("state.json" if name == "embedded" else "state")
        self._environment = {**environment, "PYTHONPATH": str(ROOT)}

    def run(self, verb: str) -> Watched:
        """Run a verb to its end."""
        words = ["benchmarks.speed.stack", self._name, verb, str(self._state)]
        return _watch([sys.executable, "-m", *words], self._environment)

    def resources(self) -> list[dict[str, Any]]:
        """Give what the state holds."""
        file = self._state
        if self._name == "pulumi":
            file /= Path(".pulumi/stacks/speed/test.json")
        document = json.loads(file.read_text(encoding="utf-8"))
        if self._name == "pulumi":
            return list(document["checkpoint"]["latest"].get("resources") or [])
        return list(document["deployment"].get("resources") or [])


def engines() -> list[str]:
    """Name the engines of this machine."""
    return ["embedded", "pulumi"] if shutil.which("pulumi") else ["embedded"]


def clean_environment() -> dict[str, str]:
    """Give the process's environment without a word on Twilio or Pulumi."""
    return {key: value for key, value in os.environ.items() if not key.startswith(_OURS)}


def _watch(command: list[str], environment: dict[str, str]) -> Watched:
    watched, over = Watched(), threading.Event()
    with tempfile.TemporaryFile("w+", encoding="utf-8") as output:
        began = time.monotonic()
        with subprocess.Popen(  # noqa: S603 - this benchmark's own commands
            command,
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        ) as process:
            watcher = threading.Thread(target=_sample, args=(process.pid, watched, over))
            watcher.start()
            status = process.wait()
            watched.seconds = time.monotonic() - began
            over.set()
            watcher.join()
        if status != 0:
            output.seek(0)
            raise RuntimeError(f"{' '.join(command)} failed:\n{output.read()}")
    return watched


def _sample(pid: int, watched: Watched, over: threading.Event) -> None:
    """Look at a process and all below it, again and again.

    The kernel itself keeps the most memory that a process held and the time that it used, so a look
    before its end is all that is needed.
    """
    used: dict[psutil.Process, tuple[str, float]] = {}
    with suppress(psutil.NoSuchProcess):
        top = psutil.Process(pid)
        while not over.wait(_EVERY):
            for process in [top, *top.children(recursive=True)]:
                with suppress(psutil.NoSuchProcess, psutil.AccessDenied, OSError):
                    role, before = used.get(process) or (_role(process, process == top), 0.0)
                    times = process.cpu_times()  # of a process that is over, none
                    used[process] = role, max(before, times.user + times.system)
                    watched.peaks[role] = max(watched.peaks[role], _peak(process))
    for role, seconds in used.values():
        watched.processor[role] += seconds


def _peak(process: psutil.Process) -> float:
    """Give the most MiB that a process ever held; where the kernel does not tell, what it holds."""
    status = Path(f"/proc/{process.pid}/status")
    if status.is_file():
        found = re.search(r"^VmHWM:\s+(\d+) kB", status.read_text(encoding="utf-8"), re.MULTILINE)
        if found:
            return int(found[1]) / _KIB_IN_MIB
    return process.memory_info().rss / _KIB_IN_MIB**2


def _role(process: psutil.Process, is_top: bool) -> str:  # noqa: FBT001 - of one caller
    if is_top:
        return "program"
    words = process.cmdline()
    return "host" if "pulumi.dynamic" in " ".join(words) else "engine"
