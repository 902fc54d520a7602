"""Inputs that are not known yet."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from pulumi.output import Unknown
from valid_inputs import values

from pulumi_trusthub._core.model.fields import contains_unknown, with_sids_in_one_case


@given(values)
def test_an_unknown_is_found_at_any_depth(value: Any) -> None:
    """A value in a list in a mapping is found, and nothing is seen where there is none."""
    assert contains_unknown({"a": [{"b": value}, Unknown()]})
    assert contains_unknown([value]) == contains_unknown(value)


def test_sids_of_inputs_are_written_in_one_case() -> None:
    """By the input's name, at any depth; names, secrets and unknown values stay as they are."""
    capitals, small, unknown = "BU" + "A" * 32, "BU" + "a" * 32, Unknown()

    written = with_sids_in_one_case(
        {
            "object_sid": capitals,
            "channel_endpoint_sids": [capitals, unknown, 1],
            "adopt": capitals,
            "awaits": {f"TrustProducts/{capitals}": "draft"},
            "attributes": {"address_sids": capitals, "business_name": capitals},
            "friendly_name": capitals,
            "triggers": {"at": capitals},
            "trust_product_sid": unknown,
        }
    )

    assert {
        "object_sid": small,
        "channel_endpoint_sids": [small, unknown, 1],
        "adopt": small,
        "awaits": {f"TrustProducts/{small}": "draft"},
        "attributes": {"address_sids": small, "business_name": capitals},
        "friendly_name": capitals,
        "triggers": {"at": capitals},
        "trust_product_sid": unknown,
    } == written
