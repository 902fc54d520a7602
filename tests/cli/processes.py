"""The command in a process of its own, in a pipe or in a terminal."""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


SECONDS = 60
ANSI = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def command(*arguments: str) -> list[str]:
    """The command in a process of its own."""
    return [sys.executable, "-m", "pulumi_trusthub", *arguments]


def processed(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run it to its end, with nobody to answer and nothing that is a terminal."""
    return subprocess.run(
        command(*arguments),
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=SECONDS,
        check=False,
    )


@contextlib.contextmanager
def running(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    """Run it beside the test, and end it with that."""
    process = subprocess.Popen(
        command(*arguments),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    watchdog = threading.Timer(SECONDS, process.kill)
    watchdog.start()
    try:
        yield process
    finally:
        process.kill()
        process.communicate()
        watchdog.cancel()


def in_a_terminal(*arguments: str, columns: int) -> tuple[int, str]:
    """Run it with stdout and stderr in a terminal: the exit code, and all that was seen there."""
    import pty  # noqa: PLC0415 - not on Windows

    ours, theirs = pty.openpty()
    with subprocess.Popen(
        command(*arguments),
        env={**os.environ, "TERM": "xterm-256color", "NO_COLOR": "", "COLUMNS": str(columns)},
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
    ) as process:
        os.close(theirs)
        watchdog = threading.Timer(SECONDS, process.kill)
        watchdog.start()
        seen = b""
        with contextlib.suppress(OSError):  # that is how a terminal ends
            while more := os.read(ours, 65536):
                seen += more
        process.wait(SECONDS)
        watchdog.cancel()
    os.close(ours)
    return process.returncode, seen.decode().replace("\r\n", "\n")
