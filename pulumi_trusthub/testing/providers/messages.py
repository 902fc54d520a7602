"""The engine's side of a plugin's messages, each of which names its resource."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import grpc
from google.protobuf import empty_pb2
from pulumi.runtime.proto import engine_pb2, engine_pb2_grpc

if TYPE_CHECKING:
    from collections.abc import Callable

SEVERITIES = {engine_pb2.INFO: "info", engine_pb2.WARNING: "warning", engine_pb2.ERROR: "error"}
"""Pulumi's words for the severities that are shown."""


class Messages(engine_pb2_grpc.EngineServicer):
    """Takes the messages of plugins to the user."""

    def __init__(self, say: Callable[[str, str, str], None]) -> None:
        self._say = say
        self._server = grpc.server(ThreadPoolExecutor(1, "plugin-messages"))
        engine_pb2_grpc.add_EngineServicer_to_server(self, self._server)
        self.address = f"127.0.0.1:{self._server.add_insecure_port('127.0.0.1:0')}"
        self._server.start()

    def Log(self, request: engine_pb2.LogRequest, _context: Any) -> empty_pb2.Empty:  # noqa: N802
        """Show a message."""
        severity = SEVERITIES.get(request.severity)
        if severity is not None:
            self._say(severity, request.urn, request.message)
        return empty_pb2.Empty()

    def close(self) -> None:
        """Listen no more."""
        self._server.stop(None).wait()
