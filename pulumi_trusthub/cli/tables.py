"""Tables for people: fitted to a terminal, and whole in a pipe."""

from __future__ import annotations

import io
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

import typer

from .console import is_terminal, plain, write

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.table import Table

_GAP = 2
_NAME, _SENTENCE = (16, 60), 30
"""Cells in a terminal: the fewest of a longer name and the most, and the fewest of a sentence."""
_PADDED = 40
"""The most cells in a pipe to which a name or a sentence is padded: a long sentence must not pad
every other row."""

_COLOURS = {
    "A": "green",
    "B": "yellow",
    "passed": "green",
    "found": "red",
    "skipped": "yellow",
    "twilio-approved": "green",
    "twilio-rejected": "red",
}


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Attributes:
        fit: What happens to a text in a narrow terminal: SIDs and the like stay whole, a name is
            cut at its end, and a sentence is wrapped.
        needed: Whether the column is shown in a terminal that has no room for it.
    """

    title: str
    fit: Literal["whole", "cut", "wrapped"] = "whole"
    needed: bool = True

    def least(self, texts: Sequence[str]) -> int:
        """Give the fewest cells for these texts; no word of a sentence is broken."""
        longest = max(map(_cells, texts))
        if self.fit == "whole":
            return longest
        if self.fit == "cut":
            return min(longest, max(_NAME[0], len(self.title)))
        words = max((_cells(word) for text in texts for word in text.split()), default=0)
        return min(longest, max(_SENTENCE, words))


Rows: TypeAlias = "Sequence[Sequence[object]]"


def write_tables(*tables: tuple[Sequence[Column], Rows], err: bool = False) -> None:
    """Write data for people: columns, with colours in a terminal.

    A table without rows is left out. What belongs to a question goes to stderr (``err``).
    """
    lay_out = _in_a_terminal if is_terminal(sys.stderr if err else sys.stdout) else _in_a_pipe
    written = [
        lay_out(columns, [tuple(map(plain, row)) for row in rows]) for columns, rows in tables
    ]
    text = "\n\n".join("\n".join(line.rstrip() for line in lines) for lines in written)
    if err:
        typer.echo(text, err=True)
    else:
        write(text)


def _in_a_pipe(columns: Sequence[Column], rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    table = [tuple(column.title for column in columns), *rows]
    widths = [
        max(map(_cells, texts)) if column.fit == "whole" else min(_PADDED, max(map(_cells, texts)))
        for column, texts in zip(columns, zip(*table, strict=True), strict=True)
    ]
    for row in table:
        cells = zip(row, widths, strict=True)
        yield (" " * _GAP).join(text + " " * (width - _cells(text)) for text, width in cells)


def _in_a_terminal(columns: Sequence[Column], rows: Sequence[tuple[str, ...]]) -> list[str]:
    # Imported here: what needs no table starts without it.
    from rich.console import Console  # noqa: PLC0415

    text = io.StringIO()
    console = Console(file=text, force_terminal=True, highlight=False, markup=False)
    # Where even what is needed has no room, the terminal wraps the lines: nothing is cropped.
    console.print(_table(columns, rows, console.width), crop=False)
    return text.getvalue().splitlines()


def _table(columns: Sequence[Column], rows: Sequence[tuple[str, ...]], width: int) -> Table:
    """Give rich's table of the columns for which a terminal of this width has room."""
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    by_column = list(zip(*(tuple(column.title for column in columns), *rows), strict=True))
    least = {index: it.least(by_column[index]) for index, it in enumerate(columns)}
    for index, column in reversed(list(enumerate(columns))):
        if not column.needed and sum(least.values()) + _GAP * (len(least) - 1) > width:
            del least[index]
    table = Table(box=None, pad_edge=False, padding=(0, _GAP, 0, 0), header_style="bold")
    for index, cells in least.items():
        column = columns[index]
        table.add_column(
            column.title,
            no_wrap=column.fit == "whole",
            overflow="fold",
            min_width=cells,
            max_width=_NAME[1] if column.fit == "cut" else None,
        )
    for row in rows:
        table.add_row(
            *(
                Text(row[index], _COLOURS.get(row[index], ""), no_wrap=True, overflow="ellipsis")
                if columns[index].fit == "cut"
                else Text(row[index], _COLOURS.get(row[index], ""))
                for index in least
            )
        )
    return table


def _cells(text: str) -> int:
    """Count the cells of a text: some letters take two."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len  # noqa: PLC0415

    return cell_len(text)
