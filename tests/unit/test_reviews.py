"""What evaluations and rejections say."""

from __future__ import annotations

from typing import Any

import pytest

from pulumi_trusthub._core.rules.evaluations import failures
from pulumi_trusthub._core.rules.reviews import is_submitted, rejection_reasons

INVALID = {
    "friendly_name": "Business",
    "object_type": "customer_profile_business_information",
    "passed": False,
    "failure_reason": "Something is invalid",
    "error_code": 22214,
    "valid": [{"friendly_name": "Website", "object_field": "website_url", "passed": True}],
    "invalid": [
        {
            "friendly_name": "Business Name",
            "object_field": "business_name",
            "failure_reason": "The name is missing",
            "error_code": 22215,
        }
    ],
    "requirement_friendly_name": "Business Information",
    "requirement_name": "customer_profile_business_information",
}


@pytest.mark.parametrize(
    ("results", "expected"),
    [
        (
            [INVALID],
            ["Business Information: business_name: The name is missing (code 22215)"],
        ),
        (
            [{**INVALID, "invalid": []}],
            ["Business Information: Business: Something is invalid (code 22214)"],
        ),
        (
            [
                {
                    "requirement_name": "profile",
                    "passed": True,
                    "fields": [
                        {"object_field": "status", "passed": False, "failure_reason": "a draft"},
                        {"object_field": "name", "passed": True},
                    ],
                }
            ],
            ["profile: status: a draft"],
        ),
        ([{"object_type": "thing", "passed": "False"}], ["thing: did not pass"]),
        ([{**INVALID, "passed": True, "invalid": []}], []),
        (
            [{"friendly_name": "Person", "passed": False, "failure_reason": "Two\nlines"}],
            ["Person: Person: Two lines"],
        ),
        (["odd", 1, None], []),
        ([], []),
        (None, []),
        ("odd", []),
    ],
)
def test_every_failure_is_listed_whatever_its_shape(results: Any, expected: list[str]) -> None:
    """Requirement, field and reason are read from both shapes of a result."""
    assert expected == failures({"results": results})


def test_rejection_codes_have_words() -> None:
    """A known code is explained; an unknown one stands for itself."""
    record = {
        "errors": [
            {"code": 18601.0},
            {"code": 99},
            {"code": 7, "message": "Because."},
            18603,
            "18604",
            {"code": "E1"},
        ]
    }

    assert rejection_reasons(record) == [
        "18601: the association between the business and its website could not be verified",
        "99: see Twilio's error dictionary",
        "7: Because.",
        "18603: the address could not be verified",
        "18604: the first authorized representative could not be verified",
        "E1: see Twilio's error dictionary",
    ]
    nothing: list[dict[str, Any]] = [{"errors": None}, {}, {"errors": {}}]
    assert [[], [], []] == [rejection_reasons(record) for record in nothing]


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("draft", False),
        ("twilio-rejected", False),
        ("pending-review", True),
        ("in-review", True),
        ("twilio-approved", True),
        ("provisionally-approved", True),
        ("something-new", False),
    ],
)
def test_which_statuses_count_as_submitted(status: str, expected: bool) -> None:  # noqa: FBT001
    """A review under way or won satisfies a submission."""
    assert expected == is_submitted(status)
