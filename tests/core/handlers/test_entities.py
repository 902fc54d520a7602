"""Check and diff of people and documents."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from people import DOCUMENT_TYPE, PERSON_TYPE, VALID, failures, names, values
from pulumi.output import Unknown

from pulumi_trusthub.dynamic.providers import EndUserProvider, SupportingDocumentProvider


def test_a_type_of_the_other_kind_is_a_mistake() -> None:
    """An address is no end user, and a person no document."""
    news = {"friendly_name": "x", "type": DOCUMENT_TYPE}
    wrong = EndUserProvider().check({}, news).failures
    other = SupportingDocumentProvider().check({}, {**news, "type": PERSON_TYPE}).failures

    assert ["type", "type"] == [wrong[0].property, other[0].property]
    assert "is a type of supporting document, not of end user" == wrong[0].reason
    assert "is a type of end user, not of supporting document" == other[0].reason


@given(st.sampled_from([*VALID, "other"]) | values, st.dictionaries(names, values) | values)
def test_no_input_makes_check_or_diff_raise(kind: Any, attributes: Any) -> None:
    """Whatever a program passes ends in failures or in a diff."""
    news = {"friendly_name": "x", "type": kind, "attributes": attributes}

    assert failures(kind, attributes) == failures(kind, attributes)
    assert EndUserProvider().diff("id", news, news).changes in {True, False}


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
def test_diff_compares_attributes_at_any_depth(before: Any, after: Any, *, changes: bool) -> None:
    """Attributes are compared at any depth; null and nothing are the same."""
    olds = {"friendly_name": "x", "type": "t", "attributes": before}
    news = {"friendly_name": "x", "type": "t", "attributes": after}

    result = EndUserProvider().diff("id", olds, news)

    assert (changes, []) == (result.changes, result.replaces)
