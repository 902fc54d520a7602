import pulumi

import pulumi_trusthub as trusthub

trusthub.TrustProduct(
    "product",
    friendly_name="",
    email=pulumi.Config().get_secret("email") or "nobody",
    policy_sid="YOUR_POLICY_SID",
)
