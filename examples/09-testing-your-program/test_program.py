"""Does the program do what we rely on?  Each test has a Trust Hub of its own."""

import pytest

from pulumi_trusthub.simulator import Simulator
from pulumi_trusthub.testing import DeploymentFailed, StackFactory

CONFIG = {
    "email": "compliance@example.com",
    "phoneNumbers": ["+12025550100", "+12025550101"],
}


def test_a_test_stack_asks_for_no_review(trusthub_stack: StackFactory) -> None:
    """So it can be taken down at any time."""
    result = trusthub_stack(".", config=CONFIG).up()

    assert result.outputs["status"] == "draft"


def test_an_approved_production_stack_signs_with_a(
    trusthub_stack: StackFactory, trusthub_simulator: Simulator
) -> None:
    """Once Twilio has approved it."""
    stack = trusthub_stack(".", config=CONFIG, stack="production")
    stack.up()

    trusthub_simulator.control.review(stack.outputs["trust_product_sid"], "twilio-approved")
    stack.refresh()
    stack.up()

    signed = {number: it["attestation"] for number, it in stack.outputs["attestations"].items()}
    assert signed == {"+12025550100": "A", "+12025550101": "A"}


def test_a_lost_answer_leaves_one_product(
    trusthub_stack: StackFactory, trusthub_simulator: Simulator
) -> None:
    """The connection ends after Trust Hub has made the product, and before it could say so."""
    trusthub_simulator.control.fault(method="POST", path="/TrustProducts$", drop_after=True)

    trusthub_stack(".", config=CONFIG).up()

    assert [fault.left for fault in trusthub_simulator.control.faults()] == [0]
    assert trusthub_simulator.control.counts()["trust_products"] == 1


def test_a_number_of_somebody_else_is_refused(
    trusthub_stack: StackFactory, trusthub_simulator: Simulator
) -> None:
    """The error names it, and no other number is assigned."""
    numbers = ["+12025550100", "+12025550199"]
    stack = trusthub_stack(".", config={**CONFIG, "phoneNumbers": numbers})

    with pytest.raises(DeploymentFailed, match=r"\+12025550199"):
        stack.up()

    assert trusthub_simulator.control.counts()["channel_endpoint_assignments"] == 0
