"""Which bundles does Trust Hub take, change and let go? The rules as plain Python."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from simulated_stores import change_settings, link, onboarding, primary, product

from pulumi_trusthub.simulator.rules.bundles import (
    BundleChanges,
    create_bundle,
    delete_bundle,
    update_bundle,
)
from pulumi_trusthub.simulator.store.errors import TwilioError
from pulumi_trusthub.simulator.store.models import Account, Bundle, Status
from pulumi_trusthub.simulator.store.policies import (
    PRIMARY_CUSTOMER_PROFILE,
    SECONDARY_CUSTOMER_PROFILE,
    SHAKEN_STIR,
    BundleKind,
)

if TYPE_CHECKING:
    from pulumi_trusthub.simulator.store.store import Store


def create(store: Store, account: Account, kind: BundleKind, policy_sid: str) -> Bundle:
    """A bundle of one kind and policy."""
    return create_bundle(
        store,
        account,
        kind,
        friendly_name="Example",
        email="compliance@example.com",
        policy_sid=policy_sid,
        status_callback="",
    )


def test_a_new_bundle_is_a_draft(store: Store, account: Account) -> None:
    """Whatever is asked for, creation yields a draft without a callback."""
    bundle = create(store, account, BundleKind.TRUST_PRODUCT, SHAKEN_STIR)

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
def test_a_policy_of_another_kind_is_refused(
    store: Store, account: Account, kind: BundleKind, policy_sid: str, status: int, words: str
) -> None:
    """A policy must exist, be of that kind, and not be the Console's own."""
    with pytest.raises(TwilioError, match=words) as refusal:
        create(store, account, kind, policy_sid)

    assert status == refusal.value.status


def test_the_switch_lets_the_api_create_primary_profiles(store: Store, account: Account) -> None:
    """Some code makes primary profiles by the API; the switch lets it."""
    change_settings(store, primary_profile_by_api="accept")

    bundle = create(store, account, BundleKind.CUSTOMER_PROFILE, PRIMARY_CUSTOMER_PROFILE)

    assert Status.DRAFT is bundle.status


def test_an_update_keeps_the_fields_that_it_does_not_name(store: Store, account: Account) -> None:
    """Only the given fields change, and an empty callback clears the callback."""
    bundle = product(store, account)
    bundle.status_callback = "https://example.com/status"

    update_bundle(store, bundle, BundleChanges(friendly_name="New"))
    assert ("New", "compliance@example.com") == (bundle.friendly_name, bundle.email)
    assert bundle.status_callback == "https://example.com/status"

    update_bundle(store, bundle, BundleChanges(status_callback=""))
    assert bundle.status_callback is None


def test_a_status_and_properties_travel_apart(store: Store, account: Account) -> None:
    """Together they are refused with 22204, and nothing has changed; the switch accepts them."""
    bundle = product(store, account)
    changes = BundleChanges(status="pending-review", friendly_name="New")

    with pytest.raises(TwilioError) as refusal:
        update_bundle(store, bundle, changes)
    assert (400, 22204) == (refusal.value.status, refusal.value.code)
    assert (Status.DRAFT, "Example product") == (bundle.status, bundle.friendly_name)

    change_settings(store, status_with_properties="accept")
    update_bundle(store, bundle, changes)
    assert (Status.PENDING_REVIEW, "New") == (bundle.status, bundle.friendly_name)


@pytest.mark.parametrize("status", [Status.IN_REVIEW, Status.APPROVED])
def test_a_review_and_an_approval_fix_name_and_email(
    store: Store, account: Account, status: Status
) -> None:
    """In review and after approval, unless the switch says otherwise; callbacks never are."""
    bundle = product(store, account)
    bundle.status = status

    with pytest.raises(TwilioError) as refusal:
        update_bundle(store, bundle, BundleChanges(email="new@example.com"))
    assert (409, 20409) == (refusal.value.status, refusal.value.code)
    update_bundle(store, bundle, BundleChanges(status_callback="https://example.com"))

    change_settings(store, edit_in_review_or_approved="accept")
    update_bundle(store, bundle, BundleChanges(email="new@example.com"))
    assert bundle.email == "new@example.com"


