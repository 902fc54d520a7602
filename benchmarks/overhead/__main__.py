"""`python -m benchmarks.overhead`: what a command costs over the same command for an empty stack.

Four stacks on Pulumi's engine: an empty one; one dynamic resource that does nothing, whose cost is
Pulumi's; three resources of Trust Hub with one number; and the same three with 10,000 numbers. The
simulator answers at once. Each command is a process of its own, as for a user, and the stacks take
turns, so that what else the machine does falls on each of them.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.report import verdict
from benchmarks.served import simulator

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pulumi_trusthub.simulator import Control

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
    rounds: int = parser.parse_args().rounds
    stacks = {
        "empty": ("empty", 1),
        "one dynamic resource that does nothing": ("nothing", 1),
        "three resources": ("three", 1),
        f"three resources, {MANY:,} numbers": ("three", MANY),
    }
    print(
        f"{os.cpu_count()} cores, Python {platform.python_version()}; median of {rounds} rounds.\n"
    )
    seconds: dict[str, list[list[float]]] = {name: [] for name in stacks}
    with simulator() as control:
        for _ in range(rounds):
            for name, (program, count) in stacks.items():
                seconds[name].append(list(_life(control, program, count)))
    medians = {
        name: [statistics.median(taken) for taken in zip(*lives, strict=True)]
        for name, lives in seconds.items()
    }
    print(f"| stack | {' | '.join(f'{head}, s' for head in HEADS)} |")
    print("| --- " * (len(HEADS) + 1) + "|")
    for name, taken in medians.items():
        print(f"| {name} | {' | '.join(f'{second:.2f}' for second in taken)} |")
    few, many = (medians[name] for name in list(stacks)[2:])
    base = medians["empty"]
    _print_bound(
        "three resources, first preview over the empty stack's", few, base, 0, MOST_PREVIEW
    )
    _print_bound("three resources, up over the empty stack's", few, base, 1, MOST_UP)
    _print_bound("three resources, preview over the empty stack's", few, base, 2, MOST_PREVIEW)
    _print_bound(f"{MANY:,} numbers, preview over three's", many, few, 2, MOST_MANY)


def _life(control: Control, program: str, count: int) -> Iterator[float]:
    """Give the seconds of each command of a new stack."""
    control.reset()
    account = control.accounts()[0]
    [planted] = control.seed({"accounts": [{"sid": account.sid, "phone_numbers": count}]})
    numbers = list(planted.phone_numbers.values())[-count:]
    with tempfile.TemporaryDirectory() as folder:
        wanted = Path(folder, "wanted.json")
        wanted.write_text(
            json.dumps(
                {
                    "kind": "bulk",
                    "account_sid": account.sid,
                    "auth_token": account.auth_token,
                    "url": control.url,
                    "profile_sid": account.customer_profiles[0],
                    "numbers": numbers,
                }
            ),
            encoding="utf-8",
        )
        state = Path(folder, "state")
        state.mkdir()
        for position, command in enumerate(COMMANDS):
            before = control.index()["requests"]
            told = subprocess.run(  # noqa: S603 - this module's own
                [sys.executable, "-m", "benchmarks.overhead.child", program, command, str(state)],
                env={**os.environ, "BENCHMARK_WANTED": str(wanted)},
                stdout=subprocess.PIPE,
                text=True,
                check=True,
                timeout=_PATIENCE,
            ).stdout
            sent = control.index()["requests"] - before
            if position == _UNCHANGED and sent:
                raise RuntimeError(f"A preview without changes sent {sent} requests.")
            yield float(told)


def _print_bound(
    what: str, taken: list[float], base: list[float], position: int, most: float
) -> None:
    more = taken[position] - base[position]
    print(
        f"\n- {what}: {more:.2f} s; bound: {most:g} s. ({verdict(more, most)})", end="", flush=True
    )


if __name__ == "__main__":
    main()
    print()
