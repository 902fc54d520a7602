"""The process ``pulumi-resource-trusthub``, which the engine starts and ends."""

from __future__ import annotations

import asyncio
import os
import signal
import sys

from .engine import Engine
from .server import Plugin, serve

_LOOK_SECONDS = 1.0
_LOG = "pulumi_trusthub._core.api.request_log"
"""Looked for and not imported: the verbs import it, once the engine has been told the port."""


def main() -> None:
    """Serve the engine that has started this process, until the engine ends."""
    for end in (signal.SIGINT, signal.SIGTERM):
        signal.signal(end, lambda *_: _end())
    # The engine's address is the last argument; flags of its logs may be before.
    engines = [argument for argument in sys.argv[1:] if not argument.startswith("-")]
    asyncio.run(_serve(engines[-1] if engines else None))
    _end()


def _end() -> None:
    """End at once: a thread may wait for an answer of Twilio that nobody will read."""
    try:
        log = getattr(sys.modules.get(_LOG), "RequestLog", None)  # None while it is being loaded
        if log is not None:
            log.end_all()
    finally:
        os._exit(0)


async def _serve(address: str | None) -> None:
    parent = os.getppid()
    engine = Engine()
    if address:
        engine.connect(address)
    server, port = await serve(Plugin(engine))
    sys.stdout.write(f"{port}\n")  # the first line, which the engine waits for
    sys.stdout.flush()
    if address is None:
        # Started by hand, and found by PULUMI_DEBUG_PROVIDERS.
        await server.wait_for_termination()
    while os.getppid() == parent:  # noqa: ASYNC110 - no event tells that an engine was killed
        await asyncio.sleep(_LOOK_SECONDS)


if __name__ == "__main__":
    main()
