"""Check of an assignment."""

from __future__ import annotations

from typing import Any

import pytest
from valid_inputs import BU, NUMBER, PN, PROVIDERS, failed


@pytest.mark.parametrize(
    ("change", "property_", "reason"),
    [
        ({"customer_profile_sid": BU}, "trust_product_sid", "not both"),
        ({"trust_product_sid": None}, "trust_product_sid", "give one of"),
        ({"trust_product_sid": PN}, "trust_product_sid", "is the SID of a phone number"),
        (
            {"channel_endpoint_sid": BU},
            "channel_endpoint_sid",
            "SID of a phone number (PN…) is needed",
        ),
        ({"channel_endpoint_sid": "+14155550100"}, "channel_endpoint_sid", "get_phone_numbers"),
        ({"channel_endpoint_type": ""}, "channel_endpoint_type", "must not be empty"),
        ({"channel_endpoint_type": " "}, "channel_endpoint_type", "must not be empty"),
        ({"channel_endpoint_sid": "pn" + "1" * 32}, "channel_endpoint_sid", "small letters"),
        ({"channel_endpoint_type": 1.0}, "channel_endpoint_type", "must be a string"),
        ({"keep_existing": "yes"}, "keep_existing", "must be true or false"),
    ],
)
def test_a_wrong_assignment_is_named(change: dict[str, Any], property_: str, reason: str) -> None:
    """Each slip leads to one failure at the property it is in."""
    news = {k: v for k, v in {**NUMBER, **change}.items() if v is not None}
    failures = failed(PROVIDERS[2], news)

    assert list(failures) == [property_]
    assert reason in failures[property_]


@pytest.mark.parametrize(
    ("prefix", "passes"), [("BU", True), ("IT", True), ("RD", True), ("QQ", True), ("PN", False)]
)
def test_an_entity_assignment_takes_every_sid_but_a_numbers(prefix: str, passes: bool) -> None:  # noqa: FBT001
    """A number is no entity; kinds that nobody here knows pass."""
    news = {"trust_product_sid": BU, "object_sid": prefix + "4" * 32}

    assert passes == (failed(PROVIDERS[1], news) == {})
