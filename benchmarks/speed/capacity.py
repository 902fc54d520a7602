"""How many requests a second the simulator answers, asked as cheaply as can be."""

from __future__ import annotations

import base64
import selectors
import socket
import subprocess
import sys
import time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from benchmarks.pulumi_command import ROOT

from .engines import clean_environment

if TYPE_CHECKING:
    from pulumi_trusthub.simulator import Control

_CONNECTIONS = 16
_HEAD_END = b"\r\n\r\n"


def capacity(control: Control, seconds: float, processes: int = 2) -> float:
    """Measure it with several processes."""
    account = control.accounts()[0]
    secret = base64.b64encode(f"{account.sid}:{account.auth_token}".encode()).decode()
    path = f"/v1/CustomerProfiles/{account.customer_profiles[0]}"
    before = int(control.index()["requests"])
    began = time.monotonic()
    arguments = [control.url, path, secret, str(seconds)]
    running = [
        subprocess.Popen(  # noqa: S603 - this module
            [sys.executable, "-m", "benchmarks.speed.capacity", *arguments],
            cwd=ROOT,
            env={**clean_environment(), "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(processes)
    ]
    rates = [float(process.communicate()[0]) for process in running]
    answered = int(control.index()["requests"]) - before
    if answered <= 0 or time.monotonic() - began < seconds:
        raise RuntimeError("The simulator's capacity could not be measured.")
    return sum(rates)


def _ask(url: str, path: str, secret: str, seconds: float) -> float:
    """Keep some connections busy; no library stands between the loop and the socket."""
    parts = urlsplit(url)
    request = (
        f"GET {path} HTTP/1.1\r\nHost: {parts.netloc}\r\nAuthorization: Basic {secret}\r\n\r\n"
    ).encode()
    selector = selectors.DefaultSelector()
    for _ in range(_CONNECTIONS):
        made = socket.create_connection((str(parts.hostname), parts.port or 80))
        made.sendall(request)
        selector.register(made, selectors.EVENT_READ, (made, bytearray()))
    answers, began = 0, time.monotonic()
    while (now := time.monotonic()) - began < seconds:
        for key, _ in selector.select(timeout=1):
            connection, received = key.data
            received += connection.recv(65536)
            if _is_whole(received):
                received.clear()
                connection.sendall(request)
                answers += 1
    for key in list(selector.get_map().values()):
        connection, _ = key.data
        connection.close()
    selector.close()
    return answers / (now - began)


def _is_whole(received: bytearray) -> bool:
    head, end, body = received.partition(_HEAD_END)
    if not end:
        return False
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return len(body) >= int(value)
    raise ValueError("An answer without a length.")


if __name__ == "__main__":
    print(_ask(sys.argv[1], sys.argv[2], sys.argv[3], float(sys.argv[4])))
