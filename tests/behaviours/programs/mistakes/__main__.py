import pulumi

import pulumi_trusthub as trusthub

config = pulumi.Config()
mistake = config.require("mistake")


def product() -> trusthub.TrustProduct:
    return trusthub.TrustProduct(
        "product",
        friendly_name="Acme",
        email="compliance@example.com",
        policy_sid=trusthub.Policy.SHAKEN_STIR,
    )


if mistake == "placeholder":
    trusthub.EntityAssignment(
        "link", trust_product_sid=product().sid, object_sid="BUxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
    )
elif mistake == "wrong-kind":
    trusthub.Submission("submission", trust_product_sid=config.require("numberSid"))
elif mistake == "profile-for-product":
    trusthub.Submission("submission", trust_product_sid=config.require("profileSid"))
elif mistake == "product-before-profile":
    trusthub.ChannelEndpointAssignment(
        "on-product",
        trust_product_sid=product().sid,
        channel_endpoint_sid=config.require("numberSid"),
    )
elif mistake == "attributes":
    trusthub.EndUser(
        "representative",
        friendly_name="Representative",
        type="authorized_representative_1",
        attributes={
            "first_name": "Given",
            "email": "given.family",
            "phone_number": "(202) 555-0142",
            "business_title": "Head of Compliance",
            "job_position": "",
        },
    )
elif mistake == "late-entity":
    trusthub.EntityAssignment(
        "link",
        trust_product_sid=config.require("productSid"),
        object_sid=config.require("profileSid"),
    )
elif mistake == "declared-twice":
    for name in ("first", "second"):
        trusthub.ChannelEndpointAssignment(
            name,
            customer_profile_sid=config.require("profileSid"),
            channel_endpoint_sid=config.require("numberSid"),
        )
