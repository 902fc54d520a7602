"""SHAKEN/STIR onboarding of a direct customer without subaccounts, in six steps."""

import pulumi

import pulumi_trusthub as trusthub

config = pulumi.Config()
e164_numbers = config.require_object("phoneNumbers")

# 1. The business profile, which was made and approved in Twilio's Console.
profile = trusthub.get_primary_customer_profile_output()
numbers = trusthub.get_phone_numbers_output(e164_numbers)

# 3. The trust product, as a draft.
product = trusthub.TrustProduct(
    "shaken-stir",
    friendly_name=config.get("friendlyName") or "SHAKEN/STIR",
    email=config.require("email"),
    policy_sid=trusthub.Policy.SHAKEN_STIR,
)

# 4. It is linked to the profile.
link = trusthub.EntityAssignment("profile", trust_product_sid=product.sid, object_sid=profile.sid)

required: list[pulumi.Resource] = [link]
for index, e164 in enumerate(e164_numbers):
    number_sid = numbers[index].sid
    # 2. Each number goes onto the profile first …
    on_profile = trusthub.ChannelEndpointAssignment(
        f"{e164}-on-profile",
        customer_profile_sid=profile.sid,
        channel_endpoint_sid=number_sid,
    )
    # 5. … and onto the product then: only a number of a linked profile may be there.
    on_product = trusthub.ChannelEndpointAssignment(
        f"{e164}-on-product",
        trust_product_sid=product.sid,
        channel_endpoint_sid=number_sid,
        opts=pulumi.ResourceOptions(depends_on=[on_profile, link]),
    )
    required += [on_profile, on_product]

# 6. The product is submitted for review when everything else is there.
submission = trusthub.Submission("submission", trust_product_sid=product.sid, requires=required)

pulumi.export("trust_product_sid", product.sid)
pulumi.export("status", submission.status)
