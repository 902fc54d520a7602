"""Which trust products are linked to a profile, and carry a number."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from acme import ACME, another, on_number

from pulumi_trusthub._core.model.errors import AlreadyExistsError
from pulumi_trusthub._core.model.refs import CHANNEL_ENDPOINT, ENTITY, BundleRef
from pulumi_trusthub._core.rules.assignments import ensure_assignment
from pulumi_trusthub._core.rules.linked_products import (
    linked_products,
    products_with_number,
    require_no_linked_product,
)

if TYPE_CHECKING:
    from pulumi_trusthub._core.api.client import TrustHubClient
    from pulumi_trusthub.simulator import Simulator


def test_only_linked_products_carry_a_number(
    client: TrustHubClient, product: BundleRef, profile: BundleRef, number: str
) -> None:
    """Only those that are linked to the profile count."""
    sid = profile.sid
    ensure_assignment(client, CHANNEL_ENDPOINT, profile, on_number(number))
    assert [] == products_with_number(client, sid, number)
    ensure_assignment(client, CHANNEL_ENDPOINT, product, on_number(number))

    assert [product.sid] == [p["sid"] for p in products_with_number(client, sid, number)]
    assert [] == products_with_number(client, "BU" + "0" * 32, number)


def test_links_are_read_once_for_all_profiles(
    client: TrustHubClient, simulator: Simulator, product: BundleRef, profile: BundleRef
) -> None:
    """One list for each product, however many profiles ask; a new link is seen at once."""
    sid = profile.sid
    simulator.control.clear_requests()

    found = [linked_products(client, each) for each in (sid, "BU" + "0" * 32, "BU" + "1" * 32)]
    once = len(simulator.control.requests())
    other = another(client)
    ensure_assignment(client, ENTITY, other, {"ObjectSid": sid})
    both = {it["sid"] for it in linked_products(client, sid)}

    assert [[product.sid], [], []] == [[it["sid"] for it in each] for each in found]
    assert 2 == once
    assert {product.sid, other.sid} == both


def test_a_linked_product_of_the_same_name_is_left_to_its_name(
    client: TrustHubClient, product: BundleRef, profile: BundleRef
) -> None:
    """White space at the ends makes no other name: beside it there can be no second product."""
    client.memory.created.discard(product.sid)
    policy_sid, name = ACME["policy_sid"], ACME["friendly_name"]

    require_no_linked_product(client, policy_sid, profile.sid, name)
    require_no_linked_product(client, policy_sid, profile.sid, f" {name}\n")

    with pytest.raises(AlreadyExistsError, match="is linked to a trust product of this policy"):
        require_no_linked_product(client, policy_sid, profile.sid, "Another")
