"""The parts of an ISV's customer, under Pulumi's own mocks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pulumi
from recorded_parts import ACME, NUMBERS, PROFILE, inputs, names, parts, run_onboarding

import pulumi_trusthub as trusthub

if TYPE_CHECKING:
    from recorded_parts import Recorded

BUSINESS: dict[str, Any] = {"business_name": "Acme Engines"}
PERSON: dict[str, Any] = {"first_name": "Ada"}
ADDRESS = trusthub.BusinessAddress(
    street="1 Road", city="Town", region="CA", postal_code="94105", iso_country="US"
)
ISV: dict[str, Any] = {
    **ACME,
    "business_information": BUSINESS,
    "authorized_representative_1": PERSON,
    "address": ADDRESS,
    "phone_number_sids": NUMBERS[:1],
    "primary_customer_profile_sid": PROFILE,
}


def test_the_parts_of_an_isvs_customer_have_stable_names(mocks: Recorded) -> None:
    """Their names are stable, however many numbers there are."""
    run_onboarding(lambda: trusthub.IsvCustomer("acme", **ISV))

    assert mocks.resources["acme"].typ == "trusthub:index:IsvCustomer"
    assert {
        "acme-profile": "CustomerProfile",
        "acme-primary-profile-link": "EntityAssignment",
        "acme-business-information": "EndUser",
        "acme-business-information-link": "EntityAssignment",
        "acme-authorized-representative-1": "EndUser",
        "acme-authorized-representative-1-link": "EntityAssignment",
        "acme-address": "Address",
        "acme-address-document": "SupportingDocument",
        "acme-address-document-link": "EntityAssignment",
        "acme-product": "TrustProduct",
        "acme-profile-link": "EntityAssignment",
        "acme-numbers": "ChannelEndpointAssignments",
        "acme-profile-submission": "Submission",
        "acme-submission": "Submission",
    } == parts(mocks)
    assert inputs(mocks, "acme-business-information")["type"] == (
        "customer_profile_business_information"
    )
    assert "for_customer_profile_sid" not in inputs(mocks, "acme-product")


def test_the_products_submission_comes_after_the_profiles(mocks: Recorded) -> None:
    """The profile's after every part, the product's after the profile's; people go last."""
    options = pulumi.ResourceOptions(transformations=[mocks.note])
    run_onboarding(lambda: trusthub.IsvCustomer("acme", **ISV, opts=options))

    def after(name: str) -> set[str]:
        return names(mocks.options[f"acme-{name}"].depends_on)

    assigned = {name for name, kind in parts(mocks).items() if "Assignment" in kind}
    assert assigned == after("profile-submission")
    assert {*assigned, "acme-profile-submission"} == after("submission")
    assert {"acme-profile"} == after("product")
    people = {"acme-business-information", "acme-authorized-representative-1"}
    assert {*people, "acme-address-document"} == after("profile")


def test_a_second_representative_and_a_trading_name_are_optional(mocks: Recorded) -> None:
    """Both are only there when they are given; lines of the address are secrets."""
    run_onboarding(
        lambda: trusthub.IsvCustomer(
            "acme",
            **{
                **ISV,
                "address": trusthub.BusinessAddress(**ADDRESS, customer_name="Acme at the back"),
                "authorized_representative_2": PERSON,
                "submit": False,
            },
        )
    )

    assert "acme-submission" not in parts(mocks)
    assert inputs(mocks, "acme-authorized-representative-2")["type"] == (
        "authorized_representative_2"
    )
    address = inputs(mocks, "acme-address")
    assert "Acme at the back" == address["customer_name"]["value"]
    assert "1 Road" == address["street"]["value"]
