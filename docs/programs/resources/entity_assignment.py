import pulumi

import pulumi_trusthub as trusthub

profile = trusthub.get_primary_customer_profile_output()

product = trusthub.TrustProduct(
    "shaken-stir",
    friendly_name="SHAKEN/STIR",
    email="compliance@example.com",
    policy_sid=trusthub.Policy.SHAKEN_STIR,
)
link = trusthub.EntityAssignment(
    "profile",
    trust_product_sid=product.sid,
    object_sid=profile.sid,
)

pulumi.export("sid", link.sid)
