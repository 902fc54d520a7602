"""A plugin with the simulator's credentials, in this process."""

from __future__ import annotations

import asyncio
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import grpc
import pytest
from plugin_client import Client, recording
from pulumi.runtime.proto import provider_pb2_grpc

from pulumi_trusthub._core.api import clients
from pulumi_trusthub.plugin.engine import Engine
from pulumi_trusthub.plugin.protocol import OPTIONS
from pulumi_trusthub.plugin.server import Plugin, serve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pulumi_trusthub.simulator import Simulator


@contextmanager
def served(engine: Engine) -> Iterator[Any]:
    """Serve a plugin on an event loop of its own; give the engine's stub."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    plugin = Plugin(engine)
    server, port = asyncio.run_coroutine_threadsafe(serve(plugin), loop).result(30)
    try:
        with grpc.insecure_channel(f"127.0.0.1:{port}", options=OPTIONS) as channel:
            yield provider_pb2_grpc.ResourceProviderStub(channel)
    finally:
        asyncio.run_coroutine_threadsafe(server.stop(None), loop).result(30)
        plugin.close()
        loop.call_soon_threadsafe(loop.stop)
        thread.join(30)
        loop.close()


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> Iterator[Client]:
    """A plugin without credentials."""
    for name in ("TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TWILIO_API_KEY", "TRUSTHUB_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    # A client remembers what it has made, which the simulator of the next test does not have.
    monkeypatch.setattr(clients, "_CLIENTS", {})
    # And a limiter remembers for how long a 429 asks it to pause.
    monkeypatch.setattr(clients, "_LIMITERS", {})
    messages: list[tuple[int, str, str]] = []
    with served(recording(Engine(), messages)) as stub:
        client = Client(stub, messages)
        client.configure()
        yield client


@pytest.fixture
def client(bare: Client, simulator: Simulator) -> Client:
    """A plugin of the simulator's default account."""
    bare.configure(
        accountSid=simulator.account_sid, authToken=simulator.auth_token, baseUrl=simulator.url
    )
    return bare
