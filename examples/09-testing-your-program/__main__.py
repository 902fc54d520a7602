"""SHAKEN/STIR onboarding that is reviewed in production alone."""

import pulumi

import pulumi_trusthub as trusthub

config = pulumi.Config()
e164_numbers = config.require_object("phoneNumbers")
numbers = trusthub.get_phone_numbers_output(e164_numbers)

shaken_stir = trusthub.ShakenStir(
    "shaken-stir",
    friendly_name=f"SHAKEN/STIR {pulumi.get_stack()}",
    email=config.require("email"),
    phone_number_sids=numbers.apply(lambda found: {str(it.phone_number): it.sid for it in found}),
    # A review takes days, and while it runs nothing can be taken down.
    submit=pulumi.get_stack() == "production",
)

pulumi.export("trust_product_sid", shaken_stir.trust_product_sid)
pulumi.export("status", shaken_stir.status)
pulumi.export("attestations", shaken_stir.attestations)
