import pulumi

import pulumi_trusthub as trusthub

product = trusthub.TrustProduct(
    "shaken-stir",
    friendly_name="SHAKEN/STIR",
    email="compliance@example.com",
    policy_sid=trusthub.Policy.SHAKEN_STIR,
    status_callback="https://example.com/trust-hub",
)

pulumi.export("sid", product.sid)
pulumi.export("status", product.status)
