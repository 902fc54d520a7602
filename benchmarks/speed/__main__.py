"""`python -m benchmarks.speed`: seconds, requests, memory and bytes, each beside its bound.

A life of a stack is up, preview, refresh, up with one number in a hundred changed, and destroy, on
each engine of this machine, for each number of requests at once.  The server's answers are 50 ms
away; it is the simulator's store behind a lean server, whose capacity is told.  A bare loop over
urllib3 sends the same requests in the same sitting.  Single resources take long and say nothing new
at size: they are run with 300 numbers and 16 requests at once.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from benchmarks.report import Report, add_save, verdict
from pulumi_trusthub._core.model.config import DEFAULT_MAX_CONCURRENCY

from .engines import ENGINES, engines
from .host import loads
from .life import VERBS, Life, live
from .world import Bare, bare

if TYPE_CHECKING:
    from benchmarks.report import Table

    from .life import Kind

PARENTS = 2
PAGE = 1000
SLACK = 1.25
MORE_PREVIEW = 0.6
MOST_BYTES = 80
MOST_LOAD = 0.1
CAPACITY = 3.0
"""Times as many requests as are asked for, that the server has to be able to answer."""

_SECONDS = [
    "stack",
    "numbers",
    "at once",
    "up (bound)",
    "destroy (bound)",
    "preview (bound)",
    "refresh",
    "1 in 100 changed",
]
_COSTS = [
    "stack",
    "numbers",
    "at once",
    "requests of each command",
    "most at once",
    "ms of a core a request (bare loop)",
    "MiB: program, host, engine",
    "bytes a number",
    "server's capacity, requests/s (times what is asked)",
]
_SINGLES = ["stack", "numbers", *VERBS, "bytes a number"]


def main() -> None:
    """Measure what was asked for, and print it as it comes."""
    found = engines()
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__)
    parser.add_argument("--bulk", type=int, nargs="*", default=[1000, 10_000], metavar="N")
    parser.add_argument("--single", type=int, nargs="*", default=[300], metavar="N")
    parser.add_argument("--engine", nargs="+", choices=found, default=found)
    parser.add_argument("--latency", type=float, default=0.05, help="seconds")
    parser.add_argument("--at-once", type=int, nargs="+", default=[16, 32, 64], metavar="C")
    add_save(parser)
    options = parser.parse_args()
    report = Report("speed")
    report.line(
        f"Each answer is {options.latency * 1000:g} ms away. Bounds: up and destroy within {SLACK} "
        f"times the larger of 2 N L / C and the bare loop's time, plus a small stack's; a preview "
        f"within {MORE_PREVIEW} s of a small stack's, without a request; {MOST_BYTES} bytes of "
        f"state a number; a refresh of a request for each {PAGE:,} numbers and parent."
    )
    _print_load(report)
    loops = _print_loops(report, options.bulk, options.at_once, options.latency)
    bases = {name: live(name, "bulk", 1, options.latency, 1) for name in options.engine}
    lives = _print_seconds(report, bases, loops, options.latency)
    _print_costs(report, bases, loops, lives, options.latency)
    if options.single:
        table = report.table("singles", _SINGLES)
        for name in options.engine:
            for count in options.single:
                _print_single(table, name, "bulk", count, options.latency)
                _print_single(table, name, "single", count, options.latency)
    report.save(keep=options.save)


def _print_load(report: Report) -> None:
    without, ours = loads()
    report.line(
        f"The provider host's first answer: {without:.2f} s bare, {ours:.2f} s with this package; "
        f"bound: {MOST_LOAD} s more ({verdict(ours - without, MOST_LOAD)})."
    )


def _print_loops(
    report: Report, counts: list[int], at_once: list[int], latency: float
) -> dict[tuple[int, int], Bare]:
    """Measure the bare loop of each size and each number of threads."""
    heads = ["numbers", "at once", "2 N L / C, s", "up, s", "destroy, s", "ms of a core a request"]
    table = report.table("loops", heads)
    found = {}
    for count in counts:
        for threads in at_once:
            loop = found[count, threads] = bare(count, latency=latency, threads=threads)
            table.row(
                f"{count:,}",
                threads,
                f"{PARENTS * count * latency / threads:.1f}",
                f"{loop.up:.1f}",
                f"{loop.destroy:.1f}",
                f"{loop.processor:.2f}",
            )
    return found


def _print_seconds(
    report: Report, bases: dict[str, Life], loops: dict[tuple[int, int], Bare], latency: float
) -> dict[tuple[str, int, int], Life]:
    table = report.table("seconds", _SECONDS)
    lives = {}
    for name, base in bases.items():
        for (count, threads), loop in loops.items():
            life = lives[name, count, threads] = live(name, "bulk", count, latency, threads)
            least = PARENTS * count * latency / threads
            bounds = {
                "up": SLACK * max(least, loop.up) + base.watched["up"].seconds,
                "destroy": SLACK * max(least, loop.destroy) + base.watched["destroy"].seconds,
                "preview": base.watched["preview"].seconds + MORE_PREVIEW,
            }
            seconds = {verb: life.watched[verb].seconds for verb in VERBS}
            table.row(
                ENGINES[name],
                f"{count:,}",
                threads,
                *(
                    f"{seconds[verb]:.1f} ({most:.1f}: {verdict(seconds[verb], most)})"
                    for verb, most in bounds.items()
                ),
                f"{seconds['refresh']:.1f}",
                f"{seconds['change']:.1f}",
            )
    return lives


def _print_costs(
    report: Report,
    bases: dict[str, Life],
    loops: dict[tuple[int, int], Bare],
    lives: dict[tuple[str, int, int], Life],
    latency: float,
) -> None:
    table = report.table("costs", _COSTS)
    for (name, count, threads), life in lives.items():
        base = bases[name]
        requests = life.requests["up"] - base.requests["up"]
        own = life.watched["up"].processor["host"] - base.watched["up"].processor["host"]
        capacity = life.requests["up"] / life.served["up"]
        times = capacity / (threads / latency)
        lists = PARENTS * -(-count // PAGE)
        holds = life.requests["preview"] == 0 and life.requests["refresh"] <= lists + 1 + (
            base.requests["refresh"] - PARENTS
        )
        table.row(
            ENGINES[name],
            f"{count:,}",
            threads,
            ", ".join(f"{life.requests[verb]:,}" for verb in VERBS)
            + f" ({'holds' if holds else 'DOES NOT HOLD'})",
            life.at_once,
            f"{1000 * own / requests:.2f} ({loops[count, threads].processor:.2f})",
            ", ".join(f"{life.peak(role):.0f}" for role in ("program", "host", "engine")),
            f"{life.bytes_each:.0f} ({verdict(life.bytes_each, MOST_BYTES)})",
            f"{capacity:,.0f} ({times:.1f}: {verdict(CAPACITY, times)})",
        )


def _print_single(table: Table, name: str, kind: Kind, count: int, latency: float) -> None:
    life = live(name, kind, count, latency, DEFAULT_MAX_CONCURRENCY)
    what = "one resource" if kind == "bulk" else "two for each number"
    table.row(
        ENGINES[name],
        f"{count:,}, {what}",
        *(f"{life.watched[verb].seconds:.1f}" for verb in VERBS),
        f"{life.bytes_each:,.0f}",
    )


if __name__ == "__main__":
    main()
