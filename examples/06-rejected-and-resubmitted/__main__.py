"""A trust product that tells why it was rejected, and is submitted again once that is mended."""

import pulumi

import pulumi_trusthub as trusthub

config = pulumi.Config()
email = config.require("email")

profile = trusthub.get_primary_customer_profile_output()
product = trusthub.TrustProduct(
    "shaken-stir",
    friendly_name=config.get("friendlyName") or "SHAKEN/STIR",
    email=email,
    policy_sid=trusthub.Policy.SHAKEN_STIR,
)
link = trusthub.EntityAssignment("profile", trust_product_sid=product.sid, object_sid=profile.sid)
submission = trusthub.Submission(
    "submission",
    trust_product_sid=product.sid,
    requires=[link],
    # What the reviewers judge and this program declares, so that mending it submits again; and a
    # number to raise by hand, for what is mended elsewhere.
    triggers={"email": email, "attempt": config.get_int("attempt") or 1},
)

pulumi.export("trust_product_sid", product.sid)
pulumi.export("status", submission.status)
pulumi.export("reasons", submission.reasons)
