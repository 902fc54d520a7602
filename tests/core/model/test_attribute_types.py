"""Attributes of people and documents: what is a problem."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from people import AD, BUSINESS_TYPE, DOCUMENT_TYPE, PERSON_TYPE, VALID, failures
from pulumi.output import Unknown


@pytest.mark.parametrize(("kind", "attributes"), VALID.items())
def test_valid_attributes_have_no_failures(kind: str, attributes: dict[str, Any]) -> None:
    """One example of each known type, with room for what Twilio may add."""
    assert [] == failures(kind, {**attributes, "something_new": {"deep": [1.0]}})


@pytest.mark.parametrize(
    ("kind", "change", "reason"),
    [
        (BUSINESS_TYPE, {"business_type": "Non-profit"}, None),
        (BUSINESS_TYPE, {"business_type": "Non-profit Corporation"}, None),
        (BUSINESS_TYPE, {"business_type": "LLC"}, None),
        (BUSINESS_TYPE, {"business_identity": "owner"}, None),
        (BUSINESS_TYPE, {"business_industry": "tech"}, None),
        (BUSINESS_TYPE, {"business_regions_of_operation": "EUROPE, MARS"}, None),
        (BUSINESS_TYPE, {"business_regions_of_operation": ""}, "operation must not be empty"),
        (BUSINESS_TYPE, {"business_registration_number": "123456789"}, None),
        (BUSINESS_TYPE, {"business_registration_number": "1234"}, "number must be an EIN: nine"),
        (BUSINESS_TYPE, {"business_registration_number": ""}, "number must not be empty"),
        (BUSINESS_TYPE, {"business_name": " \t"}, "attributes.business_name must not be empty"),
        (
            BUSINESS_TYPE,
            {"business_registration_identifier": "VAT", "business_registration_number": "DE 1"},
            None,
        ),
        (BUSINESS_TYPE, {"website_url": "nowhere"}, "website_url must be a web address"),
        (BUSINESS_TYPE, {"social_media_profile_urls": None}, None),
        (BUSINESS_TYPE, {"social_media_profile_urls": 4.0}, "profile_urls must be a string"),
        (PERSON_TYPE, {"phone_number": "202-555-0100"}, "phone_number must be in E.164 form"),
        (PERSON_TYPE, {"email": "ada"}, "email is not an e-mail address"),
        (PERSON_TYPE, {"job_position": "Boss"}, None),
        (PERSON_TYPE, {"job_position": 7.0}, "job_position must be a string"),
        (PERSON_TYPE, {"last_name": None}, "last_name is missing"),
        (PERSON_TYPE, {"last_name": Unknown()}, None),
        ("cnam_information", {"cnam_display_name": "A" * 15}, None),
        ("cnam_information", {"cnam_display_name": "A" * 16}, "must have 1 to 15 characters"),
        ("cnam_information", {"cnam_display_name": "   "}, "display_name must not be empty"),
        ("cnam_information", {"cnam_display_name": "1 Barns, etc."}, None),
        ("cnam_information", {"cnam_display_name": "Barns & Co"}, "must have 1 to 15 characters"),
        (DOCUMENT_TYPE, {"address_sids": [AD, AD]}, None),
        (DOCUMENT_TYPE, {"address_sids": f"{AD}, {AD}"}, None),
        (DOCUMENT_TYPE, {"address_sids": [Unknown()]}, None),
        (DOCUMENT_TYPE, {"address_sids": []}, "address_sids must not be empty"),
        (DOCUMENT_TYPE, {"address_sids": "Hauptstrasse/5"}, "is not a SID of an address"),
        (DOCUMENT_TYPE, {"address_sids": 3.0}, "address_sids must be a string of address SIDs"),
        (DOCUMENT_TYPE, {"address_sids": "BU" + "1" * 32}, "that of an address is needed here"),
        ("a_type_of_tomorrow", {"last_name": 7.0}, None),
    ],
)
def test_a_wrong_attribute_is_named_without_its_value(
    kind: str, change: dict[str, Any], reason: str | None
) -> None:
    """Each is named with its path and without a property, so the engine prints no value."""
    found = failures(kind, {**VALID.get(kind, {}), **change})

    assert (0 if reason is None else 1) == len(found)
    for property_, text in found:
        assert "" == property_
        assert str(reason) in text
        assert text.startswith("attributes.")
        for value in change.values():
            assert not value or str(value) not in text.removeprefix("attributes.")


def test_every_problem_is_named_at_once() -> None:
    """One preview shows all there is to mend."""
    attributes = {"last_name": "", "email": "ada", "phone_number": 7.0, "job_position": ""}

    assert [
        "attributes.first_name is missing",
        "attributes.last_name must not be empty",
        "attributes.email is not an e-mail address such as compliance@example.com",
        "attributes.phone_number must be a string",
        "attributes.business_title is missing",
        "attributes.job_position must not be empty",
    ] == [text for _, text in failures(PERSON_TYPE, attributes)]


@pytest.mark.parametrize(
    ("kind", "attributes", "expected"),
    [
        (PERSON_TYPE, "Ada", [("", "attributes must be a mapping")]),
        ("cnam_information", None, [("", "attributes.cnam_display_name is missing")]),
        ("cnam_information", Unknown(), []),
        (Unknown(), {"last_name": 7.0}, []),
    ],
)
def test_attributes_must_be_a_mapping(kind: object, attributes: object, expected: object) -> None:
    """No mapping, none at all, and not known yet."""
    assert expected == failures(kind, attributes)


@given(st.data())
def test_an_unknown_attribute_passes(data: st.DataObject) -> None:
    """Valid attributes stay valid when any of them are unknown."""
    kind = data.draw(st.sampled_from(sorted(VALID)))
    unknown = data.draw(st.sets(st.sampled_from(sorted(VALID[kind]))))

    assert [] == failures(
        kind, {k: Unknown() if k in unknown else v for k, v in VALID[kind].items()}
    )
