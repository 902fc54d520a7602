"""`python -m benchmarks.commands`: seconds, requests and memory of each command, beside its bound.

The account has 10,000 numbers and 40 released ones, 101 profiles, 200 products, 278 people, 101
documents and addresses, 38,830 assignments of numbers, and 50 subaccounts with 100 numbers each. A
simulator in a process of its own has it, with answers that are 50 ms away.
"""

from __future__ import annotations

import argparse
import base64
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.pulumi_command import ROOT
from benchmarks.report import Report, add_save
from benchmarks.served import simulator
from benchmarks.speed.engines import clean_environment

from .account import ACCOUNT_SID, AUTH_TOKEN, LargeAccount, large_account

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pulumi_trusthub.simulator import Control

COLUMNS = 80
MOST_REQUESTS = 1.05
MOST_SECONDS = {"import-file": 10.0, "--help": 0.4}
MOST_LINES = 60
SEED_SECONDS = 5.0
TIMEOUT, START = 5.0, 2.0
"""Seconds that `wait` is given where nobody answers, and what its process may take besides."""
TIMES = 5
COMMANDS = (
    ("status",),
    ("status", "--json"),
    ("report",),
    ("doctor",),
    ("orphans",),
    ("import-file",),
    ("--help",),
)


@dataclass(frozen=True)
class Ran:
    """A command that ended.

    Attributes:
        code: Its exit code.
        seconds: How long it took.
        processor: Seconds of a core that it took, which say more on a busy machine.
        peak: The most memory that it held, in MiB.
        stdout: What it wrote there.
        stderr: What it wrote there.
    """

    code: int
    seconds: float
    processor: float
    peak: float
    stdout: bytes
    stderr: bytes


def main() -> None:
    """Measure what was asked for, and print it as it comes."""
    names = list(dict.fromkeys(words[0] for words in COMMANDS))
    parser = argparse.ArgumentParser(prog="python -m benchmarks.commands", description=__doc__)
    parser.add_argument("--command", nargs="+", choices=names, default=names, metavar="NAME")
    parser.add_argument("--latency", type=float, default=0.05, help="seconds")
    parser.add_argument("--keep", type=Path, help="a folder for what the commands write")
    add_save(parser)
    options = parser.parse_args()
    account = large_account()
    report = Report("commands")
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        seed = folder / "seed.json"
        seed.write_text(json.dumps(account.seed))
        began = time.monotonic()
        with simulator(seed=seed, latency_seconds=options.latency) as control:
            up = time.monotonic() - began
            size = seed.stat().st_size / 1e6
            report.line(
                f"A seed of {size:.1f} MB with {account.assignments:,} assignments of numbers is "
                f"up after {up:.1f} s; bound: {SEED_SECONDS:g} s. {_verdict(up <= SEED_SECONDS)}"
            )
            _release(control, account)
            for words in COMMANDS:  # once against nobody, for the bytecode
                _run(list(words), folder, _environment("http://127.0.0.1:1"))
            silent = _silent_wait(folder)
            report.line(
                f"`wait --timeout {TIMEOUT:g}s` on a server that accepts and never answers takes "
                f"{silent.seconds:.1f} s (exit code {silent.code}); bound: {TIMEOUT + START:g} s. "
                f"{_verdict(silent.seconds <= TIMEOUT + START)}"
            )
            table = report.table("commands", list(_HEADS))
            for words in COMMANDS:
                if words[0] in options.command:
                    table.row(*_measure(control, account, words, folder))
            if "status" in options.command:
                report.line(_look(control, folder))
    report.save(keep=options.save)


_HEADS = (
    "command",
    "seconds",
    "of a core",
    "requests",
    "fewest",
    "repeated",
    "MiB",
    "KB written",
    "bounds",
)


