import pulumi

import pulumi_trusthub as trusthub

config = pulumi.Config()
profile = trusthub.CustomerProfile(
    "profile",
    friendly_name=config.get("friendlyName") or "Customer",
    email="compliance@example.com",
    policy_sid=trusthub.Policy.SECONDARY_CUSTOMER_PROFILE,
)
link = trusthub.EntityAssignment(
    "primary", customer_profile_sid=profile.sid, object_sid=config.require("profileSid")
)
evaluation = trusthub.Evaluation(
    "evaluation",
    customer_profile_sid=profile.sid,
    requires=[link],
    triggers={"attempt": config.get("attempt") or "1"},
)
pulumi.export("status", evaluation.status)
pulumi.export("failures", evaluation.failures)
