import pulumi

import pulumi_trusthub as trusthub

config = pulumi.Config()
adopt = config.get("adopt")
product = trusthub.TrustProduct(
    "product",
    friendly_name=config.get("friendlyName") or "Acme",
    email=config.get("email") or "compliance@example.com",
    policy_sid=trusthub.Policy.SHAKEN_STIR,
    adopt=True if adopt == "true" else adopt,
)
pulumi.export("product_sid", product.sid)
pulumi.export("adopted", product.adopted)
