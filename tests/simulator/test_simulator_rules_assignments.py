"""What may be put on a bundle, and taken off? The rules as plain Python."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from simulated_stores import (
    CNAM,
    change_settings,
    document,
    end_user,
    link,
    numbers,
    onboarding,
    primary,
    product,
    put,
    secondary,
)

from pulumi_trusthub.simulator.control.default_seed import SUBACCOUNT_SID
from pulumi_trusthub.simulator.rules.assignments import (
    assign_endpoint,
    remove_endpoint,
    remove_entity,
)
from pulumi_trusthub.simulator.rules.entities import delete_document, delete_end_user
from pulumi_trusthub.simulator.store.errors import TwilioError
from pulumi_trusthub.simulator.store.models import Account, DocumentStatus, Status

if TYPE_CHECKING:
    from pulumi_trusthub.simulator.store.store import Store


def test_a_product_needs_the_number_on_its_profile_first(store: Store, account: Account) -> None:
    """The profile comes first, and it must be linked to the product."""
    bundle, profile, number = product(store, account), primary(account), numbers(account)[0]
    words = "not assigned to all the required supporting.*Customer profile"

    with pytest.raises(TwilioError, match=words) as refusal:
        put(store, bundle, number)
    assert refusal.value.status == 400
    put(store, profile, number)
    with pytest.raises(TwilioError, match=words):
        put(store, bundle, number)

    link(store, bundle, profile.sid)
    assert bundle is put(store, bundle, number).bundle


@pytest.mark.parametrize("status", [Status.IN_REVIEW, Status.APPROVED])
def test_an_entity_leaves_a_reviewed_bundle_unless_that_is_set(
    store: Store, account: Account, status: Status
) -> None:
    """The switch refuses it, but for a draft."""
    bundle = product(store, account)
    link(store, bundle, primary(account).sid)
    [entity] = bundle.entities.values()
    change_settings(store, remove_entity_in_review_or_approved="refuse")
    bundle.status = status

    with pytest.raises(TwilioError, match=f"is {status.value} and lets no entity go") as refusal:
        remove_entity(store, entity)
    assert (400, 22206) == (refusal.value.status, refusal.value.code)

    bundle.status = Status.DRAFT
    remove_entity(store, entity)
    assert {} == bundle.entities


def test_a_number_is_on_a_bundle_once(store: Store, account: Account) -> None:
    """A second assignment is a 409 with the holder's name; the switch doubles it, as was seen."""
    made = onboarding(store, account)

    with pytest.raises(
        TwilioError, match=f"already assigned to a trust_product_sid: {made.product.sid}"
    ):
        put(store, made.product, made.number)

    change_settings(store, duplicate_assignments="accept")
    second = put(store, made.product, made.number)
    assert [made.on_product.sid, second.sid] == list(made.product.endpoints)


def test_a_number_fits_one_product_of_a_policy(store: Store, account: Account) -> None:
    """Another SHAKEN/STIR product is refused with the holder's name, a CNAM product is not."""
    made = onboarding(store, account)
    second = product(store, account)
    cnam = product(store, account, policy_sid=CNAM)
    for bundle in (second, cnam):
        link(store, bundle, made.profile.sid)

    with pytest.raises(TwilioError, match=f"trust_product_sid: {made.product.sid}") as refusal:
        put(store, second, made.number)
    assert (409, 20409) == (refusal.value.status, refusal.value.code)
    put(store, cnam, made.number)

    change_settings(store, number_exclusivity="none")
    put(store, second, made.number)
    assert len(store.products_by_number[made.number]) == 3


@pytest.mark.parametrize(("kind", "sid"), [("short-code", None), ("phone-number", "PN" + "0" * 32)])
def test_other_types_and_foreign_numbers_are_refused(
    store: Store, account: Account, kind: str, sid: str | None
) -> None:
    """Other types than phone-number, and numbers that the account does not have."""
    with pytest.raises(TwilioError) as refusal:
        assign_endpoint(
            store,
            primary(account),
            channel_endpoint_type=kind,
            channel_endpoint_sid=sid or numbers(account)[0],
        )

    assert refusal.value.status == 400


def test_a_parents_bundle_carries_its_subaccounts_numbers(store: Store, account: Account) -> None:
    """A parent's bundle carries its subaccounts' numbers, and not the other way round."""
    subaccount = store.accounts[SUBACCOUNT_SID]

    put(store, primary(account), numbers(subaccount)[0])

    with pytest.raises(TwilioError, match="not found"):
        put(store, secondary(store, subaccount), numbers(account)[0])


def test_a_number_cannot_leave_the_profile_before_the_product(
    store: Store, account: Account
) -> None:
    """Not while a linked product carries the number, unless the switch allows it."""
    made = onboarding(store, account)

    with pytest.raises(TwilioError, match=f"trust_product_sid: {made.product.sid}") as refusal:
        remove_endpoint(store, made.on_profile)
    assert refusal.value.status == 409

    remove_endpoint(store, made.on_product)
    remove_endpoint(store, made.on_profile)
    assert {} == made.profile.endpoints


def test_the_switch_lets_a_number_leave_the_profile(store: Store, account: Account) -> None:
    """With the switch the product keeps a number that its profile has lost."""
    made = onboarding(store, account)
    change_settings(store, remove_number_from_profile_while_on_product="allow")

    remove_endpoint(store, made.on_profile)

    assert [made.on_product] == list(made.product.endpoints.values())


