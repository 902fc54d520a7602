"""`python -m benchmarks.speed`: seconds, requests, memory and bytes, each beside its bound.

A life of a stack is up, preview, refresh, up with one number in a hundred changed, and destroy, on
each engine of this machine, against a simulator in a process of its own whose answers are 50 ms
away. Single resources take long and say nothing new at size: they are run with 300 numbers, unless
`--single` names more.
"""

from __future__ import annotations

import argparse
import os

from benchmarks.served import simulator
from pulumi_trusthub._core.model.config import DEFAULT_MAX_CONCURRENCY

from .capacity import capacity
from .engines import engine_classes
from .host import loads
from .life import VERBS, Kind, Life, live

PARENTS = 2
PAGE = 1000
SLACK = 1.5
MOST_BYTES = 120
MOST_LOAD = 0.25


def main() -> None:
    """Measure what was asked for, and print it as it comes."""
    engines = engine_classes()
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__)
    parser.add_argument("--bulk", type=int, nargs="*", default=[300, 3000, 10000], metavar="N")
    parser.add_argument("--single", type=int, nargs="*", default=[300], metavar="N")
    parser.add_argument("--engine", nargs="+", choices=list(engines), default=list(engines))
    parser.add_argument("--latency", type=float, default=0.05, help="seconds")
    parser.add_argument("--at-once", type=int, default=DEFAULT_MAX_CONCURRENCY, metavar="C")
    parser.add_argument("--capacity-seconds", type=float, default=5.0)
    options = parser.parse_args()
    _print_setting(options.latency, options.at_once, options.capacity_seconds)
    for name in options.engine:
        base = live(engines[name], "none", 0, options.latency, options.at_once)
        print(f"\n## {engines[name].name}\n\n{_HEADER}")
        _print_life("a product and its profile, no number", base)
        for count in options.bulk:
            life = live(engines[name], "bulk", count, options.latency, options.at_once)
            _print_life(f"{count:,} numbers, bulk", life)
            _print_bounds(life, base, count, options.latency / options.at_once)
        for count in options.single:
            life = live(engines[name], "single", count, options.latency, options.at_once)
            _print_life(f"{count:,} numbers, single", life)
    _print_left_out(options.bulk, options.single, options.engine)


_HEADER = (
    "| what | " + " | ".join(f"{verb}, s" for verb in VERBS) + " | requests of each | at once "
    "| host, MiB | program, MiB | bytes a number |\n" + "| --- " * (len(VERBS) + 6) + "|"
)


def _print_setting(latency: float, at_once: int, seconds: float) -> None:
    bare, ours = loads()
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} as this begins.\n")
    print(f"- Each answer is {latency * 1000:g} ms away; C (trusthub:maxConcurrency) is {at_once}.")
    with simulator() as control:
        rate = capacity(control, seconds)
    need = at_once / latency
    print(
        f"- The simulator answers {rate:,.0f} requests a second without latency; the most that C "
        f"at once can ask for is {need:,.0f}. {_verdict(rate > need)}"
    )
    print(
        f"- The host's first answer: {bare:.2f} s bare, {ours:.2f} s with this package; bound: "
        f"{MOST_LOAD} s more. {_verdict(ours - bare <= MOST_LOAD)}",
        flush=True,
    )


def _print_life(what: str, life: Life) -> None:
    seconds = [f"{life.watched[verb].seconds:.1f}" for verb in VERBS]
    requests = ", ".join(f"{life.requests[verb]:,}" for verb in VERBS)
    host = max(watched.host for watched in life.watched.values())
    program = max(watched.program for watched in life.watched.values())
    cells = [
        what,
        *seconds,
        requests,
        str(life.at_once),
        f"{host:.0f}",
        f"{program:.0f}",
        f"{life.bytes_each:.0f}" if life.bytes_each else "",
    ]
    print("| " + " | ".join(cells) + " |", flush=True)


def _print_bounds(life: Life, base: Life, count: int, share: float) -> None:
    """Say of each bound of the design whether it held; a request's share is L / C seconds."""
    pages = -(-count // PAGE) * PARENTS
    all_numbers = SLACK * PARENTS * count * share

    def start(verb: str) -> float:
        return base.watched[verb].seconds

    def seconds(verb: str) -> float:
        return life.watched[verb].seconds

    rows = [
        ("up, s", seconds("up"), start("up") + all_numbers),
        ("preview, s", seconds("preview"), 2 * start("preview")),
        ("preview, requests", life.requests["preview"], 0),
        ("refresh, requests", life.requests["refresh"] - base.requests["refresh"], pages),
        ("destroy, s", seconds("destroy"), start("destroy") + all_numbers),
        ("bytes a number", life.bytes_each, MOST_BYTES),
    ]
    told = [
        f"{name}: {value:.4g} of {most:.4g} {_verdict(value <= most)}" for name, value, most in rows
    ]
    print("| ↳ bounds | " + "; ".join(told) + " |" + " |" * (len(VERBS) + 4), flush=True)


def _print_left_out(bulk: list[int], single: list[int], engines: list[str]) -> None:
    asked: dict[Kind, list[int]] = {"bulk": bulk, "single": single}
    missing = [
        f"{count:,} numbers, {kind}"
        for kind, counts in asked.items()
        for count in (300, 3000, 10000)
        if count not in counts
    ]
    if "pulumi" not in engines:
        missing.append("the real engine")
    print("\nLeft out: " + ("; ".join(missing) or "nothing") + ".")


def _verdict(holds: bool) -> str:  # noqa: FBT001 - what it says
    return "(holds)" if holds else "(DOES NOT HOLD)"


if __name__ == "__main__":
    main()
