import pulumi

import pulumi_trusthub as trusthub

config = pulumi.Config()
options = pulumi.ResourceOptions()
if config.get("otherAccountSid"):
    other = trusthub.Provider(
        "other",
        account_sid=config.require("otherAccountSid"),
        auth_token=config.require_secret("otherAuthToken"),
    )
    options = pulumi.ResourceOptions(providers=[other])


# Not from configuration: that is in the state too, and what is searched for there is this.
def representative(first_name: str) -> trusthub.AuthorizedRepresentative:
    return trusthub.AuthorizedRepresentative(
        first_name=first_name,
        last_name="King" if config.get_bool("married") else "Lovelace",
        email="ada.without-an-at" if config.get_bool("wrong") else "ada@example.com",
        phone_number="+12025550142",
        business_title="Head of Engines",
        job_position="Director",
    )


customer = trusthub.IsvCustomer(
    "acme",
    friendly_name="Acme",
    email="compliance@example.com",
    business_information=trusthub.BusinessInformation(
        business_name="Acme Engines",
        business_identity="direct_customer",
        business_type="Corporation",
        business_industry="TECHNOLOGY",
        business_registration_identifier=config.get("identifier") or "EIN",
        business_registration_number=config.get("ein") or "98-7654321",
        business_regions_of_operation="USA_AND_CANADA",
        website_url="https://acme.example.com",
    ),
    authorized_representative_1=representative("Ada"),
    authorized_representative_2=(representative("Augusta") if config.get_bool("second") else None),
    address=trusthub.BusinessAddress(
        street="4242 Analytical Street",
        city="San Francisco",
        region="CA",
        postal_code="94105",
        iso_country="US",
    ),
    phone_number_sids=(config.get("numberSids") or "").split(),
    primary_customer_profile_sid=config.get("primarySid"),
    adopt=config.get_object("adopt"),
    adopt_customer_profile=config.get_object("adoptProfile"),
    submit=config.get("submit") != "false",
    triggers=config.get_object("triggers"),
    opts=options,
)
pulumi.export("profile_sid", customer.customer_profile_sid)
pulumi.export("profile_status", customer.customer_profile_status)
pulumi.export("product_sid", customer.trust_product_sid)
pulumi.export("status", customer.status)
pulumi.export("attestations", customer.attestations)
