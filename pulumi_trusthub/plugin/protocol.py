"""The messages of Pulumi's protocol, without the rest of Pulumi's SDK.

The SDK's package takes half a second to load, and the engine waits until a plugin listens.  Its
generated modules import nothing but each other, so they are loaded here under a name of their own.
Where the SDK is loaded later, its messages are these very classes: protobuf has one class for each.
"""

from __future__ import annotations

import importlib
import sys
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pulumi.runtime.proto import (
        engine_pb2,
        engine_pb2_grpc,
        plugin_pb2,
        provider_pb2,
        provider_pb2_grpc,
        status_pb2,
    )
else:
    _NAME = "_pulumi_trusthub_protocol"
    _SDK = find_spec("pulumi")
    _PACKAGE = sys.modules[_NAME] = ModuleType(_NAME)
    _PACKAGE.__path__ = [str(Path(_SDK.origin).parent / "runtime" / "proto")]
    engine_pb2 = importlib.import_module(f"{_NAME}.engine_pb2")
    engine_pb2_grpc = importlib.import_module(f"{_NAME}.engine_pb2_grpc")
    plugin_pb2 = importlib.import_module(f"{_NAME}.plugin_pb2")
    provider_pb2 = importlib.import_module(f"{_NAME}.provider_pb2")
    provider_pb2_grpc = importlib.import_module(f"{_NAME}.provider_pb2_grpc")
    status_pb2 = importlib.import_module(f"{_NAME}.status_pb2")

__all__ = [
    "OPTIONS",
    "engine_pb2",
    "engine_pb2_grpc",
    "plugin_pb2",
    "provider_pb2",
    "provider_pb2_grpc",
    "status_pb2",
]

OPTIONS = (
    ("grpc.max_receive_message_length", 400 * 1024 * 1024),  # as in the engine
    ("grpc.max_send_message_length", 400 * 1024 * 1024),
    # A partly created object travels as metadata, for which the engine's gRPC has this much room.
    ("grpc.max_metadata_size", 16 * 1024 * 1024),
    ("grpc.absolute_max_metadata_size", 16 * 1024 * 1024),
    ("grpc.enable_http_proxy", 0),
)
"""Options of the connections with the engine."""
