"""The servicer of Pulumi's protocol: it knows gRPC, and nothing of Trust Hub.

The verbs are loaded while the engine connects, and run in threads: a verb that waits for Twilio on
the event loop would stop every other call, a cancellation too.
"""

from __future__ import annotations

import asyncio
import importlib
import json
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import grpc.aio
from google.protobuf import empty_pb2

from pulumi_trusthub._core.model.errors import TrustHubError
from pulumi_trusthub._version import __version__

from .calls import Calls
from .errors import abort, fault
from .protocol import OPTIONS, plugin_pb2, provider_pb2, provider_pb2_grpc

if TYPE_CHECKING:
    from types import ModuleType

    from .engine import Engine
    from .verbs import Verbs

THREADS = 64
"""Verbs under way at once; an account's limiter decides how many requests that makes."""

SCHEMA = Path(__file__).with_name("schema.json")


def _verb(name: str) -> Any:
    """Make the method of the protocol for a verb of :class:`.verbs.Verbs`."""

    async def method(self: Plugin, request: Any, context: Any) -> Any:
        return await self._answer(name, request, context)

    return method


class Plugin(provider_pb2_grpc.ResourceProviderServicer):
    """Answers an engine: each verb in a thread of its own, everything else at once."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._calls = Calls()
        self._pool = ThreadPoolExecutor(THREADS, "verb")
        self._lock = threading.Lock()
        self._verbs: Verbs | None = None

    def load(self) -> None:
        """Begin to load the verbs."""
        self._pool.submit(self._loaded)

    def close(self) -> None:
        """Wait for the verbs under way."""
        self._pool.shutdown()

    # What needs no verb.

    async def Handshake(self, request: Any, _context: Any) -> Any:  # noqa: N802 - the protocol's
        """Say what the plugin understands."""
        if request.engine_address:
            self._engine.connect(request.engine_address)
        return provider_pb2.ProviderHandshakeResponse(accept_secrets=True)

    async def Attach(self, request: Any, _context: Any) -> Any:  # noqa: N802
        """Serve an engine that has not started this process: a debugger may have."""
        self._engine.connect(request.address)
        return empty_pb2.Empty()

    async def GetPluginInfo(self, _request: Any, _context: Any) -> Any:  # noqa: N802
        """Say the version."""
        return plugin_pb2.PluginInfo(version=__version__)

    async def GetSchema(self, _request: Any, _context: Any) -> Any:  # noqa: N802
        """Give the schema, with the version of this package."""
        schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
        return provider_pb2.GetSchemaResponse(
            schema=json.dumps({**schema, "version": __version__}, ensure_ascii=False)
        )

    async def Cancel(self, _request: Any, _context: Any) -> Any:  # noqa: N802
        """Send nothing more; every command of an engine ends with this call, so nothing waits."""
        self._calls.cancel()
        return empty_pb2.Empty()

    # Verbs.

    CheckConfig = _verb("check_config")
    DiffConfig = _verb("diff_config")
    Configure = _verb("configure")
    Invoke = _verb("invoke")
    Check = _verb("check")
    Diff = _verb("diff")
    Create = _verb("create")
    Read = _verb("read")
    Update = _verb("update")
    Delete = _verb("delete")

    async def Construct(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Build a component, whose parts are registered with the engine and made by the verbs."""
        loop = asyncio.get_running_loop()
        try:
            # Not in a thread, for the SDK wants a loop, and waits for Twilio in threads by itself.
            construct = await loop.run_in_executor(self._pool, self._loaded_construct)
            return await construct.construct(
                request, self._loaded().configuration, self._engine.address
            )
        except TrustHubError as error:
            await abort(context, error, str(error))
        except Exception as error:  # noqa: BLE001 - whatever it is, the user sees one line
            await abort(context, error, fault(error))

    async def _answer(self, verb: str, request: Any, context: Any) -> Any:
        loop = asyncio.get_running_loop()
        try:
            response = await loop.run_in_executor(self._pool, self._do, verb, request)
        except TrustHubError as error:
            await abort(context, error, self._loaded().say(error))
        except Exception as error:  # noqa: BLE001 - whatever it is, the user sees one line
            await abort(context, error, fault(error))
        return response or empty_pb2.Empty()

    def _do(self, verb: str, request: Any) -> Any:
        return getattr(self._loaded(), verb)(request)

    def _loaded_construct(self) -> ModuleType:
        self._loaded()
        return importlib.import_module(".construct", __package__)

    def _loaded(self) -> Verbs:
        with self._lock:
            if self._verbs is None:
                verbs = importlib.import_module(".verbs", __package__)
                self._verbs = verbs.Verbs(self._calls, self._engine)
            return self._verbs


async def serve(plugin: Plugin) -> tuple[grpc.aio.Server, int]:
    """Start a server on this machine alone, and give its port."""
    server = grpc.aio.server(options=OPTIONS)
    provider_pb2_grpc.add_ResourceProviderServicer_to_server(plugin, server)
    port = server.add_insecure_port("127.0.0.1:0")
    loop = asyncio.get_running_loop()
    # The SDK registers each part of a component in a thread of the loop, until the part is made.
    loop.set_default_executor(ThreadPoolExecutor(THREADS, "construct"))
    # Where a component fails, its other parts fail with it: one line has told of that already.
    loop.set_exception_handler(lambda *_: None)
    await server.start()
    plugin.load()
    return server, port
