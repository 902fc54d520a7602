"""The public surface as a user's type checker sees it; this file is checked and never run."""

import pulumi
from typing_extensions import assert_type

import pulumi_trusthub as trusthub

profile = trusthub.get_primary_customer_profile()
numbers = trusthub.get_phone_numbers(["+12025550100"], account_sid=profile.account_sid)
assert_type(numbers[0].sid, str)
assert_type(profile.status, str | None)
assert_type(
    trusthub.get_phone_numbers_output(["+12025550100"]),
    pulumi.Output[tuple[trusthub.PhoneNumberResult, ...]],
)
assert_type(
    trusthub.get_end_users_output(type="authorized_representative_1"),
    pulumi.Output[tuple[trusthub.EndUserResult, ...]],
)
assert_type(trusthub.get_evaluations(trust_product_sid="BU")[0].failures, tuple[str, ...])
trusthub.EndUser(
    "same", friendly_name="x", type="x", attributes=trusthub.get_end_users()[0].attributes
)

other = trusthub.Provider("other", account_sid="AC", auth_token=pulumi.Output.secret("token"))

product = trusthub.TrustProduct(
    "product",
    friendly_name="Acme",
    email=pulumi.Output.from_input("a@example.com"),
    policy_sid=trusthub.Policy.SHAKEN_STIR,
    opts=pulumi.ResourceOptions(provider=other),
)
trusthub.TrustProduct(
    "another", friendly_name="Acme", email="a@example.com", policy_sid="RN", adopt=True
)
assert_type(product.sid, pulumi.Output[str])
assert_type(product.status, pulumi.Output[str])
assert_type(trusthub.TrustProduct.get("existing", "BU"), trusthub.TrustProduct)

link = trusthub.EntityAssignment("link", trust_product_sid=product.sid, object_sid=profile.sid)
on_profile = trusthub.ChannelEndpointAssignment(
    "on-profile", customer_profile_sid=profile.sid, channel_endpoint_sid=numbers[0].sid
)
bulk = trusthub.ChannelEndpointAssignments(
    "numbers",
    channel_endpoint_sids=[numbers[0].sid, on_profile.channel_endpoint_sid],
    trust_product_sid=product.sid,
    customer_profile_sid=profile.sid,
    exclusive=True,
)
assert_type(bulk.channel_endpoint_sids, pulumi.Output[list[str]])
trusthub.ChannelEndpointAssignments(
    "on-profile", channel_endpoint_sids=bulk.channel_endpoint_sids, customer_profile_sid=profile.sid
)
assert_type(
    trusthub.ChannelEndpointAssignments.get(
        "existing",
        "TrustProducts/BU/ChannelEndpointAssignments",
        channel_endpoint_sids=["PN"],
        customer_profile_sid="BU",
    ),
    trusthub.ChannelEndpointAssignments,
)
submission = trusthub.Submission(
    "submission",
    trust_product_sid=product.sid,
    requires=[link, on_profile],
    triggers={"attempt": 1},
)
assert_type(submission.reasons, pulumi.Output[list[str]])

secondary = trusthub.CustomerProfile(
    "secondary",
    friendly_name="Customer",
    email="a@example.com",
    policy_sid=trusthub.Policy.SECONDARY_CUSTOMER_PROFILE,
)
assert_type(trusthub.CustomerProfile.get("existing", "BU"), trusthub.CustomerProfile)
evaluation = trusthub.Evaluation("evaluation", customer_profile_sid=secondary.sid)
assert_type(evaluation.failures, pulumi.Output[list[str]])

adopted = [
    trusthub.EndUser("end-user", friendly_name="A", type="cnam_information", adopt="IT"),
    trusthub.SupportingDocument("document", friendly_name="A", type="b", adopt=True),
    trusthub.Address(
        "address",
        customer_name="A",
        street="B",
        city="C",
        region="CA",
        postal_code="94105",
        iso_country="US",
        friendly_name="D",
        adopt=pulumi.Output.from_input("AD"),
    ).adopted,
]
assert_type(trusthub.EndUser.get("person", "IT").adopted, pulumi.Output[bool])

