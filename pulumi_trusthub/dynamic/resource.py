"""The base classes of all resources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, cast

import pulumi
from pulumi.dynamic import Resource

from pulumi_trusthub._core.model.lookup_accounts import LOOKUP_ACCOUNT
from pulumi_trusthub._core.model.sids import in_one_case, last_sid

from .form import dynamic_type, native_form, native_options, native_type
from .lookup_account import noted_account
from .names import camel, to_camel

if TYPE_CHECKING:
    from typing_extensions import Self

    from pulumi_trusthub._core.handlers.base import Handler

    from .adapter import DynamicProvider


class TrustHubResource(Resource, module="trusthub", name="TrustHubResource"):
    """A resource of Trust Hub.

    Attributes:
        options: Options that every resource of the class has, whatever the program gives.
    """

    _dynamic_provider: ClassVar[DynamicProvider]
    _options: ClassVar[pulumi.ResourceOptions] = pulumi.ResourceOptions()

    account_sid: pulumi.Output[str]
    """The account that the object belongs to."""

    def _declare(
        self, resource_name: str, inputs: dict[str, Any], opts: pulumi.ResourceOptions | None
    ) -> None:
        """Register with the engine; a property must be passed to become an attribute."""
        handler = self._dynamic_provider.handler
        fields = (*handler.inputs.model_fields, *handler.computed, "account_sid")
        properties = {**dict.fromkeys(fields), **self._as_registered(inputs)}
        # Of an input, this option hides the output alone: see _as_registered.
        secret = pulumi.ResourceOptions(additional_secret_outputs=sorted(handler.secrets))
        own = pulumi.ResourceOptions.merge(self._options, secret)
        options = pulumi.ResourceOptions.merge(own, opts)
        if native_form() is not None:
            self._declare_native(resource_name, properties, options)
            return
        if options.id is None:
            properties[LOOKUP_ACCOUNT] = pulumi.Output.from_input(noted_account(self))
        Resource.__init__(self, self._dynamic_provider, resource_name, properties, options)
        self._warn(handler, {name: inputs[name] for name in handler.warns_of if name in inputs})

    def _declare_native(
        self, resource_name: str, properties: dict[str, Any], options: pulumi.ResourceOptions
    ) -> None:
        """Register as a resource of the plugin, which warns by itself.

        Only the properties themselves are renamed, before and after: what the SDK translates, it
        translates at every depth, and the keys of ``attributes`` are Twilio's.
        """
        type_name = self._dynamic_provider.handler.type_name
        declared = to_camel(properties)
        form = native_form()
        if options.id is None and form is not None and form.configuration is None:
            declared[LOOKUP_ACCOUNT] = pulumi.Output.from_input(noted_account(self))
        pulumi.CustomResource.__init__(
            self,
            native_type(type_name),
            resource_name,
            declared,
            native_options(options, dynamic_type(type_name)),
        )
        outputs = self.__dict__
        outputs.pop(LOOKUP_ACCOUNT, None)
        outputs.update({name: outputs.pop(camel(name)) for name in properties})

    def _as_registered(self, inputs: dict[str, Any]) -> dict[str, Any]:
        """Give the inputs in the form in which the engine gets them."""
        return inputs

    def _warn(self, handler: Handler, inputs: dict[str, Any]) -> None:
        """Log the handler's warnings of the inputs that are known."""

        def log(known: dict[str, Any]) -> None:
            for text in handler.warnings(known):
                pulumi.log.warn(text, self)

        if inputs:
            pulumi.Output.from_input(inputs).apply(log, run_with_unknowns=True)


class SidResource(TrustHubResource, module="trusthub", name="SidResource"):
    """A resource for a single object with a SID."""

    _given_id: pulumi.Input[str] | None = None

    @property
    def sid(self) -> pulumi.Output[str]:
        """The object's SID, taken from the resource's id: known even in a preview of an update."""
        # Some engines don't return the id of a resource that is read in a preview, so the id given
        # to ``get`` is used.
        id_ = self.id if self._given_id is None else pulumi.Output.from_input(self._given_id)
        return id_.apply(lambda known: in_one_case(last_sid(known)))

    @classmethod
    def get(
        cls,
        resource_name: str,
        id: pulumi.Input[str],  # noqa: A002 - as in every Pulumi SDK
        opts: pulumi.ResourceOptions | None = None,
    ) -> Self:
        """Read an existing object, which the stack never changes or deletes.

        Args:
            resource_name: The resource's name in the stack.
            id: The object's id, in the form that ``docs/architecture.md`` has for each resource.
            opts: Options for the resource.
        """
        resource = cls.__new__(cls)
        given = id_in_one_case(id)
        resource._given_id = given  # noqa: SLF001 - a second constructor of this very class
        reading = pulumi.ResourceOptions(id=given)
        resource._declare(  # noqa: SLF001 - the same
            resource_name, {}, pulumi.ResourceOptions.merge(opts, reading)
        )
        return resource


def id_in_one_case(id_: pulumi.Input[str]) -> pulumi.Input[str]:
    """Write the SIDs of a ``get``'s id with small letters."""
    if isinstance(id_, str):
        return in_one_case(id_)
    later: pulumi.Output[str] = pulumi.Output.from_input(cast("Any", id_))
    return later.apply(in_one_case)
