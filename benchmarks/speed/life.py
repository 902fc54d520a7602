"""One life of a stack: up, preview, refresh, up with one number in a hundred changed, destroy."""

from __future__ import annotations

import json
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from benchmarks.served import used

from .engines import TYPE, Engine, Watched, clean_environment
from .world import world

if TYPE_CHECKING:
    from pulumi_trusthub.simulator import Control

Kind = Literal["bulk", "single"]
VERBS = ("up", "preview", "refresh", "change", "destroy")
CHANGED = 100
"""One number of so many is exchanged for another."""


@dataclass
class Life:
    """What was measured.

    Attributes:
        watched: Seconds, memory and processor time of each verb.
        requests: Requests of each verb.
        served: Seconds of a core that the server used for each verb.
        at_once: The most requests that the server saw at once.
        bytes_each: Bytes of inputs and outputs in state for each number, as compact JSON.
    """

    watched: dict[str, Watched] = field(default_factory=dict)
    requests: dict[str, int] = field(default_factory=dict)
    served: dict[str, float] = field(default_factory=dict)
    at_once: int = 0
    bytes_each: float = 0.0

    def peak(self, role: str) -> float:
        """The most memory that a process of this role held."""
        return max(watched.peaks[role] for watched in self.watched.values())


def live(engine: str, kind: Kind, count: int, latency: float, at_once: int) -> Life:
    """Live it, and make sure at each step that the server holds what the stack declares."""
    life = Life()
    changed = count // CHANGED
    with (
        world(count + changed, latency=latency) as there,
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
    ):
        wanted = Path(folder) / "wanted.json"
        before = there.control.counts()

        environment = {
            **clean_environment(),
            **there.variables,
            "TRUSTHUB_MAX_CONCURRENCY": str(at_once),
            "BENCHMARK_WANTED": str(wanted),
        }
        run = Engine(engine, Path(folder), environment)
        want(wanted, kind, there.profile_sid, there.numbers[:count])
        for verb in VERBS:
            if verb == "change":
                want(wanted, kind, there.profile_sid, there.numbers[changed:])
            begun = used(there.control)
            life.watched[verb] = run.run("up" if verb == "change" else verb)
            ended = used(there.control)
            life.requests[verb] = ended.requests - begun.requests
            life.served[verb] = ended.processor - begun.processor
            made = held(there.control, before)
            expected = 0 if verb == "destroy" else 2 * count
            if made != expected:
                raise RuntimeError(f"After {verb} {made} assignments are there, not {expected}.")
            if verb == "up":
                life.bytes_each = _bytes(run.resources()) / count
        life.at_once = int(there.control.index()["peak_in_flight"])
    return life


def want(file: Path, kind: Kind, profile_sid: str, numbers: list[str]) -> None:
    """Tell the program what to declare."""
    file.write_text(json.dumps({"kind": kind, "profile_sid": profile_sid, "numbers": numbers}))


def held(control: Control, before: dict[str, int]) -> int:
    """Count the assignments that have come since."""
    kind = "channel_endpoint_assignments"
    return control.counts()[kind] - before[kind]


def _bytes(resources: list[dict[str, Any]]) -> int:
    """Count the bytes of the numbers' inputs and outputs, without the provider that both hold."""
    total = 0
    for resource in resources:
        if resource["type"].startswith(TYPE):
            for name in ("inputs", "outputs"):
                kept = {k: v for k, v in resource.get(name, {}).items() if k != "__provider"}
                total += len(json.dumps(kept, separators=(",", ":")))
    return total
