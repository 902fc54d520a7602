"""The program on a Trust Hub of its own: no account, no network."""

from pulumi_trusthub.simulator import Simulator
from pulumi_trusthub.testing import StackFactory

CONFIG = {
    "email": "compliance@example.com",
    "phoneNumbers": ["+12025550100", "+12025550101"],
}


def test_every_number_signs_with_a_once_twilio_approves(
    trusthub_stack: StackFactory, trusthub_simulator: Simulator
) -> None:
    """Up submits the product; the approval shows after a refresh."""
    stack = trusthub_stack(".", config=CONFIG)
    stack.up()
    assert stack.outputs["status"] == "pending-review"

    trusthub_simulator.control.review(stack.outputs["trust_product_sid"], "twilio-approved")
    stack.refresh()
    stack.up()

    signed = {number: it["attestation"] for number, it in stack.outputs["attestations"].items()}
    assert signed == {"+12025550100": "A", "+12025550101": "A"}


def test_a_stack_without_a_submission_leaves_nothing(
    trusthub_stack: StackFactory, trusthub_simulator: Simulator
) -> None:
    """It can be taken down at any time."""
    stack = trusthub_stack(".", config={**CONFIG, "submit": "false"})
    stack.up()
    stack.destroy()

    assert trusthub_simulator.control.counts()["trust_products"] == 0
