import pulumi

import pulumi_trusthub as trusthub

config = pulumi.Config()
numbers = config.require("numbers").split()
profile = trusthub.get_primary_customer_profile_output()
assignment = trusthub.ChannelEndpointAssignment(
    "number",
    customer_profile_sid=profile.sid,
    channel_endpoint_sid=trusthub.get_phone_numbers_output(numbers).apply(lambda n: n[0].sid),
)
pulumi.export("profile", profile)
pulumi.export("number", assignment.channel_endpoint_sid)
