"""`python -m benchmarks.plugin`: how fast the provider plugin is, each number beside its bound.

The plugin is a process of its own, and so is the simulator, whose answers are 50 ms away. First the
plugin alone is spoken to, as the engine does it; then Pulumi's engine puts numbers on a profile and
a product, as one resource for each of the two, in both forms.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.pulumi_command import ROOT
from benchmarks.report import Report, add_save, verdict
from benchmarks.served import used
from benchmarks.speed.engines import clean_environment
from benchmarks.speed.life import held, want
from benchmarks.speed.stack import PROGRAM
from benchmarks.speed.world import world
from pulumi_trusthub.dynamic.form import native_type
from pulumi_trusthub.testing import PulumiStack
from pulumi_trusthub.testing.providers.host import PLUGIN, HostProcess, Launch, Provider

if TYPE_CHECKING:
    from collections.abc import Callable

TIMES = 5
MOST_READY = 0.6
SLACK = 1.3
AT_ONCE = 64
TYPE = "ChannelEndpointAssignment"
FORMS: dict[str, dict[str, str]] = {"dynamic": {}, "native": {"trusthub:native": "true"}}
CHECKPOINTS: dict[str, dict[str, str]] = {
    "with": {},
    "without": {"PULUMI_EXPERIMENTAL": "true", "PULUMI_SKIP_CHECKPOINTS": "true"},
}


def main() -> None:
    """Measure what was asked for, and print it as it comes."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.plugin", description=__doc__)
    parser.add_argument("--creates", type=int, default=600, metavar="N")
    parser.add_argument("--numbers", type=int, default=300, metavar="N", help="0: no engine")
    parser.add_argument("--latency", type=float, default=0.05, help="seconds")
    add_save(parser)
    options = parser.parse_args()
    report = Report("plugin")
    report.line(f"Each answer is {options.latency * 1000:g} ms away.")
    listening, answering = ready()
    report.line(
        f"The plugin listens after {listening:.2f} s; bound: {MOST_READY:g} s "
        f"({verdict(listening, MOST_READY)}). Its first answer comes after {answering:.2f} s."
    )
    seconds, requests = created(options.creates, options.latency)
    most = SLACK * options.creates * options.latency / AT_ONCE
    report.line(
        f"{options.creates} creates over gRPC, {AT_ONCE} at once, {requests:,} requests: "
        f"{seconds:.2f} s; bound: {most:.2f} s ({verdict(seconds, most)})."
    )
    if not shutil.which("pulumi"):
        print("\nLeft out: Pulumi's engine, for there is no pulumi on PATH.")
    elif options.numbers:
        _print_engine(report, options)
    report.save(keep=options.save)


def _print_engine(report: Report, options: argparse.Namespace) -> None:
    """Print how long single resources take on Pulumi's engine, in both forms."""
    least = 2 * options.numbers * options.latency / AT_ONCE
    report.line(
        f"Pulumi's engine, {options.numbers} numbers as {2 * options.numbers} resources, {AT_ONCE} "
        f"at once; the POSTs alone take {least:.1f} s."
    )
    table = report.table("engine", ["form", "checkpoints", "up, s", "preview, s", "destroy, s"])
    for form in FORMS:
        for checkpoints in CHECKPOINTS:
            seconds = deployed(form, checkpoints, options)
            table.row(form, checkpoints, *(f"{it:.1f}" for it in seconds))


def ready() -> tuple[float, float]:
    """Give the median seconds until the plugin listens, and until it has checked an input."""
    listening, answering = [], []
    for _ in range(TIMES):
        began = time.monotonic()
        provider = Provider(_process({}))
        try:
            provider._connection()  # noqa: SLF001 - the moment at which the engine has the port
            listening.append(time.monotonic() - began)
            provider.configure({})
            provider.check(_urn("it"), {}, {})
            answering.append(time.monotonic() - began)
        finally:
            provider.close()
    return statistics.median(listening), statistics.median(answering)


def created(count: int, latency: float) -> tuple[float, int]:
    """Give the seconds and requests of so many creates, each of a number on the profile."""
    with world(count, latency=latency) as there:
        before, asked = there.control.counts(), used(there.control).requests
        variables = {**there.variables, "TRUSTHUB_MAX_CONCURRENCY": str(AT_ONCE)}
        provider = Provider(_process(variables))

        def create(number_sid: str) -> None:
            inputs = {
                "customerProfileSid": there.profile_sid,
                "channelEndpointSid": number_sid,
                "channelEndpointType": "phone-number",
            }
            provider.create(_urn(number_sid), inputs, preview=False)

        try:
            provider.configure({})
            provider.check(_urn("it"), {}, {})
            began = time.monotonic()
            with ThreadPoolExecutor(AT_ONCE) as pool:
                list(pool.map(create, there.numbers))
            seconds = time.monotonic() - began
        finally:
            provider.close()
        made = held(there.control, before)
        if made != count:
            raise RuntimeError(f"{made} assignments are there, not {count}.")
        return seconds, used(there.control).requests - asked


def deployed(form: str, checkpoints: str, options: argparse.Namespace) -> list[float]:
    """Give the seconds of up, of a preview without changes, and of destroy, on Pulumi's engine."""
    found: list[float] = []
    with (
        world(options.numbers, latency=options.latency) as there,
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
    ):
        wanted = Path(folder) / "wanted.json"
        want(wanted, "single", there.profile_sid, there.numbers)
        before = there.control.counts()
        environment: dict[str, str | None] = {
            **there.variables,
            **CHECKPOINTS[checkpoints],
            "TRUSTHUB_MAX_CONCURRENCY": str(AT_ONCE),
            "BENCHMARK_WANTED": str(wanted),
            "PYTHONPATH": str(ROOT),
        }
        with PulumiStack(
            PROGRAM, config=FORMS[form], environment=environment, parallel=AT_ONCE
        ) as stack:
            for verb, expected in (("up", 2 * options.numbers), ("preview", None), ("destroy", 0)):
                began = time.monotonic()
                getattr(stack, verb)()
                found.append(time.monotonic() - began)
                if expected is not None and held(there.control, before) != expected:
                    raise RuntimeError(f"After {verb} there are not {expected} assignments.")
    return found


def _process(variables: dict[str, str]) -> Callable[[], HostProcess]:
    environment = {**clean_environment(), **variables, "PYTHONPATH": str(ROOT)}
    launch = Launch(sys.executable, ROOT, environment, lambda _: None, PLUGIN)
    return lambda: HostProcess(launch)


def _urn(name: str) -> str:
    return f"urn:pulumi:benchmark::speed::{native_type(TYPE)}::{name}"


if __name__ == "__main__":
    main()
