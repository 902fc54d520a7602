"""HTTP connections that can be closed without an answer, for which ASGI has no word."""

from __future__ import annotations

from typing import Any

from starlette.types import Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

ABORT = "simulator.abort"
"""ASGI scope key of the function that aborts the connection."""


class AbortableHttp(H11Protocol):
    """uvicorn's HTTP/1.1, with a way to the transport in the scope of each request."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        app = self.app

        async def with_abort(scope: Scope, receive: Receive, send: Send) -> None:
            scope[ABORT] = self.transport.abort
            await app(scope, receive, send)

        self.app = with_abort
