"""The base classes of resources of similar kinds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pulumi

from pulumi_trusthub._core.handlers.entities import SECRET
from pulumi_trusthub.dynamic.resource import SidResource

if TYPE_CHECKING:
    from pulumi_trusthub._core.model.policies import Policy


class BundleResource(SidResource, module="trusthub", name="BundleResource"):
    """The outputs and inputs of both kinds of bundle."""

    friendly_name: pulumi.Output[str]
    """The bundle's name, for people."""

    email: pulumi.Output[str]
    """The address that Twilio writes to when the bundle's status changes."""

    policy_sid: pulumi.Output[str]
    """The policy that the bundle has to comply with."""

    status_callback: pulumi.Output[str | None]
    """The URL that Twilio calls when the bundle's status changes."""

    status: pulumi.Output[str]
    """``draft``, ``pending-review``, ``in-review``, ``twilio-rejected`` or ``twilio-approved``."""

    valid_until: pulumi.Output[str]
    """The end of the approval, ISO 8601; empty where Twilio names none."""

    errors: pulumi.Output[list[dict[str, Any]] | None]
    """Why the bundle was rejected, as Twilio's codes (18601 to 18610)."""

    date_created: pulumi.Output[str]
    """Time of creation, ISO 8601."""

    date_updated: pulumi.Output[str]
    """Time of the last update, ISO 8601."""

    url: pulumi.Output[str]
    """The bundle's address in the API."""

    links: pulumi.Output[dict[str, str]]
    """The addresses in the API of objects that belong to the bundle."""

    adopted: pulumi.Output[bool]
    """Whether the bundle existed before and is therefore left in place on destroy."""

    corrected: pulumi.Output[dict[str, Any] | None]
    """Twilio's values of inputs that Twilio writes in another way; always a secret."""

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
            resource_name: The resource's name in the stack.
            friendly_name: The bundle's name, for people.
            email: The address that Twilio writes to when the bundle's status changes.
            policy_sid: The policy that the bundle has to comply with; cannot be changed later.  See
                :class:`~pulumi_trusthub.Policy`.
            status_callback: The URL that Twilio calls when the bundle's status changes.
            adopt: Adopt an existing bundle instead of creating one: its SID, or True for the bundle
                of the same policy and name, if there is any.  An adopted bundle is left in place on
                destroy.
            allow_replace: Allow a change of policy, which creates another bundle and costs the
                approval of this one.
            opts: Options for the resource.
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
    """The outputs of both kinds of assignment."""

    trust_product_sid: pulumi.Output[str | None]
    """The trust product of the assignment."""

    customer_profile_sid: pulumi.Output[str | None]
    """The customer profile of the assignment."""

    date_created: pulumi.Output[str]
    """Time of creation, ISO 8601."""

    url: pulumi.Output[str]
    """The assignment's address in the API."""

    existed: pulumi.Output[bool]
    """Whether the assignment existed before this stack declared it."""

    _options = pulumi.ResourceOptions(delete_before_replace=True)


class EntityResource(SidResource, module="trusthub", name="EntityResource"):
    """The outputs of end users and supporting documents."""

    friendly_name: pulumi.Output[str]
    """The object's name, for people."""

    type: pulumi.Output[str]
    """The object's type, by Twilio's machine name."""

    attributes: pulumi.Output[dict[str, Any]]
    """The object's data about people and businesses: always a secret."""

    date_created: pulumi.Output[str]
    """Time of creation, ISO 8601."""

    date_updated: pulumi.Output[str]
    """Time of the last update, ISO 8601."""

    url: pulumi.Output[str]
    """The object's address in the API."""

    adopted: pulumi.Output[bool]
    """Whether the object existed before and is therefore left in place on destroy."""

    corrected: pulumi.Output[dict[str, Any] | None]
    """Twilio's values of inputs that Twilio writes in another way; always a secret."""

    def _as_registered(self, inputs: dict[str, Any]) -> dict[str, Any]:
        """Make the attributes a secret, even when they are empty."""
        attributes = pulumi.Output.secret(inputs.get(SECRET))
        return {**inputs, SECRET: attributes.apply(lambda given: {} if given is None else given)}
