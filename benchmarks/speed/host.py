"""How long the provider host takes to its first answer, with and without this package."""

from __future__ import annotations

import statistics
import sys
import time

from google.protobuf import struct_pb2
from pulumi.dynamic import ResourceProvider
from pulumi.dynamic.dynamic import serialize_provider
from pulumi.runtime.proto import provider_pb2

from benchmarks.pulumi_command import ROOT
from pulumi_trusthub.dynamic.providers import ChannelEndpointAssignmentProvider
from pulumi_trusthub.testing.providers.host import HostProcess, Launch

from .engines import clean_environment

TIMES = 5


class Bare(ResourceProvider):
    """A provider of nothing, pickled by reference."""

    def __reduce__(self) -> tuple[type[Bare], tuple[()]]:
        """Pickle the class's name."""
        return (type(self), ())


def loads() -> tuple[float, float]:
    """Give the median seconds to the first check: a bare provider's, and this package's."""
    bare, ours = [], []
    for _ in range(TIMES):
        bare.append(_load(Bare()))
        ours.append(_load(ChannelEndpointAssignmentProvider()))
    return statistics.median(bare), statistics.median(ours)


def _load(provider: ResourceProvider) -> float:
    environment = {**clean_environment(), "PYTHONPATH": str(ROOT)}
    inputs = struct_pb2.Struct()
    inputs.update({"__provider": serialize_provider(provider)})
    began = time.monotonic()
    host = HostProcess(Launch(sys.executable, ROOT, environment, lambda _: None))
    try:
        stub = host.connect()
        stub.Configure(provider_pb2.ConfigureRequest(), timeout=60)
        stub.Check(provider_pb2.CheckRequest(news=inputs), timeout=60)
        return time.monotonic() - began
    finally:
        host.close()
