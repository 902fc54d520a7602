"""Trust products that are linked to a customer profile, whatever their names."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING

from pulumi_trusthub._core.api.concurrency import run_all
from pulumi_trusthub._core.model.errors import AlreadyExistsError, NotFoundError, RefusedError
from pulumi_trusthub._core.model.refs import CHANNEL_ENDPOINT, ENTITY, BundleKind, BundleRef

from .assignments import is_assigned
from .bundles import RENAMED_HINT
from .corrections import same_name

if TYPE_CHECKING:
    from pulumi_trusthub._core.api.client import Record, TrustHubClient

LINKS_TTL = 30.0
"""Seconds for which the links of products are remembered: a destroy needs them for each number of
each profile."""

LINK_READERS = 4
"""Products whose links are read at the same time."""

PRODUCTS = BundleKind.TRUST_PRODUCT.collection


def linked_products(client: TrustHubClient, profile_sid: str) -> list[Record]:
    """Find the trust products that are linked to a customer profile."""
    memory = client.memory
    with memory.lock("links"):
        links = memory.product_links
        if links is None or time.monotonic() - links[0] > LINKS_TTL:
            products = list(client.records(PRODUCTS))
            entities = run_all(
                [partial(_entities_of, client, product) for product in products],
                threads=min(LINK_READERS, client.settings.max_concurrency),
                done=lambda: None,
            )
            links = (time.monotonic(), list(zip(products, entities, strict=True)))
            memory.product_links = links
        return [product for product, sids in links[1] if profile_sid in sids]


def products_with_number(client: TrustHubClient, profile_sid: str, number_sid: str) -> list[Record]:
    """Find the linked trust products of a customer profile that still have a number.

    Without the number on the profile, these products' calls would lose their attestation.
    """
    return [
        product
        for product in linked_products(client, profile_sid)
        if is_assigned(client, CHANNEL_ENDPOINT, _ref(product), number_sid)
    ]


def find_linked_product(client: TrustHubClient, policy_sid: str, profile_sid: str) -> Record | None:
    """Find the linked trust product of a customer profile to adopt, by its policy.

    A product that another resource of the program has adopted in this run cannot be adopted again.

    Raises:
        RefusedError: Several such products exist.
    """
    found = [
        product
        for product in _linked_of_policy(client, policy_sid, profile_sid)
        if product["sid"] not in client.memory.adopted
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
    """Refuse to create a second trust product of a policy for a customer profile by accident.

    A product of the same name is left to :func:`.bundles.create_bundle`, which creates no second
    product of a name.

    Raises:
        AlreadyExistsError: Names the product, and both ways out.
    """
    found = [
        product
        for product in _linked_of_policy(client, policy_sid, profile_sid)
        if not same_name(product.get("friendly_name"), friendly_name)
    ]
    if found:
        raise AlreadyExistsError(
            f"Customer profile {profile_sid} is linked to a trust product of this policy already "
            f"(Twilio adds one by itself): {_listed(found)}. {RENAMED_HINT} Otherwise take it over "
            f'with adopt="{found[0]["sid"]}", which leaves it in place on destroy, or make another '
            f"one beside it with adopt=False (also where it is the one being replaced)."
        )


def _linked_of_policy(client: TrustHubClient, policy_sid: str, profile_sid: str) -> list[Record]:
    """Find the linked products of a policy, except products that this run has created."""
    return [
        product
        for product in client.records(PRODUCTS, PolicySid=policy_sid)
        if product.get("policy_sid") == policy_sid
        and product["sid"] not in client.memory.created
        and is_assigned(client, ENTITY, _ref(product), profile_sid)
    ]


def _entities_of(client: TrustHubClient, product: Record) -> frozenset[str]:
    """Read the SIDs of the entities on a product; a deleted product has none."""
    try:
        return frozenset(
            str(record.get(ENTITY.target_field))
            for record in client.records(ENTITY.on(_ref(product)))
        )
    except NotFoundError:
        return frozenset()


def _ref(product: Record) -> BundleRef:
    return BundleRef(BundleKind.TRUST_PRODUCT, product["sid"])


def _listed(found: list[Record]) -> str:
    return ", ".join(
        f"{product['sid']} ({product.get('friendly_name')}, {product.get('status')})"
        for product in found
    )
