import pulumi

import pulumi_trusthub as trusthub

config = pulumi.Config()
profile_sid = config.require("profileSid")

product = trusthub.TrustProduct(
    "product",
    friendly_name="Acme",
    email="compliance@example.com",
    policy_sid=trusthub.Policy.SHAKEN_STIR,
)
link = trusthub.EntityAssignment("link", trust_product_sid=product.sid, object_sid=profile_sid)
on_profile = trusthub.ChannelEndpointAssignments(
    "on-profile",
    channel_endpoint_sids=config.require("numberSids").split(),
    customer_profile_sid=profile_sid,
)
trusthub.ChannelEndpointAssignments(
    "on-product",
    channel_endpoint_sids=on_profile.channel_endpoint_sids,
    trust_product_sid=product.sid,
    opts=pulumi.ResourceOptions(depends_on=[link]),
)
