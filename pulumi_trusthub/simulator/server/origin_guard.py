"""Whoever runs a browser on this machine visits other sites too: those must not drive a simulator.

Loopback keeps other machines out, but any page in a browser here may send requests to it. So what
comes from a page has to come from the simulator's own, and the browser has to have asked for
loopback by name: a site can give its own name the address 127.0.0.1 (DNS rebinding), and would
then count as the same origin.
"""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from ..api.routing import json_response


class OriginGuard:
    """Lets programs pass, which send no origin, and pages of the simulator itself."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request, as ASGI wants."""
        headers = Headers(scope=scope)
        wrong = refusal(headers.get("host", ""), headers.get("origin"))
        if wrong is None:
            await self.app(scope, receive, send)
        else:
            await json_response({"message": wrong}, status=403)(scope, receive, send)


def refusal(host: str, origin: str | None) -> str | None:
    """Why a request is not let through, if it is not."""
    if not _is_loopback(host):
        return f"{host!r} is not this machine's loopback: use 127.0.0.1, [::1] or localhost."
    if origin is not None and origin.lower().partition("://")[2] != host.lower():
        return f"A page of {origin!r} may not tell the simulator at {host!r} what to do."
    return None


def _is_loopback(host: str) -> bool:
    try:
        name = urlsplit(f"//{host}").hostname or ""
        if name == "localhost" or name.endswith(".localhost"):
            return True
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False
