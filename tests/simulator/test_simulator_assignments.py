"""What may be put on a bundle, and taken off? The rules as plain Python."""

from __future__ import annotations

import pytest
from simulated_worlds import (
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

from pulumi_trusthub.simulator.assignments import assign_endpoint, remove_endpoint
from pulumi_trusthub.simulator.defaults import SUBACCOUNT_SID
from pulumi_trusthub.simulator.entities import delete_document, delete_end_user
from pulumi_trusthub.simulator.errors import Refusal
from pulumi_trusthub.simulator.models import Account, DocumentStatus, Status, World


def test_does_a_product_want_the_number_on_its_profile_first(
    world: World, account: Account
) -> None:
    """The profile comes first, and it must be linked to the product."""
    bundle, profile, number = product(world, account), primary(account), numbers(account)[0]
    words = "not assigned to all the required supporting.*Customer profile"

    with pytest.raises(Refusal, match=words) as refusal:
        put(world, account, bundle, number)
    assert refusal.value.status == 400
    put(world, account, profile, number)
    with pytest.raises(Refusal, match=words):
        put(world, account, bundle, number)

    link(world, account, bundle, profile.sid)
    assert bundle is put(world, account, bundle, number).bundle


def test_is_a_number_on_a_bundle_once(world: World, account: Account) -> None:
    """A second time is a 409 that names the holder; the switch doubles it, as was seen."""
    made = onboarding(world, account)

    with pytest.raises(
        Refusal, match=f"already assigned to a trust_product_sid: {made.product.sid}"
    ):
        put(world, account, made.product, made.number)

    change_settings(world, duplicate_assignments="accept")
    second = put(world, account, made.product, made.number)
    assert [made.on_product.sid, second.sid] == list(made.product.endpoints)


def test_does_a_number_fit_one_product_of_a_policy(world: World, account: Account) -> None:
    """Another SHAKEN/STIR product is refused with the holder's name, a CNAM product is not."""
    made = onboarding(world, account)
    second = product(world, account)
    cnam = product(world, account, policy_sid=CNAM)
    for bundle in (second, cnam):
        link(world, account, bundle, made.profile.sid)

    with pytest.raises(Refusal, match=f"trust_product_sid: {made.product.sid}") as refusal:
        put(world, account, second, made.number)
    assert (409, 20409) == (refusal.value.status, refusal.value.code)
    put(world, account, cnam, made.number)

    change_settings(world, number_exclusivity="none")
    put(world, account, second, made.number)
    assert len(world.products_by_number[made.number]) == 3


@pytest.mark.parametrize(("kind", "sid"), [("short-code", None), ("phone-number", "PN" + "0" * 32)])
def test_which_endpoints_are_refused(
    world: World, account: Account, kind: str, sid: str | None
) -> None:
    """Other types than phone-number, and numbers that the account does not have."""
    with pytest.raises(Refusal) as refusal:
        assign_endpoint(
            world,
            account,
            primary(account),
            channel_endpoint_type=kind,
            channel_endpoint_sid=sid or numbers(account)[0],
        )

    assert refusal.value.status == 400


def test_whose_numbers_can_a_bundle_carry(world: World, account: Account) -> None:
    """A parent's bundle carries its subaccounts' numbers, and not the other way round."""
    subaccount = world.accounts[SUBACCOUNT_SID]

    put(world, account, primary(account), numbers(subaccount)[0])

    with pytest.raises(Refusal, match="not found"):
        put(world, subaccount, secondary(world, subaccount), numbers(account)[0])


def test_can_a_number_leave_the_profile_first(world: World, account: Account) -> None:
    """Not while a linked product carries it, unless the switch allows it."""
    made = onboarding(world, account)

    with pytest.raises(Refusal, match=f"trust_product_sid: {made.product.sid}") as refusal:
        remove_endpoint(world, made.on_profile)
    assert refusal.value.status == 409

    remove_endpoint(world, made.on_product)
    remove_endpoint(world, made.on_profile)
    assert {} == made.profile.endpoints


def test_does_the_switch_let_a_number_leave_the_profile(world: World, account: Account) -> None:
    """With the switch the product keeps a number that its profile has lost."""
    made = onboarding(world, account)
    change_settings(world, remove_number_from_profile_while_on_product="allow")

    remove_endpoint(world, made.on_profile)

    assert [made.on_product] == list(made.product.endpoints.values())


def test_can_one_of_two_assignments_leave_the_profile(world: World, account: Account) -> None:
    """A doubled number stays on the profile when one of its assignments goes."""
    made = onboarding(world, account)
    change_settings(world, duplicate_assignments="accept")
    put(world, account, made.profile, made.number)

    remove_endpoint(world, made.on_profile)

    assert made.number in made.profile.endpoints_by_number


def test_do_assignments_outlive_a_released_number(world: World, account: Account) -> None:
    """Releasing a number leaves its assignments, which can still be deleted."""
    made = onboarding(world, account)

    world.release_phone_number(account, made.number)

    assert [made.on_product] == list(made.product.endpoints.values())
    remove_endpoint(world, made.on_product)
    remove_endpoint(world, made.on_profile)
    assert {} == made.profile.endpoints


def test_which_objects_can_be_entities(world: World, account: Account) -> None:
    """End users, documents and profiles; neither products, nor itself, nor what is not there."""
    bundle = secondary(world, account)
    person = end_user(world, account, kind="authorized_representative_1")
    paper = document(world, account)
    for sid in (person.sid, paper.sid, primary(account).sid):
        link(world, account, bundle, sid)

    for sid in (bundle.sid, product(world, account).sid, "IT" + "0" * 32, numbers(account)[0]):
        with pytest.raises(Refusal) as refusal:
            link(world, account, bundle, sid)
        assert (400, 22205) == (refusal.value.status, refusal.value.code)


def test_can_a_subaccount_link_its_parents_profile(world: World, account: Account) -> None:
    """The way of independent software vendors: the primary profile is the parent's."""
    subaccount = world.accounts[SUBACCOUNT_SID]
    bundle = secondary(world, subaccount)

    link(world, subaccount, bundle, primary(account).sid)

    assert [primary(account).sid] == list(bundle.entities_by_object)


def test_is_an_entity_on_a_bundle_once(world: World, account: Account) -> None:
    """A second time is refused, or doubled by the switch."""
    bundle, profile = product(world, account), primary(account)
    link(world, account, bundle, profile.sid)

    with pytest.raises(Refusal, match="already assigned to a trust_product_sid: BU") as refusal:
        link(world, account, bundle, profile.sid)
    assert (409, 20409) == (refusal.value.status, refusal.value.code)

    change_settings(world, duplicate_assignments="accept")
    link(world, account, bundle, profile.sid)
    assert len(bundle.entities) == 2


def test_does_an_approved_bundle_take_an_entity(world: World, account: Account) -> None:
    """Never, and the message says TWILIO_APPROVED; numbers it does take."""
    made = onboarding(world, account)
    made.product.status = Status.APPROVED
    change_settings(world, edit_in_review_or_approved="accept")
    person = end_user(world, account, kind="authorized_representative_1")

    with pytest.raises(Refusal, match="TWILIO_APPROVED"):
        link(world, account, made.product, person.sid)

    put(world, account, made.profile, numbers(account)[1])
    put(world, account, made.product, numbers(account)[1])


def test_does_a_bundle_in_review_take_an_entity(world: World, account: Account) -> None:
    """Only when the switch says so."""
    bundle = product(world, account)
    bundle.status = Status.IN_REVIEW

    with pytest.raises(Refusal, match="IN_REVIEW"):
        link(world, account, bundle, primary(account).sid)

    change_settings(world, edit_in_review_or_approved="accept")
    link(world, account, bundle, primary(account).sid)


def test_does_a_bundle_hold_its_entities(world: World, account: Account) -> None:
    """21644 and 21645 while they are assigned; the switch takes them off."""
    bundle = secondary(world, account)
    person = end_user(world, account, kind="authorized_representative_1")
    paper = document(world, account)
    link(world, account, bundle, person.sid)
    link(world, account, bundle, paper.sid)

    with pytest.raises(Refusal) as refusal:
        delete_end_user(world, account, person)
    assert (400, 21644) == (refusal.value.status, refusal.value.code)
    with pytest.raises(Refusal) as refusal:
        delete_document(world, account, paper)
    assert (400, 21645) == (refusal.value.status, refusal.value.code)

    change_settings(world, delete_with_assignments="allow")
    delete_end_user(world, account, person)
    delete_document(world, account, paper)
    assert {} == bundle.entities
    assert {} == account.end_users | account.supporting_documents


def test_is_a_document_under_review_kept(world: World, account: Account) -> None:
    """21646 while it is in review, or deleted by the switch."""
    paper = document(world, account)
    paper.status = DocumentStatus.PENDING_REVIEW

    with pytest.raises(Refusal) as refusal:
        delete_document(world, account, paper)
    assert (400, 21646) == (refusal.value.status, refusal.value.code)

    change_settings(world, delete_under_review="allow")
    delete_document(world, account, paper)
    assert {} == account.supporting_documents


def test_are_types_known(world: World, account: Account) -> None:
    """An unknown type of end user or document is refused with 70002."""
    with pytest.raises(Refusal, match="Identity type not found") as refusal:
        end_user(world, account, kind="nobody")

    assert (400, 70002) == (refusal.value.status, refusal.value.code)


@pytest.mark.parametrize("text", ["{", "[]", '"text"', "null"])
def test_are_attributes_an_object(world: World, account: Account, text: str) -> None:
    """Anything but a JSON object is refused with 22207, and nothing is made."""
    with pytest.raises(Refusal) as refusal:
        document(world, account, attributes=text)

    assert (400, 22207) == (refusal.value.status, refusal.value.code)
    assert {} == account.supporting_documents
