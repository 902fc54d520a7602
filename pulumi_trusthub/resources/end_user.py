"""EndUser: a business, or a person who represents it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pulumi

from pulumi_trusthub._core.model.attribute_types import END_USER_TYPES
from pulumi_trusthub.dynamic.providers import EndUserProvider

from .base import EntityResource

if TYPE_CHECKING:
    from collections.abc import Mapping


class EndUser(EntityResource, module="trusthub", name="EndUser"):
    """A business, or a person who represents it, as Trust Hub knows them.

    It counts once it is attached to a bundle by an :class:`~pulumi_trusthub.EntityAssignment`.
    Its id is its SID, ``IT…``.
    """

    _dynamic_provider = EndUserProvider()
    _types = END_USER_TYPES

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
            resource_name: What the stack calls it.
            friendly_name: What people call it.
            type: What it is, by Twilio's machine name; cannot be changed later.
            attributes: What its type asks for, such as :class:`BusinessInformation`,
                :class:`AuthorizedRepresentative`, :class:`CnamInformation` or
                :class:`VoiceIntegrityInformation`; always a secret.
            adopt: Take over an existing one instead of making one: its SID, or True for the
                one of the same type and name if there is one.  It is left in place on destroy.
            opts: A bag of options.
        """
        inputs = {
            "friendly_name": friendly_name,
            "type": type,
            "attributes": attributes,
            "adopt": adopt,
        }
        self._declare(resource_name, inputs, opts)
