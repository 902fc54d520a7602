"""What stays on a submitted bundle, and how a bundle goes with what is still on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from acme import another, asked, connected, on_number
from policy_sids import SHAKEN_STIR

from pulumi_trusthub._core.api.run_state import LeftLink
from pulumi_trusthub._core.model.errors import ApiError, ConflictError
from pulumi_trusthub._core.model.refs import CHANNEL_ENDPOINT, ENTITY, BundleRef
from pulumi_trusthub._core.rules.assignments import ensure_assignment
from pulumi_trusthub._core.rules.removal import (
    delete_bundle,
    delete_links,
    must_stay_linked,
    profiles_left_on,
    status_for_delete,
    was_taken_off,
)
from pulumi_trusthub._core.rules.reviews import require_no_review, submit

if TYPE_CHECKING:
    from pulumi_trusthub._core.api.client import TrustHubClient
    from pulumi_trusthub.simulator import Simulator

END_USER = "IT" + "0" * 32


def put_by_hand(client: TrustHubClient, bundle: BundleRef) -> str:
    """Put an end user on a bundle, as another client would."""
    fields = {"FriendlyName": "Acme", "Type": "cnam_information", "Attributes": "{}"}
    sid = client.create("EndUsers", fields)["sid"]
    return f"{ENTITY.on(bundle)}/{client.create(ENTITY.on(bundle), {'ObjectSid': sid})['sid']}"


@pytest.mark.parametrize(
    ("status", "stays"),
    [
        ("draft", False),
        ("twilio-rejected", False),
        ("pending-review", True),
        ("in-review", True),
        ("twilio-approved", True),
    ],
)
def test_a_submitted_bundle_keeps_its_profile(
    client: TrustHubClient,
    simulator: Simulator,
    product: BundleRef,
    profile: BundleRef,
    status: str,
    *,
    stays: bool,
) -> None:
    """It stays on a submitted bundle; an end user never does."""
    simulator.control.review(product.sid, status)  # type: ignore[arg-type]

    assert stays is must_stay_linked(client, product, profile.sid)
    assert not must_stay_linked(client, product, END_USER)
    assert [f"GET {product.path}"] == asked(simulator)


def test_a_profile_that_was_replaced_need_not_stay(
    client: TrustHubClient, simulator: Simulator, product: BundleRef
) -> None:
    """The bundle has taken another link in this run, so it takes links."""
    simulator.control.review(product.sid, "twilio-approved")

    assert not must_stay_linked(client, product, "BU" + "0" * 32)


def test_the_gate_has_read_the_status_already(
    client: TrustHubClient, simulator: Simulator, product: BundleRef
) -> None:
    """A destroy with a submission sends no request more; a submission is another status."""
    require_no_review(client, product)
    seen = [status_for_delete(client, product), status_for_delete(client, product)]
    requests = asked(simulator)
    submit(client, product)

    assert ["draft", "draft"] == seen
    assert [f"GET {product.path}"] == requests
    assert "pending-review" == status_for_delete(client, product)


def test_a_bundle_that_is_gone_has_no_status(
    client: TrustHubClient, product: BundleRef, profile: BundleRef
) -> None:
    """Then nothing has to stay."""
    client.delete(product.path)

    assert "" == status_for_delete(client, product)
    assert not must_stay_linked(client, product, profile.sid)


def test_links_are_remembered_until_they_are_deleted(
    client: TrustHubClient, product: BundleRef, profile: BundleRef
) -> None:
    """Each by its own bundle; what is gone already is done."""
    [record] = client.records(ENTITY.on(product))
    path = f"{ENTITY.on(product)}/{record['sid']}"
    link = LeftLink(product.path, profile.sid, existed=False)
    client.memory.links_left[path] = link

    assert {path: link} == profiles_left_on(client, product)
    assert {} == profiles_left_on(client, profile)
    assert not was_taken_off(client, ENTITY.on(product))
    for _ in range(2):
        delete_links(client, [path])
    assert {} == client.memory.links_left
    assert was_taken_off(client, ENTITY.on(product))
    assert [] == list(client.records(ENTITY.on(product)))


@pytest.mark.parametrize("rule", ["allow", "refuse"])
def test_a_bundle_goes_with_what_is_on_it(
    client: TrustHubClient, simulator: Simulator, product: BundleRef, rule: str
) -> None:
    """One request where Trust Hub does it; where it refuses, entities are taken off first."""
    paths = [f"{ENTITY.on(product)}/{it['sid']}" for it in client.records(ENTITY.on(product))]
    simulator.control.settings(delete_with_entities=rule)
    simulator.control.clear_requests()

    assert delete_bundle(client, product)
    written = [line for line in asked(simulator) if not line.startswith("GET")]
    assert not delete_bundle(connected(simulator), product)

    again = [*paths, product.path] if rule == "refuse" else []
    assert [f"DELETE {path}" for path in [product.path, *again]] == written


def test_a_bundle_that_another_delete_has_just_emptied_goes(
    client: TrustHubClient, simulator: Simulator, product: BundleRef
) -> None:
    """Pulumi deletes a product and its profile at once, and either takes the link off."""
    for record in client.records(ENTITY.on(product)):
        client.delete(f"{ENTITY.on(product)}/{record['sid']}")
    simulator.control.fault(method="DELETE", path=f"/{product.path}$", status=409, code=20409)

    assert delete_bundle(client, product)
    assert client.get_or_none(product.path) is None


@pytest.mark.parametrize("code", [None, 21648])
def test_a_bundle_with_numbers_keeps_its_entities(
    client: TrustHubClient,
    simulator: Simulator,
    product: BundleRef,
    profile: BundleRef,
    number: str,
    code: int | None,
) -> None:
    """The bundle would be refused all the same, with whatever code, and be worth nothing."""
    for bundle in (profile, product):
        ensure_assignment(client, CHANNEL_ENDPOINT, bundle, on_number(number))
    simulator.control.fault(method="DELETE", path=f"/{product.path}$", status=409, code=code)

    with pytest.raises(ConflictError):
        delete_bundle(client, product)

    assert 1 == len(list(client.records(ENTITY.on(product))))


def test_a_number_that_only_a_list_still_shows_holds_no_bundle(
    client: TrustHubClient,
    simulator: Simulator,
    product: BundleRef,
    profile: BundleRef,
    number: str,
) -> None:
    """An earlier command has just taken it off, so the entities go, and the bundle."""
    for bundle in (profile, product):
        ensure_assignment(client, CHANNEL_ENDPOINT, bundle, on_number(number))
    simulator.control.settings(lists_keep_deleted_seconds=45)
    [shown] = client.records(CHANNEL_ENDPOINT.on(product))
    client.delete(f"{CHANNEL_ENDPOINT.on(product)}/{shown['sid']}")
    simulator.control.settings(delete_with_entities="refuse")

    assert delete_bundle(connected(simulator), product)


def test_a_bundle_that_can_only_go_in_the_console_says_so(
    client: TrustHubClient, simulator: Simulator, product: BundleRef
) -> None:
    """To run it again would not help."""
    simulator.control.settings(
        delete_with_entities="refuse", remove_entity_in_review_or_approved="refuse"
    )
    simulator.control.review(product.sid, "twilio-approved")

    with pytest.raises(ApiError, match=r"neither deletes the trust product .* Console") as raised:
        delete_bundle(client, product)

    assert "Run this again" not in str(raised.value)
    assert client.get_or_none(product.path) is not None


def test_a_profile_with_another_product_keeps_its_entities(
    client: TrustHubClient, simulator: Simulator, product: BundleRef, profile: BundleRef
) -> None:
    """Its link is not ours to delete, so the profile stays as it is."""
    entity = put_by_hand(client, BundleRef(profile.kind, _secondary(client)))
    own = BundleRef(profile.kind, entity.split("/")[1])
    ensure_assignment(client, ENTITY, product, {"ObjectSid": own.sid})
    simulator.control.settings(delete_with_entities="refuse")

    with pytest.raises(ConflictError, match="is assigned to"):
        delete_bundle(client, own)
    still = [it["sid"] for it in client.records(ENTITY.on(own))]
    delete_bundle(client, product)

    assert [entity.rpartition("/")[2]] == still
    assert delete_bundle(client, own)


@pytest.mark.parametrize("rule", ["allow", "refuse"])
def test_a_profile_takes_its_left_link_along(
    client: TrustHubClient, simulator: Simulator, profile: BundleRef, rule: str
) -> None:
    """The link is of no use without the profile, and the product may go later."""
    own, product = BundleRef(profile.kind, _secondary(client)), another(client)
    path = _left_link(client, product, own)
    simulator.control.settings(delete_with_assignments=rule)
    simulator.control.clear_requests()

    assert delete_bundle(client, own)
    written = [line for line in asked(simulator) if not line.startswith("GET")]

    again = [f"DELETE {own.path}"] if rule == "refuse" else []
    assert [f"DELETE {own.path}", f"DELETE {path}", *again] == written
    assert {} == client.memory.links_left
    assert [] == list(client.records(ENTITY.on(product)))


def test_a_left_link_that_twilio_does_not_take_off_is_explained(
    client: TrustHubClient, simulator: Simulator, profile: BundleRef
) -> None:
    """The product is approved, and its own delete takes the link along."""
    own, product = BundleRef(profile.kind, _secondary(client)), another(client)
    _left_link(client, product, own)
    simulator.control.settings(remove_entity_in_review_or_approved="refuse")
    simulator.control.review(product.sid, "twilio-approved")

    with pytest.raises(ApiError, match=r"lets no entity go .* the product is deleted first"):
        delete_bundle(client, own)
    assert delete_bundle(client, product)
    assert delete_bundle(client, own)


@pytest.mark.parametrize("holder", ["numbers", "review", "another product"])
def test_a_profile_that_has_to_stay_keeps_its_left_link(
    client: TrustHubClient, simulator: Simulator, profile: BundleRef, number: str, holder: str
) -> None:
    """The product may take no link again, and its approval is worth nothing without one."""
    own, product = BundleRef(profile.kind, _secondary(client)), another(client)
    path = _left_link(client, product, own)
    if holder == "numbers":
        ensure_assignment(client, CHANNEL_ENDPOINT, own, on_number(number))
    elif holder == "review":
        simulator.control.review(own.sid, "in-review")
    else:
        fields = {"FriendlyName": "Third", "Email": "a@example.com", "PolicySid": SHAKEN_STIR}
        third = BundleRef(product.kind, client.create("TrustProducts", fields)["sid"])
        ensure_assignment(client, ENTITY, third, {"ObjectSid": own.sid})

    with pytest.raises(ApiError):
        delete_bundle(client, own)

    assert [path] == [
        f"{ENTITY.on(product)}/{it['sid']}" for it in client.records(ENTITY.on(product))
    ]
    assert {path} == client.memory.links_left.keys()


@pytest.mark.parametrize("status", [401, 403])
def test_an_error_that_is_no_refusal_deletes_nothing_else(
    client: TrustHubClient, simulator: Simulator, product: BundleRef, status: int
) -> None:
    """Credentials that may not delete a bundle say nothing of what is on it."""
    simulator.control.fault(method="DELETE", path=f"/{product.path}$", status=status, code=20003)

    with pytest.raises(ApiError):
        delete_bundle(client, product)

    assert [f"DELETE {product.path}"] == asked(simulator)


def _left_link(client: TrustHubClient, product: BundleRef, profile: BundleRef) -> str:
    """Link a product to a profile, and leave the link in place as a delete of it does."""
    made = ensure_assignment(client, ENTITY, product, {"ObjectSid": profile.sid}).record
    path = f"{ENTITY.on(product)}/{made['sid']}"
    client.memory.links_left[path] = LeftLink(product.path, profile.sid, existed=False)
    return path


def _secondary(client: TrustHubClient) -> str:
    fields = {
        "FriendlyName": "Acme",
        "Email": "a@example.com",
        "PolicySid": "RNdfbf3fae0e1107f8aded0e7cead80bf5",
    }
    sid: str = client.create("CustomerProfiles", fields)["sid"]
    return sid
