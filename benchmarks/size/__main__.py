"""`python -m benchmarks.size`: what each step costs a large account, and how that grows.

An account has numbers that are on a profile and a product already.  A stack takes them over, is
previewed, refreshed, and exchanges one of them for another.  First each step of the provider is
measured alone, in milliseconds of a core, with the server's beside it; then the same as commands of
a stack, on each engine of this machine.  An exponent says how a cost grows with the numbers, of
three sizes, without what it is at any size: 1 is as the numbers do, 2 is quadratic.
"""

from __future__ import annotations

import argparse
import math
from typing import TYPE_CHECKING

from benchmarks.report import Report, add_save, verdict
from benchmarks.speed.engines import ENGINES, engines

from .commands import AT_ONCE, VERBS, Command, least
from .parts import parts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .parts import Part

MOST = 1.2
"""The exponent of a step, at the most."""

SHORT = 100.0
"""Milliseconds between the two largest accounts below which an exponent says nothing."""

NOISE = 500.0
"""The same of commands, whose processes start anew each time."""

ROUNDS = 3
"""Runs of the commands on each account but the largest; the least counts."""

ROLES = ("program", "host", "engine")
_OF_ROLES = "program, host, engine"


def main() -> None:
    """Print both tables."""
    found = engines()
    parser = argparse.ArgumentParser(prog="python -m benchmarks.size", description=__doc__)
    parser.add_argument("--numbers", type=int, nargs="+", default=[1000, 10_000, 100_000])
    parser.add_argument("--engine", nargs="*", choices=found, default=found)
    add_save(parser)
    options = parser.parse_args()
    sizes = sorted(options.numbers)
    report = Report("size")
    report.line(
        f"Milliseconds of a core; {AT_ONCE} requests at once and no latency. An exponent is how a "
        f"cost grows, 1 as the numbers do; it is at most {MOST}, and left out below "
        f"{SHORT:g} ms, of a command below {NOISE:g} ms. Of commands on the smaller accounts "
        f"the least of {ROUNDS} runs counts; what the engine takes is Pulumi's own."
    )
    _print_parts(report, sizes)
    if options.engine:
        _print_commands(report, options.engine, sizes)
    report.save(keep=options.save)


def _print_parts(report: Report, sizes: Sequence[int]) -> None:
    heads = ["step", *(f"{size:,}: client, server, requests" for size in sizes), "exponents"]
    table = report.table("parts", heads)
    found = [parts(size) for size in sizes]
    for name in found[0]:
        steps = [of_size[name] for of_size in found]
        exponents = [
            exponent(sizes, [step.client for step in steps], SHORT),
            exponent(sizes, [step.server for step in steps], SHORT),
        ]
        table.row(name, *map(_told, steps), judged(exponents))


def _print_commands(report: Report, names: Sequence[str], sizes: Sequence[int]) -> None:
    columns = [f"{size:,}: s; {_OF_ROLES}" for size in sizes]
    heads = ["stack", "command", *columns, "requests", f"MiB: {_OF_ROLES}", "exponents"]
    table = report.table("commands", heads)
    for engine in names:
        found = [least(engine, size, 1 if size == sizes[-1] else ROUNDS) for size in sizes]
        for verb in VERBS:
            runs = [of_size[verb] for of_size in found]
            exponents = [
                exponent(sizes, [run.processor.get(role, 0.0) for run in runs], NOISE)
                for role in ROLES
            ]
            table.row(
                ENGINES[engine],
                verb,
                *map(_command_told, runs),
                f"{runs[-1].requests:,}",
                ", ".join(f"{runs[-1].peaks.get(role, 0):.0f}" for role in ROLES),
                judged(exponents, of_pulumi=1),
            )


def _told(part: Part) -> str:
    return f"{part.client:,.0f} ms, {part.server:,.0f} ms, {part.requests:,}"


def _command_told(command: Command) -> str:
    roles = (command.processor.get(role, 0.0) for role in ROLES)
    return f"{command.seconds:.1f}; " + ", ".join(f"{used:,.0f}" for used in roles)


def exponent(sizes: Sequence[int], costs: Sequence[float], short: float) -> float | None:
    """Say how a cost grows, without what it costs at any size.

    None where too few milliseconds lie between the two largest sizes; between the others, where the
    noise is as large, as many count as these would be if the cost grew as the numbers do.
    """
    if len(sizes) < 3:  # noqa: PLR2004 - two differences
        return None
    first, middle, last = sizes[-3:]
    some, more = costs[-2] - costs[-3], costs[-1] - costs[-2]
    if more < short:
        return None
    times = (last - middle) / (middle - first)
    return math.log(more / max(some, short / times)) / math.log(times)


def judged(exponents: Sequence[float | None], of_pulumi: int = 0) -> str:
    """Write exponents, with the verdict on the largest; the last so many are Pulumi's own."""
    told = ", ".join("–" if it is None else f"{it:.2f}" for it in exponents)  # noqa: RUF001 - a dash
    ours = exponents[: len(exponents) - of_pulumi]
    most = max((it for it in ours if it is not None), default=0.0)
    return f"{told} ({verdict(most, MOST)})"


if __name__ == "__main__":
    main()
