"""What the HTTP library, Python and the operating system raise, at the one place that sends."""

from __future__ import annotations

import http.client
import socket
import ssl
from typing import TYPE_CHECKING, NoReturn

import pytest
import tenacity
import urllib3
from urllib3 import exceptions

from pulumi_trusthub._core.api import clients
from pulumi_trusthub._core.api.stop import Stop

if TYPE_CHECKING:
    from collections.abc import Callable

_POOL = urllib3.HTTPConnectionPool("127.0.0.1")
RAISED: dict[str, Callable[[], Exception]] = {
    "no connection": lambda: exceptions.NewConnectionError(_POOL, "broken"),  # type: ignore[arg-type]
    "proxy": lambda: exceptions.ProxyError("broken", OSError("Tunnel connection failed: 407 No")),
    "time-out": lambda: exceptions.ReadTimeoutError(_POOL, "/", "broken"),
    "dropped": lambda: exceptions.ProtocolError("broken", ConnectionResetError("broken")),
    "bad answer": lambda: http.client.BadStatusLine("broken"),
    "certificate": lambda: ssl.SSLCertVerificationError("broken"),
    "name": lambda: socket.gaierror("broken"),
    "system": lambda: OSError("broken"),
}
"""One of each kind, by what is wrong."""

each_failure = pytest.mark.parametrize("wrong", RAISED)


def break_network(monkeypatch: pytest.MonkeyPatch, wrong: str) -> None:
    """Let every request raise, and no attempt wait for the next."""

    def fail(*_: object, **__: object) -> NoReturn:
        error = RAISED[wrong]()
        raise error

    monkeypatch.setattr(urllib3.HTTPConnectionPool, "urlopen", fail)
    monkeypatch.setattr(clients, "_CLIENTS", {})  # a client keeps the sleep that it was made with
    monkeypatch.setattr(tenacity.nap, "sleep", lambda _: None)
    monkeypatch.setattr(Stop, "sleep", lambda *_: None)


def lose_certificates(monkeypatch: pytest.MonkeyPatch) -> None:
    """Name a file of certificates that is not there, and no other server than Twilio's."""
    monkeypatch.delenv("TRUSTHUB_BASE_URL", raising=False)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/nowhere.pem")


NO_CERTIFICATES = "REQUESTS_CA_BUNDLE leads to no certificates (/nowhere.pem: No such file"
