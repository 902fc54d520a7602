"""Values of attributes that no list of Twilio's pages has: they are sent, and never refused."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from engines import seen_with_unknowns
from world import ask

if TYPE_CHECKING:
    from engines import Engine, Launch

    from pulumi_trusthub.simulator import Simulator

BUSINESS = "customer_profile_business_information"
PERSON = "authorized_representative_1"
VOICE_INTEGRITY = "voice_integrity_information"
CNAM = "cnam_information"
ATTRIBUTES: dict[str, dict[str, Any]] = {
    BUSINESS: {
        "business_name": "Example LLC",
        "business_identity": "direct_customer",
        "business_type": "Limited Liability Corporation",
        "business_industry": "TECHNOLOGY",
        "business_registration_identifier": "EIN",
        "business_registration_number": "12-3456789",
        "business_regions_of_operation": "USA_AND_CANADA, EUROPE",
        "website_url": "https://example.com",
    },
    PERSON: {
        "first_name": "Ada",
        "last_name": "Lovelace",
        "email": "ada@example.com",
        "phone_number": "+12025550142",
        "business_title": "Head of Engines",
        "job_position": "Director",
    },
    VOICE_INTEGRITY: {
        "use_case": "Order Notifications",
        "business_employee_count": "500",
        "average_business_day_call_volume": "101-1000",
    },
    CNAM: {"cnam_display_name": "EXAMPLE LLC"},
}
UNLISTED = [
    (BUSINESS, "business_identity", "somebody_else", "direct_customer, isv_reseller_or_partner"),
    (BUSINESS, "business_type", "Benefit Company", "Sole Proprietorship, Partnership"),
    (BUSINESS, "business_registration_identifier", "LEI", "EIN, DUNS, CBN, CN, ACN, CIN, VAT"),
    (BUSINESS, "business_regions_of_operation", "EUROPE,ANTARCTICA", "AFRICA, ASIA, EUROPE"),
    (BUSINESS, "business_industry", "Space tourism", "AUTOMOTIVE, AGRICULTURE, BANKING"),
    (PERSON, "job_position", "Chief of Engines", "Director, GM, VP, CEO, CFO, General Counsel"),
    (VOICE_INTEGRITY, "use_case", "order notifications", "Identify & Verification, Asset Manag"),
]
"""Attributes that Twilio's pages list values for, another one, and how the list begins."""

OF_ANOTHER_FORM = [
    (VOICE_INTEGRITY, "business_employee_count", "11-50", "is not a whole number above 0"),
    (VOICE_INTEGRITY, "average_business_day_call_volume", "some", "100000+. It is sent as it is"),
    (CNAM, "cnam_display_name", "1 Barns", "does not begin with a letter"),
]
"""Attributes whose form is known, a value of another form, and what is said of it."""

WITHOUT_LIST = [
    (
        BUSINESS,
        {
            "business_registration_identifier": "DUNS",
            "business_registration_number": "012345678",
        },
    ),
    (VOICE_INTEGRITY, {"average_business_day_call_volume": "250"}),
    ("a_type_of_tomorrow", {"job_position": "Chief of Engines"}),
]
FORBIDDEN = [
    (CNAM, {"cnam_display_name": "SIXTEEN LETTERS."}, "cnam_display_name must have 1 to 15"),
    (CNAM, {"cnam_display_name": "Barns & Co"}, "letters (A to Z), digits, periods, commas and"),
    (CNAM, {"cnam_display_name": "Café Nero"}, "letters (A to Z), digits, periods, commas and"),
    (CNAM, {"cnam_display_name": "Acme\n"}, "letters (A to Z), digits, periods, commas and"),
    (PERSON, {"job_position": None}, "job_position is missing"),
    (BUSINESS, {"business_type": ""}, "business_type must not be empty"),
    (BUSINESS, {"business_registration_identifier": 4}, "identifier must be a string"),
    (VOICE_INTEGRITY, {"business_employee_count": 500}, "employee_count must be a string"),
    (BUSINESS, {"business_registration_number": "1234"}, "must be an EIN: nine digits"),
]


def started(launch: Launch, kind: str, **change: Any) -> Engine:
    """Start a program that declares an end user of some type."""
    given = {**ATTRIBUTES.get(kind, {}), **change}
    return launch("end_user", type=kind, attributes=json.dumps(given))


def sent(engine: Engine, simulator: Simulator) -> dict[str, Any]:
    """The attributes that Trust Hub holds."""
    found: dict[str, Any] = ask(simulator, "GET", f"EndUsers/{engine.outputs()['sid']}")
    return dict(found["attributes"])


