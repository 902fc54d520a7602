"""SHAKEN/STIR onboarding of a direct customer without subaccounts, as one resource."""

import pulumi

import pulumi_trusthub as trusthub

config = pulumi.Config()
e164_numbers = config.require_object("phoneNumbers")
numbers = trusthub.get_phone_numbers_output(e164_numbers)

shaken_stir = trusthub.ShakenStir(
    "shaken-stir",
    friendly_name=config.get("friendlyName") or "SHAKEN/STIR",
    email=config.require("email"),
    # The keys name the numbers in the output.
    phone_number_sids=numbers.apply(lambda found: {str(it.phone_number): it.sid for it in found}),
    submit=config.get_bool("submit") is not False,
)

pulumi.export("trust_product_sid", shaken_stir.trust_product_sid)
pulumi.export("status", shaken_stir.status)
pulumi.export("attestations", shaken_stir.attestations)
