"""What an evaluation found, and that a lost one is made anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from policy_sids import SHAKEN_STIR

from pulumi_trusthub._core.rules.evaluations import evaluate, failures

if TYPE_CHECKING:
    from pulumi_trusthub._core.api.client import TrustHubClient
    from pulumi_trusthub._core.model.refs import BundleRef
    from pulumi_trusthub.simulator import Simulator


def test_an_old_evaluation_is_not_taken_for_a_lost_one(
    client: TrustHubClient, simulator: Simulator, product: BundleRef
) -> None:
    """Only what was not there before is taken for the answer."""
    first = evaluate(client, product, {"policy_sid": SHAKEN_STIR})
    simulator.control.fault(method="POST", path="/Evaluations$", drop_after=True)

    second = evaluate(client, product, {"policy_sid": SHAKEN_STIR})

    assert first["sid"] != second["sid"]
    assert 2 == len(list(client.records(f"{product.path}/Evaluations")))


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

SAID = "Business Information: business_name: The name is missing (code 22215)"
MANY = " ".join(f"Possible Value {number}" for number in range(200))
"""A list of allowed values, which is shown nowhere else."""


@pytest.mark.parametrize(
    ("results", "expected"),
    [
        (
            [INVALID],
            [SAID],
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
        ([INVALID, INVALID], [SAID]),
        ([{**INVALID, "fields": INVALID["invalid"]}], [SAID]),
        (
            [INVALID, {**INVALID, "requirement_friendly_name": "Address"}],
            [SAID.replace("Information", "Information and Address", 1)],
        ),
        (
            [{**INVALID, "invalid": [{"failure_reason": f"one of {MANY}"}]}],
            [f"Business Information: one of {MANY}"],
        ),
        (["odd", 1, None], []),
        ([], []),
        (None, []),
        ("odd", []),
    ],
)
def test_every_failure_of_either_shape_is_listed(results: Any, expected: list[str]) -> None:
    """Read from both shapes of a result, each failure once, and none is cut."""
    assert expected == failures({"results": results})
