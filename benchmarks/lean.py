"""`python -m benchmarks.lean`: the simulator's store and operations behind a quick server.

Starlette and uvicorn take most of the simulator's time for a request.  Here one protocol of asyncio
reads requests and finds their operation; credentials, parameters, rules and answers are the
simulator's own, from `Operation.answer`, and so are its control routes below `/_sim/`.  Of the
settings it takes the latency and the requests at once; it knows no faults, and keeps no log.
`GET /_lean` says how much processor time it has used.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import signal
import sys
import time
from collections import defaultdict
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from pulumi_trusthub.simulator.api.routing import NO_CONTENT, as_json
from pulumi_trusthub.simulator.control.routes import control_app
from pulumi_trusthub.simulator.control.runtime import Simulation
from pulumi_trusthub.simulator.control.seeds import load_seed
from pulumi_trusthub.simulator.server.app import operations
from pulumi_trusthub.simulator.store.errors import TOO_MANY_REQUESTS, TwilioError, not_found

if TYPE_CHECKING:
    from pulumi_trusthub.simulator.api.routing import Operation

HOST = "127.0.0.1"
_HEAD_END = b"\r\n\r\n"
_REASONS = {it.value: f"{it.value} {it.phrase}" for it in HTTPStatus}


class Routes:
    """The operations by method and number of segments, so that few patterns are tried."""

    def __init__(self) -> None:
        self._found: defaultdict[tuple[str, int], list[tuple[re.Pattern[str], Operation]]]
        self._found = defaultdict(list)
        for operation in operations():
            pattern = re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", re.escape(operation.path))
            key = (operation.method, operation.path.count("/"))
            self._found[key].append((re.compile(pattern), operation))

    def find(self, method: str, path: str) -> tuple[Operation, dict[str, str]]:
        """Give an operation, and what its path says.

        Raises:
            TwilioError: There is none.
        """
        for pattern, operation in self._found.get((method, path.count("/")), ()):
            matched = pattern.fullmatch(path)
            if matched:
                return operation, matched.groupdict()
        raise not_found(path)


class Server:
    """What all connections share."""

    def __init__(self, simulation: Simulation) -> None:
        self.simulation = simulation
        self.routes = Routes()
        self.control = control_app(simulation, console=[])
        self.tasks: set[asyncio.Task[None]] = set()

    def protocol(self) -> Connection:
        """Give a new connection."""
        return Connection(self)


class Connection(asyncio.Protocol):
    """A connection whose requests come one after the other."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._simulation = server.simulation
        self._loop = asyncio.get_running_loop()
        self._received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way back."""
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 - asyncio's own types
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Read, and answer a request that is whole."""
        self._received += data
        head, end, body = self._received.partition(_HEAD_END)
        if not end:
            return
        first, *lines = head.decode("latin-1").split("\r\n")
        headers = {
            name.lower(): value.strip()
            for name, _, value in (line.partition(":") for line in lines)
        }
        if len(body) < int(headers.get("content-length", 0)):
            return
        self._received = b""
        method, target, _ = first.split(" ", 2)
        path, _, query = target.partition("?")
        if path == "/_lean":
            used = {"processor": time.process_time(), "requests": self._simulation.served}
            self._write(200, as_json(used).encode())
        elif path.startswith("/_sim"):
            task = self._loop.create_task(self._ask_control(method, path, query, headers, body))
            self._server.tasks.add(task)
            task.add_done_callback(self._server.tasks.discard)
        else:
            self._begin(method, path, query, headers, body)

    def _begin(
        self, method: str, path: str, query: str, headers: dict[str, str], body: bytes
    ) -> None:
        """Refuse a request that is one too many, or answer it after the latency."""
        simulation = self._simulation
        simulation.served += 1
        most = simulation.settings.max_concurrent_requests
        if 0 < most <= simulation.in_flight:
            self._refuse(TwilioError(429, TOO_MANY_REQUESTS, "Too Many Requests"))
            return
        simulation.in_flight += 1
        simulation.peak_in_flight = max(simulation.peak_in_flight, simulation.in_flight)
        latency = simulation.settings.latency_seconds
        if latency:
            self._loop.call_later(latency, self._work, method, path, query, headers, body)
        else:
            self._work(method, path, query, headers, body)

    def _work(
        self, method: str, path: str, query: str, headers: dict[str, str], body: bytes
    ) -> None:
        simulation = self._simulation
        simulation.in_flight -= 1
        try:
            operation, values = self._server.routes.find(method, unquote(path))
            answer = operation.answer(
                simulation.store,
                authorization=headers.get("authorization"),
                content_type=headers.get("content-type", ""),
                query=query,
                body=body,
                path=path,
                path_values=values,
                base=f"http://{headers.get('host', '')}",
            )
        except TwilioError as error:
            self._refuse(error)
            return
        if operation.status == NO_CONTENT:
            self._write(NO_CONTENT, b"")
        else:
            self._write(operation.status, as_json(answer).encode())

    def _refuse(self, error: TwilioError) -> None:
        self._write(error.status, as_json(error.body()).encode())

    async def _ask_control(
        self, method: str, path: str, query: str, headers: dict[str, str], body: bytes
    ) -> None:
        """Let the control routes answer, which are an application of ASGI."""
        answer: dict[str, Any] = {"status": 500, "body": b""}

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Any) -> None:
            answer["status"] = message.get("status", answer["status"])
            answer["body"] += message.get("body", b"")

        scope = {
            "type": "http",
            "method": method,
            "scheme": "http",
            "path": path,
            "query_string": query.encode(),
            "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
            "server": None,
        }
        await self._server.control(scope, receive, send)
        self._write(answer["status"], answer["body"])

    def _write(self, status: int, body: bytes) -> None:
        length = "" if status == NO_CONTENT else f"Content-Length: {len(body)}\r\n"
        head = (
            f"HTTP/1.1 {_REASONS[status]}\r\nContent-Type: application/json\r\n{length}"
            f"Twilio-Request-Id: RQ{self._simulation.served:032x}\r\n\r\n"
        )
        self._transport.write(head.encode() + body)


async def _serve(simulation: Simulation) -> None:
    loop = asyncio.get_running_loop()
    ended = loop.create_future()
    loop.add_signal_handler(signal.SIGTERM, ended.set_result, None)
    server = await loop.create_server(Server(simulation).protocol, HOST, 0, backlog=2048)
    port = server.sockets[0].getsockname()[1]
    print(f"Simulated Trust Hub on http://{HOST}:{port}", flush=True)
    await ended


def main() -> None:
    """Serve until the process is ended."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.lean", description=__doc__)
    parser.add_argument("--seed", type=Path)
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE")
    options = parser.parse_args()
    simulation = Simulation()
    changes = {
        name: json.loads(value) for name, _, value in (it.partition("=") for it in options.set)
    }
    foreign = set(changes) - {"latency_seconds", "max_concurrent_requests"}
    if foreign:
        sys.exit(f"This server does not know {', '.join(sorted(foreign))}: use the simulator.")
    simulation.store.settings = simulation.settings.changed(changes)
    if options.seed:
        load_seed(simulation.store, json.loads(options.seed.read_bytes()))
    asyncio.run(_serve(simulation))


if __name__ == "__main__":
    main()
