import pulumi

import pulumi_trusthub as trusthub

profile = trusthub.get_primary_customer_profile_output()
numbers = trusthub.get_phone_numbers_output(["+12025550100"])

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
on_profile = trusthub.ChannelEndpointAssignment(
    "number-on-profile",
    customer_profile_sid=profile.sid,
    channel_endpoint_sid=numbers[0].sid,
)
on_product = trusthub.ChannelEndpointAssignment(
    "number-on-product",
    trust_product_sid=product.sid,
    channel_endpoint_sid=numbers[0].sid,
    opts=pulumi.ResourceOptions(depends_on=[on_profile, link]),
)

pulumi.export("sid", on_product.sid)
