"""The `pulumi` command for the Automation API, with limits on its time and its processes."""

from __future__ import annotations

import contextlib
import functools
import os
import shlex
import signal
import subprocess
import tempfile
import threading
from typing import IO, TYPE_CHECKING

from pulumi import automation
from pulumi.automation.errors import CommandError, create_command_error
from semver import VersionInfo

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from types import FrameType

    from typing_extensions import Self

_HOST = "pulumi-resource-pulumi-python"
"""Name of the dynamic provider host that the engine looks for on PATH."""
_PLUGIN = "pulumi-resource-trusthub"
"""Name of the plugin that the engine looks for on PATH."""
_OWN = "PULUMI_"
"""Prefix of variables that belong to the caller's own stacks."""
_GENTLE = 2
"""The first Ctrl-C lets steps under way end, the second ends the command at once."""
_END_SECONDS = 20
"""Seconds in which an interrupted command may finish the steps under way."""


class CommandTimeoutError(CommandError):
    """A command did not end in time, and was ended."""


class _Interrupts:
    """Passes each Ctrl-C on to a command, and interrupts the caller when the command has ended.

    The command is in a session of its own, which the terminal's Ctrl-C does not reach, so that its
    end is always awaited here: otherwise a second Ctrl-C would end the wait while the command goes
    on.  A caller with a signal handler of its own, or in another thread, keeps that handler.
    """

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._came = 0

    def __enter__(self) -> Self:
        self._before = signal.getsignal(signal.SIGINT)
        main = threading.current_thread() is threading.main_thread()
        self._ours = main and self._before is signal.default_int_handler
        if self._ours:
            signal.signal(signal.SIGINT, self._come)
        return self

    def __exit__(self, *_exception: object) -> None:
        if self._ours:
            signal.signal(signal.SIGINT, self._before)
        if self._came:
            raise KeyboardInterrupt

    def pass_on(self, process: subprocess.Popen[bytes]) -> None:
        """Set the command that gets each Ctrl-C."""
        came, self._process = self._came, process
        for _ in range(came):
            process.send_signal(signal.SIGINT)

    def _come(self, _number: int, _frame: FrameType | None) -> None:
        self._came += 1
        if self._process is not None:
            end = signal.SIGINT if self._came <= _GENTLE else signal.SIGKILL
            self._process.send_signal(end)


class PulumiCommand(automation.PulumiCommand):
    """Runs `pulumi`, and leaves no process behind.

    The output goes to files: a process that a provider has left behind would hold a pipe open, and
    a reader of that pipe would wait for the process.
    """

    def __init__(self, pulumi: str, *, folder: Path, python: str, seconds: float) -> None:
        self.command = pulumi
        self.version = _version(pulumi)
        self._seconds = seconds
        self._started = folder / "hosts"
        self._launchers, self._plugin = folder / "bin", folder / "plugin"
        for made in (self._launchers, self._plugin):
            made.mkdir()
        self.python = self._launchers / "python"
        started, interpreter = shlex.quote(str(self._started)), shlex.quote(python)
        _script(self.python, f'echo $$ >> {started}\nexec {interpreter} "$@"')
        _script(self._launchers / _HOST, 'exec "$PULUMI_PYTHON_CMD" -u -m pulumi.dynamic "$@"')
        own = shlex.quote(str(self.python))
        _script(self._plugin / _PLUGIN, f'exec {own} -u -m pulumi_trusthub.plugin "$@"')

    def run(
        self,
        args: list[str],
        cwd: str,
        additional_env: Mapping[str, str],
        on_output: automation.OnOutput | None = None,
        on_error: automation.OnOutput | None = None,
    ) -> automation.CommandResult:
        """Run one command to its end.

        Raises:
            CommandError: The command failed.
            CommandTimeoutError: The command did not end in time.
            KeyboardInterrupt: A Ctrl-C came while the command ran.
        """
        environment = {**_without_own(), **additional_env, "PULUMI_AUTOMATION_API": "true"}
        # A whole installation has a launcher beside its pulumi, which goes before ours.  A plugin
        # on PATH is one that was installed beside some Python, and not with that of this stack.
        found = (os.path.dirname(self.command), environment.get("PATH", ""))  # noqa: PTH120
        folders = (self._plugin, *found, self._launchers)
        environment["PATH"] = os.pathsep.join(str(folder) for folder in folders if folder)
        with (
            tempfile.TemporaryFile() as output,
            tempfile.TemporaryFile() as errors,
            _Interrupts() as interrupts,
        ):
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
                interrupts.pass_on(process)
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
        """End the command, gently at first, and the hosts that the command has left behind."""
        for end in (signal.SIGINT, signal.SIGINT, signal.SIGKILL):
            if process.poll() is not None:
                break
            process.send_signal(end)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(_END_SECONDS)
        for line in self._started.read_text().split() if self._started.exists() else ():
            with contextlib.suppress(ProcessLookupError):
                # An id that now belongs to another process is in another session.
                if os.getsid(int(line)) == process.pid:
                    os.kill(int(line), signal.SIGKILL)
        self._started.unlink(missing_ok=True)


def _without_own() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(_OWN)}


def _script(path: Path, text: str) -> None:
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(0o700)


def _tell(listener: automation.OnOutput | None, text: str) -> None:
    if listener is not None:
        for line in text.splitlines():
            listener(line)


def _text(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode("utf-8", "replace").rstrip()


@functools.lru_cache
def _version(pulumi: str) -> VersionInfo:
    """Read the version of the command, once in a process."""
    with tempfile.TemporaryDirectory() as home:  # even this command creates its home
        told = subprocess.run(  # noqa: S603 - the command that the caller named
            [pulumi, "version"],
            env={**_without_own(), "PULUMI_HOME": home, "PULUMI_SKIP_UPDATE_CHECK": "true"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            timeout=_END_SECONDS,
            check=True,
        ).stdout
    return VersionInfo.parse(told.strip().removeprefix("v"))
