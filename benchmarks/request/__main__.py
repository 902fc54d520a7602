"""`python -m benchmarks.request`: processor time of one request, beside that of urllib3 alone.

Both send the same POST, as bytes, from as many threads, and read the JSON of its answer; the loop
over urllib3 does nothing else.  They take turns in one sitting, and the best turn of each counts:
processor time depends little on what else the machine does, but not on nothing.  The server has a
process of its own.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
from contextlib import contextmanager
from importlib.metadata import version
from typing import TYPE_CHECKING

import urllib3
from twilio import __version__ as twilio_version

from benchmarks.bare import BareClient, with_threads
from benchmarks.pulumi_command import ROOT
from benchmarks.report import Report, add_save, verdict
from pulumi_trusthub._core.api.client import TrustHubClient
from pulumi_trusthub._core.model.config import Credentials, Settings

from .answers import ACCOUNT_SID

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MOST = 1.4
"""Times the processor time of the loop over urllib3, at the most."""

_TOKEN = "token" * 6
_PATH = "TrustProducts/BU" + 32 * "1" + "/ChannelEndpointAssignments"
_KIND = "phone-number"


def main() -> None:
    """Print a row for each number of threads."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.request", description=__doc__)
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 16, 64])
    parser.add_argument("--rounds", type=int, default=7, help="turns of each")
    parser.add_argument("--requests", type=int, default=2000, help="of each turn")
    add_save(parser)
    options = parser.parse_args()
    report = Report("request")
    report.line(
        f"urllib3 {version('urllib3')}, twilio {twilio_version}; best of {options.rounds} turns of "
        f"{options.requests:,} requests each."
    )
    heads = ["threads", "urllib3 alone, ms", "this client, ms", "times", "bound"]
    table = report.table("threads", heads)
    with _server() as url:
        for threads in options.threads:
            bare, ours = _bare(url, threads), _ours(url, threads)
            _require_same(url, bare, ours)
            for send in (bare, ours):
                _milliseconds(send, threads, options.requests)  # connections, and the limiter's way
            turns = [
                (
                    _milliseconds(bare, threads, options.requests),
                    _milliseconds(ours, threads, options.requests),
                )
                for _ in range(options.rounds)
            ]
            alone, with_client = (min(column) for column in zip(*turns, strict=True))
            times = with_client / alone
            table.row(
                threads,
                f"{alone:.3f}",
                f"{with_client:.3f}",
                f"{times:.2f}",
                f"{MOST} ({verdict(times, MOST)})",
            )
    report.save(keep=options.save)


def _bare(url: str, threads: int) -> Callable[[str], None]:
    """Give the loop's own request."""
    client = BareClient(url, ACCOUNT_SID, _TOKEN, threads)

    def send(number_sid: str) -> None:
        fields = {"ChannelEndpointType": _KIND, "ChannelEndpointSid": number_sid}
        client.post(f"/v1/{_PATH}", fields)

    return send


def _ours(url: str, threads: int) -> Callable[[str], None]:
    """Give the client's way to create an assignment."""
    credentials = Credentials(ACCOUNT_SID, ACCOUNT_SID, _TOKEN)
    client = TrustHubClient(Settings(credentials, url, max_concurrency=threads))

    def send(number_sid: str) -> None:
        fields = {"ChannelEndpointType": _KIND, "ChannelEndpointSid": number_sid}
        client.create(_PATH, fields)

    return send


def _require_same(url: str, *senders: Callable[[str], None]) -> None:
    """Make sure that all send the same bytes, but for the order of the headers."""
    pool = urllib3.connection_from_url(url)
    seen = []
    for send in senders:
        send("PN" + 32 * "5")
        told = json.loads(pool.urlopen("GET", "/last").data)
        head, _, body = told.partition("\r\n\r\n")
        line, *headers = head.split("\r\n")
        seen.append((line, sorted(header.lower() for header in headers), body))
    if any(it != seen[0] for it in seen):
        raise RuntimeError(f"These requests differ: {seen}")


def _milliseconds(send: Callable[[str], None], threads: int, requests: int) -> float:
    """Send so many requests, and give the milliseconds of processor time of each."""
    numbers = [f"PN{number:032x}" for number in range(requests)]
    before = resource.getrusage(resource.RUSAGE_SELF)
    with_threads(numbers, send, threads)
    after = resource.getrusage(resource.RUSAGE_SELF)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return 1000 * used / requests


@contextmanager
def _server() -> Iterator[str]:
    command = [sys.executable, "-m", "benchmarks.request.answers"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        try:
            port = process.stdout.readline() if process.stdout else ""
            yield f"http://127.0.0.1:{int(port)}"
        finally:
            process.terminate()


if __name__ == "__main__":
    main()
