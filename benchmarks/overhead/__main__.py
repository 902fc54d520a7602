"""`python -m benchmarks.overhead`: what a command costs over the same command for an empty stack.

Four stacks on Pulumi's engine: an empty one; one dynamic resource that does nothing, whose cost is
Pulumi's; three resources of Trust Hub with one number; and the same three with 10,000 numbers. The
server answers at once. Each command is a process of its own, as for a user, and the stacks take
turns, so that what else the machine does falls on each of them.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.report import Report, add_save, verdict
from benchmarks.served import used
from benchmarks.speed.life import want
from benchmarks.speed.world import world

if TYPE_CHECKING:
    from collections.abc import Iterator

COMMANDS = ("preview", "up", "preview", "destroy")
HEADS = ("first preview", "up", "preview without changes", "destroy")
_UNCHANGED = 2
"""Place of the preview that has nothing to do, and no request to send."""
MOST_PREVIEW = 1.0
MOST_UP = 1.6
MOST_MANY = 0.6
MANY = 10_000
_PATIENCE = 600


def main() -> None:
    """Print the median seconds of each command, and what they are over the empty stack's."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.overhead", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    add_save(parser)
    options = parser.parse_args()
    many = f"three resources, {MANY:,} numbers"
    stacks = {
        "empty": ("empty", 1),
        "one dynamic resource that does nothing": ("nothing", 1),
        "three resources": ("three", 1),
        many: ("three", MANY),
    }
    report = Report("overhead")
    lives: dict[str, list[list[float]]] = {name: [] for name in stacks}
    for _ in range(options.rounds):
        for name, (program, count) in stacks.items():
            lives[name].append(list(_life(program, count)))
    medians = {
        name: [statistics.median(taken) for taken in zip(*rounds, strict=True)]
        for name, rounds in lives.items()
    }
    table = report.table("seconds", ["stack", *(f"{head}, s" for head in HEADS)])
    for name, taken in medians.items():
        table.row(name, *(f"{second:.2f}" for second in taken))
    report.line(f"Seconds, median of {options.rounds} rounds.")
    few, base = medians["three resources"], medians["empty"]
    for what, taken, least, position, most in (
        ("three resources, first preview over the empty stack's", few, base, 0, MOST_PREVIEW),
        ("three resources, up over the empty stack's", few, base, 1, MOST_UP),
        ("three resources, preview over the empty stack's", few, base, _UNCHANGED, MOST_PREVIEW),
        (f"{MANY:,} numbers, preview over three's", medians[many], few, _UNCHANGED, MOST_MANY),
    ):
        more = taken[position] - least[position]
        report.line(f"{what}: {more:.2f} s; bound: {most:g} s. ({verdict(more, most)})")
    report.save(keep=options.save)


def _life(program: str, count: int) -> Iterator[float]:
    """Give the seconds of each command of a new stack."""
    with world(count, latency=0) as there, tempfile.TemporaryDirectory() as folder:
        wanted = Path(folder, "wanted.json")
        want(wanted, "bulk", there.profile_sid, there.numbers)
        state = Path(folder, "state")
        state.mkdir()
        for position, command in enumerate(COMMANDS):
            before = used(there.control).requests
            told = subprocess.run(  # noqa: S603 - this module's own
                [sys.executable, "-m", "benchmarks.overhead.child", program, command, str(state)],
                env={**os.environ, **there.variables, "BENCHMARK_WANTED": str(wanted)},
                stdout=subprocess.PIPE,
                text=True,
                check=True,
                timeout=_PATIENCE,
            ).stdout
            sent = used(there.control).requests - before
            if position == _UNCHANGED and sent:
                raise RuntimeError(f"A preview without changes sent {sent} requests.")
            yield float(told)


if __name__ == "__main__":
    main()
