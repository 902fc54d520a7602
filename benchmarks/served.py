"""A simulator in a process of its own, so that it takes nothing from what is measured but cores."""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pulumi_trusthub.simulator import Control

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_ENDS_WITHIN = 10


@contextmanager
def simulator(*, seed: Path | None = None, **settings: float) -> Iterator[Control]:
    """Run a simulator with these settings and this seed as long as the block."""
    chosen = [f"--set={name}={value}" for name, value in settings.items()]
    chosen += [f"--seed={seed}"] if seed else []
    command = [sys.executable, "-u", "-m", "pulumi_trusthub.simulator", "--port", "0", *chosen]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
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
