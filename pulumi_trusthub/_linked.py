"""Trust products that a customer profile has already, under whatever name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ._assignments import holds
from ._errors import AlreadyExistsError, RefusedError
from ._ids import ENTITY, TRUST_PRODUCTS

if TYPE_CHECKING:
    from ._client import Record, TrustHubClient


def linked_product(client: TrustHubClient, policy_sid: str, profile_sid: str) -> Record | None:
    """Find the trust product of a policy that is linked to a customer profile, to take it over.

    What another resource of the program took over in this run is not there to be taken.

    Raises:
        RefusedError: There are several.
    """
    found = [
        product
        for product in _linked_products(client, policy_sid, profile_sid)
        if product["sid"] not in client.taken
    ]
    if len(found) > 1:
        raise RefusedError(
            f"Several trust products of this policy are linked to customer profile {profile_sid}: "
            f'{_listed(found)}. Say which one with adopt="BU…", or make another one beside them '
            f"with adopt=False."
        )
    return found[0] if found else None


def require_no_linked_product(
    client: TrustHubClient, policy_sid: str, profile_sid: str, friendly_name: str
) -> None:
    """Refuse to make a second trust product of a policy for a customer profile unasked.

    One of the same name is none of this function's business: it is never doubled.

    Raises:
        AlreadyExistsError: Names it, and both ways out.
    """
    found = [
        product
        for product in _linked_products(client, policy_sid, profile_sid)
        if product.get("friendly_name") != friendly_name
    ]
    if found:
        raise AlreadyExistsError(
            f"Customer profile {profile_sid} is linked to a trust product of this policy already "
            f"(Twilio adds one by itself): {_listed(found)}. Take it over with "
            f'adopt="{found[0]["sid"]}", or make another one beside it with adopt=False (also '
            f"where it is the one being replaced)."
        )


def _linked_products(client: TrustHubClient, policy_sid: str, profile_sid: str) -> list[Record]:
    """Find them; what this very run has made is the program's own business."""
    return [
        product
        for product in client.records(TRUST_PRODUCTS, PolicySid=policy_sid)
        if product.get("policy_sid") == policy_sid
        and product["sid"] not in client.made
        and holds(client, ENTITY, f"{TRUST_PRODUCTS}/{product['sid']}", profile_sid)
    ]


def _listed(found: list[Record]) -> str:
    return ", ".join(
        f"{product['sid']} ({product.get('friendly_name')}, {product.get('status')})"
        for product in found
    )
