"""`python -m benchmarks.stacks`: seconds that a command takes on each of the stacks for tests.

The program is a whole onboarding with ten numbers; the simulator answers at once.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from typing import TYPE_CHECKING

import pulumi_trusthub as trusthub
from benchmarks.report import Report, add_save
from benchmarks.served import simulator
from pulumi_trusthub.testing import EmbeddedStack, PulumiStack, Secret, Stack

if TYPE_CHECKING:
    from collections.abc import Callable

    from pulumi_trusthub.simulator import SimulatedAccount

STACKS: tuple[type[Stack], ...] = (EmbeddedStack, PulumiStack)  # the second needs pulumi on PATH
VERBS = ("preview", "up", "preview", "refresh", "destroy")
HEADS = ("first preview", "up", "preview without changes", "refresh", "destroy")
_OURS = ("TWILIO_", "TRUSTHUB_", "PULUMI_")


def main() -> None:
    """Print the median of some rounds for each command and stack."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.stacks", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    add_save(parser)
    options = parser.parse_args()
    rounds: int = options.rounds
    surroundings = {name: None for name in os.environ if name.startswith(_OURS)}
    report = Report("stacks")
    report.line(f"Seconds, median of {rounds} rounds.")
    table = report.table("seconds", ["stack", *HEADS])
    with simulator() as control:
        for kind in STACKS:
            seconds: list[list[float]] = [[] for _ in VERBS]
            for _ in range(rounds):
                control.reset()
                account = control.accounts()[0]
                with kind(
                    program(account),
                    config={
                        "trusthub:accountSid": account.sid,
                        "trusthub:authToken": Secret(account.auth_token),
                        "trusthub:baseUrl": control.url,
                    },
                    environment=surroundings,
                ) as stack:
                    for taken, verb in zip(seconds, VERBS, strict=True):
                        begun = time.monotonic()
                        getattr(stack, verb)()
                        taken.append(time.monotonic() - begun)
            cells = (f"{statistics.median(taken):.1f}" for taken in seconds)
            table.row(f"`{kind.__name__}`", *cells)
    report.save(keep=options.save)


def program(account: SimulatedAccount) -> Callable[[], None]:
    """Give the onboarding of an account's first ten numbers, without a submission."""

    def declare() -> None:
        trusthub.ShakenStir(
            "acme",
            friendly_name="Acme",
            email="compliance@example.com",
            phone_number_sids=list(account.phone_numbers.values())[:10],
            submit=False,
        )

    return declare


if __name__ == "__main__":
    main()
