"""`python -m benchmarks.quote`: writes what the benchmarks found into the documentation.

A page names a table between two comments, `<!-- benchmark: NAME TABLE -->` and `<!-- end -->`; what
stands there comes from `benchmarks/results/NAME.json`.  `TABLE` may be `lines`, which the machine
and the day follow; a page without them has both below each table.  Pictures are drawn from the same
files.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from benchmarks.concurrency.picture import svg
from benchmarks.report import RESULTS, head_lines, line_of, measured_on

ROOT = Path(__file__).parents[1]
PICTURE = ROOT / "docs" / "pictures" / "concurrency.svg"

LINES = "lines"
"""In place of a table: the lines beside the tables."""

_QUOTED = re.compile(
    r"(<!-- benchmark: (?P<name>[\w-]+) (?P<table>[\w-]+) -->\n).*?(<!-- end -->)", re.DOTALL
)


class NothingToQuoteError(Exception):
    """A page names what no benchmark has written; says which page and what."""


def main() -> None:
    """Write the pages and pictures that are out of date, and name them."""
    for path, text in written().items():
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            print(f"Wrote {path.relative_to(ROOT)}.")


def written() -> dict[Path, str]:
    """Give the text of every page that quotes, and of every picture, as the results have it."""
    texts = {page: page.read_text(encoding="utf-8") for page in pages()}
    quoting = {page: quoted(page, text) for page, text in texts.items() if _QUOTED.search(text)}
    return {**quoting, PICTURE: svg(result_of("concurrency")["tables"]["caps"])}


def pages() -> list[Path]:
    """Give the pages that may quote."""
    own = ROOT / "benchmarks" / "README.md"
    return [*sorted(ROOT.glob("*.md")), own, *sorted((ROOT / "docs").rglob("*.md"))]


def quoted(page: Path, text: str) -> str:
    """Give a page's text with the tables that it names.

    Raises:
        NothingToQuoteError: It names what is not there.
    """
    with_lines = {found["name"] for found in _QUOTED.finditer(text) if found["table"] == LINES}

    def quote(found: re.Match[str]) -> str:
        name, table = found["name"], found["table"]
        try:
            result = result_of(name)
            told = _told(result, table)
            if "machine" in result and (table == LINES or name not in with_lines):
                told += f"\n\n{measured_on(result['machine'])}"
        except (OSError, KeyError) as error:
            raise NothingToQuoteError(
                f"{page.name} quotes {table} of {name}, which is not there: run python -m "
                f"benchmarks.{name} --save."
            ) from error
        return f"{found[1]}\n{told}\n\n{found[4]}"

    return _QUOTED.sub(quote, text)


def result_of(name: str) -> dict[str, Any]:
    """Read what a benchmark found."""
    text = (RESULTS / f"{name}.json").read_text(encoding="utf-8")
    result: dict[str, Any] = json.loads(text)
    return result


def _told(result: dict[str, Any], table: str) -> str:
    """Write a table or the lines as Markdown."""
    if table == LINES:
        return "\n".join(f"- {line}" for line in result["lines"])
    found = result["tables"][table]
    return "\n".join([head_lines(found["heads"]), *map(line_of, found["rows"])])


if __name__ == "__main__":
    main()
