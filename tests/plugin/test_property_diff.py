"""Does a diff name the parts that change?"""

from __future__ import annotations

from typing import Any

import pytest

from pulumi_trusthub.plugin.property_diff import changes


def paths(old: Any, new: Any) -> dict[str, str]:
    """Give the kind of change by path, of a property that the program has changed."""
    found = changes(["some_name"], outputs={}, inputs={"some_name": old}, news={"some_name": new})
    return {path: change.kind for _, path, change in found}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param("a", "b", {"someName": "update"}, id="value"),
        pytest.param("a", None, {"someName": "delete"}, id="removed"),
        pytest.param({"a": 1, "b": 2}, {"a": 1, "b": 3}, {"someName.b": "update"}, id="key"),
        pytest.param({}, {"x y": 1}, {'someName["x y"]': "add"}, id="quoted"),
        pytest.param(["a"], ["a", "b"], {"someName[1]": "add"}, id="longer"),
        pytest.param(["a", "b"], ["a", ""], {"someName[1]": "delete"}, id="tombstone"),
        pytest.param(["a", ""], ["a", "c"], {"someName[1]": "add"}, id="place taken"),
    ],
)
def test_each_changed_part_has_a_path(old: Any, new: Any, expected: dict[str, str]) -> None:
    """Each with its path, and how it changes."""
    assert expected == paths(old, new)


def test_drift_is_shown_against_the_outputs() -> None:
    """Where the program says what it said before."""
    [(_, path, change)] = changes(
        ["email"], outputs={"email": "a"}, inputs={"email": "b"}, news={"email": "b"}
    )

    assert ("email", False, "update") == (path, change.of_inputs, change.kind)


def test_a_change_without_a_part_names_the_property() -> None:
    """Such as numbers that wait to be finished."""
    held = {"some_name": ["a"]}

    [(_, path, change)] = changes(["some_name"], outputs=held, inputs=held, news=held)

    assert ("someName", "update") == (path, change.kind)
