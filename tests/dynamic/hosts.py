"""A real provider host, spoken to over gRPC, as the engine does."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import grpc
import pytest
from google.protobuf import json_format, struct_pb2
from policy_sids import SHAKEN_STIR
from pulumi.dynamic.dynamic import serialize_provider
from pulumi.runtime.proto import provider_pb2, status_pb2

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pulumi.dynamic import ResourceProvider
    from pulumi.runtime.proto import provider_pb2_grpc

    from pulumi_trusthub.simulator import Simulator

GET_READS_INPUTS = tuple(int(part) for part in version("pulumi").split(".")[:2]) >= (3, 268)
"""Newer engines send what a ``get`` was given as inputs; older ones, and older SDKs, know it as the
properties as well."""
UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
PRODUCT = {
    "friendly_name": "Acme",
    "email": "compliance@example.com",
    "policy_sid": SHAKEN_STIR,
}
MISSING = "BU" + "0" * 32
LINK = {"trust_product_sid": MISSING, "object_sid": "BU" + "1" * 32}
ADDRESS: dict[str, Any] = {
    "customer_name": "Example Business",
    "street": "123 Example Street, Suite 4",
    "city": "San Francisco",
    "region": "CA",
    "postal_code": "94105",
    "iso_country": "US",
}


@dataclass
class Failure:
    """What the wire carries of a verb that failed.

    Attributes:
        outer: What the host itself says: a traceback.
        status: What the engine prefers, from the trailer.
    """

    outer: str
    status: status_pb2.Status

    @property
    def partial(self) -> provider_pb2.ErrorResourceInitFailed:
        """What was made although it failed."""
        found = provider_pb2.ErrorResourceInitFailed()
        assert self.status.details[0].Unpack(found)
        return found


@dataclass
class Printed:
    """The lines of a host, which a thread collects."""

    lines: list[str] = field(default_factory=list)
    _changed: threading.Condition = field(default_factory=threading.Condition)

    def __iter__(self) -> Iterator[str]:
        """Give the lines so far."""
        return iter(list(self.lines))

    def append(self, line: str) -> None:
        """Add a line."""
        with self._changed:
            self.lines.append(line)
            self._changed.notify_all()

    def having(self, text: str) -> list[str]:
        """Give the lines with a text, of which the first may still be on its way."""
        with self._changed:
            self._changed.wait_for(lambda: any(text in line for line in self.lines), timeout=60)
            return [line for line in self.lines if text in line]


@dataclass(frozen=True)
class Wire:
    """One host, and what it printed."""

    stub: provider_pb2_grpc.ResourceProviderStub
    kill: Callable[[], None]
    printed: Printed = field(default_factory=Printed)

    def ask(self, verb: str, provider: ResourceProvider, **fields: Any) -> dict[str, Any]:
        """Call a verb; mappings become structs that hold the provider."""
        pickled = {"__provider": serialize_provider(provider)}
        call: dict[str, Any] = {}
        for name, value in fields.items():
            if isinstance(value, dict):
                call[name] = struct_pb2.Struct()
                call[name].update({**value, **pickled})
            else:
                call[name] = value
        if verb == "Read" and "inputs" in call and not GET_READS_INPUTS:
            call.setdefault("properties", call["inputs"])
        request = getattr(provider_pb2, f"{verb}Request")(**call)
        return json_format.MessageToDict(getattr(self.stub, verb)(request, timeout=60))

    def fail(self, verb: str, provider: ResourceProvider, **fields: Any) -> Failure:
        """Call a verb that must fail."""
        with pytest.raises(grpc.RpcError) as raised:
            self.ask(verb, provider, **fields)
        call: Any = raised.value
        trailer = dict(call.trailing_metadata())["grpc-status-details-bin"]
        status = status_pb2.Status.FromString(trailer)
        assert call.code().value[0] == status.code
        return Failure(call.details(), status)


def old(properties: dict[str, Any]) -> dict[str, Any]:
    """Give the same outputs of something that was made long ago."""
    return {**properties, "date_created": "2024-01-01T00:00:00Z"}


def changes(wire: Wire, provider: ResourceProvider, made: dict[str, Any], news: Any) -> Any:
    """Give what a diff says of new inputs: nothing, or what replaces."""
    diff = wire.ask("Diff", provider, id="x", olds=made["properties"], news=news)
    return diff.get("replaces", []) if diff["changes"] == "DIFF_SOME" else None


def people(simulator: Simulator) -> tuple[int, int, int]:
    """Count end users, documents and addresses."""
    counts = simulator.control.counts()
    return counts["end_users"], counts["supporting_documents"], counts["addresses"]
