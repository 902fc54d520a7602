"""What the resources of one kind have in common."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

import pulumi

from pulumi_trusthub._core.handlers.entities import SECRET
from pulumi_trusthub._core.model.attribute_types import unlisted_values
from pulumi_trusthub.dynamic.resource import SidResource

if TYPE_CHECKING:
    from pydantic import BaseModel

    from pulumi_trusthub._core.model.policies import Policy


class BundleResource(SidResource, module="trusthub", name="BundleResource"):
    """What both kinds of bundle give a program."""

    friendly_name: pulumi.Output[str]
    """What people call it."""

    email: pulumi.Output[str]
    """Where Twilio writes when its status changes."""

    policy_sid: pulumi.Output[str]
    """The policy it has to comply with."""

    status_callback: pulumi.Output[str | None]
    """The URL that Twilio calls when its status changes."""

    status: pulumi.Output[str]
    """``draft``, ``pending-review``, ``in-review``, ``twilio-rejected`` or ``twilio-approved``."""

    valid_until: pulumi.Output[str | None]
    """When the approval ends, ISO 8601."""

    errors: pulumi.Output[list[dict[str, Any]] | None]
    """Why it was rejected, as Twilio's codes (18601 to 18610)."""

    date_created: pulumi.Output[str]
    """When it was made, ISO 8601."""

    date_updated: pulumi.Output[str]
    """When it was changed last, ISO 8601."""

    url: pulumi.Output[str]
    """Its address in the API."""

    links: pulumi.Output[dict[str, str]]
    """The addresses of what belongs to it."""

    adopted: pulumi.Output[bool]
    """Whether it existed before and is therefore left in place on destroy."""

    def __init__(
        self,
        resource_name: str,
        *,
        friendly_name: pulumi.Input[str],
        email: pulumi.Input[str],
        policy_sid: pulumi.Input[str | Policy],
        status_callback: pulumi.Input[str | None] = None,
        adopt: pulumi.Input[bool | str | None] = None,
        allow_replace: bool = False,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Declare a bundle.

        Args:
            resource_name: What the stack calls it.
            friendly_name: What people call it.
            email: Where Twilio writes when its status changes.
            policy_sid: What it has to comply with; cannot be changed later.  See
                :class:`~pulumi_trusthub.Policy`.
            status_callback: The URL that Twilio calls when its status changes.
            adopt: Take over an existing one instead of making one: its SID, or True for the
                one of the same policy and name if there is one.  It is left in place on destroy.
            allow_replace: Allow a change of policy, which makes another product and costs the
                approval of this one.
            opts: A bag of options.
        """
        inputs = {
            "friendly_name": friendly_name,
            "email": email,
            "policy_sid": policy_sid,
            "status_callback": status_callback,
            "adopt": adopt,
            "allow_replace": allow_replace or None,
        }
        self._declare(resource_name, inputs, opts)


class AssignmentResource(SidResource, module="trusthub", name="AssignmentResource"):
    """What both kinds of assignment give a program."""

    trust_product_sid: pulumi.Output[str | None]
    """The trust product it is on."""

    customer_profile_sid: pulumi.Output[str | None]
    """The customer profile it is on."""

    date_created: pulumi.Output[str]
    """When it was made, ISO 8601."""

    url: pulumi.Output[str]
    """Its address in the API."""

    existed: pulumi.Output[bool]
    """Whether it was there before this stack declared it."""

    _options = pulumi.ResourceOptions(delete_before_replace=True)


class EntityResource(SidResource, module="trusthub", name="EntityResource"):
    """What both give a program."""

    _types: ClassVar[Mapping[str, type[BaseModel]]]
    """The types whose attributes are known."""

    friendly_name: pulumi.Output[str]
    """What people call it."""

    type: pulumi.Output[str]
    """What it is, by Twilio's machine name."""

    attributes: pulumi.Output[dict[str, Any]]
    """What it says of people and businesses: always a secret."""

    date_created: pulumi.Output[str]
    """When it was made, ISO 8601."""

    date_updated: pulumi.Output[str]
    """When it was changed last, ISO 8601."""

    url: pulumi.Output[str]
    """Its address in the API."""

    adopted: pulumi.Output[bool]
    """Whether it existed before and is therefore left in place on destroy."""

    # Alone it would leave the input in plain: see _declare.
    _options = pulumi.ResourceOptions(additional_secret_outputs=[SECRET])

    def _declare(
        self, resource_name: str, inputs: dict[str, Any], opts: pulumi.ResourceOptions | None
    ) -> None:
        """Register with the engine; attributes are a secret even where there are none."""
        attributes = pulumi.Output.secret(inputs.get(SECRET))
        secret = attributes.apply(lambda given: {} if given is None else given)
        super()._declare(resource_name, {**inputs, SECRET: secret}, opts)
        kind, given = inputs.get("type"), inputs.get(SECRET)
        if isinstance(kind, str) and isinstance(given, Mapping):
            # Not in check, which runs twice where something is replaced.
            for text in unlisted_values(self._types.get(kind), given):
                pulumi.log.warn(text, self)
