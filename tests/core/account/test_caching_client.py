"""A client that asks for nothing twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pulumi_trusthub._core.account.caching_client import CachingClient
from pulumi_trusthub._core.model.errors import NotFoundError
from pulumi_trusthub._core.model.refs import BundleKind

if TYPE_CHECKING:
    from pulumi_trusthub._core.api.client import TrustHubClient
    from pulumi_trusthub._core.model.refs import BundleRef
    from pulumi_trusthub.simulator import Simulator

PROFILES = BundleKind.CUSTOMER_PROFILE.collection


def test_a_list_answers_for_its_objects(
    client: TrustHubClient, profile: BundleRef, simulator: Simulator
) -> None:
    """And for itself, also where only its first object was wanted."""
    caching = CachingClient(client)
    plain = client.get(profile.path)
    simulator.control.clear_requests()

    first = next(caching.records(PROFILES))
    listed = list(caching.records(PROFILES))

    assert first == listed[0]
    assert plain == caching.get(profile.path) == caching.get_or_none(profile.path)
    assert 1 == len(simulator.control.requests())


def test_an_address_has_the_suffix_of_its_list(
    client: TrustHubClient, simulator: Simulator
) -> None:
    """Paths of the 2010 API end in .json."""
    line = {"customer_name": "Example", "street": "1 Example St", "city": "Exampletown"}
    address = {**line, "region": "CA", "postal_code": "94105", "iso_country": "US"}
    seed = {"accounts": [{"sid": simulator.account_sid, "addresses": [address]}]}
    [sid] = simulator.control.seed(seed)[0].addresses
    caching = CachingClient(client)
    simulator.control.clear_requests()

    list(caching.records(f"{caching.addresses()}.json"))

    assert sid == caching.get(f"{caching.addresses()}/{sid}.json")["sid"]
    assert 1 == len(simulator.control.requests())


def test_an_object_is_read_once(
    client: TrustHubClient, profile: BundleRef, simulator: Simulator
) -> None:
    """One that is missing too; a list that was never read says nothing of either."""
    caching = CachingClient(client)
    missing = f"{PROFILES}/BU{'0' * 32}"
    simulator.control.clear_requests()

    assert caching.get(profile.path) == caching.get(profile.path)
    assert [None, None] == [caching.get_or_none(missing), caching.get_or_none(missing)]
    assert 2 == len(simulator.control.requests())
    with pytest.raises(NotFoundError):
        caching.get(missing)


def test_a_filtered_list_is_read_each_time(client: TrustHubClient, simulator: Simulator) -> None:
    """It is another list than the whole one."""
    caching = CachingClient(client)
    whole = list(caching.records(PROFILES))
    simulator.control.clear_requests()

    assert [] == list(caching.records(PROFILES, FriendlyName="Nobody"))
    assert whole == list(caching.records(PROFILES))
    assert 1 == len(simulator.control.requests())


def test_a_caching_client_of_another_has_its_responses(
    client: TrustHubClient, simulator: Simulator
) -> None:
    """The client that it was made from keeps asking."""
    caching = CachingClient(client)
    list(caching.records(PROFILES))
    simulator.control.clear_requests()

    list(CachingClient(caching).records(PROFILES))
    assert [] == simulator.control.requests()
    list(client.records(PROFILES))
    assert 1 == len(simulator.control.requests())
