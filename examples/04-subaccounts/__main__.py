"""SHAKEN/STIR onboarding of a direct customer with subaccounts, as one resource."""

import pulumi

import pulumi_trusthub as trusthub

config = pulumi.Config()

customer = trusthub.DirectCustomer(
    "shaken-stir",
    friendly_name=config.get("friendlyName") or "SHAKEN/STIR",
    email=config.require("email"),
    # {"AC…": ["+1…", …], …}: profile and product are the parent's, the numbers anybody's.
    phone_numbers=config.require_object("phoneNumbers"),
    submit=config.get_bool("submit") is not False,
)

pulumi.export("trust_product_sid", customer.trust_product_sid)
pulumi.export("status", customer.status)
pulumi.export("attestations", customer.attestations)
