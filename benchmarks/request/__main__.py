"""`python -m benchmarks.request`: processor time of one request, beside that of urllib3 alone.

Both send the same POST, as bytes, from as many threads, and read the JSON of its answer; the loop
over urllib3 does nothing else.  They take turns in one sitting, and the best turn of each counts:
processor time depends little on what else the machine does, but not on nothing.  The server has a
process of its own.
"""

from __future__ import annotations

import argparse
import base64
import json
import os
import platform
import resource
import subprocess
import sys
import threading
from contextlib import contextmanager
from importlib.metadata import version
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import urllib3
from twilio import __version__ as twilio_version

from benchmarks.pulumi_command import ROOT
from pulumi_trusthub._core.api.client import TrustHubClient
from pulumi_trusthub._core.model.config import Credentials, Settings
from pulumi_trusthub._version import __version__

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
    options = parser.parse_args()
    print(
        f"Python {platform.python_version()}, urllib3 {version('urllib3')}, twilio "
        f"{twilio_version}; {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; best of "
        f"{options.rounds} turns of {options.requests:,} requests.\n"
    )
    print("| threads | urllib3 alone, ms | this client, ms | times | bound |")
    print("| --- | --- | --- | --- | --- |")
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
            bound = f"{MOST} ({'holds' if times <= MOST else 'DOES NOT HOLD'})"
            row = (threads, f"{alone:.3f}", f"{with_client:.3f}", f"{times:.2f}", bound)
            print(f"| {' | '.join(map(str, row))} |", flush=True)


def _bare(url: str, threads: int) -> Callable[[str], None]:
    """Give the loop's own request: the cheapest way through urllib3 that reads the answer."""
    pool = urllib3.connection_from_url(url, maxsize=threads)
    path = f"/v1/{_PATH}"
    secret = base64.b64encode(f"{ACCOUNT_SID}:{_TOKEN}".encode()).decode()
    headers = {
        "Accept": "application/json",
        "Accept-Charset": "utf-8",
        "Accept-Encoding": "gzip, deflate",
        "Authorization": f"Basic {secret}",
        "Content-Type": "application/x-www-form-urlencoded",
        "User-Agent": f"twilio-python/{twilio_version} ({platform.system()} {platform.machine()}) "
        f"Python/{platform.python_version()} pulumi-trusthub/{__version__}",
        "X-Twilio-Client": f"python-{twilio_version}",
    }
    retries = urllib3.Retry(False)  # noqa: FBT003 - urllib3's way to turn it off
    timeout = urllib3.Timeout(connect=10, read=30)

    def send(number_sid: str) -> None:
        fields = {"ChannelEndpointType": _KIND, "ChannelEndpointSid": number_sid}
        body = urlencode(fields)
        answer = pool.urlopen(
            "POST", path, body, headers, retries=retries, redirect=False, timeout=timeout
        )
        json.loads(answer.data)

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
    left = iter([f"PN{number:032x}" for number in range(requests)])
    lock = threading.Lock()
    failed: list[Exception] = []

    def work() -> None:
        try:
            while True:
                with lock:
                    number_sid = next(left, None)
                if number_sid is None:
                    return
                send(number_sid)
        except Exception as error:  # noqa: BLE001 - raised again in the main thread
            failed.append(error)

    workers = [threading.Thread(target=work) for _ in range(threads)]
    before = resource.getrusage(resource.RUSAGE_SELF)
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    after = resource.getrusage(resource.RUSAGE_SELF)
    if failed:
        raise failed[0]
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
