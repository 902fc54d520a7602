"""`python -m benchmarks.concurrency`: the limiter's rule and its cap, in virtual time.

The package's own policy meets accounts that allow so many requests at once or so many a second, to
the bulk and to whatever else the account sends: how long a bulk takes, and how many requests of
others are refused because of it.  Nothing is measured, so the tables are the same on every machine.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from functools import partial
from statistics import mean
from typing import TYPE_CHECKING

from benchmarks.report import Report, add_save
from pulumi_trusthub._core.api.limiter import ConcurrencyPolicy

from .halfway import HalfwayPolicy
from .model import LATENCY, Account, ConcurrencyLimit, RateLimit, Run

if TYPE_CHECKING:
    from collections.abc import Callable

    from .model import Policy

MOMENTS = (0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 7.5, 10.0, 15.0, 20.0)
ALLOWED = (8, 32, 100)
"""What the servers of the first table allow at once."""

MANY = 128
"""The cap of the first table, which no server there is asked to bear."""

CAPS = (16, 32, 64)
MORE_CAPS = (8, 16, 24, 32, 48, 64)
USED = 0.5
"""The part of the limit that others use, in the mean."""

NUMBERS = 1000
SEEDS = 10


@dataclass(frozen=True)
class Bulk:
    """A bulk on an account, the mean of several seeds.

    Attributes:
        seconds: Until it was done.
        refused: The part of its own requests that was refused.
        caused: Requests of others that were refused because of it.
        part: The part of their requests that these are.
    """

    seconds: float
    refused: float
    caused: float
    part: float

    @property
    def others(self) -> str:
        """What it did to others."""
        return f"{self.caused:.0f} ({self.part:.1%})"


def main() -> None:
    """Print the three tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.concurrency", description=__doc__)
    parser.add_argument("--numbers", type=int, default=NUMBERS, help="on two bundles each")
    parser.add_argument("--seeds", type=int, default=SEEDS)
    add_save(parser)
    options = parser.parse_args()
    report = Report("concurrency", virtual=True)
    limits_in_time(report)
    rules(report, options.numbers, options.seeds)
    caps(report, options.numbers, options.seeds)
    report.save(keep=options.save)


def limits_in_time(report: Report) -> None:
    """Say what the policy allows at each moment where nothing else uses the account."""
    heads = [*(f"{moment:g} s" for moment in MOMENTS), "answers/s", "of the best", "refused"]
    table = report.table("limits", ["server allows", *heads])
    for allowed in ALLOWED:
        account = Account(str(allowed), partial(ConcurrencyLimit, allowed), others=0.0)
        run = Run(account, ConcurrencyPolicy(MANY), threads=MANY, requests=10**6, seed=1)
        outcome = run.run(MOMENTS[-1], MOMENTS)
        rate = (outcome.sent - outcome.refused) / outcome.seconds
        part = rate / (allowed / LATENCY)
        table.row(
            allowed,
            *outcome.limits,
            f"{rate:.0f}",
            f"{part:.0%}",
            f"{outcome.refused / outcome.sent:.1%}",
        )


def rules(report: Report, numbers: int, seeds: int) -> None:
    """Compare the rule with the one before it."""
    accounts = [
        *(at_once(most, used=0.0) for most in (12, 24, 48)),
        *(at_once(most) for most in (24, 50, 100)),
        *(a_second(most) for most in (50, 100, 250)),
    ]
    heads = ["account allows", "cap", "seconds", "of its own refused", "of others refused"]
    table = report.table("rules", [*heads[:2], *(f"{h}: now / before" for h in heads[2:])])
    for account in accounts:
        for cap in CAPS:
            now = bulk(account, ConcurrencyPolicy, cap, numbers, seeds)
            before = bulk(account, HalfwayPolicy, cap, numbers, seeds)
            table.row(
                account.name,
                cap,
                f"{now.seconds:.1f} / {before.seconds:.1f}",
                f"{now.refused:.1%} / {before.refused:.1%}",
                f"{now.others} / {before.others}" if account.others else "",
            )


def caps(report: Report, numbers: int, seeds: int) -> None:
    """Say what each cap costs a bulk, and others."""
    heads = ["account allows", "cap", "seconds", "of its own refused", "of others refused"]
    table = report.table("caps", heads)
    for account in (at_once(50), at_once(100), a_second(250)):
        for cap in MORE_CAPS:
            done = bulk(account, ConcurrencyPolicy, cap, numbers, seeds)
            table.row(account.name, cap, f"{done.seconds:.1f}", f"{done.refused:.1%}", done.others)


def at_once(most: int, *, used: float = USED) -> Account:
    """Give an account that allows so many requests at once."""
    name = f"{most} at once, {_told(used)}"
    return Account(name, partial(ConcurrencyLimit, most), used * most / LATENCY)


def a_second(most: int, *, used: float = USED) -> Account:
    """Give an account that allows so many requests a second."""
    return Account(f"{most} a second, {_told(used)}", partial(RateLimit, most), used * most)


def _told(used: float) -> str:
    return f"{used:.0%} used" if used else "unused"


def bulk(
    account: Account, rule: Callable[[int], Policy], cap: int, numbers: int, seeds: int
) -> Bulk:
    """Play a bulk of two requests for each number with several seeds."""
    runs = []
    for seed in range(seeds):
        with_it = Run(account, rule(cap), threads=cap, requests=2 * numbers, seed=1000 * seed).run()
        without = Run(account, rule(cap), threads=0, requests=0, seed=1000 * seed)
        alone = without.run(with_it.seconds)
        caused = with_it.others_refused - alone.others_refused
        runs.append(
            (
                with_it.seconds,
                with_it.refused / with_it.sent,
                caused,
                caused / max(with_it.others, 1),
            )
        )
    return Bulk(*(mean(column) for column in zip(*runs, strict=True)))


if __name__ == "__main__":
    main()
