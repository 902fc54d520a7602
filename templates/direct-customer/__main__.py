"""SHAKEN/STIR for the numbers of a business and of its subaccounts."""

import pulumi

import pulumi_trusthub as trusthub

config = pulumi.Config()

customer = trusthub.DirectCustomer(
    "direct-customer",
    friendly_name=config.get("friendlyName") or f"SHAKEN/STIR {pulumi.get_stack()}",
    email=config.require("email"),
    # By the SID of the account that owns them; or only a list, of the account's own numbers.
    phone_numbers=config.require_object("phoneNumbers"),
    # None is the account's one approved primary profile, which is looked up.
    customer_profile_sid=config.get("customerProfileSid"),
    # A review takes days, and while it runs nothing can be taken down.
    submit=config.get_bool("submit") is not False,
)

pulumi.export("trust_product_sid", customer.trust_product_sid)
pulumi.export("status", customer.status)
pulumi.export("attestations", customer.attestations)
