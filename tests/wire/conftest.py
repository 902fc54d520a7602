"""A host with the simulator's credentials, for each test."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from google.protobuf import struct_pb2
from hosts import Wire
from pulumi.runtime.proto import provider_pb2

from pulumi_trusthub.testing._host import HostProcess, Launch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pulumi_trusthub.simulator import Simulator


@pytest.fixture
def wire(simulator: Simulator) -> Iterator[Wire]:
    """A host with the credentials of the simulator's default account in its configuration."""
    printed: list[str] = []
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("TWILIO", "TRUSTHUB"))}
    root = Path(__file__).parents[2]
    host = HostProcess(
        Launch(sys.executable, root, {**environment, "PYTHONPATH": str(root)}, printed.append)
    )
    try:
        stub = host.connect()
        config = struct_pb2.Struct()
        config.update(
            {
                "twilio:accountSid": simulator.account_sid,
                "twilio:authToken": simulator.auth_token,
                "trusthub:baseUrl": simulator.url,
            }
        )
        stub.Configure(provider_pb2.ConfigureRequest(args=config), timeout=60)
        yield Wire(stub, printed)
    finally:
        host.close()
