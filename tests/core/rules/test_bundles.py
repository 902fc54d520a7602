"""A bundle is looked for, made once, adopted and changed."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import pytest
from acme import ACME, LOST, asked, named
from policy_sids import SHAKEN_STIR

from pulumi_trusthub._core.api.client import TrustHubClient
from pulumi_trusthub._core.model.errors import AlreadyExistsError, OutcomeUnknownError, RefusedError
from pulumi_trusthub._core.model.refs import BundleKind, BundleRef
from pulumi_trusthub._core.rules.bundles import create_bundle, find_adoptable_bundle, update_bundle

if TYPE_CHECKING:
    from pulumi_trusthub.simulator import Simulator


def test_creating_a_product_looks_first(client: TrustHubClient, simulator: Simulator) -> None:
    """One filtered list and one POST."""
    record = create_bundle(
        client, BundleKind.TRUST_PRODUCT, {**ACME, "status_callback": "https://a.example"}
    )

    assert asked(simulator) == [
        f"GET TrustProducts?PolicySid={SHAKEN_STIR}&FriendlyName=Acme&PageSize=1000",
        "POST TrustProducts",
    ]
    assert simulator.control.requests()[1].form == {
        "PolicySid": SHAKEN_STIR,
        "FriendlyName": "Acme",
        "Email": "a@example.com",
        "StatusCallback": "https://a.example",
    }
    assert "draft" == record["status"]


def test_updating_a_product_sends_the_changed_fields(
    client: TrustHubClient, simulator: Simulator, product: BundleRef
) -> None:
    """One POST with the changed fields, and never a status."""
    update_bundle(client, product, ACME, {**ACME, "friendly_name": "New"}, ["friendly_name"])

    assert asked(simulator) == [f"POST {product.path}"]
    assert simulator.control.requests()[0].form == {"FriendlyName": "New"}


@pytest.mark.parametrize("fault", LOST, ids=named)
def test_a_product_is_created_once_in_spite_of_faults(
    fault: dict[str, Any], client: TrustHubClient, simulator: Simulator
) -> None:
    """A POST that was lost, refused for now or garbled leaves one product."""
    simulator.control.fault(method="POST", path="/TrustProducts$", **fault)

    record = create_bundle(client, BundleKind.TRUST_PRODUCT, ACME)

    products = list(client.records("TrustProducts"))
    assert [record["sid"]] == [p["sid"] for p in products]
    assert [0] == [f.left for f in simulator.control.faults()]


@pytest.mark.parametrize("fault", LOST, ids=named)
def test_an_update_survives_a_fault(
    fault: dict[str, Any], client: TrustHubClient, simulator: Simulator, product: BundleRef
) -> None:
    """The fields are as wanted afterwards."""
    simulator.control.fault(method="POST", path=f"/{product.path}$", **fault)

    record = update_bundle(
        client, product, ACME, {**ACME, "friendly_name": "New"}, ["friendly_name"]
    )

    assert "New" == record["friendly_name"] == client.get(product.path)["friendly_name"]


def test_a_bundle_of_that_name_is_named(client: TrustHubClient, product: BundleRef) -> None:
    """Neither taken nor doubled: the error has its SID and the ways out, the alias first."""
    with pytest.raises(AlreadyExistsError, match=rf'option aliases.*adopt="{product.sid}"'):
        create_bundle(client, BundleKind.TRUST_PRODUCT, ACME)


def test_a_partial_match_is_no_match(client: TrustHubClient) -> None:
    """Another name, or another policy, is another product, whatever the API's filter finds."""
    create_bundle(client, BundleKind.TRUST_PRODUCT, {**ACME, "friendly_name": "Acme Two"})
    create_bundle(
        client,
        BundleKind.TRUST_PRODUCT,
        {**ACME, "policy_sid": "RN5b3660f9598883b1df4e77f77acefba0"},
    )
    create_bundle(client, BundleKind.TRUST_PRODUCT, ACME)

    assert 3 == len(list(client.records("TrustProducts")))


def test_adopt_finds_a_bundle_by_sid_or_name(
    client: TrustHubClient, simulator: Simulator, product: BundleRef
) -> None:
    """One is found by SID or name; none, several and another policy are told apart."""
    sid = product.sid
    voice = {**ACME, "policy_sid": "RN5b3660f9598883b1df4e77f77acefba0"}

    by_sid = find_adoptable_bundle(client, BundleKind.TRUST_PRODUCT, ACME, sid)
    by_name = find_adoptable_bundle(client, BundleKind.TRUST_PRODUCT, ACME, None)

    assert by_sid is not None
    assert sid == by_sid["sid"]
    assert by_name is not None
    assert sid == by_name["sid"]
    assert find_adoptable_bundle(client, BundleKind.TRUST_PRODUCT, voice, None) is None
    with pytest.raises(RefusedError, match="cannot be adopted as this one"):
        find_adoptable_bundle(client, BundleKind.TRUST_PRODUCT, voice, sid)
    with pytest.raises(RefusedError, match="There is no trust product"):
        find_adoptable_bundle(client, BundleKind.TRUST_PRODUCT, ACME, "BU" + "0" * 32)
    simulator.control.seed(
        {
            "accounts": [
                {"sid": simulator.account_sid, "trust_products": [{**ACME, "status": "draft"}]}
            ]
        }
    )
    with pytest.raises(RefusedError, match="Several trust products"):
        find_adoptable_bundle(client, BundleKind.TRUST_PRODUCT, ACME, None)


def test_a_post_is_never_repeated_without_a_look(
    client: TrustHubClient, simulator: Simulator
) -> None:
    """When looking fails too, what became of the POST is not known, and nobody guesses."""
    simulator.control.fault(method="POST", path="/TrustProducts$", drop_after=True)
    simulator.control.fault(method="GET", path="/TrustProducts$", skip=1, times=99, status=503)

    with pytest.raises(OutcomeUnknownError, match="It was not sent again"):
        create_bundle(client, BundleKind.TRUST_PRODUCT, ACME)

    simulator.control.clear_faults()
    assert 1 == len(list(client.records("TrustProducts")))


def test_a_server_that_works_on_after_the_time_out_is_waited_for(
    client: TrustHubClient, simulator: Simulator
) -> None:
    """The POST timed out, and the product appears a second later: it is the one."""
    impatient = TrustHubClient(dataclasses.replace(client.settings, timeout=0.3))
    simulator.control.fault(method="POST", path="/TrustProducts$", delay_seconds=1, late=True)

    record = create_bundle(impatient, BundleKind.TRUST_PRODUCT, ACME)

    assert [record["sid"]] == [p["sid"] for p in client.records("TrustProducts")]
    assert 1 == len([line for line in asked(simulator) if line.startswith("POST")])


@pytest.mark.parametrize("lag", range(5))
def test_a_second_post_is_taken_back_when_the_first_shows_up(
    lag: int, client: TrustHubClient, simulator: Simulator
) -> None:
    """Whether the first shows before the second is sent or after it, one product is left."""
    simulator.control.settings(read_lag=lag)
    simulator.control.fault(method="POST", path="/TrustProducts$", drop_after=True)

    record = create_bundle(client, BundleKind.TRUST_PRODUCT, ACME)

    assert 1 == simulator.control.counts()["trust_products"]
    objects = simulator.control.state()["accounts"][simulator.account_sid]["trust_products"]
    assert [record["sid"]] == [held["sid"] for held in objects]
