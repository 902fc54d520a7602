import pulumi

import pulumi_trusthub as trusthub

primary = trusthub.get_primary_customer_profile_output()

profile = trusthub.CustomerProfile(
    "customer",
    friendly_name="Example Customer",
    email="compliance@example.com",
    policy_sid=trusthub.Policy.SECONDARY_CUSTOMER_PROFILE,
)
link = trusthub.EntityAssignment(
    "primary-profile",
    customer_profile_sid=profile.sid,
    object_sid=primary.sid,
)

pulumi.export("sid", profile.sid)
pulumi.export("status", profile.status)
