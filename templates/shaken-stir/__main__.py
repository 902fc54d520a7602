"""SHAKEN/STIR for numbers of an account whose business profile is approved."""

import pulumi

import pulumi_trusthub as trusthub

config = pulumi.Config()
numbers = trusthub.get_phone_numbers_output(config.require_object("phoneNumbers"))

shaken_stir = trusthub.ShakenStir(
    "shaken-stir",
    friendly_name=config.get("friendlyName") or f"SHAKEN/STIR {pulumi.get_stack()}",
    email=config.require("email"),
    # The keys name the numbers in the output.
    phone_number_sids=numbers.apply(lambda found: {str(it.phone_number): it.sid for it in found}),
    # None is the account's one approved primary profile, which is looked up.
    customer_profile_sid=config.get("customerProfileSid"),
    # A review takes days, and while it runs nothing can be taken down.
    submit=config.get_bool("submit") is not False,
)

pulumi.export("trust_product_sid", shaken_stir.trust_product_sid)
pulumi.export("status", shaken_stir.status)
pulumi.export("attestations", shaken_stir.attestations)
