"""What all commands have in common: data on stdout, everything else on stderr, exit codes."""

from __future__ import annotations

import json
import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from pulumi_trusthub._config import read_settings
from pulumi_trusthub._errors import TrustHubError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pulumi_trusthub._client import TrustHubClient

FOUND, FAILED, INTERRUPTED = 1, 2, 130
"""Exit codes of `status`, `doctor` and `orphans`, beside 0: something was found, it could not be
looked for, and Ctrl-C."""

UNLIMITED = 100_000
"""Columns of what is not a terminal: there no line is wrapped and nothing is cut."""

_COLOURS = {
    "A": "green",
    "B": "yellow",
    "passed": "green",
    "found": "red",
    "skipped": "yellow",
    "twilio-approved": "green",
    "twilio-rejected": "red",
}


def connected() -> TrustHubClient:
    """Give the client of the account in the environment."""
    # Imported here: --help and completion do without Twilio's library.
    from pulumi_trusthub._session import client_for  # noqa: PLC0415

    return client_for(read_settings(lambda _: None, os.environ))


@contextmanager
def one_line_errors(exit_code: int = FAILED) -> Iterator[None]:
    """Tell an error in one line, and end at once on Ctrl-C."""
    try:
        yield
    except TrustHubError as error:
        note(str(error))
        raise typer.Exit(exit_code) from None
    except KeyboardInterrupt:
        raise typer.Exit(INTERRUPTED) from None


@contextmanager
def progress(what: str) -> Iterator[Callable[[int, int], None]]:
    """Show on stderr, where that is a terminal, how far something has come."""
    console = Console(stderr=True, force_terminal=sys.stderr.isatty())
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    bar = Progress(
        *columns,
        TimeElapsedColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )
    with bar:
        task = bar.add_task(what, total=None)
        yield lambda done, known: bar.update(task, completed=done, total=known)


def note(text: str) -> None:
    """Say something that is no data."""
    typer.echo(plain(text), err=True)


def write_json(document: dict[str, Any]) -> None:
    """Write data for programs."""
    typer.echo(json.dumps(document, indent=2))


def write_tables(*tables: tuple[Sequence[str], Sequence[Sequence[object]]]) -> None:
    """Write data for people: columns, and in a terminal colours as well."""
    is_terminal = sys.stdout.isatty()
    console = Console(
        # Whatever FORCE_COLOR says: what reads a pipe wants no colours.
        force_terminal=is_terminal,
        width=None if is_terminal else UNLIMITED,
        highlight=False,
        markup=False,
    )
    for number, (titles, rows) in enumerate(tables):
        table = Table(box=SIMPLE_HEAD if is_terminal else None, pad_edge=False)
        for title in titles:
            table.add_column(title, overflow="fold")
        for row in rows:
            table.add_row(*(Text(text, style=_COLOURS.get(text, "")) for text in map(plain, row)))
        if number:
            typer.echo()
        with console.capture() as captured:
            console.print(table)
        # Columns are padded, which nothing after them needs.
        typer.echo("\n".join(line.rstrip() for line in captured.get().splitlines()))


def counted(count: int, noun: str) -> str:
    """Write how many of something there are."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def plain(value: object) -> str:
    """Write a value in one line, without what could drive a terminal: names are anybody's."""
    text = "" if value is None else str(value)
    return "".join(letter if letter.isprintable() else " " for letter in text)
