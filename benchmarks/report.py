"""What a benchmark says: the machine, lines and tables, printed as they come.

`--save` keeps it in `benchmarks/results`, from where `python -m benchmarks.quote` takes it.
"""

from __future__ import annotations

import json
import os
import platform
import re
from dataclasses import asdict, dataclass, field
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import argparse

RESULTS = Path(__file__).parent / "results"


@dataclass
class Table:
    """Rows under heads.

    Attributes:
        heads: What each column holds.
        rows: The rows so far.
    """

    heads: list[str]
    rows: list[list[str]] = field(default_factory=list)

    def begin(self) -> None:
        """Print the heads."""
        print(f"\n{head_lines(self.heads)}", flush=True)

    def row(self, *cells: str | float) -> None:
        """Print a row, and keep it."""
        self.rows.append([str(cell) for cell in cells])
        print(line_of(self.rows[-1]), flush=True)


class Report:
    """Everything that one benchmark says.

    Args:
        name: The benchmark's name, and that of its file among the results.
        virtual: Whether its time is virtual, so that it is the same on every machine.
    """

    def __init__(self, name: str, *, virtual: bool = False) -> None:
        self._name = name
        self._machine = None if virtual else machine()
        self._lines: list[str] = []
        self._tables: dict[str, Table] = {}
        if self._machine:
            print(measured_on(self._machine))

    def line(self, text: str) -> None:
        """Print a line, and keep it."""
        self._lines.append(text)
        print(f"- {text}", flush=True)

    def table(self, name: str, heads: list[str]) -> Table:
        """Begin a table."""
        table = self._tables[name] = Table(heads)
        table.begin()
        return table

    def result(self) -> dict[str, Any]:
        """Give all of it as plain data."""
        return {
            **({"machine": self._machine} if self._machine else {}),
            "lines": self._lines,
            "tables": {name: asdict(table) for name, table in self._tables.items()},
        }

    def save(self, *, keep: bool) -> None:
        """Write it, where that was asked for."""
        if keep:
            RESULTS.mkdir(exist_ok=True)
            text = json.dumps(self.result(), indent=1, ensure_ascii=False)
            (RESULTS / f"{self._name}.json").write_text(text + "\n", encoding="utf-8")


def add_save(parser: argparse.ArgumentParser) -> None:
    """Add the option that every benchmark of `make bench` has."""
    parser.add_argument("--save", action="store_true", help="keep the results for the pages")


def verdict(value: float, most: float) -> str:
    """Say whether a value is within its bound."""
    return "holds" if value <= most else "DOES NOT HOLD"


def machine() -> dict[str, str]:
    """Describe the machine, its load, this process's priority over that, and the day."""
    return {
        "date": datetime.now(timezone.utc).strftime("%Y-%m-%d"),
        "processor": _processor(),
        "cores": str(os.cpu_count()),
        "load": f"{os.getloadavg()[0]:.1f}",
        "nice": str(os.getpriority(os.PRIO_PROCESS, 0)),
        "python": platform.python_version(),
        "system": platform.system(),
    }


def measured_on(machine: dict[str, str]) -> str:
    """Say in one line when and where something was measured."""
    priority = machine.get("nice", "0")
    over = f", with a priority of {priority} over that" if priority != "0" else ""
    return (
        f"Measured on {machine['date']}: {machine['processor']}, {machine['cores']} cores, load "
        f"{machine['load']} as it began{over}; {machine['system']}, Python {machine['python']}."
    )


def head_lines(heads: list[str]) -> str:
    """Write the first two lines of a table."""
    return f"{line_of(heads)}\n{line_of(['---'] * len(heads))}"


def line_of(cells: list[str]) -> str:
    """Write a line of a table."""
    return f"| {' | '.join(cells)} |"


def _processor() -> str:
    """Read the processor's model, which Python does not tell on Linux."""
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        text = ""
    found = re.search(r"^model name\s*:\s*(.+)$", text, re.MULTILINE)
    return found[1].strip() if found else platform.processor() or platform.machine()
