"""Which bundles does Trust Hub take, change and let go? The rules as plain Python."""

from __future__ import annotations

import pytest
from simulated_worlds import (
    change_settings,
    link,
    onboarding,
    primary,
    product,
)

from pulumi_trusthub.simulator.errors import Refusal
from pulumi_trusthub.simulator.models import Account, Bundle, Status, World
from pulumi_trusthub.simulator.policies import (
    PRIMARY_CUSTOMER_PROFILE,
    SECONDARY_CUSTOMER_PROFILE,
    SHAKEN_STIR,
    BundleKind,
)
from pulumi_trusthub.simulator.rules import (
    BundleChanges,
    create_bundle,
    delete_bundle,
    update_bundle,
)


def create(world: World, account: Account, kind: BundleKind, policy_sid: str) -> Bundle:
    """A bundle of one kind and policy."""
    return create_bundle(
        world,
        account,
        kind,
        friendly_name="Example",
        email="compliance@example.com",
        policy_sid=policy_sid,
        status_callback="",
    )


def test_is_a_new_bundle_a_draft(world: World, account: Account) -> None:
    """Whatever is asked for, creation yields a draft without a callback."""
    bundle = create(world, account, BundleKind.TRUST_PRODUCT, SHAKEN_STIR)

    assert Status.DRAFT is bundle.status
    assert bundle.status_callback is None
    assert bundle.valid_until is None


@pytest.mark.parametrize(
    ("kind", "policy_sid", "status", "words"),
    [
        (BundleKind.TRUST_PRODUCT, "RN" + "0" * 32, 400, "was not found"),
        (BundleKind.TRUST_PRODUCT, SECONDARY_CUSTOMER_PROFILE, 400, "trust product"),
        (BundleKind.CUSTOMER_PROFILE, SHAKEN_STIR, 400, "customer profile"),
        (BundleKind.CUSTOMER_PROFILE, PRIMARY_CUSTOMER_PROFILE, 403, "Twilio console"),
    ],
)
def test_which_policies_are_refused(
    world: World, account: Account, kind: BundleKind, policy_sid: str, status: int, words: str
) -> None:
    """A policy must exist, be of that kind, and not be the Console's own."""
    with pytest.raises(Refusal, match=words) as refusal:
        create(world, account, kind, policy_sid)

    assert status == refusal.value.status


def test_can_the_switch_open_primary_profiles(world: World, account: Account) -> None:
    """Some code makes primary profiles by the API; the switch lets it."""
    change_settings(world, primary_profile_by_api="accept")

    bundle = create(world, account, BundleKind.CUSTOMER_PROFILE, PRIMARY_CUSTOMER_PROFILE)

    assert Status.DRAFT is bundle.status


def test_does_an_update_keep_what_it_does_not_name(world: World, account: Account) -> None:
    """Only the fields that were sent change, and an empty callback clears it."""
    bundle = product(world, account)
    bundle.status_callback = "https://example.com/status"

    update_bundle(world, account, bundle, BundleChanges(friendly_name="New"))
    assert ("New", "compliance@example.com") == (bundle.friendly_name, bundle.email)
    assert bundle.status_callback == "https://example.com/status"

    update_bundle(world, account, bundle, BundleChanges(status_callback=""))
    assert bundle.status_callback is None


def test_do_status_and_properties_travel_apart(world: World, account: Account) -> None:
    """Together they are refused with 22204, and nothing has changed; the switch accepts them."""
    bundle = product(world, account)
    changes = BundleChanges(status="pending-review", friendly_name="New")

    with pytest.raises(Refusal) as refusal:
        update_bundle(world, account, bundle, changes)
    assert (400, 22204) == (refusal.value.status, refusal.value.code)
    assert (Status.DRAFT, "Example product") == (bundle.status, bundle.friendly_name)

    change_settings(world, status_with_properties="accept")
    update_bundle(world, account, bundle, changes)
    assert (Status.PENDING_REVIEW, "New") == (bundle.status, bundle.friendly_name)


