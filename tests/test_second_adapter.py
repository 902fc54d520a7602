"""Do the handlers carry a second adapter?  A provider plugin of a few lines, over gRPC."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import grpc
import pytest
from google.protobuf import any_pb2, empty_pb2, json_format, struct_pb2
from pulumi.runtime.proto import provider_pb2, provider_pb2_grpc, status_pb2

from pulumi_trusthub._core.api.client import TrustHubClient
from pulumi_trusthub._core.api.run import Run
from pulumi_trusthub._core.api.stop import Stop
from pulumi_trusthub._core.handlers.registry import HANDLERS
from pulumi_trusthub._core.model.config import Credentials, Settings
from pulumi_trusthub._core.model.errors import PartialStateError, TrustHubError
from pulumi_trusthub._core.model.fields import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pulumi_trusthub.simulator import Simulator

UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
PRODUCT = {
    "friendly_name": "Acme",
    "email": "a@example.com",
    "policy_sid": "RN7a97559effdf62d00f4298208492a5ea",
}


def from_wire(value: Any) -> Any:
    """Read what a struct holds; the engine writes an unknown as a text."""
    if isinstance(value, dict):
        return {key: from_wire(item) for key, item in value.items()}
    if isinstance(value, list):
        return [from_wire(item) for item in value]
    return Unknown() if value == UNKNOWN else value


def to_wire(value: Any) -> Any:
    """Write what a struct may hold."""
    if isinstance(value, dict):
        return {key: to_wire(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [to_wire(item) for item in value]
    return UNKNOWN if isinstance(value, Unknown) else value


def struct(values: Any) -> struct_pb2.Struct:
    """Write properties."""
    found = struct_pb2.Struct()
    found.update(to_wire(values))
    return found


def props(values: struct_pb2.Struct) -> Any:
    """Read properties."""
    return from_wire(json_format.MessageToDict(values))


class Plugin(provider_pb2_grpc.ResourceProviderServicer):
    """Pulumi's protocol over the handlers, for any type that the registry has."""

    def __init__(self, client: TrustHubClient) -> None:
        self.stop = Stop()
        self.warnings: list[str] = []
        self._run = Run(client.limited(self.stop), self.warnings.append, self.warnings.append)

    def _handler(self, urn: str) -> Any:
        return HANDLERS[urn.split("::")[2].rpartition(":")[2]]

    def Check(self, request: Any, context: Any) -> Any:  # noqa: N802, ARG002 - the protocol's
        handler, news = self._handler(request.urn), props(request.news)
        self.warnings += handler.warnings(news)
        checked = handler.check(props(request.olds), news)
        failures = [
            provider_pb2.CheckFailure(property=name, reason=why) for name, why in checked.problems
        ]
        return provider_pb2.CheckResponse(inputs=struct(checked.inputs), failures=failures)

    def Create(self, request: Any, context: Any) -> Any:  # noqa: N802
        handler, inputs = self._handler(request.urn), props(request.properties)
        if request.preview:
            return provider_pb2.CreateResponse(properties=struct(handler.preview_create(inputs)))
        with failures(context, inputs):
            state = handler.create(self._run, inputs)
        return provider_pb2.CreateResponse(id=state.id, properties=struct(state.outputs))

    def Read(self, request: Any, context: Any) -> Any:  # noqa: N802
        with failures(context, {}):
            state = self._handler(request.urn).read(
                self._run, request.id, props(request.properties)
            )
        if state is None:
            return provider_pb2.ReadResponse()
        return provider_pb2.ReadResponse(
            id=state.id, properties=struct(state.outputs), inputs=struct(state.inputs)
        )

    def Update(self, request: Any, context: Any) -> Any:  # noqa: N802
        handler, olds, news = (
            self._handler(request.urn),
            props(request.olds),
            props(request.news),
        )
        if request.preview:
            previewed = handler.preview_update(olds, news)
            return provider_pb2.UpdateResponse(properties=struct(previewed))
        with failures(context, news):
            state = handler.update(self._run, request.id, olds, news)
        return provider_pb2.UpdateResponse(properties=struct(state.outputs))

    def Delete(self, request: Any, context: Any) -> Any:  # noqa: N802
        with failures(context, {}):
            self._handler(request.urn).delete(self._run, request.id, props(request.properties))
        return empty_pb2.Empty()

    def Cancel(self, request: Any, context: Any) -> Any:  # noqa: N802, ARG002
        self.stop.cancel()
        return empty_pb2.Empty()


@contextmanager
def failures(context: Any, inputs: Any) -> Iterator[None]:
    """Tell the engine of an error: one line, and the object that exists in part."""
    try:
        yield
    except PartialStateError as error:
        detail = any_pb2.Any()
        detail.Pack(
            provider_pb2.ErrorResourceInitFailed(
                id=error.id,
                properties=struct(error.outputs),
                inputs=struct(inputs),
                reasons=error.reasons,
            )
        )
        status = status_pb2.Status(code=2, message=str(error), details=[detail])
        context.set_trailing_metadata((("grpc-status-details-bin", status.SerializeToString()),))
        context.abort(grpc.StatusCode.UNKNOWN, str(error))
    except TrustHubError as error:
        context.abort(grpc.StatusCode.UNKNOWN, str(error))


@pytest.fixture
def plugin(simulator: Simulator) -> Plugin:
    """A plugin of the default account."""
    account = Credentials(simulator.account_sid, simulator.account_sid, simulator.auth_token)
    return Plugin(TrustHubClient(Settings(account, simulator.url)))


