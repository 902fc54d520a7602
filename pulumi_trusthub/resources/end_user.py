"""EndUser: a business, or a person who represents it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pulumi

from pulumi_trusthub.dynamic.providers import EndUserProvider

from .base import EntityResource

if TYPE_CHECKING:
    from collections.abc import Mapping


class EndUser(EntityResource, module="trusthub", name="EndUser"):
    """A business, or a person who represents it, as Trust Hub knows them.

    An end user has an effect once an :class:`~pulumi_trusthub.EntityAssignment` attaches it to a
    bundle.  Its id is its SID, ``IT…``.
    """

    _dynamic_provider = EndUserProvider()

    def __init__(
        self,
        resource_name: str,
        *,
        friendly_name: pulumi.Input[str],
        type: pulumi.Input[str],  # noqa: A002 - Twilio's name
        attributes: pulumi.Input[Mapping[str, Any]] | None = None,
        adopt: pulumi.Input[bool | str | None] = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Declare an end user.

        Args:
            resource_name: The resource's name in the stack.
            friendly_name: The end user's name, for people.
            type: The end user's type, by Twilio's machine name; cannot be changed later.
            attributes: The attributes of the type, such as :class:`BusinessInformation`,
                :class:`AuthorizedRepresentative`, :class:`CnamInformation` or
                :class:`VoiceIntegrityInformation`; always a secret.
            adopt: Adopt an existing end user instead of creating one: its SID, or True for the end
                user of the same type and name, if there is any.  An adopted end user is left in
                place on destroy.
            opts: Options for the resource.
        """
        inputs = {
            "friendly_name": friendly_name,
            "type": type,
            "attributes": attributes,
            "adopt": adopt,
        }
        self._declare(resource_name, inputs, opts)
