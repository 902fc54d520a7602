import pulumi

import pulumi_trusthub as trusthub

config = pulumi.Config()
protected = (config.get("protected") or "").split()


def options(name: str) -> pulumi.ResourceOptions:
    return pulumi.ResourceOptions(protect=name in protected)


profile_sid: pulumi.Input[str]
if config.get_bool("ownProfile"):
    profile_sid = trusthub.CustomerProfile(
        "profile",
        friendly_name="Acme",
        email="compliance@example.com",
        policy_sid=trusthub.Policy.SECONDARY_CUSTOMER_PROFILE,
    ).sid
else:
    profile_sid = config.require("profileSid")

product = trusthub.TrustProduct(
    "product",
    friendly_name=config.get("friendlyName") or "Acme",
    email="compliance@example.com",
    policy_sid=config.get("policySid") or trusthub.Policy.SHAKEN_STIR,
    status_callback=config.get("statusCallback"),
    allow_replace=config.get_bool("allowReplace") or False,
    opts=options("product"),
)
required: list[pulumi.Resource] = []
if config.get("link") != "none":
    link = trusthub.EntityAssignment(
        config.get("linkName") or "link",
        trust_product_sid=product.sid,
        object_sid=profile_sid,
        force_destroy=config.get("link") == "unlink",
        opts=options("link"),
    )
    required.append(link)
for number_sid in (config.get("numberSids") or "").split():
    on_profile = trusthub.ChannelEndpointAssignment(
        f"profile-{number_sid[-4:]}",
        customer_profile_sid=profile_sid,
        channel_endpoint_sid=number_sid,
    )
    on_product = trusthub.ChannelEndpointAssignment(
        f"product-{number_sid[-4:]}",
        trust_product_sid=product.sid,
        channel_endpoint_sid=number_sid,
        opts=pulumi.ResourceOptions(depends_on=[on_profile, *required[:1]]),
    )
    required += [on_profile, on_product]

if config.get_bool("submit"):
    submission = trusthub.Submission(
        "submission",
        trust_product_sid=product.sid,
        requires=required,
        triggers=config.get_object("triggers"),
        force_destroy=config.get_bool("forceDestroy") or False,
    )
    pulumi.export("status", submission.status)

pulumi.export("product_sid", product.sid)
