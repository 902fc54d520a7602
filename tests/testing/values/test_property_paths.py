"""Do ignored paths mean what they mean to the engine?"""

from __future__ import annotations

from typing import Any

import pytest

from pulumi_trusthub.testing.values.property_paths import with_ignored

OLD: dict[str, Any] = {"a": {"b": 1, "c.d": 2}, "list": [{"x": 1}, {"x": 2}], "gone": 1}
NEW: dict[str, Any] = {"a": {"b": 8, "c.d": 9}, "list": [{"x": 8}, {"x": 9}], "new": 1}


@pytest.mark.parametrize(
    ("path", "change"),
    [
        ("a.b", {"a": {"b": 1, "c.d": 9}}),
        ('a["c.d"]', {"a": {"b": 8, "c.d": 2}}),
        ("a.*", {"a": {"b": 1, "c.d": 2}}),
        ("a[*]", {"a": {"b": 1, "c.d": 2}}),
        ("list[1].x", {"list": [{"x": 8}, {"x": 2}]}),
        ("list[*].x", {"list": [{"x": 1}, {"x": 2}]}),
        ("gone", {"gone": 1}),
        ("", {}),
        ("nothing.there", {}),
    ],
)
def test_an_ignored_path_is_set_back(path: str, change: dict[str, Any]) -> None:
    """What it does not name stays new."""
    assert {**NEW, **change} == with_ignored(NEW, OLD, [path])


def test_a_new_value_at_an_ignored_path_is_taken_away() -> None:
    """Where the old inputs do not have it."""
    assert "new" not in with_ignored(NEW, OLD, ["new"])
