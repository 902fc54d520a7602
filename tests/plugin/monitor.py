"""A resource monitor, as an engine has one, that has the plugin make what is registered."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import grpc
import pytest
from google.protobuf import empty_pb2, json_format
from plugin_client import Failure, struct
from pulumi.runtime.proto import provider_pb2, resource_pb2, resource_pb2_grpc

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plugin_client import Client

THREADS = 16
STACK = "urn:pulumi:test::project::pulumi:pulumi:Stack::project-test"


@dataclass
class Monitor(resource_pb2_grpc.ResourceMonitorServicer):
    """Registers components as they are, and the other resources by the verbs of a plugin.

    Attributes:
        client: The plugin.
        dry_run: Whether this is a preview.
        address: Where it listens.
        registered: What was registered, by name.
    """

    client: Client
    dry_run: bool = False
    address: str = ""
    registered: dict[str, resource_pb2.RegisterResourceRequest] = field(default_factory=dict)

    def GetDeploymentInfo(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Offer what an engine offers."""
        del request, context
        names = [n for n in dir(resource_pb2) if n.startswith("RESOURCE_MONITOR_FEATURE_")]
        features = [getattr(resource_pb2, name) for name in names]
        return resource_pb2.DeploymentInfo(supportedFeatures=features)

    def RegisterResource(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Make a resource, or preview it."""
        self.registered[request.name] = request
        kind = f"{request.parent.split('::')[2]}$" if request.parent else ""
        urn = f"urn:pulumi:test::project::{kind}{request.type}::{request.name}"
        if not request.custom:
            return resource_pb2.RegisterResourceResponse(urn=urn)
        checked = self.client.call("Check", urn=urn, news=request.object)
        for failure in checked.failures:
            context.abort(grpc.StatusCode.UNKNOWN, f"{failure.property} {failure.reason}")
        made = self.client.call("Create", urn=urn, properties=checked.inputs, preview=self.dry_run)
        return resource_pb2.RegisterResourceResponse(urn=urn, id=made.id, object=made.properties)

    def RegisterResourceOutputs(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Take a component's outputs, which its plugin answers too."""
        del request, context
        return empty_pb2.Empty()

    def construct(
        self,
        component: str,
        inputs: dict[str, Any],
        dependencies: dict[str, str] | None = None,
        **options: Any,
    ) -> Any:
        """Have the plugin build a component named ``it``.

        Args:
            component: The component's name.
            inputs: Its inputs.
            dependencies: The URN that an input depends on.
            options: Other fields of the request.
        """
        depends = provider_pb2.ConstructRequest.PropertyDependencies
        request = provider_pb2.ConstructRequest(
            project="project",
            stack="test",
            monitorEndpoint=self.address,
            dryRun=self.dry_run,
            type=f"trusthub:index:{component}",
            name="it",
            parent=STACK,
            inputs=struct(inputs),
            inputDependencies={k: depends(urns=[v]) for k, v in (dependencies or {}).items()},
            **options,
        )
        return self.client.stub.Construct(request, timeout=60)

    def outputs(self, component: str, inputs: dict[str, Any]) -> dict[str, Any]:
        """Have the plugin build a component, and give its outputs."""
        return json_format.MessageToDict(self.construct(component, inputs).state)

    def refusal(self, component: str, inputs: dict[str, Any]) -> str:
        """Have the plugin build a component that cannot be built, and give the error."""
        with pytest.raises(grpc.RpcError) as raised:
            self.construct(component, inputs)
        call: Any = raised.value
        return Failure(call.details(), {}).text

    def properties(self, name: str) -> dict[str, Any]:
        """Give the inputs of a registered resource."""
        return json_format.MessageToDict(self.registered[name].object)


@contextmanager
def listening(client: Client, *, dry_run: bool = False) -> Iterator[Monitor]:
    """Serve a monitor on this machine alone."""
    monitor, server = Monitor(client, dry_run), grpc.server(ThreadPoolExecutor(THREADS))
    resource_pb2_grpc.add_ResourceMonitorServicer_to_server(monitor, server)
    monitor.address = f"127.0.0.1:{server.add_insecure_port('127.0.0.1:0')}"
    server.start()
    try:
        yield monitor
    finally:
        server.stop(None).wait(10)
