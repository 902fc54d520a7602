"""The components, built for a program in another language with the classes of Python.

The engine asks for a component as for a resource, and says where its monitor listens; the class
registers the component and its parts there, in the native form.  The parts come back to this plugin
as verbs.  The SDK keeps its settings in context variables, and each call of a servicer has a
context of its own, so components are built beside each other.
"""

from __future__ import annotations

import inspect
from operator import itemgetter
from typing import TYPE_CHECKING, Any

import pulumi
from pulumi.provider import ConstructResult, Provider
from pulumi.provider.server import ProviderServicer
from pulumi.runtime import rpc, settings
from pulumi.runtime.config import set_all_config
from pulumi.runtime.stack import wait_for_rpcs

import pulumi_trusthub
from pulumi_trusthub._core.model.errors import LookupFailedError, TrustHubError
from pulumi_trusthub._version import __version__
from pulumi_trusthub.dynamic.form import NativeForm, set_form
from pulumi_trusthub.dynamic.names import camel, reword
from pulumi_trusthub.resources.attribute_types import BusinessAddress

from .catalogue import COMPONENTS, NAMES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .protocol import provider_pb2

NOT_GIVEN = frozenset({"self", "resource_name", "opts", "awaits"})
"""Arguments of the classes that are no inputs: ``awaits`` takes objects of Python."""

SECRETS = frozenset(
    {
        "address",
        "authorized_representative_1",
        "authorized_representative_2",
        "business_information",
    }
)
"""The inputs with data about people and places."""

_TAKES_OUTPUTS = ("pulumi.Input[", "PhoneNumberSids", BusinessAddress.__name__)


def component_of(type_token: str) -> type[pulumi.ComponentResource]:
    """Give the class of a type such as ``trusthub:index:ShakenStir``.

    Raises:
        LookupFailedError: There is no such component.
    """
    name = type_token.rpartition(":")[2]
    if name not in COMPONENTS:
        raise LookupFailedError(
            f"There is no component {type_token}: the program wants another version of the plugin."
        )
    found: type[pulumi.ComponentResource] = getattr(pulumi_trusthub, name)
    return found


def inputs_of(component: type[pulumi.ComponentResource]) -> dict[str, inspect.Parameter]:
    """Give the arguments of a component that are its inputs."""
    parameters = inspect.signature(component.__init__).parameters
    return {name: each for name, each in parameters.items() if name not in NOT_GIVEN}


def outputs_of(component: type[pulumi.ComponentResource]) -> dict[str, str]:
    """Give the outputs of a component, with their types as they are written."""
    every = {
        name: str(text)
        for each in reversed(component.__mro__)
        if each.__module__.startswith(pulumi_trusthub.__name__)
        for name, text in inspect.get_annotations(each).items()
    }
    return {name: text for name, text in every.items() if text.startswith("pulumi.Output[")}


def takes_outputs(parameter: inspect.Parameter) -> bool:
    """Tell whether a value that only an up knows may be given for an input."""
    return str(parameter.annotation).startswith(_TAKES_OUTPUTS)


def say(component: type[pulumi.ComponentResource], text: str) -> str:
    """Write a text in one line, in the words of every language."""
    return reword(" ".join(text.split()), {*NAMES, *inputs_of(component)})


async def construct(
    request: provider_pb2.ConstructRequest, configuration: Mapping[str, str], engine_address: str
) -> provider_pb2.ConstructResponse:
    """Build a component.

    Raises:
        TrustHubError: The component cannot be built.
    """
    component = component_of(request.type)
    try:
        return await _Building(engine_address).build(component, request, configuration)
    except TrustHubError as error:
        raise TrustHubError(say(component, str(error))) from error
    except (TypeError, pulumi.RunError) as error:
        # What the classes say of their arguments, and what a lookup in an output has found.
        raise TrustHubError(say(component, str(error))) from error
    except Exception as error:
        if type(error) is Exception:  # which is how the SDK passes on what the engine says
            raise TrustHubError(say(component, str(error))) from error
        raise


class _Building(ProviderServicer):
    """What the SDK does for a provider of components; its own ``Construct`` shows tracebacks."""

    def __init__(self, engine_address: str) -> None:
        super().__init__(Provider(__version__), [], engine_address)

    async def build(
        self,
        component: type[pulumi.ComponentResource],
        request: provider_pb2.ConstructRequest,
        configuration: Mapping[str, str],
    ) -> provider_pb2.ConstructResponse:
        """Register the component and its parts, and give its outputs when all are registered."""
        settings.reset_options(
            organization=request.organization or "organization",
            project=request.project or None,
            stack=request.stack or None,
            parallel=request.parallel or None,
            engine_address=self.engine_address,
            monitor_address=request.monitorEndpoint,
            preview=request.dryRun,
        )
        await settings._load_monitor_feature_support()  # noqa: SLF001 - as the SDK's own servicer
        set_all_config(dict(request.config), list(request.configSecretKeys))
        given = await self._construct_inputs(request.inputs, request.inputDependencies)
        arguments: dict[str, Any] = await _arguments(component, given)
        set_form(NativeForm(configuration))
        built = component(request.name, **arguments, opts=self._construct_options(request))
        outputs = {camel(name): getattr(built, name) for name in outputs_of(component)}
        response = await self._construct_response(ConstructResult(built.urn, outputs))
        # Not for all tasks, among which are the calls of the engine.
        await wait_for_rpcs(await_all_outstanding_tasks=False)
        return response

    @staticmethod
    def _construct_options(request: provider_pb2.ConstructRequest) -> pulumi.ResourceOptions:
        options = ProviderServicer._construct_options(request)  # noqa: SLF001 - overridden here
        options.additional_secret_outputs = list(request.additionalSecretOutputs)
        if request.HasField("customTimeouts"):  # which the SDK drops
            given = request.customTimeouts
            options.custom_timeouts = pulumi.CustomTimeouts(
                create=given.create or None,
                update=given.update or None,
                delete=given.delete or None,
            )
        return options


async def _arguments(
    component: type[pulumi.ComponentResource], given: Mapping[str, Any]
) -> dict[str, Any]:
    """Give the arguments of a component, by their names in Python."""
    inputs = {camel(name): parameter for name, parameter in inputs_of(component).items()}
    values = {name: value for name, value in given.items() if value is not None}
    needed = [k for k, each in inputs.items() if each.default is each.empty and k not in values]
    if needed:
        raise LookupFailedError(f"{component.__name__} needs {', '.join(needed)}.")
    for wrong in values.keys() - inputs.keys():
        raise LookupFailedError(f"{component.__name__} has no property {wrong}.")
    return {inputs[name].name: await _argument(inputs[name], values[name]) for name in values}


async def _argument(parameter: inspect.Parameter, value: Any) -> Any:
    if rpc.contains_unknowns(value):
        value = pulumi.Output.from_input(value)
    if not isinstance(value, pulumi.Output):
        return value
    if parameter.annotation == BusinessAddress.__name__:
        return await _lines(value)
    if takes_outputs(parameter):
        return value
    if not await value.is_known():
        raise LookupFailedError(
            f"{camel(parameter.name)} must be known before the up, for it decides which parts the "
            f"component has."
        )
    return await value.future()


async def _lines(address: pulumi.Output[Any]) -> dict[str, Any]:
    """Give each line of an address by itself, as the component takes them."""
    known = await address.future() if await address.is_known() else None
    names = BusinessAddress.__required_keys__ if known is None else known.keys()
    return {name: address.apply(itemgetter(name)) for name in names}
