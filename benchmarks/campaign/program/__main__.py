"""One of everything, for the campaign."""

import pulumi

import pulumi_trusthub as trusthub

config = pulumi.Config()
adopt = (config.get("adopt") or "").split()
profile_sid = config.require("profileSid")

address = trusthub.Address(
    "address",
    friendly_name="Campaign",
    customer_name="Campaign",
    street="12 Example Street",
    city="San Francisco",
    region="CA",
    postal_code="94105",
    iso_country="US",
    adopt="address" in adopt or None,
)
document = trusthub.SupportingDocument(
    "document",
    friendly_name="Campaign",
    type="customer_profile_address",
    attributes={"address_sids": address.sid},
    adopt="document" in adopt or None,
)
person = trusthub.EndUser(
    "person",
    friendly_name="Campaign",
    type="authorized_representative_1",
    attributes={
        "first_name": "Ada",
        "last_name": "Lovelace",
        "email": "ada@example.com",
        "phone_number": "+12025550142",
        "business_title": "Head of Engines",
        "job_position": "Director",
    },
    adopt="person" in adopt or None,
)
secondary = trusthub.CustomerProfile(
    "secondary",
    friendly_name="Campaign",
    email="compliance@example.com",
    policy_sid=trusthub.Policy.SECONDARY_CUSTOMER_PROFILE,
    adopt="secondary" in adopt or None,
)
for name, part in (("person", person), ("document", document)):
    trusthub.EntityAssignment(
        f"secondary-{name}", customer_profile_sid=secondary.sid, object_sid=part.sid
    )

product = trusthub.TrustProduct(
    "product",
    friendly_name="Campaign",
    email="compliance@example.com",
    policy_sid=trusthub.Policy.SHAKEN_STIR,
    adopt="product" in adopt or None,
)
link = trusthub.EntityAssignment("link", trust_product_sid=product.sid, object_sid=profile_sid)
required: list[pulumi.Resource] = [link]
number_sids = config.require("numberSids").split()
if config.get_bool("bulk"):
    required.append(
        trusthub.ChannelEndpointAssignments(
            "numbers",
            customer_profile_sid=profile_sid,
            trust_product_sid=product.sid,
            channel_endpoint_sids=number_sids,
            opts=pulumi.ResourceOptions(depends_on=[link]),
        )
    )
    number_sids = []
for key, number_sid in enumerate(number_sids):
    on_profile = trusthub.ChannelEndpointAssignment(
        f"profile-{key}", customer_profile_sid=profile_sid, channel_endpoint_sid=number_sid
    )
    on_product = trusthub.ChannelEndpointAssignment(
        f"product-{key}",
        trust_product_sid=product.sid,
        channel_endpoint_sid=number_sid,
        opts=pulumi.ResourceOptions(depends_on=[on_profile, link]),
    )
    required += [on_profile, on_product]
trusthub.Submission(
    "submission", trust_product_sid=product.sid, requires=required, force_destroy=True
)