@pytest.mark.parametrize("status", [Status.IN_REVIEW, Status.APPROVED])
def test_when_are_name_and_email_fixed(world: World, account: Account, status: Status) -> None:
    """In review and after approval, unless the switch says otherwise; callbacks never are."""
    bundle = product(world, account)
    bundle.status = status

    with pytest.raises(Refusal) as refusal:
        update_bundle(world, account, bundle, BundleChanges(email="new@example.com"))
    assert (409, 20409) == (refusal.value.status, refusal.value.code)
    update_bundle(world, account, bundle, BundleChanges(status_callback="https://example.com"))

    change_settings(world, edit_in_review_or_approved="accept")
    update_bundle(world, account, bundle, BundleChanges(email="new@example.com"))
    assert bundle.email == "new@example.com"


@pytest.mark.parametrize("status", [Status.DRAFT, Status.PENDING_REVIEW, Status.REJECTED])
def test_when_can_a_bundle_be_edited(world: World, account: Account, status: Status) -> None:
    """As long as nobody looks at it."""
    bundle = product(world, account)
    bundle.status = status

    update_bundle(world, account, bundle, BundleChanges(friendly_name="New"))

    assert bundle.friendly_name == "New"


@pytest.mark.parametrize("status", [Status.PENDING_REVIEW, Status.IN_REVIEW])
def test_is_a_bundle_under_review_kept(world: World, account: Account, status: Status) -> None:
    """Deleting it is refused with 21647, and done when the switch allows it."""
    bundle = product(world, account)
    bundle.status = status

    with pytest.raises(Refusal) as refusal:
        delete_bundle(world, account, bundle)
    assert (400, 21647) == (refusal.value.status, refusal.value.code)

    change_settings(world, delete_under_review="allow")
    delete_bundle(world, account, bundle)
    assert {} == account.bundles[BundleKind.TRUST_PRODUCT]


@pytest.mark.parametrize("status", [Status.DRAFT, Status.REJECTED, Status.APPROVED])
def test_can_other_bundles_go(world: World, account: Account, status: Status) -> None:
    """Drafts, rejected and approved bundles can be deleted, with the entities on them."""
    bundle = product(world, account)
    link(world, account, bundle, primary(account).sid)
    bundle.status = status

    delete_bundle(world, account, bundle)

    assert {} == account.bundles[BundleKind.TRUST_PRODUCT]
    assert {} == world.assignments_by_object


def test_does_a_number_hold_its_bundle(world: World, account: Account) -> None:
    """21648 while a number is on it; the switch deletes the assignments too."""
    made = onboarding(world, account)

    with pytest.raises(Refusal) as refusal:
        delete_bundle(world, account, made.product)
    assert (400, 21648) == (refusal.value.status, refusal.value.code)

    change_settings(world, delete_with_assignments="allow")
    delete_bundle(world, account, made.product)
    assert {} == world.products_by_number
    assert [made.on_profile] == list(made.profile.endpoints.values())


def test_does_a_link_hold_the_profile(world: World, account: Account) -> None:
    """A profile that a product is linked to stays; the switch takes the link away with it."""
    bundle, profile = product(world, account), primary(account)
    link(world, account, bundle, profile.sid)

    with pytest.raises(Refusal, match=bundle.sid) as refusal:
        delete_bundle(world, account, profile)
    assert refusal.value.status == 409

    change_settings(world, delete_with_assignments="allow")
    delete_bundle(world, account, profile)
    assert {} == bundle.entities


def test_do_indexes_forget_what_is_gone(world: World, account: Account) -> None:
    """After everything was removed no index holds a trace of it."""
    made = onboarding(world, account)
    change_settings(world, delete_with_assignments="allow")
    delete_bundle(world, account, made.product)
    delete_bundle(world, account, made.profile)

    assert {} == world.products_by_number
    assert {} == world.assignments_by_object
    assert {} == made.product.endpoints_by_number
    assert {} == made.profile.endpoints_by_number
