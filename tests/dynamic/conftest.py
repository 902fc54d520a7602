"""A host with the simulator's credentials, for each test."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from google.protobuf import struct_pb2
from hosts import Printed, Wire
from pulumi.runtime.proto import provider_pb2

from pulumi_trusthub.testing.providers.host import HostProcess, Launch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pulumi_trusthub.simulator import Simulator


@pytest.fixture
def new_wire(simulator: Simulator) -> Iterator[Callable[[], Wire]]:
    """Start hosts with the credentials of the simulator's default account."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("TWILIO", "TRUSTHUB"))}
    root = Path(__file__).parents[2]
    config = struct_pb2.Struct()
    config.update(
        {
            "trusthub:accountSid": simulator.account_sid,
            "trusthub:authToken": simulator.auth_token,
            "trusthub:baseUrl": simulator.url,
            "trusthub:readLag": "4",
        }
    )
    hosts: list[HostProcess] = []

    def start() -> Wire:
        printed = Printed()
        variables = {**environment, "PYTHONPATH": str(root)}
        hosts.append(HostProcess(Launch(sys.executable, root, variables, printed.append)))
        stub = hosts[-1].connect()
        stub.Configure(provider_pb2.ConfigureRequest(args=config), timeout=60)
        return Wire(stub, hosts[-1]._process.kill, printed)

    yield start
    for host in hosts:
        host.close()


@pytest.fixture
def wire(new_wire: Callable[[], Wire]) -> Wire:
    """One host, as a command of Pulumi's has one."""
    return new_wire()
