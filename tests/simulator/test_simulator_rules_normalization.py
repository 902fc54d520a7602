"""Does the simulator write values in another way where it is told to?"""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulumi_trusthub.simulator.rules.normalization import (
    normalized,
    normalized_parameter,
    normalized_sids,
)


@pytest.mark.parametrize(
    ("name", "value", "kept"),
    [
        ("Email", "Compliance@Example.com", "compliance@example.com"),
        ("FriendlyName", " Acme\n", "Acme"),
        ("StatusCallback", "https://Example.com", "https://example.com/"),
        ("StatusCallback", "https://example.com/Here?a=B", "https://example.com/Here?a=B"),
        ("ObjectSid", "BU" + "A" * 32, "BU" + "a" * 32),
        ("FriendlyName", "BU" + "A" * 32, "BU" + "A" * 32),
        ("Attributes", "no JSON ", "no JSON "),
    ],
)
def test_a_parameter_is_kept_in_another_form(name: str, value: str, kept: str) -> None:
    """By what it looks like, and SIDs by the parameter's name."""
    assert kept == normalized_parameter(name, value)


def test_attributes_are_kept_in_another_form() -> None:
    """At any depth, a registration number without dashes and a phone number in E.164."""
    given = {
        "business_registration_number": "12-3456789",
        "phone_number": "(202) 555-0142",
        "count": 3,
        "deep": [{"email": " Ada@Example.com", "phone_number": "+44 20 7946 0000"}],
        "address_sids": "AD" + "A" * 32,
    }

    kept = json.loads(normalized_parameter("Attributes", json.dumps(given)))

    assert {
        "business_registration_number": "123456789",
        "phone_number": "+12025550142",
        "count": 3,
        "deep": [{"email": "ada@example.com", "phone_number": "+442079460000"}],
        "address_sids": "AD" + "a" * 32,
    } == kept


@given(st.text() | st.sampled_from(["http://[", "HTTP://A.B", "a@B"]))
def test_a_form_that_was_kept_stays(text: str) -> None:
    """What is kept once is kept so: sent back, it changes no more."""
    assert normalized(text) == normalized(normalized(text))
    assert normalized_sids(text) == normalized_sids(normalized_sids(text))
