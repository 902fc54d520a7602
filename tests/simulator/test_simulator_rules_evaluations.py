"""What makes a bundle compliant? The rules as plain Python."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from simulated_stores import (
    BUSINESS,
    CNAM,
    PERSON,
    change_settings,
    document,
    end_user,
    link,
    primary,
    product,
    secondary,
)

from pulumi_trusthub.simulator.rules.addresses import create_address
from pulumi_trusthub.simulator.rules.evaluations import complies, evaluate
from pulumi_trusthub.simulator.store.models import Account, Bundle, Evaluation, Status

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pulumi_trusthub.simulator.store.store import Store

OFFICE = {
    "customer_name": "Example Business",
    "street": "1 Example Street",
    "street_secondary": None,
    "city": "Exampletown",
    "region": "CA",
    "postal_code": "90000",
    "iso_country": "US",
    "friendly_name": None,
    "emergency_enabled": False,
}


def look(store: Store, bundle: Bundle) -> Evaluation:
    """An evaluation against the bundle's own policy."""
    return evaluate(store, bundle, store.policies[bundle.policy_sid])


def failures(evaluation: Evaluation) -> dict[str, set[tuple[str | None, int]]]:
    """What failed: requirement to fields (None is the object itself) with their codes."""
    found: dict[str, set[tuple[str | None, int]]] = {}
    for result in evaluation.results:
        if not result["passed"]:
            codes = {(it["object_field"], it["error_code"]) for it in result["invalid"]}
            if result["error_code"] is not None:
                codes.add((None, result["error_code"]))
            found[result["requirement_name"]] = codes
    return found


def customer(
    store: Store,
    account: Account,
    *,
    business: Mapping[str, Any] = BUSINESS,
    person: Mapping[str, Any] = PERSON,
    address_sids: Any = None,
) -> Bundle:
    """A secondary profile with all that its policy wants."""
    bundle = secondary(store, account)
    office = create_address(store, account, dict(OFFICE), correct=False)
    papers = json.dumps({"address_sids": address_sids or office.sid})
    for sid in (
        primary(account).sid,
        end_user(
            store,
            account,
            kind="customer_profile_business_information",
            attributes=json.dumps(business),
        ).sid,
        end_user(
            store, account, kind="authorized_representative_1", attributes=json.dumps(person)
        ).sid,
        document(store, account, attributes=papers).sid,
    ):
        link(store, bundle, sid)
    return bundle


def test_shaken_stir_needs_a_linked_profile(store: Store, account: Account) -> None:
    """Without a link the product does not comply; with the approved profile it does."""
    bundle = product(store, account)

    alone = look(store, bundle)
    link(store, bundle, primary(account).sid)
    linked = look(store, bundle)

    assert alone.status == "noncompliant"
    assert {"customer_profile": {(None, 22216), ("bundle_status", 22217)}} == failures(alone)
    assert (linked.status, {}) == ("compliant", failures(linked))
    assert [alone, linked] == list(bundle.evaluations.values())


@pytest.mark.parametrize("status", list(Status))
def test_the_linked_profile_must_be_approved_or_in_review(
    store: Store, account: Account, status: Status
) -> None:
    """Approved or in review is enough for a product."""
    bundle, profile = product(store, account), primary(account)
    link(store, bundle, profile.sid)
    profile.status = status

    enough = status in {Status.APPROVED, Status.IN_REVIEW}
    assert enough is complies(store, bundle)
    if not enough:
        result = look(store, bundle).results[0]
        assert "approved state or in-review state" in result["invalid"][0]["failure_reason"]


def test_a_secondary_profile_serves_in_place_of_the_primary_one(
    store: Store, account: Account
) -> None:
    """A product of a vendor's customer is linked to a secondary profile instead."""
    bundle, profile = product(store, account), secondary(store, account)
    link(store, bundle, profile.sid)
    assert not complies(store, bundle)

    profile.status = Status.IN_REVIEW

    assert complies(store, bundle)


