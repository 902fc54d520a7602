"""Assignments: what is attached to a bundle, entities and channel endpoints alike."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import tenacity

from ._bundles import wrong_kind
from ._client import post_once
from ._errors import AlreadyAssignedError, ApiError, ConflictError, NotFoundError
from ._ids import (
    CHANNEL_ENDPOINT_ASSIGNMENTS,
    ENTITY_ASSIGNMENTS,
    TRUST_PRODUCTS,
    describe,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ._client import Record, TrustHubClient

CONFLICTS = 5
"""How often a conflict that nobody explains is taken for a passing one."""

_BUNDLE_SID = re.compile(r"\bBU[0-9a-fA-F]{32}\b")
_NOT_ON_PROFILE = re.compile(r"not assigned to all the required supporting", re.IGNORECASE)
_ON_PROFILE_FIRST = (
    "A number goes onto the customer profile first and then onto the trust product: let this "
    "assignment depend on the profile's (depends_on), and link the product to that profile."
)
_IS_APPROVED = re.compile(r"TWILIO_APPROVED")
_LINK_BEFORE_APPROVAL = (
    "Entities are assigned before the bundle is submitted: let the Submission require this "
    "assignment, or make a new bundle."
)


@dataclass(frozen=True)
class Kind:
    """One of the two kinds of assignment.

    Attributes:
        collection: Its name in the API's paths.
        joins: The field that holds the SID of what is attached.
    """

    collection: str
    joins: str


ENTITY = Kind(ENTITY_ASSIGNMENTS, "object_sid")
CHANNEL_ENDPOINT = Kind(CHANNEL_ENDPOINT_ASSIGNMENTS, "channel_endpoint_sid")


@dataclass(frozen=True)
class Assignment:
    """An assignment that is there now.

    Attributes:
        record: As Twilio wrote it.
        existed: Whether it was there before this program asked for it.
    """

    record: Record
    existed: bool


def find_assignment(
    client: TrustHubClient, kind: Kind, bundle: str, joined_sid: str
) -> Record | None:
    """Find the assignment of one thing to a bundle.

    Both the filter of the API and what it answers are compared: the wrong collection answers 200
    with other things.
    """
    filters = {"ChannelEndpointSid": joined_sid} if kind is CHANNEL_ENDPOINT else {}
    for record in client.records(f"{bundle}/{kind.collection}", **filters):
        if record.get(kind.joins) == joined_sid:
            return record
    return None


def assign(
    client: TrustHubClient, kind: Kind, bundle: str, fields: Mapping[str, str]
) -> Assignment:
    """Attach something to a bundle, unless it is attached already.

    Args:
        client: Whose Trust Hub it is in.
        kind: Entity or channel endpoint.
        bundle: The path of the bundle.
        fields: The fields of the POST.

    Raises:
        AlreadyAssignedError: Another bundle holds it; the text names that bundle.
        ApiError: With the next step where one is known.
    """
    path = f"{bundle}/{kind.collection}"
    joined_sid = fields["ObjectSid" if kind is ENTITY else "ChannelEndpointSid"]

    def look() -> Record | None:
        return find_assignment(client, kind, bundle, joined_sid)

    def post() -> tuple[Record, bool]:
        try:
            return post_once(client, lambda: client.create(path, fields), look)
        except ConflictError as conflict:
            # 409 alone proves nothing: ask who holds it.
            found = look()
            if found is not None:
                return found, True
            holder = _holder(client, kind, bundle, joined_sid, conflict)
            if holder is not None:
                raise AlreadyAssignedError(
                    f"{joined_sid} is already assigned to {describe(holder)}, so it cannot be "
                    f"assigned to {describe(bundle)}: remove it there first."
                ) from conflict
            raise

    try:
        found = look()
        if found is not None:
            return Assignment(found, existed=True)
        client.prove_account()
        record, _ = tenacity.Retrying(
            retry=tenacity.retry_if_exception_type(ConflictError),
            stop=tenacity.stop_after_attempt(CONFLICTS),
            wait=tenacity.wait_random_exponential(multiplier=0.3, max=5),
            sleep=client.sleep,
            reraise=True,
        )(post)
    except NotFoundError as error:
        raise wrong_kind(client, bundle, error) from error
    except ApiError as error:
        raise _with_next_step(error) from error
    return Assignment(record, existed=False)


def products_that_carry(client: TrustHubClient, profile_sid: str, number_sid: str) -> list[Record]:
    """Find the trust products linked to a customer profile that still carry a number.

    Taking it off the profile would take the trust from their calls.
    """
    return [
        product
        for product in client.records(TRUST_PRODUCTS)
        if _carries(client, f"{TRUST_PRODUCTS}/{product['sid']}", profile_sid, number_sid)
    ]


def _carries(client: TrustHubClient, product: str, profile_sid: str, number_sid: str) -> bool:
    try:
        return (
            find_assignment(client, CHANNEL_ENDPOINT, product, number_sid) is not None
            and find_assignment(client, ENTITY, product, profile_sid) is not None
        )
    except NotFoundError:
        # A destroy takes down the stack's own product meanwhile.
        return False


def _holder(
    client: TrustHubClient, kind: Kind, bundle: str, joined_sid: str, conflict: ApiError
) -> str | None:
    """Find another bundle that holds it: the one Twilio names, else one of the same policy."""
    collection, _, own_sid = bundle.partition("/")
    named = [sid for sid in _BUNDLE_SID.findall(conflict.message) if sid != own_sid]
    if named:
        return f"{collection}/{named[0]}"
    policy_sid = client.fetch(bundle)["policy_sid"]
    for other in client.records(collection, PolicySid=policy_sid):
        path = f"{collection}/{other['sid']}"
        if other["sid"] != own_sid and find_assignment(client, kind, path, joined_sid):
            return path
    return None


def _with_next_step(error: ApiError) -> ApiError:
    if _NOT_ON_PROFILE.search(error.message):
        return error.with_hint(_ON_PROFILE_FIRST)
    if _IS_APPROVED.search(error.message):
        return error.with_hint(_LINK_BEFORE_APPROVAL)
    return error
