"""SHAKEN/STIR for a customer of an ISV: a secondary business profile, and then its product."""

import pulumi

import pulumi_trusthub as trusthub

config = pulumi.Config()
numbers = trusthub.get_phone_numbers_output(config.require_object("phoneNumbers"))
address = config.require_secret_object("address")

customer = trusthub.IsvCustomer(
    "customer",
    friendly_name=config.get("friendlyName") or f"Customer {pulumi.get_stack()}",
    email=config.require("email"),
    # Data of a business and of people: secrets in the configuration, and so in the state.
    business_information=config.require_secret_object("businessInformation"),
    authorized_representative_1=config.require_secret_object("authorizedRepresentative"),
    address=trusthub.BusinessAddress(
        street=address["street"],
        city=address["city"],
        region=address["region"],
        postal_code=address["postal_code"],
        iso_country=address["iso_country"],
    ),
    # The keys name the numbers in the output.
    phone_number_sids=numbers.apply(lambda found: {str(it.phone_number): it.sid for it in found}),
    # None is the account's one approved primary profile, which is looked up.
    primary_customer_profile_sid=config.get("customerProfileSid"),
    # A review takes days, and while it runs nothing can be taken down.
    submit=config.get_bool("submit") is not False,
)

pulumi.export("customer_profile_sid", customer.customer_profile_sid)
pulumi.export("trust_product_sid", customer.trust_product_sid)
pulumi.export("status", customer.status)
pulumi.export("attestations", customer.attestations)
