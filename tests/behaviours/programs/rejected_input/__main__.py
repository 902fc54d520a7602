import pulumi_trusthub as trusthub

trusthub.TrustProduct(
    "product",
    friendly_name="",
    email="nobody",
    policy_sid="YOUR_POLICY_SID",
)
