"""The components beside ShakenStir as a program meets them, under Pulumi's own mocks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pulumi
import pytest
from recorded_parts import NUMBERS, PRODUCT, PROFILE, inputs, names, parts, run

import pulumi_trusthub as trusthub
from pulumi_trusthub._core.model.fields import contains_unknown
from pulumi_trusthub.components.direct_customer import OWN, _by_account

if TYPE_CHECKING:
    from recorded_parts import Recorded

ACME: dict[str, Any] = {"friendly_name": "Acme", "email": "a@example.com"}
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
# The SDK's mock monitor makes an event loop in each of its threads and closes none.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


def test_the_parts_of_an_isvs_customer(mocks: Recorded) -> None:
    """Their names are stable, however many numbers there are."""
    run(lambda: trusthub.IsvCustomer("acme", **ISV))

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


def test_the_order_of_both_submissions(mocks: Recorded) -> None:
    """The profile's after every part, the product's after the profile's."""
    options = pulumi.ResourceOptions(transformations=[mocks.note])
    run(lambda: trusthub.IsvCustomer("acme", **ISV, opts=options))

    def after(name: str) -> set[str]:
        return names(mocks.options[f"acme-{name}"].depends_on)

    assigned = {name for name, kind in parts(mocks).items() if "Assignment" in kind}
    assert assigned == after("profile-submission")
    assert {*assigned, "acme-profile-submission"} == after("submission")
    assert {"acme-profile"} == after("product")


def test_a_second_representative_and_another_name_on_the_door(mocks: Recorded) -> None:
    """Both are only there when they are given; lines of the address are secrets."""
    run(
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


def test_cnam_and_voice_integrity_say_what_they_are_for(mocks: Recorded) -> None:
    """Each has its end user on the product, and its own policy."""

    def program() -> trusthub.VoiceIntegrity:
        shared: dict[str, Any] = {
            **ACME,
            "phone_number_sids": NUMBERS,
            "customer_profile_sid": PROFILE,
        }
        trusthub.Cnam("name", **shared, cnam_display_name="Acme")
        return trusthub.VoiceIntegrity(
            "calls",
            **shared,
            voice_integrity_information=trusthub.VoiceIntegrityInformation(
                use_case="Reminders",
                business_employee_count="20",
                average_business_day_call_volume="500",
            ),
        )

    run(program)

    assert ("cnam_information", "voice_integrity_information") == (
        inputs(mocks, "name-cnam-information")["type"],
        inputs(mocks, "calls-voice-integrity-information")["type"],
    )
    assert (trusthub.Policy.CNAM.value, trusthub.Policy.VOICE_INTEGRITY.value) == (
        inputs(mocks, "name-product")["policy_sid"],
        inputs(mocks, "calls-product")["policy_sid"],
    )
    assert {"name-cnam-information-link", "calls-voice-integrity-information-link"} < set(
        parts(mocks)
    )


@pytest.mark.usefixtures("mocks")
def test_cnam_needs_a_name_unless_it_adopts() -> None:
    """An adopted product has its own."""

    def program() -> trusthub.Cnam:
        shared: dict[str, Any] = {**ACME, "phone_number_sids": [], "customer_profile_sid": PROFILE}
        with pytest.raises(TypeError, match="Give cnam_display_name"):
            trusthub.Cnam("none", **shared)
        with pytest.raises(TypeError, match="Give cnam_display_name"):
            trusthub.Cnam("beside", **shared, adopt=False)
        return trusthub.Cnam("theirs", **shared, adopt=pulumi.Output.from_input(True))  # noqa: FBT003

    run(program)


@pytest.mark.parametrize(
    ("given", "accounts"),
    [
        (["+12025550100", "+12025550100"], {OWN: ["+12025550100"]}),
        (
            {"AC1": ["+12025550100"], "AC2": ("+12025550101",)},
            {"AC1": ["+12025550100"], "AC2": ["+12025550101"]},
        ),
        ({}, {}),
    ],
)
def test_numbers_by_account(given: Any, accounts: dict[str, list[str]]) -> None:
    """A list is the account's own; each number counts once."""
    assert accounts == _by_account(given)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("+12025550100", "is a list of numbers in E.164"),
        ({"AC1": "+12025550100"}, "is a list of numbers in E.164"),
        ([12025550100], "is a list of numbers in E.164"),
        ({"AC1": [None]}, "is a list of numbers in E.164"),
        ({"AC1": ["+12025550100"], "AC2": ["+12025550100"]}, r"\+12025550100 in several accounts"),
    ],
)
def test_what_is_no_list_of_numbers(given: Any, said: str) -> None:
    """One string is a list of letters, and a number has one owner."""
    with pytest.raises(TypeError, match=said):
        _by_account(given)


def test_what_a_product_awaits(mocks: Recorded) -> None:
    """Each awaited bundle with its status; where that is unknown, nothing is claimed."""

    def program() -> trusthub.ShakenStir:
        awaited = trusthub.Submission("profile", customer_profile_sid=PROFILE)
        return trusthub.ShakenStir(
            "acme",
            **ACME,
            phone_number_sids=[],
            customer_profile_sid=PROFILE,
            awaits=[awaited],
            opts=pulumi.ResourceOptions(transformations=[mocks.note]),
        )

    run(program)

    awaits = inputs(mocks, "acme-submission")["awaits"]
    assert contains_unknown(awaits) == mocks.preview
    assert mocks.preview or {PRODUCT: "twilio-approved"} == awaits
    assert {"profile", "acme-profile-link", "acme-numbers"} == names(
        mocks.options["acme-submission"].depends_on
    )
