"""The program on a Trust Hub of its own: no account, no network."""

from pulumi_trusthub.simulator import Simulator
from pulumi_trusthub.testing import StackFactory

CONFIG = {
    "email": "compliance@example.com",
    "phoneNumbers": ["+12025550100", "+12025550101"],
    "businessInformation": {
        "business_name": "Example Customer",
        "business_identity": "direct_customer",
        "business_type": "Corporation",
        "business_industry": "TECHNOLOGY",
        "business_registration_identifier": "EIN",
        "business_registration_number": "12-3456789",
        "business_regions_of_operation": "USA_AND_CANADA",
        "website_url": "https://customer.example.com",
    },
    "authorizedRepresentative": {
        "first_name": "Jo",
        "last_name": "Example",
        "email": "jo@customer.example.com",
        "phone_number": "+12025550142",
        "business_title": "Head of Operations",
        "job_position": "Director",
    },
    "address": {
        "street": "12 Example Street",
        "city": "San Francisco",
        "region": "CA",
        "postal_code": "94105",
        "iso_country": "US",
    },
}


def test_every_number_signs_with_a_once_twilio_approves(
    trusthub_stack: StackFactory, trusthub_simulator: Simulator
) -> None:
    """Up submits the profile; the product goes into review once the profile's has begun."""
    stack = trusthub_stack(".", config=CONFIG)
    stack.up()
    assert stack.outputs["status"] == "draft"

    for output in ("customer_profile_sid", "trust_product_sid"):
        trusthub_simulator.control.review(stack.outputs["customer_profile_sid"], "twilio-approved")
        stack.refresh()
        stack.up()
        trusthub_simulator.control.review(stack.outputs[output], "twilio-approved")
    stack.refresh()
    stack.up()

    signed = {number: it["attestation"] for number, it in stack.outputs["attestations"].items()}
    assert signed == {"+12025550100": "A", "+12025550101": "A"}


def test_a_stack_without_a_submission_leaves_nothing(
    trusthub_stack: StackFactory, trusthub_simulator: Simulator
) -> None:
    """It can be taken down at any time, and nobody's data is left."""
    before = trusthub_simulator.control.counts()
    stack = trusthub_stack(".", config={**CONFIG, "submit": "false"})
    stack.up()
    stack.destroy()

    assert trusthub_simulator.control.counts() == before
