"""Tables for people: fitted to a terminal, and whole in a pipe."""

from __future__ import annotations

import io
import sys
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, Literal

import typer
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from .console import is_terminal, plain, write

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_GAP, _INDENT = 2, 4
_NAME = 16, 60
"""Characters of a name in a terminal: the fewest of a longer name, and the most."""
_SENTENCE, _WORD = 30, 51
"""The narrowest column of sentences, and the longest word that is never broken: a bundle's path."""

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
        title: The column's title.
        fit: What happens to a text in a narrow terminal: SIDs and the like stay whole, a name is
            cut at its end, and a sentence is wrapped.
    """

    title: str
    fit: Literal["whole", "cut", "wrapped"] = "whole"

    def needs(self, texts: Sequence[str]) -> tuple[int, int]:
        """Give the least and the most terminal cells for the column."""
        longest = max(map(cell_len, texts))
        if self.fit == "cut":
            least, most = _NAME
            return min(longest, least), min(longest, most)
        if self.fit == "wrapped":
            word = max(cell_len(word) for text in texts for word in text.split())
            return min(longest, max(_SENTENCE, min(word, _WORD))), longest
        return longest, longest

    def lines(self, text: Text, width: int, console: Console) -> list[Text]:
        """Fit a text into a number of cells, unless the text has to stay whole."""
        if self.fit == "wrapped":
            return list(text.wrap(console, width))
        if self.fit == "cut":
            text.truncate(width, overflow="ellipsis")
        return [text]


def write_tables(
    *tables: tuple[Sequence[Column], Sequence[Sequence[object]]], err: bool = False
) -> None:
    """Write data for people: columns, with colours in a terminal.

    Args:
        tables: The columns and the rows of each table.
        err: Whether to write to stderr, as for the subject of a question there.
    """
    text = io.StringIO()
    console = Console(
        file=text,
        # Whatever FORCE_COLOR says: the reader of a pipe wants no colours.
        force_terminal=is_terminal(sys.stderr if err else sys.stdout),
        highlight=False,
        markup=False,
    )
    for number, (columns, rows) in enumerate(tables):
        if number:
            console.print()
        for line in _laid_out(columns, [tuple(map(plain, row)) for row in rows], console):
            line.rstrip()
            console.print(line, soft_wrap=True)  # a line that is too long is not cut
    lines = text.getvalue().removesuffix("\n")
    if err:
        typer.echo(lines, err=True)
    else:
        write(lines)


def _laid_out(
    columns: Sequence[Column], rows: Sequence[tuple[str, ...]], console: Console
) -> Iterator[Text]:
    """Lay out a table; a cell that does not fit beside the others stands below its row."""
    titles = tuple(column.title for column in columns)
    by_column = list(zip(titles, *rows, strict=True))
    widths = {index: max(map(cell_len, texts)) for index, texts in enumerate(by_column)}
    if console.is_terminal:
        needs = [it.needs(texts) for it, texts in zip(columns, by_column, strict=True)]
        widths = _beside(columns, needs, console.width)
    yield from _beside_each_other(columns, [Text(it, "bold") for it in titles], widths, console)
    room = max(console.width - _INDENT, _WORD)
    for row in rows:
        texts = [Text(text, _COLOURS.get(text, "")) for text in row]
        yield from _beside_each_other(columns, texts, widths, console)
        for index, column in enumerate(columns):
            if row[index] and index not in widths:
                below = Text(f"{column.title}: {row[index]}")
                for line in column.lines(below, room, console):
                    yield Text(" " * _INDENT).append_text(line)


def _beside_each_other(
    columns: Sequence[Column], texts: Sequence[Text], widths: dict[int, int], console: Console
) -> Iterator[Text]:
    cells = [columns[index].lines(texts[index], width, console) for index, width in widths.items()]
    for parts in zip_longest(*cells, fillvalue=Text()):
        line = Text()
        for part, width in zip(parts, widths.values(), strict=True):
            line.append_text(part).append(" " * (width + _GAP - part.cell_len))
        yield line


def _beside(
    columns: Sequence[Column], needs: Sequence[tuple[int, int]], width: int
) -> dict[int, int]:
    """Choose the columns that stand beside each other in a terminal, and their widths.

    With enough room these are all columns, else the first one and the whole ones that fit.
    """
    widths = {index: least for index, (least, _) in enumerate(needs)}
    spare = width - sum(widths.values()) - _GAP * (len(widths) - 1)
    if spare < 0:
        chosen: dict[int, int] = {}
        for index, column in enumerate(columns):
            taken = sum(chosen.values()) + _GAP * len(chosen)
            if not chosen or (column.fit == "whole" and taken + widths[index] <= width):
                chosen[index] = widths[index]
        return chosen
    for done, index in enumerate(sorted(widths, key=lambda it: needs[it][1] - needs[it][0])):
        more = min(needs[index][1] - widths[index], spare // (len(widths) - done))
        widths[index] += more
        spare -= more
    return widths
