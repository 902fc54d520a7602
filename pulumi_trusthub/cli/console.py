"""The base of all commands: data on stdout, everything else on stderr, exit codes."""

from __future__ import annotations

import errno
import io
import json
import os
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, TextIO

import typer

from pulumi_trusthub._core.model.config import read_settings
from pulumi_trusthub._core.model.errors import TrustHubError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pulumi_trusthub._core.api.client import TrustHubClient

FOUND, FAILED, INTERRUPTED, UNREAD = 1, 2, 130, 141
"""Exit codes of `status`, `doctor` and `orphans`, beside 0: something was found, the command
failed, Ctrl-C, and the reader of stdout ended early, for which other tools die by SIGPIPE."""

_JOINERS = "\u200c\u200d"
"""What Persian words and composed emojis have between their letters."""


def connected() -> TrustHubClient:
    """Give the client of the account in the environment."""
    # Imported here: --help and completion need no network code.
    from pulumi_trusthub._core.api.clients import client_for  # noqa: PLC0415
    from pulumi_trusthub._core.api.request_log import RequestLog  # noqa: PLC0415

    RequestLog.process = "command"
    client = client_for(read_settings(None, os.environ))
    problem = client.log_problem()
    if problem:
        note(problem)
    return client


@contextmanager
def one_line_errors(exit_code: int = FAILED) -> Iterator[None]:
    """Show an error in one line, and end at once on Ctrl-C."""
    try:
        yield
    except TrustHubError as error:
        note(str(error))
        raise typer.Exit(exit_code) from None
    except KeyboardInterrupt:
        raise typer.Exit(INTERRUPTED) from None


@contextmanager
def progress(what: str) -> Iterator[Callable[[int, int], None]]:
    """Show the progress of a command on stderr, if that is a terminal."""
    if not is_terminal(sys.stderr):
        yield lambda *_: None
        return
    # Imported here: --help and completion, and whatever is in no terminal, start without it.
    from rich import progress as rich  # noqa: PLC0415
    from rich.console import Console  # noqa: PLC0415

    columns = (rich.TextColumn("{task.description}"), rich.BarColumn(), rich.MofNCompleteColumn())
    console = Console(stderr=True, force_terminal=True)
    with rich.Progress(*columns, rich.TimeElapsedColumn(), console=console, transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, known: bar.update(task, completed=done, total=known)


def note(text: str) -> None:
    """Write a line that is no data to stderr."""
    typer.echo(plain(text), err=True)


def write_any_letter() -> None:
    """Have stdout write a question mark for a letter that its encoding lacks, as stderr does.

    Without a buffer (PYTHONUNBUFFERED) it would drop what a short write has left.
    """
    if not isinstance(sys.stdout, io.TextIOWrapper):
        return
    raw = sys.stdout.buffer
    if isinstance(raw, io.RawIOBase):
        sys.stdout = io.TextIOWrapper(
            io.BufferedWriter(raw), encoding=sys.stdout.encoding, line_buffering=True
        )
    sys.stdout.reconfigure(errors="replace")


def write(text: str, exit_code: int = FAILED) -> None:
    """Write data to stdout, and end where nobody reads it."""
    try:
        if sys.stdout is None:  # so Python says that stdout was closed from the beginning
            raise OSError(errno.EBADF, os.strerror(errno.EBADF))  # noqa: TRY301
        typer.echo(text)
    except OSError as error:
        _give_up_stdout()
        if isinstance(error, BrokenPipeError):
            raise typer.Exit(UNREAD) from None
        note(f"stdout cannot be written: {error.strerror}.")
        raise typer.Exit(exit_code) from None


def _give_up_stdout() -> None:
    """Keep the interpreter from flushing stdout at its end, which would fail with a message."""
    with suppress(OSError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def write_json(document: dict[str, Any]) -> None:
    """Write data as JSON."""
    write(json_text(document))


def json_text(document: dict[str, Any]) -> str:
    """Give data as JSON, in ASCII, for people to read too."""
    return json.dumps(document, indent=2)


def is_terminal(stream: TextIO | None) -> bool:
    """Tell whether a stream is a terminal, which a person reads."""
    return stream is not None and stream.isatty()


def plain(value: object) -> str:
    """Write a value in one line, without control characters: anybody can choose a name."""
    text = "" if value is None else str(value)
    return "".join(it if it.isprintable() or it in _JOINERS else " " for it in text)
