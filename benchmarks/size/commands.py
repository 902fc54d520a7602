"""A stack that takes over, keeps and changes the numbers of a large account, as commands."""

from __future__ import annotations

import json
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.served import used
from benchmarks.speed.engines import Engine, clean_environment
from benchmarks.speed.world import world

if TYPE_CHECKING:
    from collections.abc import Sequence

VERBS = ("up that takes over", "preview", "refresh", "up with one other")
AT_ONCE = 16


@dataclass(frozen=True)
class Command:
    """What a command took.

    Attributes:
        seconds: From its start to its end.
        processor: Milliseconds of a core, by the role of the process.
        peaks: The most memory, in MiB, by role.
        requests: Requests.
    """

    seconds: float
    processor: dict[str, float]
    peaks: dict[str, float]
    requests: int


def least(name: str, count: int, rounds: int) -> dict[str, Command]:
    """Run them on an engine so many times, and give the least that each took.

    What the start of a process takes is not the same twice, and at a small size that is most.
    """
    found = [commands(name, count) for _ in range(rounds)]
    return {verb: _least([of_round[verb] for of_round in found]) for verb in VERBS}


def _least(runs: Sequence[Command]) -> Command:
    roles = sorted({role for run in runs for role in run.processor})
    return Command(
        min(run.seconds for run in runs),
        # A process has none where no sample saw its time.
        {
            role: min((it for run in runs if (it := run.processor.get(role))), default=0.0)
            for role in roles
        },
        {role: max(run.peaks.get(role, 0.0) for run in runs) for role in roles},
        max(run.requests for run in runs),
    )


def commands(name: str, count: int) -> dict[str, Command]:
    """Run them on an engine, and give what each took."""
    found: dict[str, Command] = {}
    with (
        world(count + 1, latency=0.0, assigned=count) as there,
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
    ):
        wanted = Path(folder) / "wanted.json"
        environment = {
            **clean_environment(),
            **there.variables,
            "TRUSTHUB_MAX_CONCURRENCY": str(AT_ONCE),
            "BENCHMARK_WANTED": str(wanted),
        }
        engine = Engine(name, Path(folder), environment)
        for verb in VERBS:
            numbers = there.numbers[1:] if verb.endswith("other") else there.numbers[:count]
            told = {
                "profile_sid": there.profile_sid,
                "product_sid": there.product_sid,
                "numbers": numbers,
            }
            wanted.write_text(json.dumps(told))
            before = used(there.control).requests
            watched = engine.run(verb.partition(" ")[0])
            found[verb] = Command(
                watched.seconds,
                {role: 1000 * seconds for role, seconds in watched.processor.items()},
                dict(watched.peaks),
                used(there.control).requests - before,
            )
        held = there.control.counts()["channel_endpoint_assignments"]
        if held != 2 * count:
            raise RuntimeError(f"{held} assignments are there, not {2 * count}.")
    return found