@pytest.mark.parametrize("status", [Status.DRAFT, Status.PENDING_REVIEW, Status.REJECTED])
def test_a_draft_or_rejected_bundle_can_be_edited(
    store: Store, account: Account, status: Status
) -> None:
    """As long as nobody looks at it."""
    bundle = product(store, account)
    bundle.status = status

    update_bundle(store, bundle, BundleChanges(friendly_name="New"))

    assert bundle.friendly_name == "New"


@pytest.mark.parametrize("status", [Status.PENDING_REVIEW, Status.IN_REVIEW])
def test_a_bundle_under_review_is_kept(store: Store, account: Account, status: Status) -> None:
    """A deletion is refused with 21647, and done when the switch allows it."""
    bundle = product(store, account)
    bundle.status = status

    with pytest.raises(TwilioError) as refusal:
        delete_bundle(store, bundle)
    assert (400, 21647) == (refusal.value.status, refusal.value.code)

    change_settings(store, delete_under_review="allow")
    delete_bundle(store, bundle)
    assert {} == account.bundles[BundleKind.TRUST_PRODUCT]


@pytest.mark.parametrize("status", [Status.DRAFT, Status.REJECTED, Status.APPROVED])
def test_a_bundle_that_is_not_under_review_can_be_deleted(
    store: Store, account: Account, status: Status
) -> None:
    """Drafts, rejected and approved bundles can be deleted, with the entities on them."""
    bundle = product(store, account)
    link(store, bundle, primary(account).sid)
    bundle.status = status

    delete_bundle(store, bundle)

    assert {} == account.bundles[BundleKind.TRUST_PRODUCT]
    assert {} == store.assignments_by_object


def test_a_number_holds_its_bundle(store: Store, account: Account) -> None:
    """21648 while a number is on it; the switch deletes the assignments too."""
    made = onboarding(store, account)

    with pytest.raises(TwilioError) as refusal:
        delete_bundle(store, made.product)
    assert (400, 21648) == (refusal.value.status, refusal.value.code)

    change_settings(store, delete_with_assignments="allow")
    delete_bundle(store, made.product)
    assert {} == store.products_by_number
    assert [made.on_profile] == list(made.profile.endpoints.values())


def test_a_link_holds_the_profile(store: Store, account: Account) -> None:
    """A profile with a linked product stays; the switch deletes profile and link."""
    bundle, profile = product(store, account), primary(account)
    link(store, bundle, profile.sid)

    with pytest.raises(TwilioError, match=bundle.sid) as refusal:
        delete_bundle(store, profile)
    assert refusal.value.status == 409

    change_settings(store, delete_with_assignments="allow")
    delete_bundle(store, profile)
    assert {} == bundle.entities


def test_entities_hold_their_bundle_where_set(store: Store, account: Account) -> None:
    """They go with it; the switch refuses until they are off."""
    bundle, profile = product(store, account), primary(account)
    link(store, bundle, profile.sid)
    change_settings(store, delete_with_entities="refuse")

    with pytest.raises(TwilioError, match="entities are assigned to it") as refusal:
        delete_bundle(store, bundle)
    assert refusal.value.status == 409

    for entity in list(bundle.entities.values()):
        store.remove_entity(entity)
    delete_bundle(store, bundle)
    assert {} == store.assignments_by_object


def test_indexes_forget_deleted_objects(store: Store, account: Account) -> None:
    """After everything was removed no index holds a trace of it."""
    made = onboarding(store, account)
    change_settings(store, delete_with_assignments="allow")
    delete_bundle(store, made.product)
    delete_bundle(store, made.profile)

    assert {} == store.products_by_number
    assert {} == store.assignments_by_object
    assert {} == made.product.endpoints_by_number
    assert {} == made.profile.endpoints_by_number
