"""Do messages reach the engine, and the terminal where there is none?"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import grpc
from google.protobuf import empty_pb2
from pulumi.runtime.proto import engine_pb2_grpc

from pulumi_trusthub.plugin.engine import INFO, WARNING, Engine

if TYPE_CHECKING:
    import pytest


class Listening(engine_pb2_grpc.EngineServicer):
    """An engine that keeps what it is told."""

    def __init__(self) -> None:
        self.told: list[tuple[int, str, str]] = []

    def Log(self, request: Any, context: Any) -> empty_pb2.Empty:  # noqa: N802
        """Keep a message."""
        del context
        self.told.append((request.severity, request.message, request.urn))
        return empty_pb2.Empty()


def test_a_message_reaches_the_engine() -> None:
    """With its resource; an engine that is gone is no error."""
    listening, server, engine = Listening(), grpc.server(ThreadPoolExecutor(1)), Engine()
    engine_pb2_grpc.add_EngineServicer_to_server(listening, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    engine.connect(f"127.0.0.1:{port}")

    engine.log(WARNING, "look", "urn:x")
    server.stop(None).wait(10)
    engine.log(WARNING, "nobody listens")

    assert [(WARNING, "look", "urn:x")] == listening.told


def test_a_message_without_an_engine_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    """Standard output is the engine's."""
    Engine().log(INFO, "at work")

    assert ("", "at work\n") == tuple(capsys.readouterr())