@pytest.mark.parametrize(
    ("kind", "name", "value", "listed"), UNLISTED, ids=[it[1] for it in UNLISTED]
)
def test_a_value_that_no_list_has_is_sent_with_a_warning(
    launch: Launch, simulator: Simulator, kind: str, name: str, value: str, listed: str
) -> None:
    """It is said once, names the attribute and the list, and does not show what was given."""
    engine = started(launch, kind, **{name: value})

    preview = engine.preview()
    up = engine.up()
    unchanged = engine.preview()

    for outcome in (preview, up, unchanged):
        assert outcome.ok, outcome.text
        assert 1 == outcome.text.count("is not in the list"), outcome.text
        assert f"attributes.{name} is not in the list of Twilio's pages: {listed}" in outcome.text
        assert value not in outcome.text
    assert {} == unchanged.changes
    assert value == sent(engine, simulator)[name]


@pytest.mark.parametrize(("kind", "change"), WITHOUT_LIST)
def test_a_value_without_a_list_is_sent_without_a_warning(
    launch: Launch, simulator: Simulator, kind: str, change: dict[str, str]
) -> None:
    """Where there is no list, or a list is known to be wrong, nothing is said."""
    engine = started(launch, kind, **change)

    preview = engine.preview()

    assert preview.ok, preview.text
    assert {"create": ["made"]} == preview.changes
    assert "list" not in preview.text
    if kind in ATTRIBUTES:
        up = engine.up()
        assert up.ok, up.text
        assert change.items() <= sent(engine, simulator).items()


@pytest.mark.parametrize("kind", ATTRIBUTES)
def test_a_value_of_a_list_causes_no_warning(launch: Launch, kind: str) -> None:
    """One example of each type."""
    up = started(launch, kind).up()

    assert up.ok, up.text
    assert "list" not in up.text


@pytest.mark.parametrize(
    ("kind", "name", "value", "said"), OF_ANOTHER_FORM, ids=[it[1] for it in OF_ANOTHER_FORM]
)
def test_a_value_of_another_form_is_sent_with_a_warning(
    launch: Launch, simulator: Simulator, kind: str, name: str, value: str, said: str
) -> None:
    """Where public sources agree on a form, but no rule demands it."""
    engine = started(launch, kind, **{name: value})

    preview = engine.preview()
    up = engine.up()

    for outcome in (preview, up):
        assert outcome.ok, outcome.text
        assert 1 == outcome.text.count(f"attributes.{name}"), outcome.text
        assert said in outcome.text
    assert value == sent(engine, simulator)[name]


def test_a_secret_is_compared_and_not_shown(launch: Launch, simulator: Simulator) -> None:
    """Personal data is given as a secret, and is where the mistakes are."""
    engine = started(launch, PERSON, job_position="Chief of Engines")
    engine.config["behaviour:secret"] = "true"

    preview = engine.preview()
    up = engine.up()

    for outcome in (preview, up):
        assert outcome.ok, outcome.text
        assert 1 == outcome.text.count("attributes.job_position is not in the list")
        assert "Chief of Engines" not in outcome.text
    assert "Chief of Engines" == sent(engine, simulator)["job_position"]


def test_a_value_of_another_resource_is_compared_once_it_is_known(launch: Launch) -> None:
    """The preview says what is known by then, and the up says the rest."""
    engine = started(launch, PERSON, job_position="Chief of Engines")
    engine.config["behaviour:later"] = "business_title"
    beside = engine.preview()
    engine.config["behaviour:later"] = "job_position"

    before = engine.preview()
    up = engine.up()

    seen = beside.text.count("attributes.job_position is not in the list")
    assert seen_with_unknowns(engine) == seen, beside.text
    assert before.ok, before.text
    assert "list" not in before.text
    assert up.ok, up.text
    assert 1 == up.text.count("attributes.job_position is not in the list"), up.text


@pytest.mark.as_native
def test_a_replacement_warns_of_a_value_once(launch: Launch) -> None:
    """Whoever has another type is another end user, whose inputs are checked twice."""
    engine = started(launch, PERSON, job_position="Chief of Engines")
    engine.up()
    engine.config["behaviour:type"] = "authorized_representative_2"

    replaced = engine.up()

    assert ["made"] == replaced.changes["replace"], replaced.text
    assert 1 == replaced.text.count("attributes.job_position is not in the list")


@pytest.mark.parametrize(("kind", "change", "reason"), FORBIDDEN)
def test_a_value_that_the_documentation_forbids_is_refused(
    launch: Launch, kind: str, change: dict[str, Any], reason: str
) -> None:
    """Lengths, what is missing, and values of the wrong kind end the preview."""
    refused = started(launch, kind, **change).preview()

    assert not refused.ok
    assert reason in refused.errors["made"]


def test_a_customer_known_by_a_duns_number_complies(launch: Launch, simulator: Simulator) -> None:
    """The evaluation of the customer's profile takes it, so the profile goes into review."""
    engine = launch("isv_customer", identifier="DUNS", ein="012345678")

    preview = engine.preview()
    up = engine.up()

    profile = ask(simulator, "GET", f"CustomerProfiles/{engine.outputs()['profile_sid']}")
    assert preview.ok, preview.text
    assert up.ok, up.text
    assert "list" not in preview.text
    assert "pending-review" == profile["status"]
