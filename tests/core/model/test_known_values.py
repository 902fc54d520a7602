"""Values of attributes that deserve a warning."""

from __future__ import annotations

from typing import Any

import pytest
from people import VALID
from pulumi.output import Unknown

from pulumi_trusthub._core.model.known_values import FORMS, LISTED_VALUES, doubtful_values

NAMES = {*LISTED_VALUES, *FORMS}


def test_the_lists_are_whole() -> None:
    """As many as the public sources have, and none twice."""
    assert (45, 33) == (
        len(set(LISTED_VALUES["use_case"])),
        len(set(LISTED_VALUES["business_industry"])),
    )


@pytest.mark.parametrize("attributes", VALID.values(), ids=VALID)
def test_known_values_are_no_doubt(attributes: dict[str, Any]) -> None:
    """One example of each type."""
    assert [] == list(doubtful_values(NAMES, attributes))


@pytest.mark.parametrize(
    ("name", "value", "doubted"),
    [
        ("use_case", "Surveys", True),
        ("use_case", "Survey/Research", False),
        ("business_industry", "technology", True),
        ("business_regions_of_operation", "ASIA, EUROPE", False),
        ("business_regions_of_operation", "ASIA, MARS", True),
        ("average_business_day_call_volume", "250", False),
        ("average_business_day_call_volume", "100000+", False),
        ("average_business_day_call_volume", "0", True),
        ("business_employee_count", "25", False),
        ("business_employee_count", "25\n", True),
        ("cnam_display_name", "1 Barns", True),
        ("use_case", "", False),
        ("use_case", 4.0, False),
        ("use_case", Unknown(), False),
    ],
)
def test_a_doubtful_value_is_named_and_not_shown(name: str, value: object, doubted: object) -> None:
    """What is no string is for the check, or is not known yet; no text holds the value."""
    found = list(doubtful_values(NAMES, {name: value}))

    assert doubted == bool(found)
    assert all(text.startswith(f"attributes.{name} is ") or "does not" in text for text in found)
    assert all(str(value) not in text.removeprefix("attributes.") for text in found if value != "0")


def test_attributes_of_other_types_pass() -> None:
    """Types may share a name, and a type of tomorrow has its own values."""
    assert [] == list(doubtful_values((), {"use_case": "Surveys"}))
