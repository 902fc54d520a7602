import pulumi

import pulumi_trusthub as trusthub
from pulumi_trusthub.shaken_stir import ShakenStir

config = pulumi.Config()
options = pulumi.ResourceOptions()
if config.get("otherAccountSid"):
    other = trusthub.Provider(
        "other",
        account_sid=config.require("otherAccountSid"),
        auth_token=config.require_secret("otherAuthToken"),
    )
    options = pulumi.ResourceOptions(providers=[other])

shaken_stir = ShakenStir(
    "acme",
    friendly_name=config.get("friendlyName") or "Acme",
    email="compliance@example.com",
    phone_number_sids=(config.get("numberSids") or "").split(),
    customer_profile_sid=config.get("profileSid"),
    adopt=config.get_object("adopt"),
    submit=config.get("submit") != "false",
    triggers=config.get_object("triggers"),
    opts=options,
)
pulumi.export("product_sid", shaken_stir.trust_product_sid)
pulumi.export("status", shaken_stir.status)
pulumi.export("attestations", shaken_stir.attestations)
