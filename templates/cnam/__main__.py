"""CNAM: the name that called parties see, for numbers with an approved business profile."""

import pulumi

import pulumi_trusthub as trusthub

config = pulumi.Config()
numbers = trusthub.get_phone_numbers_output(config.require_object("phoneNumbers"))

cnam = trusthub.Cnam(
    "cnam",
    friendly_name=config.get("friendlyName") or f"CNAM {pulumi.get_stack()}",
    email=config.require("email"),
    cnam_display_name=config.require("displayName"),
    # The keys name the numbers in the output.
    phone_number_sids=numbers.apply(lambda found: {str(it.phone_number): it.sid for it in found}),
    # None is the account's one approved primary profile, which is looked up.
    customer_profile_sid=config.get("customerProfileSid"),
    # A review takes days, and while it runs nothing can be taken down.
    submit=config.get_bool("submit") is not False,
)

pulumi.export("trust_product_sid", cnam.trust_product_sid)
pulumi.export("status", cnam.status)
pulumi.export("coverage", cnam.coverage)
