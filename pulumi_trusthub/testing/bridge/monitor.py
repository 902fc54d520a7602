"""The engine's side of a program's connection: the SDK's mock monitor, doing the engine's work."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, NoReturn

from google.protobuf import empty_pb2
from pulumi.runtime.mocks import MockMonitor, Mocks
from pulumi.runtime.proto import engine_pb2, resource_pb2

from pulumi_trusthub.testing.embedded.deployment import Cancelled, Deployment, Step, StepFailed
from pulumi_trusthub.testing.embedded.registration import Alias, Goal
from pulumi_trusthub.testing.providers.host import ProviderError
from pulumi_trusthub.testing.providers.messages import SEVERITIES
from pulumi_trusthub.testing.values import urns
from pulumi_trusthub.testing.values.property_values import (
    UNKNOWN,
    Properties,
    from_struct,
    from_value,
    to_struct,
)
from pulumi_trusthub.testing.values.result import Unsupported

from .response_batcher import Gate

if TYPE_CHECKING:
    from collections.abc import Callable

    from pulumi_trusthub.testing.embedded.executor import Executor
    from pulumi_trusthub.testing.embedded.planner import Generator

_PACKAGES = {urns.DYNAMIC, urns.NATIVE}


def _refused(what: str) -> Callable[[EngineMonitor, object], NoReturn]:
    """Make a method of the protocol that this engine does not have."""

    def method(self: EngineMonitor, _request: object) -> NoReturn:
        raise self._unsupported(what)

    return method


class EngineMonitor(MockMonitor):
    """Receives registrations, runs their steps, and responds with the result."""

    def __init__(
        self,
        deployment: Deployment,
        generator: Generator,
        executor: Executor,
        configuration: Properties,
    ) -> None:
        super().__init__(_NoMocks())
        self._deployment = deployment
        self._generator = generator
        self._executor = executor
        self._configuration = configuration
        self._gate = Gate()
        self._deciding = threading.Lock()
        self._defaults = threading.Lock()
        self._default: dict[str, str] = {}
        """References to the default providers, by package."""
        self._goals: dict[str, Goal] = {}
        self._providers: dict[str, dict[str, str]] = {}
        self._answers: dict[str, tuple[str, Properties]] = {}
        self.unsupported: Unsupported | None = None

    # Each of these methods runs in a thread of its own, so a method may block.

    def RegisterResource(  # noqa: N802 - the protocol's name
        self, request: resource_pb2.RegisterResourceRequest
    ) -> resource_pb2.RegisterResourceResponse:
        """Create, update or replace a declared resource as needed."""
        self._refuse_what_is_unsupported(request)
        with self._gate.passing():
            goal = self._goal(request)
            state = self._done(goal, self._generator.register).state
        self._goals[state.urn] = goal
        outputs = state.outputs if state.custom else {}
        self._answers[state.urn] = (state.id, outputs)
        return resource_pb2.RegisterResourceResponse(
            urn=state.urn, id=state.id, object=to_struct(outputs)
        )

    def ReadResource(  # noqa: N802 - the protocol's name
        self, request: resource_pb2.ReadResourceRequest
    ) -> resource_pb2.ReadResourceResponse:
        """Read a resource that the stack does not own."""
        if urns.package_of(request.type) not in _PACKAGES:
            raise self._unsupported(f"reading a {request.type}")
        goal = Goal(
            type=request.type,
            name=request.name,
            custom=True,
            id=request.id,
            inputs=from_struct(request.properties),
            parent=request.parent,
            provider=request.provider or self._default_provider(urns.package_of(request.type)),
            dependencies=list(request.dependencies),
            additional_secret_outputs=list(request.additionalSecretOutputs),
        )
        state = self._done(goal, self._generator.read).state
        self._answers[state.urn] = (state.id, state.outputs)
        response = resource_pb2.ReadResourceResponse(
            urn=state.urn, properties=to_struct(state.outputs)
        )
        # The oldest SDKs that are allowed have no such field, and take the id that was asked for.
        if hasattr(response, "id") and state.id != UNKNOWN:
            response.id = state.id
        return response

    def RegisterResourceOutputs(  # noqa: N802 - the protocol's name
        self, request: resource_pb2.RegisterResourceOutputsRequest
    ) -> empty_pb2.Empty:
        """Store the outputs of a component or of the stack."""
        self._deployment.check_cancelled()
        self._executor.register_outputs(request.urn, from_struct(request.outputs))
        return empty_pb2.Empty()

    def Invoke(  # noqa: N802 - the protocol's name
        self, request: resource_pb2.ResourceInvokeRequest
    ) -> resource_pb2.ResourceInvokeResponse:
        """Resolve a reference to a resource, or call a function of the plugin."""
        if urns.package_of(request.tok) == urns.NATIVE:
            return self._call(request)
        if request.tok != "pulumi:pulumi:getResource":
            raise self._unsupported(f"calling {request.tok}")
        urn = from_struct(request.args)["urn"]
        if urn not in self._answers:
            raise ProviderError(f"unknown resource {urn}")
        id_, outputs = self._answers[urn]
        response = resource_pb2.ResourceInvokeResponse()
        # The field's name is a keyword of Python.
        getattr(response, "return").update({"urn": urn, "id": id_, "state": outputs})
        return response

    def _call(
        self, request: resource_pb2.ResourceInvokeRequest
    ) -> resource_pb2.ResourceInvokeResponse:
        provider = self._deployment.registry.configured(
            request.provider or self._default_provider(urns.NATIVE)
        )
        found = provider.invoke(
            request.tok, from_struct(request.args), preview=self._deployment.preview
        )
        response = resource_pb2.ResourceInvokeResponse()
        getattr(response, "return").CopyFrom(to_struct(found))
        return response

    # Only the real engine calls a program's transforms and hooks, or has packages that a program
    # describes.
    RegisterStackTransform = _refused("stack transforms")
    RegisterStackInvokeTransform = _refused("stack invoke transforms")
    RegisterResourceHook = _refused("resource hooks")
    RegisterErrorHook = _refused("error hooks")
    RegisterPackage = _refused("packages")

    def cancel(self) -> None:
        """Let no step begin."""
        self._deployment.cancelled.set()

    def Log(self, request: engine_pb2.LogRequest) -> None:  # noqa: N802 - the protocol's name
        """Show a message of the program's log."""
        severity = SEVERITIES.get(request.severity)
        if severity is not None:
            self._deployment.say(severity, request.urn, request.message)

    def _unsupported(self, what: str) -> Unsupported:
        self.unsupported = Unsupported(f"EmbeddedStack does not do {what}: use PulumiStack")
        self._deployment.cancelled.set()
        return self.unsupported

    def _refuse_what_is_unsupported(self, request: resource_pb2.RegisterResourceRequest) -> None:
        foreign = request.custom and urns.package_of(request.type) not in _PACKAGES
        options: dict[str, Any] = {
            "import_": request.importId,
            "transforms": request.transforms,
            "hooks": request.hooks.ListFields(),
            "env_var_mappings": request.envVarMappings,
        }
        asked = [name for name, value in options.items() if value]
        if request.remote:
            raise self._unsupported(f"remote components, such as {request.type}")
        if foreign:
            raise self._unsupported(f"resources of type {request.type}")
        if asked:
            raise self._unsupported(f"the resource option {asked[0]} ({request.name})")

    def _done(self, goal: Goal, decide: Callable[[Goal], list[Step]]) -> Step:
        """Plan one resource at a time, run the steps of many at once."""
        try:
            with self._deciding:
                steps = decide(goal)
        except ProviderError as error:
            if not self._deployment.cancelled.is_set():
                self._deployment.fail(self._generator.name(goal), str(error))
            raise Cancelled(str(error)) from None
        try:
            self._executor.run(steps)
        except StepFailed as error:
            raise Cancelled(str(error)) from None
        return next(step for step in steps if step.new is not None)

    def _default_provider(self, package: str) -> str:
        with self._defaults:
            if package not in self._default:
                inputs = self._configuration
                if package != urns.DYNAMIC:
                    # Python's host alone gets the configuration of every namespace.
                    inputs = {
                        key.removeprefix(f"{package}:"): value
                        for key, value in inputs.items()
                        if key.startswith(f"{package}:")
                    }
                type_ = urns.provider_type(package)
                goal = Goal(type=type_, name="default", custom=True, inputs=inputs)
                state = self._done(goal, self._generator.register).state
                self._default[package] = urns.reference(state.urn, state.id)
            return self._default[package]

    def _goal(self, request: resource_pb2.RegisterResourceRequest) -> Goal:
        inputs = from_struct(request.object)
        trigger = from_value(request.replacement_trigger)
        needs = {key: list(found.urns) for key, found in request.propertyDependencies.items()}
        if not needs:
            needs = {key: list(request.dependencies) for key in inputs}
        goal = Goal(
            type=request.type,
            name=request.name,
            custom=request.custom,
            inputs=inputs,
            parent=request.parent,
            dependencies=list(request.dependencies),
            property_dependencies={key: needs.get(key, []) for key in {**inputs, **needs}},
            protect=request.protect if request.HasField("protect") else None,
            retain_on_delete=request.retainOnDelete if request.HasField("retainOnDelete") else None,
            delete_before_replace=(
                request.deleteBeforeReplace if request.deleteBeforeReplaceDefined else None
            ),
            deleted_with=request.deletedWith,
            replace_with=list(request.replace_with),
            replacement_trigger=trigger,
            ignore_changes=list(request.ignoreChanges),
            replace_on_changes=list(request.replaceOnChanges),
            additional_secret_outputs=list(request.additionalSecretOutputs),
            aliases=[_alias(found) for found in request.aliases],
        )
        if goal.parent in self._goals:
            goal.inherit(self._goals[goal.parent])
        providers = {**self._providers.get(goal.parent, {}), **request.providers}
        if not goal.custom:
            self._providers[self._generator.name(goal)] = providers
        elif not urns.is_provider(goal.type):
            package = urns.package_of(goal.type)
            goal.provider = (
                request.provider or providers.get(package) or self._default_provider(package)
            )
        return goal


class _NoMocks(Mocks):
    """The mocks that the SDK's monitor requires and never calls here."""

    def call(self, args: Any) -> Any:
        raise NotImplementedError("the embedded engine answers by itself and asks no mocks")

    def new_resource(self, args: Any) -> Any:
        raise NotImplementedError("the embedded engine answers by itself and asks no mocks")


def _alias(alias: Any) -> Alias:
    if alias.WhichOneof("alias") == "urn":
        return Alias(urn=alias.urn)
    spec = alias.spec
    return Alias(
        name=spec.name,
        type=spec.type,
        parent=spec.parentUrn,
        no_parent=spec.noParent,
        stack=spec.stack,
        project=spec.project,
    )
