import pulumi

import pulumi_trusthub as trusthub

profile = trusthub.get_primary_customer_profile_output()
numbers = trusthub.get_phone_numbers_output(["+12025550100", "+12025550101"])

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
assigned = trusthub.ChannelEndpointAssignments(
    "numbers",
    customer_profile_sid=profile.sid,
    trust_product_sid=product.sid,
    channel_endpoint_sids=numbers.apply(lambda found: [it.sid for it in found]),
    opts=pulumi.ResourceOptions(depends_on=[link]),
)
submission = trusthub.Submission(
    "submission",
    trust_product_sid=product.sid,
    requires=[link, assigned],
)

pulumi.export("status", submission.status)
