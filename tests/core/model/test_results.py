"""What lookups return."""

from __future__ import annotations

import pytest

from pulumi_trusthub._core.model.errors import LookupFailedError
from pulumi_trusthub._core.model.results import PhoneNumberResult, TrustProductResult, read_as


def test_a_field_that_twilio_adds_is_passed_over() -> None:
    """And one that it leaves out is null."""
    found = read_as(PhoneNumberResult, {"sid": "PN1", "phone_number": "+1", "of_tomorrow": 1})

    assert PhoneNumberResult(sid="PN1", phone_number="+1") == found
    assert found.friendly_name is None


def test_a_record_of_another_form_is_refused_without_its_values() -> None:
    """The fields are named, and not what was in them."""
    with pytest.raises(LookupFailedError) as refused:
        read_as(TrustProductResult, {"sid": None, "email": ["secret"]})

    assert "Twilio's answer is not a TrustProduct: email, sid of another type." == str(
        refused.value
    )
