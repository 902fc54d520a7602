"""Does a plugin's message reach the user, under its resource?"""

from __future__ import annotations

import grpc
import pytest
from pulumi.runtime.proto import engine_pb2, engine_pb2_grpc

from pulumi_trusthub.testing.providers.messages import Messages


@pytest.mark.parametrize(
    ("severity", "said"),
    [
        (engine_pb2.DEBUG, []),
        (engine_pb2.INFO, [("info", "urn", "a word")]),
        (engine_pb2.WARNING, [("warning", "urn", "a word")]),
        (engine_pb2.ERROR, [("error", "urn", "a word")]),
    ],
)
def test_a_message_names_its_resource(
    severity: engine_pb2.LogSeverity.ValueType, said: list[tuple[str, str, str]]
) -> None:
    """Messages for debugging are not shown."""
    heard: list[tuple[str, str, str]] = []
    messages = Messages(lambda *message: heard.append(message))

    with grpc.insecure_channel(messages.address) as channel:
        stub = engine_pb2_grpc.EngineStub(channel)
        stub.Log(engine_pb2.LogRequest(severity=severity, urn="urn", message="a word"), timeout=30)
    messages.close()

    assert said == heard
