"""Lookups of the assignments on a bundle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pulumi_trusthub._core.model.refs import CHANNEL_ENDPOINT, ENTITY
from pulumi_trusthub._core.model.results import (
    ChannelEndpointAssignmentResult,
    EntityAssignmentResult,
)
from pulumi_trusthub._core.rules.assignments import in_parts

from .listing import explaining, one_bundle, read_list, require_list, require_sid
from .output import as_output, reading

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pulumi_trusthub.resources.provider import Provider


def get_channel_endpoint_assignments(
    *,
    trust_product_sid: str | None = None,
    customer_profile_sid: str | None = None,
    channel_endpoint_sid: str | None = None,
    channel_endpoint_sids: Iterable[str] | None = None,
    provider: Provider | None = None,
) -> tuple[ChannelEndpointAssignmentResult, ...]:
    """Read the channel endpoint assignments of a bundle.

    Args:
        trust_product_sid: The trust product, or
        customer_profile_sid: the customer profile.
        channel_endpoint_sid: Only this number.
        channel_endpoint_sids: Only these numbers.
        provider: The provider of the account; None for the stack's own account.

    Raises:
        LookupFailedError: Not exactly one bundle was named, or a text is no SID.
        NotFoundError: The bundle does not exist.
    """
    wanted = None
    if channel_endpoint_sids is not None:
        sids = require_list("channel_endpoint_sids", channel_endpoint_sids, "PN…")
        wanted = sorted({require_sid("channel_endpoint_sids", sid) for sid in sids})
    bundle = one_bundle(trust_product_sid, customer_profile_sid)
    path = CHANNEL_ENDPOINT.on(bundle)
    one = {"ChannelEndpointSid": channel_endpoint_sid}
    field = {"channel_endpoint_sid": channel_endpoint_sid}
    result = ChannelEndpointAssignmentResult
    with reading(provider) as client, explaining(client, bundle):
        if wanted is None:
            return read_list(result, client, path, one, **field)
        return tuple(
            assignment
            for part in in_parts(wanted)
            for assignment in read_list(
                result, client, path, {**one, "ChannelEndpointSids": ",".join(part)}, **field
            )
            if assignment.channel_endpoint_sid in part
        )


get_channel_endpoint_assignments_output = as_output(get_channel_endpoint_assignments)


def get_entity_assignments(
    *,
    trust_product_sid: str | None = None,
    customer_profile_sid: str | None = None,
    object_type: str | None = None,
    provider: Provider | None = None,
) -> tuple[EntityAssignmentResult, ...]:
    """Read the entity assignments of a bundle.

    Args:
        trust_product_sid: The trust product, or
        customer_profile_sid: the customer profile.
        object_type: Only entities of this type, such as ``authorized_representative_1``.
        provider: The provider of the account; None for the stack's own account.

    Raises:
        LookupFailedError: Not exactly one bundle was named, or the text is no SID.
        NotFoundError: The bundle does not exist.
    """
    bundle = one_bundle(trust_product_sid, customer_profile_sid)
    path = ENTITY.on(bundle)
    with reading(provider) as client, explaining(client, bundle):
        return read_list(EntityAssignmentResult, client, path, {"ObjectType": object_type})


get_entity_assignments_output = as_output(get_entity_assignments)