@pytest.fixture
def stub(plugin: Plugin) -> Iterator[Any]:
    """An engine's side of a connection to the plugin."""
    server = grpc.server(ThreadPoolExecutor(4))
    provider_pb2_grpc.add_ResourceProviderServicer_to_server(plugin, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
        yield provider_pb2_grpc.ResourceProviderStub(channel)
    server.stop(None).wait(10)


@pytest.fixture
def inputs(simulator: Simulator) -> dict[str, Any]:
    """Two numbers, and the profile that they go onto."""
    account = simulator.control.accounts()[0]
    return {
        "customer_profile_sid": account.customer_profiles[0],
        "channel_endpoint_sids": list(account.phone_numbers.values())[:2],
        "channel_endpoint_type": "phone-number",
    }


def partial_of(error: Any) -> provider_pb2.ErrorResourceInitFailed:
    """What exists in part, as an error tells the engine."""
    trailer = dict(error.trailing_metadata())
    status = status_pb2.Status.FromString(trailer["grpc-status-details-bin"])
    partial = provider_pb2.ErrorResourceInitFailed()
    assert status.details[0].Unpack(partial)
    return partial


def urn(type_name: str) -> str:
    """The URN of a resource of a native provider."""
    return f"urn:pulumi:test::project::trusthub:index:{type_name}::it"


def test_previews_keep_known_values(stub: Any) -> None:
    """A create knows its inputs; an update of a name knows all that a name cannot change."""
    ask: dict[str, Any] = {"urn": urn("TrustProduct")}
    new = stub.Create(
        provider_pb2.CreateRequest(**ask, properties=struct(PRODUCT), preview=True), timeout=30
    )
    made = stub.Create(provider_pb2.CreateRequest(**ask, properties=struct(PRODUCT)), timeout=30)
    changed = stub.Update(
        provider_pb2.UpdateRequest(
            **ask,
            id=made.id,
            olds=made.properties,
            news=struct({**PRODUCT, "friendly_name": "New"}),
            preview=True,
        ),
        timeout=30,
    )

    previewed, updated = (json_format.MessageToDict(it.properties) for it in (new, changed))
    created = json_format.MessageToDict(made.properties)
    assert (UNKNOWN, "Acme") == (previewed["status"], previewed["friendly_name"])
    assert (UNKNOWN, "New") == (updated["date_updated"], updated["friendly_name"])
    stable = ("account_sid", "date_created", "url", "links", "adopted")
    assert {name: created[name] for name in stable} == {name: updated[name] for name in stable}


def test_an_import_needs_an_id_alone(stub: Any) -> None:
    """Read gives outputs, and inputs that check takes and diff finds unchanged."""
    ask: dict[str, Any] = {"urn": urn("TrustProduct")}
    made = stub.Create(provider_pb2.CreateRequest(**ask, properties=struct(PRODUCT)), timeout=30)

    read = stub.Read(provider_pb2.ReadRequest(**ask, id=made.id), timeout=30)
    checked = stub.Check(provider_pb2.CheckRequest(**ask, news=read.inputs), timeout=30)
    gone = stub.Read(provider_pb2.ReadRequest(**ask, id="BU" + "0" * 32), timeout=30)

    assert PRODUCT == json_format.MessageToDict(read.inputs)
    assert [] == list(checked.failures)
    outputs = props(read.properties)
    assert [] == HANDLERS["TrustProduct"].diff(outputs, props(read.inputs)).changed
    assert "" == gone.id


def test_an_update_finishes_a_partial_failure(
    stub: Any, simulator: Simulator, inputs: dict[str, Any]
) -> None:
    """One of two numbers is refused: the engine gets id, outputs and reasons, and goes on."""
    ask: dict[str, Any] = {"urn": urn("ChannelEndpointAssignments")}
    simulator.control.fault(method="POST", path="/ChannelEndpoint", status=400, code=20001)

    with pytest.raises(grpc.RpcError) as raised:
        stub.Create(provider_pb2.CreateRequest(**ask, properties=struct(inputs)), timeout=30)
    partial = partial_of(raised.value)
    finished = stub.Update(
        provider_pb2.UpdateRequest(
            **ask, id=partial.id, olds=partial.properties, news=partial.inputs
        ),
        timeout=30,
    )

    assert "1 of 2 numbers could not be assigned:" == partial.reasons[0]
    now = json_format.MessageToDict(finished.properties)
    assert inputs["channel_endpoint_sids"] == now["channel_endpoint_sids"]


def test_a_cancellation_ends_long_work_and_keeps_its_part(
    stub: Any, plugin: Plugin, simulator: Simulator, inputs: dict[str, Any]
) -> None:
    """Twilio is asked for nothing more, and what was assigned is in the answer."""
    ask: dict[str, Any] = {"urn": urn("ChannelEndpointAssignments")}
    # The second POST is refused for now, and a minute is asked for: only a cancellation is faster.
    simulator.control.fault(
        method="POST", skip=1, times=99, status=429, code=20429, headers={"Retry-After": "60"}
    )

    call = stub.Create.future(
        provider_pb2.CreateRequest(**ask, properties=struct(inputs)), timeout=60
    )
    while not any(entry.status == 429 for entry in simulator.control.requests()):
        assert not call.done()
    stub.Cancel(empty_pb2.Empty(), timeout=30)
    error: Any = call.exception(timeout=30)

    outputs = json_format.MessageToDict(partial_of(error).properties)
    assert "the operation was cancelled" in error.details()
    assert 1 == len(outputs["channel_endpoint_sids"])
    assert 1 == simulator.control.counts()["channel_endpoint_assignments"]
    assert [] == plugin.warnings