shaken_stir = trusthub.ShakenStir(
    "acme",
    friendly_name="Acme",
    email="a@example.com",
    phone_number_sids=trusthub.get_phone_numbers_output(["+12025550100"]).apply(
        lambda found: {str(number.phone_number): number.sid for number in found}
    ),
)
assert_type(shaken_stir.attestations, pulumi.Output[dict[str, trusthub.Attestation]])

direct = trusthub.DirectCustomer(
    "direct",
    friendly_name="Acme",
    email="a@example.com",
    phone_numbers={"AC": ["+12025550100"]},
)
assert_type(direct.attestations, pulumi.Output[dict[str, trusthub.Attestation]])
customer = trusthub.IsvCustomer(
    "customer",
    friendly_name="Acme",
    email="a@example.com",
    business_information=trusthub.BusinessInformation(
        business_name="Acme",
        business_identity="direct_customer",
        business_type="Corporation",
        business_industry="TECHNOLOGY",
        business_registration_identifier="EIN",
        business_registration_number=pulumi.Output.secret("12-3456789"),
        business_regions_of_operation="USA_AND_CANADA",
        website_url="https://example.com",
    ),
    authorized_representative_1=pulumi.Config().require_secret_object("representative"),
    address=trusthub.BusinessAddress(
        street="1 Road", city="Town", region="CA", postal_code="94105", iso_country="US"
    ),
    phone_number_sids=["PN"],
)
assert_type(customer.customer_profile_sid, pulumi.Output[str])
assert_type(customer.customer_profile_submission, trusthub.Submission | None)
cnam = trusthub.Cnam(
    "cnam",
    friendly_name="Acme",
    email="a@example.com",
    phone_number_sids={"+12025550100": bulk.channel_endpoint_sids.apply(lambda sids: sids[0])},
    cnam_display_name="Acme",
    customer_profile_sid=customer.customer_profile_sid,
    awaits=[submission],
)
assert_type(cnam.coverage, pulumi.Output[dict[str, trusthub.Coverage]])
trusthub.VoiceIntegrity(
    "voice",
    friendly_name="Acme",
    email="a@example.com",
    phone_number_sids=bulk.channel_endpoint_sids,
    voice_integrity_information={
        "use_case": "Appointment Reminders",
        "business_employee_count": "20",
        "average_business_day_call_volume": "500",
    },
)

# Each of these is a mistake, and the checker says so.
trusthub.TrustProduct("product", friendly_name="Acme", email="a@example.com")  # type: ignore[call-arg]
trusthub.TrustProduct("product", "Acme", "a@example.com", "RN")  # type: ignore[call-arg]
trusthub.EntityAssignment("link", object_sid="BU")  # type: ignore[call-overload]
trusthub.EntityAssignment(  # type: ignore[call-overload]
    "link", object_sid="BU", trust_product_sid="BU", customer_profile_sid="BU"
)
trusthub.ChannelEndpointAssignments("numbers", channel_endpoint_sids=["PN"])  # type: ignore[call-overload]
bulk.sid  # type: ignore[attr-defined]  # noqa: B018
trusthub.Submission("submission", requires=[product])  # type: ignore[call-overload]
trusthub.Submission("submission", trust_product_sid="BU", status="draft")  # type: ignore[call-overload]
product.stauts  # type: ignore[attr-defined]  # noqa: B018
trusthub.ShakenStir("acme", friendly_name="Acme", email="a@example.com")  # type: ignore[call-arg]
trusthub.IsvCustomer("acme", friendly_name="Acme", email="a@example.com")  # type: ignore[call-arg]
trusthub.BusinessAddress(street="1 Road", city="Town")  # type: ignore[typeddict-item]
trusthub.DirectCustomer(
    "acme",
    friendly_name="Acme",
    email="a@example.com",
    phone_numbers={"AC": "+12025550100", "AD": [5]},  # type: ignore[list-item]
)
