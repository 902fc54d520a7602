"""Attributes of people and documents: what is a problem, what is a difference, what is told."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pulumi.output import Unknown

from pulumi_trusthub._core.api.redaction import HIDDEN, hidden
from pulumi_trusthub._core.rules.entities import as_declared, as_json, same
from pulumi_trusthub.dynamic.providers import EndUserProvider, SupportingDocumentProvider

BUSINESS = {
    "business_name": "Example Business",
    "business_identity": "direct_customer",
    "business_type": "Limited Liability Corporation",
    "business_industry": "TECHNOLOGY",
    "business_registration_identifier": "EIN",
    "business_registration_number": "12-3456789",
    "business_regions_of_operation": "USA_AND_CANADA,EUROPE",
    "website_url": "www.example.com",
}
PERSON = {
    "first_name": "Ada",
    "last_name": "Example",
    "email": "ada@example.com",
    "phone_number": "+12025550100",
    "business_title": "Head of Voice",
    "job_position": "Director",
}
AD = "AD" + "1" * 32
VALID: dict[str, dict[str, Any]] = {
    "customer_profile_business_information": BUSINESS,
    "authorized_representative_1": PERSON,
    "authorized_representative_2": PERSON,
    "cnam_information": {"cnam_display_name": "EXAMPLE LLC"},
    "customer_profile_address": {"address_sids": AD},
}
BUSINESS_TYPE, PERSON_TYPE = list(VALID)[:2]
DOCUMENT_TYPE = "customer_profile_address"

values = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.text() | st.builds(Unknown),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)
names = st.sampled_from(sorted({n for it in VALID.values() for n in it})) | st.text(max_size=6)


def failures(kind: object, attributes: object) -> list[tuple[str, str]]:
    """Check a person or a document, whichever has that type."""
    provider = SupportingDocumentProvider() if kind == DOCUMENT_TYPE else EndUserProvider()
    news = {"friendly_name": "x", "type": kind, "attributes": attributes}
    result = provider.check({}, news)
    assert news == result.inputs
    return [(failure.property, failure.reason) for failure in result.failures]


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
def test_one_wrong_attribute(kind: str, change: dict[str, Any], reason: str | None) -> None:
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
def test_attributes_as_a_whole(kind: object, attributes: object, expected: object) -> None:
    """No mapping, none at all, and not known yet."""
    assert expected == failures(kind, attributes)


def test_a_type_of_the_other_kind_is_a_mistake() -> None:
    """An address is no end user, and a person no document."""
    news = {"friendly_name": "x", "type": DOCUMENT_TYPE}
    wrong = EndUserProvider().check({}, news).failures
    other = SupportingDocumentProvider().check({}, {**news, "type": PERSON_TYPE}).failures

    assert ["type", "type"] == [wrong[0].property, other[0].property]
    assert "is a type of supporting document, not of end user" == wrong[0].reason
    assert "is a type of end user, not of supporting document" == other[0].reason


@given(st.sampled_from([*VALID, "other"]) | values, st.dictionaries(names, values) | values)
def test_nothing_makes_check_or_diff_raise(kind: Any, attributes: Any) -> None:
    """Whatever a program passes ends in failures or in a diff."""
    news = {"friendly_name": "x", "type": kind, "attributes": attributes}

    assert failures(kind, attributes) == failures(kind, attributes)
    assert EndUserProvider().diff("id", news, news).changes in {True, False}


@given(st.data())
def test_what_is_not_known_yet_passes(data: st.DataObject) -> None:
    """Valid attributes stay valid when any of them are unknown."""
    kind = data.draw(st.sampled_from(sorted(VALID)))
    unknown = data.draw(st.sets(st.sampled_from(sorted(VALID[kind]))))

    assert [] == failures(
        kind, {k: Unknown() if k in unknown else v for k, v in VALID[kind].items()}
    )


@pytest.mark.parametrize(
    ("before", "after", "changes"),
    [
        ({"a": 1.0}, {"a": 1}, False),
        ({"a": True}, {"a": 1.0}, True),
        ({"a": "x", "b": None}, {"a": "x"}, False),
        ({"a": "x", "b": "y"}, {"a": "x"}, True),
        ({"a": {"b": [1.0, {"c": "x"}]}}, {"a": {"b": [1.0, {"c": "y"}]}}, True),
        ({}, None, False),
        ({}, {"a": [Unknown()]}, True),
    ],
)
def test_diff_is_deep(before: Any, after: Any, *, changes: bool) -> None:
    """Attributes are compared at any depth; null and nothing are the same."""
    olds = {"friendly_name": "x", "type": "t", "attributes": before}
    news = {"friendly_name": "x", "type": "t", "attributes": after}

    result = EndUserProvider().diff("id", olds, news)

    assert (changes, []) == (result.changes, result.replaces)


@pytest.mark.parametrize(
    ("declared", "live", "shown"),
    [
        ({"a": "x"}, {"a": "x", "of_twilio": 1}, {"a": "x"}),
        ({"a": {"b": "x"}}, {"a": {"b": "x", "of_twilio": 1}}, {"a": {"b": "x"}}),
        ({"a": [{"b": "x"}]}, {"a": [{"b": "x", "of_twilio": 1}]}, {"a": [{"b": "x"}]}),
        ({"a": "x"}, {"a": "y"}, {"a": "y"}),
        ({"a": "x"}, {"a": None}, {}),
        ({"a": ""}, {"a": None}, {"a": ""}),
        ({"a": "x"}, None, {"a": "x"}),
        ({"a": "x"}, '{"a": "y"}', {"a": "y"}),
        ({"address_sids": [AD, AD]}, {"address_sids": f"{AD},{AD}"}, {"address_sids": [AD, AD]}),
        ({"address_sids": AD}, {"address_sids": [AD]}, {"address_sids": AD}),
    ],
)
def test_what_is_stored_is_in_the_words_of_the_program(
    declared: dict[str, Any], live: Any, shown: dict[str, Any]
) -> None:
    """What Twilio adds is no drift; what it holds otherwise is."""
    assert shown == as_declared(declared, live)


def test_a_post_carries_plain_json() -> None:
    """Whole numbers have no point, nulls are left out, address SIDs are one string."""
    sent = as_json({"a": [3.0, 1.5], "b": None, "address_sids": [AD, AD], "c": "Ünal"})

    assert {"a": [3, 1.5], "address_sids": f"{AD},{AD}", "c": "Ünal"} == json.loads(sent)
    assert "3.0" not in sent


@given(st.dictionaries(names, st.text(min_size=4)), st.text())
def test_the_same_is_the_same(attributes: dict[str, str], other: str) -> None:
    """What was sent and came back as it was is no difference."""
    assert same(
        attributes, as_declared(attributes, {" ": other, **json.loads(as_json(attributes))})
    )


@pytest.mark.parametrize(
    "said",
    [
        "phone_number +12025550100 of Ada Example <ada@example.com> is not allowed",
        'got {"first_name": "Ada", "last_name": "EXAMPLE"}',
        f"{'x' * 490} Exam…",
    ],
)
def test_no_value_survives_in_what_twilio_says(said: str) -> None:
    """A refusal that repeats attributes, whole or cut, is shown without them."""
    told = hidden(said, PERSON).lower()

    assert HIDDEN in told
    for value in (*PERSON.values(), "exam"):
        assert value.lower() not in told


def test_an_escaped_value_is_hidden_too() -> None:
    """Servers write JSON in two ways."""
    said = json.dumps({"last_name": "Ünal"}) + ' {"last_name": "Ünal"}'

    assert f'{{"last_name": "{HIDDEN}"}} {{"last_name": "{HIDDEN}"}}' == hidden(said, {"n": "Ünal"})
