"""What every resource class has in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import pulumi
from pulumi.dynamic import Resource

from pulumi_trusthub._core.model.sids import last_sid

if TYPE_CHECKING:
    from typing_extensions import Self

    from .adapter import DynamicProvider


class TrustHubResource(Resource, module="trusthub", name="TrustHubResource"):
    """A resource of Trust Hub.

    Attributes:
        options: What the engine must know of this kind of resource whatever the program says.
    """

    _dynamic_provider: ClassVar[DynamicProvider]
    _options: ClassVar[pulumi.ResourceOptions] = pulumi.ResourceOptions()

    account_sid: pulumi.Output[str]
    """The account that the object belongs to."""

    def _declare(
        self, resource_name: str, inputs: dict[str, Any], opts: pulumi.ResourceOptions | None
    ) -> None:
        """Register with the engine; only a property that is passed becomes an attribute."""
        handler = self._dynamic_provider.handler
        fields = (*handler.inputs.model_fields, *handler.computed, "account_sid")
        properties = {**dict.fromkeys(fields), **inputs}
        options = pulumi.ResourceOptions.merge(self._options, opts)
        Resource.__init__(self, self._dynamic_provider, resource_name, properties, options)


class SidResource(TrustHubResource, module="trusthub", name="SidResource"):
    """A resource that is one object of Trust Hub, with a SID."""

    _given_id: pulumi.Input[str] | None = None

    @property
    def sid(self) -> pulumi.Output[str]:
        """The SID, made from the id: so it stays known in a preview that updates this resource."""
        # The id of a resource that is read is unknown in the previews of engines that don't send it
        # back; what it was asked for with is known.
        id_ = self.id if self._given_id is None else pulumi.Output.from_input(self._given_id)
        return id_.apply(last_sid)

    @classmethod
    def get(
        cls,
        resource_name: str,
        id: pulumi.Input[str],  # noqa: A002 - as in every Pulumi SDK
        opts: pulumi.ResourceOptions | None = None,
    ) -> Self:
        """Read an existing object, which the stack never changes or deletes.

        Args:
            resource_name: What the stack calls it.
            id: Its id; ``docs/architecture.md`` says which form each resource's has.
            opts: A bag of options.
        """
        resource = cls.__new__(cls)
        resource._given_id = id  # noqa: SLF001 - a second constructor of this very class
        reading = pulumi.ResourceOptions(id=id)
        resource._declare(  # noqa: SLF001 - the same
            resource_name, {}, pulumi.ResourceOptions.merge(opts, reading)
        )
        return resource
