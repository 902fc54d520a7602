"""A CNAM product that was set up by hand, taken over with what is on it."""

import pulumi

import pulumi_trusthub as trusthub

config = pulumi.Config()
name = config.get("friendlyName") or "CNAM"
e164_numbers = config.require_object("phoneNumbers")

profile = trusthub.get_primary_customer_profile_output()
numbers = trusthub.get_phone_numbers_output(e164_numbers)

# True takes over the one of this policy and name. A SID does the same, and shows in the preview
# which one: so the one that there is, is looked up. None is made then, and several are an error.
products = trusthub.get_trust_products_output(policy_sid=trusthub.Policy.CNAM, friendly_name=name)
product = trusthub.TrustProduct(
    "cnam",
    friendly_name=name,
    email=config.require("email"),
    policy_sid=trusthub.Policy.CNAM,
    adopt=products.apply(lambda found: found[0].sid if len(found) == 1 else True),
)

# What differs is brought to what is declared. Attributes are secret in the stack's state.
display_name = trusthub.EndUser(
    "display-name",
    friendly_name="Display name",
    type="cnam_information",
    attributes=trusthub.CnamInformation(cnam_display_name=config.require_secret("displayName")),
    adopt=True,
)

# An assignment that is there is taken anyway; like this it stays on destroy, too.
links: list[pulumi.Resource] = [
    trusthub.EntityAssignment(
        "profile", trust_product_sid=product.sid, object_sid=profile.sid, keep_existing=True
    ),
    trusthub.EntityAssignment(
        "name", trust_product_sid=product.sid, object_sid=display_name.sid, keep_existing=True
    ),
]
for index, e164 in enumerate(e164_numbers):
    number_sid = numbers[index].sid
    on_profile = trusthub.ChannelEndpointAssignment(
        f"{e164}-on-profile",
        customer_profile_sid=profile.sid,
        channel_endpoint_sid=number_sid,
        keep_existing=True,
    )
    trusthub.ChannelEndpointAssignment(
        f"{e164}-on-product",
        trust_product_sid=product.sid,
        channel_endpoint_sid=number_sid,
        keep_existing=True,
        opts=pulumi.ResourceOptions(depends_on=[on_profile, *links]),
    )

pulumi.export("trust_product_sid", product.sid)
pulumi.export("adopted", pulumi.Output.all(product.adopted, display_name.adopted))
