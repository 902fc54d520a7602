"""The program on a Trust Hub of its own: no account, no network."""

from pulumi_trusthub.simulator import Simulator
from pulumi_trusthub.testing import StackFactory


def config_of(simulator: Simulator) -> dict[str, object]:
    """Two numbers of the account, and two of a subaccount."""
    account = simulator.account
    owners = [account, account.subaccounts[0]]
    return {
        "email": "compliance@example.com",
        "phoneNumbers": {owner.sid: list(owner.phone_numbers)[:2] for owner in owners},
    }


def test_every_number_signs_with_a_once_twilio_approves(
    trusthub_stack: StackFactory, trusthub_simulator: Simulator
) -> None:
    """Up submits the product; the approval shows after a refresh."""
    stack = trusthub_stack(".", config=config_of(trusthub_simulator))
    stack.up()
    assert stack.outputs["status"] == "pending-review"

    trusthub_simulator.control.review(stack.outputs["trust_product_sid"], "twilio-approved")
    stack.refresh()
    stack.up()

    signed = [it["attestation"] for it in stack.outputs["attestations"].values()]
    assert signed == ["A"] * 4


def test_a_stack_without_a_submission_leaves_nothing(
    trusthub_stack: StackFactory, trusthub_simulator: Simulator
) -> None:
    """It can be taken down at any time."""
    stack = trusthub_stack(".", config={**config_of(trusthub_simulator), "submit": "false"})
    stack.up()
    stack.destroy()

    assert trusthub_simulator.control.counts()["trust_products"] == 0
