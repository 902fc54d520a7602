import pulumi

import pulumi_trusthub as trusthub

config = pulumi.Config()
kind = config.require("kind")
bundle, sids = config.get("bundleSid"), (config.get("sids") or "").split()
if kind == "TrustProduct":
    trusthub.TrustProduct(
        "made",
        friendly_name="Customer",
        email="compliance@example.com",
        policy_sid=trusthub.Policy.SHAKEN_STIR,
    )
elif kind == "CustomerProfile":
    trusthub.CustomerProfile(
        "made",
        friendly_name="Customer",
        email="compliance@example.com",
        policy_sid=trusthub.Policy.SECONDARY_CUSTOMER_PROFILE,
    )
elif kind == "EndUser":
    trusthub.EndUser("made", friendly_name="Customer", type="starter_customer_profile_information")
elif kind == "SupportingDocument":
    trusthub.SupportingDocument(
        "made",
        friendly_name="Customer",
        type="customer_profile_address",
        attributes={"address_sids": "AD" + "0" * 32},
    )
elif kind == "Address":
    trusthub.Address(
        "made",
        customer_name="Example Business",
        street="12 Example Street",
        city="San Francisco",
        region="CA",
        postal_code="94105",
        iso_country="US",
    )
elif kind == "EntityAssignment":
    trusthub.EntityAssignment("made", trust_product_sid=bundle or "", object_sid=sids[0])
elif kind == "ChannelEndpointAssignment":
    trusthub.ChannelEndpointAssignment(
        "made", customer_profile_sid=bundle or "", channel_endpoint_sid=sids[0]
    )
elif kind == "ChannelEndpointAssignments":
    trusthub.ChannelEndpointAssignments(
        "made", customer_profile_sid=bundle or "", channel_endpoint_sids=sids
    )
elif kind == "get":
    trusthub.TrustProduct.get("made", bundle or "")
elif kind == "lookup":
    profiles = trusthub.get_customer_profiles(friendly_name="Example Inc")
    trusthub.CustomerProfile(
        "made",
        friendly_name=str(profiles[0].friendly_name),
        email="compliance@example.com",
        policy_sid=trusthub.Policy.SECONDARY_CUSTOMER_PROFILE,
        adopt=True,
    )
elif kind == "TrustProducts":
    for number in range(5):
        trusthub.TrustProduct(
            f"made-{number}",
            friendly_name=f"Customer {number}",
            email="compliance@example.com",
            policy_sid=trusthub.Policy.SHAKEN_STIR,
        )
