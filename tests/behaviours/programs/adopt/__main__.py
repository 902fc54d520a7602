from typing import Any

import pulumi

import pulumi_trusthub as trusthub

config = pulumi.Config()
# What is declared, and what is said of its adoption.
adopt: dict[str, Any] = config.require_object("adopt")
# Not from configuration: that is in the state too, and what is searched for there is this.
representative = trusthub.AuthorizedRepresentative(
    first_name="Ada",
    last_name="Lovelace",
    email="ada@example.com",
    phone_number="+12025550142",
    business_title="Head of Engines",
    job_position="Director",
)
made: list[Any] = []
if "product" in adopt:
    made += [
        trusthub.TrustProduct(
            "product",
            friendly_name="Acme",
            email="compliance@example.com",
            policy_sid=trusthub.Policy.SHAKEN_STIR,
            adopt=adopt["product"],
        )
    ]
if "person" in adopt:
    made += [
        trusthub.EndUser(
            "person",
            friendly_name="Representative",
            type="authorized_representative_1",
            attributes=representative,
            adopt=adopt["person"],
        )
    ]
if "document" in adopt:
    made += [
        trusthub.SupportingDocument(
            "document",
            friendly_name="Where it is",
            type="customer_profile_address",
            attributes=trusthub.CustomerProfileAddress(address_sids="AD" + "1" * 32),
            adopt=adopt["document"],
        )
    ]
if "address" in adopt:
    made += [
        trusthub.Address(
            "address",
            customer_name="Example Business",
            street="12 Example Street",
            city="San Francisco",
            region="CA",
            postal_code="94105",
            iso_country="US",
            friendly_name="Head office",
            adopt=adopt["address"],
        )
    ]
pulumi.export("adopted", [resource.adopted for resource in made])
