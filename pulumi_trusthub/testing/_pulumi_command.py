"""The `pulumi` command for the Automation API, with a bound on its time and its processes."""

from __future__ import annotations

import contextlib
import functools
import os
import shlex
import signal
import subprocess
import tempfile
from typing import IO, TYPE_CHECKING

from pulumi import automation
from pulumi.automation.errors import CommandError, create_command_error
from semver import VersionInfo

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pulumi.automation import CommandResult, OnOutput

_HOST = "pulumi-resource-pulumi-python"
"""The program that the engine looks for on PATH when it wants a host of dynamic providers."""
_OWN = "PULUMI_"
"""Variables whose names begin so belong to the caller's own stacks."""
_END_SECONDS = 20
"""How long an interrupted command may take to finish the steps that it has begun."""


class CommandTimeoutError(CommandError):
    """A command did not end in time, and was ended."""


class PulumiCommand(automation.PulumiCommand):
    """Runs `pulumi`, and leaves no process behind.

    The output goes to files, because a process that a provider has left behind would hold a pipe
    open, and whoever read that pipe would wait for the process.
    """

    def __init__(self, pulumi: str, *, folder: Path, python: str, seconds: float) -> None:
        """Prepare the command.

        Args:
            pulumi: The path of the program.
            folder: A folder for the launchers of provider hosts.
            python: The interpreter of provider hosts.
            seconds: How long one command may take.
        """
        self.command = pulumi
        self.version = _version(pulumi)
        self._seconds = seconds
        self._started = folder / "hosts"
        self._launchers = folder / "bin"
        self._launchers.mkdir()
        self.python = self._launchers / "python"
        started, interpreter = shlex.quote(str(self._started)), shlex.quote(python)
        _script(self.python, f'echo $$ >> {started}\nexec {interpreter} "$@"')
        _script(self._launchers / _HOST, 'exec "$PULUMI_PYTHON_CMD" -u -m pulumi.dynamic "$@"')

    def run(
        self,
        args: list[str],
        cwd: str,
        additional_env: Mapping[str, str],
        on_output: OnOutput | None = None,
        on_error: OnOutput | None = None,
    ) -> CommandResult:
        """Run one command to its end.

        Raises:
            CommandError: The command failed.
            CommandTimeoutError: The command did not end in time.
        """
        kept = {name: value for name, value in os.environ.items() if not name.startswith(_OWN)}
        environment = {**kept, **additional_env, "PULUMI_AUTOMATION_API": "true"}
        # The launcher of a whole installation lies beside its pulumi, and goes before ours.
        folders = (os.path.dirname(self.command), environment.get("PATH", ""), self._launchers)  # noqa: PTH120
        environment["PATH"] = os.pathsep.join(str(folder) for folder in folders if folder)
        with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
            process = subprocess.Popen(  # noqa: S603 - the command that the caller named
                [self.command, "--non-interactive", *args],
                cwd=cwd,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=errors,
                start_new_session=True,
            )
            late = ""
            try:
                process.wait(self._seconds)
            except subprocess.TimeoutExpired:
                late = f"pulumi {args[0]} did not end within {self._seconds:.0f} s"
            finally:
                self._end(process)
            said, complaints = _text(output), "\n".join(filter(None, (_text(errors), late)))
        _tell(on_output, said)
        _tell(on_error, complaints)
        result = automation.CommandResult(stdout=said, stderr=complaints, code=process.returncode)
        if late:
            raise CommandTimeoutError(result)
        if result.code != 0:
            raise create_command_error(result)
        return result

    def _end(self, process: subprocess.Popen[bytes]) -> None:
        """End the command, gently at first, and the hosts that it has left behind."""
        for end in (signal.SIGINT, signal.SIGINT, signal.SIGKILL):
            if process.poll() is not None:
                break
            process.send_signal(end)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(_END_SECONDS)
        for line in self._started.read_text().split() if self._started.exists() else ():
            with contextlib.suppress(ProcessLookupError):
                # An id that was given to somebody else since then is in another session.
                if os.getsid(int(line)) == process.pid:
                    os.kill(int(line), signal.SIGKILL)
        self._started.unlink(missing_ok=True)


def _script(path: Path, text: str) -> None:
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(0o700)


def _tell(listener: OnOutput | None, text: str) -> None:
    if listener is not None:
        for line in text.splitlines():
            listener(line)


def _text(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode("utf-8", "replace").rstrip()


@functools.lru_cache
def _version(pulumi: str) -> VersionInfo:
    """Ask the command for its version, once in a process."""
    told = subprocess.run(  # noqa: S603 - the command that the caller named
        [pulumi, "version"],
        env={**os.environ, "PULUMI_SKIP_UPDATE_CHECK": "true"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        timeout=_END_SECONDS,
        check=True,
    ).stdout
    return VersionInfo.parse(told.strip().removeprefix("v"))