def test_a_doubled_number_keeps_one_assignment_on_the_profile(
    store: Store, account: Account
) -> None:
    """A doubled number stays on the profile when one of its assignments goes."""
    made = onboarding(store, account)
    change_settings(store, duplicate_assignments="accept")
    put(store, made.profile, made.number)

    remove_endpoint(store, made.on_profile)

    assert made.number in made.profile.endpoints_by_number


def test_assignments_outlive_a_released_number(store: Store, account: Account) -> None:
    """Releasing a number leaves its assignments, which can still be deleted."""
    made = onboarding(store, account)

    store.release_phone_number(account, made.number)

    assert [made.on_product] == list(made.product.endpoints.values())
    remove_endpoint(store, made.on_product)
    remove_endpoint(store, made.on_profile)
    assert {} == made.profile.endpoints


def test_end_users_documents_and_profiles_can_be_entities(store: Store, account: Account) -> None:
    """End users, documents and profiles; neither products, nor itself, nor what is not there."""
    bundle = secondary(store, account)
    person = end_user(store, account, kind="authorized_representative_1")
    paper = document(store, account)
    for sid in (person.sid, paper.sid, primary(account).sid):
        link(store, bundle, sid)

    for sid in (bundle.sid, product(store, account).sid, "IT" + "0" * 32, numbers(account)[0]):
        with pytest.raises(TwilioError) as refusal:
            link(store, bundle, sid)
        assert (400, 22205) == (refusal.value.status, refusal.value.code)


def test_a_subaccount_links_its_parents_profile(store: Store, account: Account) -> None:
    """The way of independent software vendors: the primary profile is the parent's."""
    subaccount = store.accounts[SUBACCOUNT_SID]
    bundle = secondary(store, subaccount)

    link(store, bundle, primary(account).sid)

    assert [primary(account).sid] == list(bundle.entities_by_object)


def test_an_entity_is_on_a_bundle_once(store: Store, account: Account) -> None:
    """A second time is refused, or doubled by the switch."""
    bundle, profile = product(store, account), primary(account)
    link(store, bundle, profile.sid)

    with pytest.raises(TwilioError, match="already assigned to a trust_product_sid: BU") as refusal:
        link(store, bundle, profile.sid)
    assert (409, 20409) == (refusal.value.status, refusal.value.code)

    change_settings(store, duplicate_assignments="accept")
    link(store, bundle, profile.sid)
    assert len(bundle.entities) == 2


def test_an_approved_bundle_takes_no_entity(store: Store, account: Account) -> None:
    """Never, and the message says TWILIO_APPROVED; numbers it does take."""
    made = onboarding(store, account)
    made.product.status = Status.APPROVED
    change_settings(store, edit_in_review_or_approved="accept")
    person = end_user(store, account, kind="authorized_representative_1")

    with pytest.raises(TwilioError, match="TWILIO_APPROVED"):
        link(store, made.product, person.sid)

    put(store, made.profile, numbers(account)[1])
    put(store, made.product, numbers(account)[1])


def test_a_bundle_in_review_takes_an_entity_only_by_the_switch(
    store: Store, account: Account
) -> None:
    """Only when the switch says so."""
    bundle = product(store, account)
    bundle.status = Status.IN_REVIEW

    with pytest.raises(TwilioError, match="IN_REVIEW"):
        link(store, bundle, primary(account).sid)

    change_settings(store, edit_in_review_or_approved="accept")
    link(store, bundle, primary(account).sid)


def test_a_bundle_holds_its_entities(store: Store, account: Account) -> None:
    """21644 and 21645 while they are assigned; the switch takes them off."""
    bundle = secondary(store, account)
    person = end_user(store, account, kind="authorized_representative_1")
    paper = document(store, account)
    link(store, bundle, person.sid)
    link(store, bundle, paper.sid)

    with pytest.raises(TwilioError) as refusal:
        delete_end_user(store, account, person)
    assert (400, 21644) == (refusal.value.status, refusal.value.code)
    with pytest.raises(TwilioError) as refusal:
        delete_document(store, account, paper)
    assert (400, 21645) == (refusal.value.status, refusal.value.code)

    change_settings(store, delete_with_assignments="allow")
    delete_end_user(store, account, person)
    delete_document(store, account, paper)
    assert {} == bundle.entities
    assert {} == account.end_users | account.supporting_documents


def test_a_document_under_review_is_kept(store: Store, account: Account) -> None:
    """21646 while it is in review, or deleted by the switch."""
    paper = document(store, account)
    paper.status = DocumentStatus.PENDING_REVIEW

    with pytest.raises(TwilioError) as refusal:
        delete_document(store, account, paper)
    assert (400, 21646) == (refusal.value.status, refusal.value.code)

    change_settings(store, delete_under_review="allow")
    delete_document(store, account, paper)
    assert {} == account.supporting_documents


def test_an_unknown_type_is_refused(store: Store, account: Account) -> None:
    """An unknown type of end user or document is refused with 70002."""
    with pytest.raises(TwilioError, match="Identity type not found") as refusal:
        end_user(store, account, kind="nobody")

    assert (400, 70002) == (refusal.value.status, refusal.value.code)


@pytest.mark.parametrize("text", ["{", "[]", '"text"', "null"])
def test_attributes_must_be_an_object(store: Store, account: Account, text: str) -> None:
    """Anything but a JSON object is refused with 22207, and nothing is made."""
    with pytest.raises(TwilioError) as refusal:
        document(store, account, attributes=text)

    assert (400, 22207) == (refusal.value.status, refusal.value.code)
    assert {} == account.supporting_documents
