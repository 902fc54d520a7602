"""The engine's side of a plugin: where messages for the user go."""

from __future__ import annotations

import sys
from contextlib import suppress

import grpc

from .protocol import OPTIONS, engine_pb2, engine_pb2_grpc

_SECONDS = 10
INFO, WARNING, DEBUG = engine_pb2.INFO, engine_pb2.WARNING, engine_pb2.DEBUG


class Engine:
    """Shows messages to the user, each under its resource.

    Attributes:
        address: Where the engine listens; empty until it is known.
    """

    def __init__(self) -> None:
        self._stub: engine_pb2_grpc.EngineStub | None = None
        self.address = ""

    def connect(self, address: str) -> None:
        """Send messages to the engine at this address from now on."""
        self.address = address
        channel = grpc.insecure_channel(address, options=OPTIONS)
        self._stub = engine_pb2_grpc.EngineStub(channel)

    def log(self, severity: engine_pb2.LogSeverity.ValueType, text: str, urn: str = "") -> None:
        """Show a message under a resource, or under the stack."""
        if self._stub is not None:
            request = engine_pb2.LogRequest(severity=severity, message=text, urn=urn)
            with suppress(grpc.RpcError):  # an engine that ends listens no more
                self._stub.Log(request, timeout=_SECONDS)
        elif severity != DEBUG:
            sys.stderr.write(f"{text}\n")
