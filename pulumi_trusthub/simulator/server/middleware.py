"""What every request to Twilio's APIs passes: the log, the limits, the delays and the faults."""

from __future__ import annotations

import asyncio
import re
from typing import Any

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ..api.parameters import parse
from ..api.routing import json_response, refusal
from ..control.faults import Effect
from ..control.runtime import LoggedRequest, Simulation
from ..store.errors import CONFLICTING_UPDATE, TOO_MANY_REQUESTS, TwilioError
from .abortable_http import ABORT

CONTROL = "/_sim"

_BUNDLE = re.compile(r"/v1/(?:CustomerProfiles|TrustProducts)/(BU\w+)(?!.*/Evaluations)")


class TwilioMiddleware:
    """Lets control requests pass untouched, and keeps the rest in order."""

    def __init__(self, twilio: ASGIApp, control: ASGIApp, simulation: Simulation) -> None:
        self.twilio = twilio
        self.control = control
        self.simulation = simulation

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request, as ASGI wants."""
        path: str = scope["path"]
        if path == CONTROL or path.startswith(CONTROL + "/"):
            await self.control(scope, receive, send)
            return
        body = await _read(receive)
        query = scope["query_string"].decode("latin-1")
        target = scope["path"] + (f"?{query}" if query else "")
        form = dict(parse(body.decode("utf-8", "replace")))
        simulation = self.simulation
        entry = simulation.logged(scope["method"], target, form)
        simulation.in_flight += 1
        try:
            answer = await self._answer(scope, receive, body, entry)
        finally:
            simulation.in_flight -= 1
        if answer is None:
            await _drop(scope, receive)
            return
        entry.status = answer.status_code
        answer.raw_headers.append((b"twilio-request-id", entry.request_id.encode()))
        await answer(scope, receive, send)

    async def _answer(
        self, scope: Scope, receive: Receive, body: bytes, entry: LoggedRequest
    ) -> Response | None:
        """The response; None closes the connection instead."""
        simulation = self.simulation
        settings = simulation.settings
        if 0 < settings.max_concurrent_requests < simulation.in_flight:
            after = settings.retry_after
            headers = {} if after is None else {"Retry-After": str(after)}
            error = TwilioError(429, TOO_MANY_REQUESTS, "Too Many Requests", headers=headers)
            return refusal(error)
        simulation.peak_in_flight = max(simulation.peak_in_flight, simulation.in_flight)
        query = scope["query_string"].decode("latin-1")
        effect = simulation.faults.take(scope["method"], scope["path"], query)
        entry.fault = None if effect is None else effect.name
        bundle = _changed_bundle(scope) if settings.conflict_on_parallel_updates else None
        if bundle is not None and bundle in simulation.changing:
            message = f"A conflicting resource update of {bundle} is in progress."
            return refusal(TwilioError(409, CONFLICTING_UPDATE, message))
        if bundle is not None:
            simulation.changing.add(bundle)
        try:
            if settings.latency_seconds:
                await asyncio.sleep(settings.latency_seconds)
            if effect is None:
                return await self._work(scope, body)
            if effect.late and effect.delay_seconds is not None:
                await self._wait(effect.delay_seconds, None)
                return await self._work(scope, body)
            answer = await self._work(scope, body) if effect.works else None
            if effect.delay_seconds is not None:
                await self._wait(effect.delay_seconds, receive)
        finally:
            if bundle is not None:
                simulation.changing.discard(bundle)
        return _spoiled(effect, answer, method=scope["method"])

    async def _work(self, scope: Scope, body: bytes) -> Response:
        """Let the application do the work, and keep its answer."""
        answer = Response(status_code=500)

        async def receive() -> Message:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Message) -> None:
            if message["type"] == "http.response.start":
                answer.status_code = message["status"]
                answer.raw_headers = list(message["headers"])
            else:
                answer.body = bytes(answer.body) + message.get("body", b"")

        await self.twilio(scope, receive, send)
        return answer

    async def _wait(self, seconds: float, receive: Receive | None) -> None:
        """Wait, but not longer than the client does, if that counts, or than the server runs."""
        ends: list[asyncio.Future[Any]]
        ends = [asyncio.ensure_future(self.simulation.stopping.wait())]
        if receive is not None:
            ends.append(asyncio.ensure_future(receive()))  # nothing but the client's going is left
        _, waiting = await asyncio.wait(ends, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        for end in waiting:
            end.cancel()
        await asyncio.gather(*ends, return_exceptions=True)


def _spoiled(effect: Effect, answer: Response | None, *, method: str) -> Response | None:
    """What a fault leaves of an answer."""
    if effect.drop_before or effect.drop_after:
        return None
    if effect.not_json:
        status = {"POST": 201, "DELETE": 200}.get(method, 200)
        if answer is not None and answer.status_code < 300 and answer.status_code != 204:  # noqa: PLR2004
            status = answer.status_code
        headers = {"content-type": "text/html"}
        return Response("<html><body>OK</body></html>", status, headers)
    if effect.status is None:
        return answer
    if isinstance(effect.body, str):
        return Response(effect.body, effect.status, effect.headers)
    code = effect.code or effect.status
    body = effect.body or TwilioError(effect.status, code, "Ordered by a test").body()
    return json_response(body, status=effect.status, headers=effect.headers)


def _changed_bundle(scope: Scope) -> str | None:
    """The bundle that a request changes; evaluations change none."""
    found = _BUNDLE.match(scope["path"]) if scope["method"] in {"POST", "DELETE"} else None
    return None if found is None else found[1]


async def _read(receive: Receive) -> bytes:
    """The body, or its part that came before the client went away."""
    body, more = bytearray(), True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    return bytes(body)


async def _drop(scope: Scope, receive: Receive) -> None:
    """Close the connection, and be silent until it is closed."""
    scope[ABORT]()
    while (await receive())["type"] != "http.disconnect":
        pass