def _measure(
    control: Control, account: LargeAccount, words: tuple[str, ...], folder: Path
) -> list[str]:
    name = " ".join(words)
    control.clear_requests()
    options = {"import-file": ["--out", "out.json", "--program", "program.py"]}.get(words[0], [])
    times = TIMES if words[0] == "--help" else 1
    runs = [_run([*words, *options], folder, _environment(control.url)) for _ in range(times)]
    ran = sorted(runs, key=lambda it: it.seconds)[times // 2]
    for path, text in (("stdout", ran.stdout), ("stderr", ran.stderr)):
        (folder / f"{name.strip('-').replace(' --', '-')}.{path}").write_bytes(text)
    asked = Counter((it.method, it.path) for it in control.requests())
    requests, fewest = asked.total(), account.fewest.get(words[0], 0)
    bounds = [f"requests: {_verdict(requests <= MOST_REQUESTS * fewest)}"]
    if words[0] in MOST_SECONDS:
        most = MOST_SECONDS[words[0]]
        bounds.append(f"{most:g} s: {_verdict(ran.seconds < most)}")
    return [
        f"`{name}`" + (f" (exit code {ran.code})" if ran.code > 1 else ""),
        f"{ran.seconds:.2f}",
        f"{ran.processor:.2f}",
        f"{requests:,}",
        f"{fewest:,}",
        f"{requests - len(asked):,}",
        f"{ran.peak:.0f}",
        f"{len(ran.stdout) / 1000:,.0f} and {len(ran.stderr) / 1000:,.0f}",
        "; ".join(bounds),
    ]


def _look(control: Control, folder: Path) -> str:
    """Say how long and how wide `status` is in a terminal."""
    text = _in_a_terminal(["status"], _environment(control.url))
    (folder / "status.terminal").write_text(text)
    lines = text.splitlines()
    widest = max(map(len, lines))
    holds = len(lines) <= MOST_LINES and widest <= COLUMNS
    return (
        f"In a terminal of {COLUMNS} columns `status` has {len(lines):,} lines, the widest of "
        f"{widest} characters; bound: {MOST_LINES} lines of {COLUMNS}. {_verdict(holds)}"
    )


def _release(control: Control, account: LargeAccount) -> None:
    """Release numbers as somebody in Twilio's Console would."""
    [sids] = [it.phone_numbers for it in control.accounts() if it.sid == ACCOUNT_SID]
    secret = base64.b64encode(f"{ACCOUNT_SID}:{AUTH_TOKEN}".encode()).decode()
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    path = f"{control.url}/2010-04-01/Accounts/{ACCOUNT_SID}/IncomingPhoneNumbers"
    for number in account.released:
        request = urllib.request.Request(  # noqa: S310 - this benchmark's own simulator
            f"{path}/{sids[number]}.json",
            method="DELETE",
            headers={"Authorization": f"Basic {secret}"},
        )
        opener.open(request, timeout=10).close()


def _silent_wait(folder: Path) -> Ran:
    """Wait for a review where a server accepts connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        words = ["wait", "BU" + "0" * 32, "--timeout", f"{TIMEOUT:g}s"]
        return _run(words, folder, _environment(url))


def _environment(url: str) -> dict[str, str]:
    """Give the way to the account; modules keep their bytecode, as an installed package has it."""
    kept = {k: v for k, v in clean_environment().items() if k != "PYTHONDONTWRITEBYTECODE"}
    return {
        **kept,
        "PYTHONPYCACHEPREFIX": str(Path(tempfile.gettempdir()) / "benchmarks-bytecode"),
        "PYTHONPATH": str(ROOT),
        "TWILIO_ACCOUNT_SID": ACCOUNT_SID,
        "TWILIO_AUTH_TOKEN": AUTH_TOKEN,
        "TRUSTHUB_BASE_URL": url,
    }


def _run(words: list[str], folder: Path, environment: dict[str, str]) -> Ran:
    for name in ("out.json", "program.py", "trusthub-personal.json"):
        (folder / name).unlink(missing_ok=True)
    with tempfile.TemporaryFile() as stdout, tempfile.TemporaryFile() as stderr:
        began = time.monotonic()
        process = subprocess.Popen(  # noqa: S603 - the package's own command
            [sys.executable, "-m", "pulumi_trusthub", *words],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=stderr,
        )
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.monotonic() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        stdout.seek(0)
        stderr.seek(0)
        peak = used.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
        processor = used.ru_utime + used.ru_stime
        code = process.returncode
        return Ran(code, seconds, processor, peak, stdout.read(), stderr.read())


def _in_a_terminal(words: list[str], environment: dict[str, str]) -> str:
    """Run a command with stdout in a terminal, and give what a person reads there."""
    ours, theirs = os.openpty()
    with subprocess.Popen(  # noqa: S603 - the package's own command
        [sys.executable, "-m", "pulumi_trusthub", *words],
        env={**environment, "TERM": "dumb", "NO_COLOR": "1", "COLUMNS": str(COLUMNS)},
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        os.close(theirs)
        seen = b"".join(_read(ours))
        _, errors = process.communicate()
    os.close(ours)
    return seen.decode().replace("\r\n", "\n") + errors


def _read(descriptor: int) -> Iterator[bytes]:
    with suppress(OSError):  # that is how a terminal ends
        while more := os.read(descriptor, 65536):
            yield more


def _verdict(holds: bool) -> str:  # noqa: FBT001 - what it says
    return "(holds)" if holds else "(DOES NOT HOLD)"


if __name__ == "__main__":
    main()
