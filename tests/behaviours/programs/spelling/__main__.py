"""What a server may write in another way, and SIDs in the case that the configuration has."""

import pulumi

import pulumi_trusthub as trusthub

config = pulumi.Config()
product = trusthub.TrustProduct(
    "product",
    friendly_name=config.get("friendlyName") or " Acme ",
    email=config.get("email") or "Compliance@Example.com",
    policy_sid=config.get("policySid") or trusthub.Policy.SHAKEN_STIR,
    status_callback=config.get("callback") or "https://Hooks.Example.com",
    adopt=config.get("adopt"),
)
link = trusthub.EntityAssignment(
    "link", trust_product_sid=product.sid, object_sid=config.require("profileSid")
)
trusthub.ChannelEndpointAssignments(
    "numbers",
    channel_endpoint_sids=config.require("numberSids").split(),
    trust_product_sid=product.sid,
    customer_profile_sid=config.require("profileSid"),
    opts=pulumi.ResourceOptions(depends_on=[link]),
)
trusthub.ChannelEndpointAssignment(
    "single",
    customer_profile_sid=config.require("profileSid"),
    channel_endpoint_sid=config.require("singleSid"),
)
business = trusthub.EndUser(
    "business",
    friendly_name=" Acme, business",
    type="customer_profile_business_information",
    attributes={
        "business_name": "  Acme",
        "business_identity": "direct_customer",
        "business_type": "Corporation",
        "business_industry": "TECHNOLOGY",
        "business_registration_identifier": "EIN",
        "business_registration_number": config.get("ein") or "12-3456789",
        "business_regions_of_operation": "USA_AND_CANADA",
        "website_url": "HTTPS://Example.com",
        "contacts": [{"phone_number": "(202) 555-0142", "email": "Ada@Example.com"}],
        "deep": {"email": "Ada@Example.com", "other": "as it is"},
    },
)
address = trusthub.Address(
    "address",
    customer_name="Acme ",
    street="12 Example Street ",
    city="San Francisco",
    region="CA",
    postal_code="94105",
    iso_country="US",
    auto_correct_address=False,
)
trusthub.SupportingDocument(
    "document",
    friendly_name="Where it is\n",
    type="customer_profile_address",
    attributes={"address_sids": address.sid.apply(lambda sid: f"{sid[:2]}{sid[2:].upper()}")},
)
pulumi.export("product_sid", product.sid)

existing = config.get("existing")
if existing:
    pulumi.export("existing", trusthub.TrustProduct.get("existing", existing).sid)
