"""A proxy in front of a Trust Hub that makes trouble at chosen requests."""

from __future__ import annotations

import http.client
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, get_args
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from typing_extensions import Self

Fault = Literal[
    "drop-before",
    "drop-after",
    "429",
    "500-before",
    "503-after",
    "not-json-after",
    "no-answer",
]
Kill = Literal["kill-before", "kill-after"]
Kind: TypeAlias = Fault | Kill | Literal["meanwhile"]
FAULTS: tuple[Fault, ...] = get_args(Fault)
KILLS: tuple[Kill, ...] = get_args(Kill)

_SECONDS = 30.0
_HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding", "content-length"}


@dataclass(frozen=True)
class Event:
    """What happened to one request.

    Attributes:
        number: Which request it was, from 1.
        kind: What was done to it.
        request: Its method and path.
    """

    number: int
    kind: Kind
    request: str


class Trouble:
    """The proxy, as long as its `with` block.

    Attributes:
        events: What was done so far.
    """

    def __init__(self, server: str, *, patience: float) -> None:
        """Stand in front of a server.

        Args:
            server: The origin to hand requests on to.
            patience: Seconds for which ``no-answer`` holds an answer back: more than the client's.
        """
        self.events: list[Event] = []
        self._server = urlsplit(server)
        self._patience = patience
        self._plan: dict[int, Kind] = {}
        self._act: Callable[[], None] = lambda: None
        self._count = 0
        self._lock = threading.Lock()
        self._under_way = 0
        self._idle = threading.Condition(self._lock)
        self._ending = threading.Event()
        self._http = _Server(("127.0.0.1", 0), _Handler)
        self._http.trouble = self
        self._thread = threading.Thread(target=self._http.serve_forever, daemon=True)

    @property
    def url(self) -> str:
        """Where a client finds it."""
        return f"http://127.0.0.1:{self._http.server_address[1]}"

    def plan(self, plan: dict[int, Kind], act: Callable[[], None]) -> None:
        """Say what happens to which of the next requests, counted from 1.

        Args:
            plan: The kind of trouble by the number of the request.
            act: How to kill, or what happens meanwhile.
        """
        with self._lock:
            self._plan, self._act, self._count = dict(plan), act, 0

    def settled(self) -> None:
        """Wait until nothing is under way."""
        with self._idle:
            self._idle.wait_for(lambda: self._under_way == 0, timeout=_SECONDS)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._ending.set()
        self._http.shutdown()
        self._thread.join(_SECONDS)
        self._http.server_close()

    def handle(self, handler: _Handler) -> None:
        """Hand one request on, or not."""
        with self._lock:
            self._under_way += 1
            self._count += 1
            kind = self._plan.pop(self._count, None)
            if kind is not None:
                what = f"{handler.command} {urlsplit(handler.path).path}"
                self.events.append(Event(self._count, kind, what))
        try:
            self._answer(handler, kind)
        finally:
            with self._idle:
                self._under_way -= 1
                self._idle.notify_all()

    def _answer(self, handler: _Handler, kind: Kind | None) -> None:
        length = int(handler.headers.get("Content-Length") or 0)
        body = handler.rfile.read(length)
        if kind == "drop-before":
            handler.hang_up()
        elif kind == "kill-before":
            self._act()
            handler.hang_up()
        elif kind == "meanwhile":
            # Something else happens at that moment.
            self._act()
            self._hand_on(handler, body, None)
        elif kind in {"429", "500-before"}:
            handler.answer(
                int(kind[:3]), b'{"code": 20%s, "message": "trouble"}' % kind[:3].encode()
            )
        else:
            self._hand_on(handler, body, kind)

    def _hand_on(self, handler: _Handler, body: bytes, kind: Kind | None) -> None:
        # The end of the program that asks is not the end of the request that it sent.
        connection = http.client.HTTPConnection(
            self._server.hostname or "", self._server.port, timeout=_SECONDS
        )
        try:
            headers = {k: v for k, v in handler.headers.items() if k.lower() not in _HOP_BY_HOP}
            connection.request(handler.command, handler.path, body or None, headers)
            answer = connection.getresponse()
            text = answer.read()
        finally:
            connection.close()
        if kind == "kill-after":
            self._act()
        elif kind == "no-answer":
            self._ending.wait(self._patience)
        if kind == "503-after":
            handler.answer(503, b'{"code": 20503, "message": "trouble"}')
        elif kind == "not-json-after":
            handler.answer(200, b"<html>trouble</html>")
        elif kind is None:
            handler.answer(answer.status, text, dict(answer.getheaders()))
        else:
            handler.hang_up()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    trouble: Trouble

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Whoever asked may have been killed: that is the point."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        """Handle a request of any method."""
        self.server.trouble.handle(self)

    do_POST = do_DELETE = do_GET  # noqa: N815 - the names http.server looks for

    def answer(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        """Send an answer."""
        self.send_response_only(status)
        for name, value in (headers or {"Content-Type": "application/json"}).items():
            if name.lower() not in _HOP_BY_HOP:
                self.send_header(name, value)
        if status != http.client.NO_CONTENT:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if status != http.client.NO_CONTENT:
            self.wfile.write(body)

    def hang_up(self) -> None:
        """End the connection without an answer."""
        self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
        """Say nothing."""
