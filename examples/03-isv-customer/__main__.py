"""SHAKEN/STIR onboarding of an ISV's customer, in the ISV's account or in a subaccount."""

import pulumi

import pulumi_trusthub as trusthub

config = pulumi.Config()
e164_numbers = config.require_object("phoneNumbers")
address = config.require_secret_object("address")

# A customer with a subaccount has its profile, product and numbers there.
subaccount = None
options = pulumi.ResourceOptions()
if config.get("subaccountSid"):
    subaccount = trusthub.Provider(
        "subaccount",
        account_sid=config.require("subaccountSid"),
        auth_token=config.require_secret("subaccountToken"),
    )
    options = pulumi.ResourceOptions(providers=[subaccount])

# The ISV's own profile is on the account of the stack, wherever the customer is.
primary = trusthub.get_primary_customer_profile_output()
numbers = trusthub.get_phone_numbers_output(e164_numbers, provider=subaccount)

customer = trusthub.IsvCustomer(
    "customer",
    friendly_name=config.get("friendlyName") or "Customer",
    email=config.require("email"),
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
    primary_customer_profile_sid=primary.sid,
    submit=config.get_bool("submit") is not False,
    opts=options,
)

pulumi.export("customer_profile_sid", customer.customer_profile_sid)
pulumi.export("customer_profile_status", customer.customer_profile_status)
pulumi.export("trust_product_sid", customer.trust_product_sid)
pulumi.export("status", customer.status)
pulumi.export("attestations", customer.attestations)
