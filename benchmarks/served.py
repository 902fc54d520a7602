"""A simulator in a process of its own, so that it takes nothing from what is measured but cores."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.request
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.pulumi_command import ROOT
from pulumi_trusthub.simulator import Control

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_ENDS_WITHIN = 10
_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def simulator(*, seed: Path | None = None, **settings: float) -> AbstractContextManager[Control]:
    """Run a simulator with these settings and this seed as long as the block."""
    return _served(["pulumi_trusthub.simulator", "--port", "0"], seed, settings)


def lean_simulator(
    *, seed: Path | None = None, **settings: float
) -> AbstractContextManager[Control]:
    """Run the store and the operations of the simulator behind a lean server, to be no limit."""
    return _served(["benchmarks.lean"], seed, settings)


@dataclass(frozen=True)
class Used:
    """What a lean server has done.

    Attributes:
        processor: Seconds of a core that it has used.
        requests: Requests that it has answered.
    """

    processor: float
    requests: int


def used(control: Control) -> Used:
    """Ask a lean server what it has done."""
    with _OPENER.open(f"{control.url}/_lean", timeout=_ENDS_WITHIN) as response:
        return Used(**json.load(response))


@contextmanager
def _served(module: list[str], seed: Path | None, settings: dict[str, float]) -> Iterator[Control]:
    chosen = [f"--set={name}={value}" for name, value in settings.items()]
    chosen += [f"--seed={seed}"] if seed else []
    command = [sys.executable, "-u", "-m", *module, *chosen]
    with subprocess.Popen(  # noqa: S603
        command, cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            yield Control(_url(process))
        finally:
            process.terminate()
            try:
                process.wait(_ENDS_WITHIN)
            except subprocess.TimeoutExpired:
                process.kill()


def _url(process: subprocess.Popen[str]) -> str:
    """Read where it is from the first line that it prints."""
    line = process.stdout.readline() if process.stdout else ""
    words = [word.rstrip(";") for word in line.split() if word.startswith("http")]
    if not words:
        raise RuntimeError("The simulator did not start.")
    return words[0]
