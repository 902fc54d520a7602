"""A plugin spoken to over gRPC, as the engine does, and inputs of every resource."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import grpc
import pytest
from google.protobuf import json_format, struct_pb2
from policy_sids import SHAKEN_STIR
from pulumi.runtime.proto import provider_pb2, status_pb2

if TYPE_CHECKING:
    from pulumi_trusthub.plugin.engine import Engine
SIGNATURE = "4dabf18193072939515e22adb298388d"
SECRET = "1b47061264138c4ac30d75fd1eb44270"
UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
PRODUCT = {"friendlyName": "Example", "email": "a@example.com", "policySid": SHAKEN_STIR}
ATTRIBUTES = {
    "first_name": "Ada",
    "last_name": "Example",
    "email": "ada@example.com",
    "phone_number": "+12025550100",
    "business_title": "Head of Voice",
    "job_position": "Director",
}
PERSON = {
    "friendlyName": "Representative",
    "type": "authorized_representative_1",
    "attributes": ATTRIBUTES,
}


def secret(value: Any) -> dict[str, Any]:
    """Mark a value as a secret."""
    return {SIGNATURE: SECRET, "value": value}


def plain(value: Any) -> Any:
    """Remove the marks of secrets."""
    if isinstance(value, dict):
        if value.get(SIGNATURE) == SECRET:
            return plain(value["value"])
        return {name: plain(item) for name, item in value.items()}
    return [plain(item) for item in value] if isinstance(value, list) else value


def struct(values: dict[str, Any]) -> struct_pb2.Struct:
    """Write properties."""
    found = struct_pb2.Struct()
    found.update(values)
    return found


def urn(type_name: str) -> str:
    """The URN of a resource of the plugin."""
    return f"urn:pulumi:test::project::trusthub:index:{type_name}::it"


@dataclass
class Failure:
    """An error as the engine gets it."""

    text: str
    trailer: dict[str, bytes]

    @property
    def partial(self) -> provider_pb2.ErrorResourceInitFailed:
        """What exists in part."""
        status = status_pb2.Status.FromString(self.trailer["grpc-status-details-bin"])
        found = provider_pb2.ErrorResourceInitFailed()
        assert status.details[0].Unpack(found)
        return found


@dataclass
class Client:
    """The engine's side of one plugin.

    Attributes:
        stub: The plugin's verbs.
        messages: Severity, text and URN of each message to the user.
    """

    stub: Any
    messages: list[tuple[int, str, str]] = field(default_factory=list)

    def call(self, verb: str, message: str = "", /, **fields: Any) -> Any:
        """Call a verb; mappings become structs."""
        given = {k: struct(v) if isinstance(v, dict) else v for k, v in fields.items()}
        request = getattr(provider_pb2, f"{message or verb}Request")(**given)
        return getattr(self.stub, verb)(request, timeout=60)

    def ask(self, verb: str, type_name: str, /, **fields: Any) -> dict[str, Any]:
        """Call a verb of a resource; give its response as a mapping."""
        response = self.call(verb, urn=urn(type_name), **fields)
        return json_format.MessageToDict(response, preserving_proto_field_name=True)

    def fail(self, verb: str, type_name: str, /, **fields: Any) -> Failure:
        """Call a verb that must fail."""
        with pytest.raises(grpc.RpcError) as raised:
            self.call(verb, urn=urn(type_name), **fields)
        call: Any = raised.value
        assert grpc.StatusCode.UNKNOWN == call.code()
        return Failure(call.details(), dict(call.trailing_metadata() or ()))

    def refusal(self, name: str, /, **arguments: Any) -> str:
        """Call a function that must fail, and give its error."""
        with pytest.raises(grpc.RpcError) as raised:
            self.invoke(name, **arguments)
        call: Any = raised.value
        return str(call.details())

    def invoke(self, name: str, /, **arguments: Any) -> dict[str, Any]:
        """Call a function."""
        response = self.call("Invoke", tok=f"trusthub:index:{name}", args=arguments)
        return json_format.MessageToDict(getattr(response, "return"))

    def configure(self, **settings: Any) -> None:
        """Configure the plugin."""
        self.call("Configure", args=settings)

    def made(self, type_name: str, inputs: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        """Create an object; give its id and its state."""
        created = self.ask("Create", type_name, properties=inputs)
        return created["id"], created["properties"]


def recording(engine: Engine, messages: list[tuple[int, str, str]]) -> Engine:
    """Keep an engine's messages."""
    engine.log = lambda severity, text, urn="": messages.append((severity, text, urn))  # type: ignore[method-assign]
    return engine
