"""Inputs that are not known yet."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from pulumi.output import Unknown
from valid_inputs import values

from pulumi_trusthub._core.model.fields import contains_unknown


@given(values)
def test_an_unknown_is_found_at_any_depth(value: Any) -> None:
    """A value in a list in a mapping is found, and nothing is seen where there is none."""
    assert contains_unknown({"a": [{"b": value}, Unknown()]})
    assert contains_unknown([value]) == contains_unknown(value)
