import pulumi

import pulumi_trusthub as trusthub

config = pulumi.Config()
profile_sid = config.get("profileSid")

product = trusthub.TrustProduct(
    "product",
    friendly_name=config.get("friendlyName") or "Acme",
    email="compliance@example.com",
    policy_sid=config.get("policySid") or trusthub.Policy.SHAKEN_STIR,
    allow_replace=True,
)
ready: list[pulumi.Resource] = [product]
if profile_sid:
    link = trusthub.EntityAssignment("link", trust_product_sid=product.sid, object_sid=profile_sid)
    ready.append(link)

on_profile = profile_sid if config.get("parents") != "product" else None
on_product = product.sid if config.get("parents") != "profile" else None
flags = dict.fromkeys(
    (config.get("flags") or "").split(), True
)  # keep_existing, exclusive, allow_empty


def bulk(name: str, sids: list[str]) -> None:
    trusthub.ChannelEndpointAssignments(
        name,
        channel_endpoint_sids=sids,
        trust_product_sid=on_product,  # type: ignore[arg-type]
        customer_profile_sid=on_profile,
        opts=pulumi.ResourceOptions(depends_on=ready),
        **flags,
    )


if config.get("numberSids") is not None:
    bulk("numbers", (config.get("numberSids") or "").split())
if config.get("moreSids") is not None:
    bulk("more", (config.get("moreSids") or "").split())
for number_sid in (config.get("singleSids") or "").split():
    single = trusthub.ChannelEndpointAssignment(
        f"profile-{number_sid[-4:]}",
        customer_profile_sid=config.require("profileSid"),
        channel_endpoint_sid=number_sid,
    )
    trusthub.ChannelEndpointAssignment(
        f"product-{number_sid[-4:]}",
        trust_product_sid=product.sid,
        channel_endpoint_sid=number_sid,
        opts=pulumi.ResourceOptions(depends_on=[*ready, single]),
    )

pulumi.export("product_sid", product.sid)
