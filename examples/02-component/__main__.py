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
    # A key names its number in the stack's state, so it has to be known before the lookup is done.
    phone_number_sids={
        e164: numbers.apply(lambda found, index=index: found[index].sid)
        for index, e164 in enumerate(e164_numbers)
    },
    submit=config.get_bool("submit") is not False,
)

pulumi.export("trust_product_sid", shaken_stir.trust_product_sid)
pulumi.export("status", shaken_stir.status)
pulumi.export("attestations", shaken_stir.attestations)
