"""Submissions between the engine and the host."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hosts import PRODUCT
from policy_sids import SECONDARY

from pulumi_trusthub.dynamic.providers import (
    CustomerProfileProvider,
    EntityAssignmentProvider,
    SubmissionProvider,
    TrustProductProvider,
)

if TYPE_CHECKING:
    from hosts import Wire

    from pulumi_trusthub.simulator import Simulator


def test_triggers_submit_a_rejected_product_again(wire: Wire, simulator: Simulator) -> None:
    """Only a change of triggers does, and only when it was rejected."""
    profile = simulator.control.accounts()[0].customer_profiles[0]
    product = wire.ask("Create", TrustProductProvider(), properties=PRODUCT)["id"]
    link = {"trust_product_sid": product, "object_sid": profile}
    wire.ask("Create", EntityAssignmentProvider(), properties=link)
    provider = SubmissionProvider()
    inputs = {"trust_product_sid": product, "triggers": {"attempt": 1}}
    made = wire.ask("Create", provider, properties=inputs)
    again = {**inputs, "triggers": {"attempt": 2}}

    def update(news: dict[str, Any]) -> str:
        answer = wire.ask("Update", provider, id=made["id"], olds=made["properties"], news=news)
        return str(answer["properties"]["status"])

    under_review = update(again)
    simulator.control.review(product, "twilio-rejected", errors=[18601])
    read = wire.ask("Read", provider, id=made["id"], properties=made["properties"])["properties"]
    same_triggers = update({**inputs, "force_destroy": True})
    resubmitted = update(again)

    assert "pending-review" == under_review
    assert "twilio-rejected" == read["status"] == same_triggers
    assert read["reasons"][0].startswith("18601: the association")
    assert "pending-review" == resubmitted
    assert wire.printed.having("nothing was submitted; they are recorded")


def test_a_secondary_profile_is_submitted_like_a_product(wire: Wire) -> None:
    """And refused while it does not comply."""
    made = wire.ask(
        "Create", CustomerProfileProvider(), properties={**PRODUCT, "policy_sid": SECONDARY}
    )

    failure = wire.fail(
        "Create", SubmissionProvider(), properties={"customer_profile_sid": made["id"]}
    )

    assert failure.status.message.startswith(
        f"The customer profile {made['id']} does not comply with its policy"
    )