def test_a_complete_customer_complies(store: Store, account: Account) -> None:
    """Profile, business, representative and address are all that a secondary profile needs."""
    evaluation = look(store, customer(store, account))

    assert {} == failures(evaluation)
    assert evaluation.status == "compliant"
    assert len(evaluation.results) == 4


def test_an_empty_customer_has_a_code_for_each_missing_object(
    store: Store, account: Account
) -> None:
    """Each missing object has its own code."""
    found = failures(look(store, secondary(store, account)))

    assert (None, 22214) in found["customer_profile_business_information"]
    assert ("business_name", 22215) in found["customer_profile_business_information"]
    assert (None, 22214) in found["authorized_representative_1"]
    assert {(None, 22216), ("address_sids", 22217)} == found["customer_profile_address"]
    assert (None, 22216) in found["primary_customer_profile"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"website_url": None}, 22215),
        ({"website_url": ""}, 22215),
        ({"business_type": "Company"}, 22218),
        ({"business_identity": "reseller"}, 22218),
        ({"business_regions_of_operation": "EUROPE,MOON"}, 22218),
        ({"business_registration_identifier": "SSN"}, 22218),
        ({"social_media_profile_urls": None}, None),
        ({"business_regions_of_operation": "EUROPE, ASIA"}, None),
    ],
)
def test_missing_and_unknown_values_of_a_business_fail(
    store: Store, account: Account, changes: dict[str, Any], code: int | None
) -> None:
    """Missing ones with 22215, values outside of the printed ones with 22218."""
    bundle = customer(store, account, business={**BUSINESS, **changes})

    expected = {}
    if code is not None:
        expected = {"customer_profile_business_information": {(next(iter(changes)), code)}}
    assert expected == failures(look(store, bundle))


@pytest.mark.parametrize("as_list", [True, False])
def test_an_unknown_address_fails(store: Store, account: Account, *, as_list: bool) -> None:
    """An unknown address is 22219, in a list as in a text."""
    gone = "AD" + "0" * 32
    bundle = customer(store, account, address_sids=[gone] if as_list else gone)

    assert {"customer_profile_address": {("address_sids", 22219)}} == failures(look(store, bundle))


def test_a_secondary_profile_needs_an_approved_primary_one(store: Store, account: Account) -> None:
    """For a secondary profile, in review is not enough."""
    bundle = customer(store, account)
    primary(account).status = Status.IN_REVIEW

    assert {"primary_customer_profile": {("bundle_status", 22217)}} == failures(look(store, bundle))


def test_a_product_of_a_policy_without_requirements_complies(
    store: Store, account: Account
) -> None:
    """Nothing required, nothing missing."""
    evaluation = look(store, product(store, account, policy_sid=CNAM))

    assert ("compliant", []) == (evaluation.status, evaluation.results)


def test_both_shapes_have_the_same_fields(store: Store, account: Account) -> None:
    """The other shape has all fields in one list, each with `passed`."""
    bundle = customer(store, account, person={**PERSON, "job_position": "Boss"})
    first = look(store, bundle)
    change_settings(store, evaluation_shape="fields")

    second = look(store, bundle)

    assert first.status == second.status
    for one, other in zip(first.results, second.results, strict=True):
        fields = sorted(one["valid"] + one["invalid"], key=lambda it: it["object_field"])
        assert fields == sorted(other["fields"], key=lambda it: it["object_field"])
        assert {"valid", "invalid"}.isdisjoint(other)
        assert one["passed"] is all(it["passed"] for it in other["fields"])


def test_a_result_item_has_the_fields_of_twilios_example(store: Store, account: Account) -> None:
    """The names are those of the examples in Twilio's OpenAPI file."""
    result = look(store, secondary(store, account)).results[0]

    assert {
        "friendly_name",
        "object_type",
        "passed",
        "failure_reason",
        "error_code",
        "valid",
        "invalid",
        "requirement_friendly_name",
        "requirement_name",
    } == result.keys()
    assert {
        "friendly_name",
        "object_field",
        "failure_reason",
        "error_code",
        "passed",
    } == result["invalid"][0].keys()
