"""One life of a stack: up, preview, refresh, up with one number in a hundred changed, destroy."""

from __future__ import annotations

import json
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from benchmarks.served import simulator

from .engines import TYPE, Cli, Embedded, Watched, clean_environment

if TYPE_CHECKING:
    from pulumi_trusthub.simulator import Control

Kind = Literal["bulk", "single", "none"]
VERBS = ("up", "preview", "refresh", "change", "destroy")
CHANGED = 100
"""One number of so many is exchanged for another."""


@dataclass
class Life:
    """What was measured.

    Attributes:
        watched: Seconds and memory of each verb.
        requests: Requests of each verb.
        at_once: The most requests that the server saw at once.
        bytes_each: Bytes of inputs and outputs in state for each number, as compact JSON.
    """

    watched: dict[str, Watched] = field(default_factory=dict)
    requests: dict[str, int] = field(default_factory=dict)
    at_once: int = 0
    bytes_each: float = 0.0


def live(
    engine_class: type[Embedded | Cli], kind: Kind, count: int, latency: float, at_once: int
) -> Life:
    """Live it, and make sure at each step that the server holds what the stack declares."""
    life = Life()
    changed = count // CHANGED
    with (
        simulator(latency_seconds=latency) as control,
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
    ):
        numbers, profile_sid, variables = world(control, count + changed)
        variables["TRUSTHUB_MAX_CONCURRENCY"] = str(at_once)
        wanted = Path(folder) / "wanted.json"
        before = control.counts()

        engine = engine_class(
            Path(folder), {**clean_environment(), **variables, "BENCHMARK_WANTED": str(wanted)}
        )
        want(wanted, kind, profile_sid, numbers[:count])
        for verb in VERBS:
            if verb == "change":
                want(wanted, kind, profile_sid, numbers[changed : count + changed])
            asked = served(control)
            life.watched[verb] = engine.run("up" if verb == "change" else verb)
            life.requests[verb] = served(control) - asked
            there = held(control, before)
            expected = 0 if verb == "destroy" or kind == "none" else 2 * count
            if there != expected:
                raise RuntimeError(f"After {verb} {there} assignments are there, not {expected}.")
            if verb == "up" and count:
                life.bytes_each = _bytes(engine.resources()) / count
        life.at_once = int(control.index()["peak_in_flight"])
    return life


def world(control: Control, count: int) -> tuple[list[str], str, dict[str, str]]:
    """Make so many numbers; give them, the approved profile, and how to log in."""
    account = control.accounts()[0]
    [planted] = control.seed({"accounts": [{"sid": account.sid, "phone_numbers": count}]})
    variables = {
        "TRUSTHUB_BASE_URL": control.url,
        "TWILIO_ACCOUNT_SID": account.sid,
        "TWILIO_AUTH_TOKEN": account.auth_token,
    }
    return list(planted.phone_numbers.values())[-count:], account.customer_profiles[0], variables


def want(file: Path, kind: Kind, profile_sid: str, numbers: list[str]) -> None:
    """Tell the program what to declare."""
    file.write_text(json.dumps({"kind": kind, "profile_sid": profile_sid, "numbers": numbers}))


def served(control: Control) -> int:
    """Count the requests so far."""
    return int(control.index()["requests"])


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
