import pulumi

import pulumi_trusthub as trusthub

address = trusthub.Address(
    "head-office",
    customer_name="Example Customer",
    street="12 Example Street",
    city="San Francisco",
    region="CA",
    postal_code="94105",
    iso_country="US",
)
document = trusthub.SupportingDocument(
    "address-document",
    friendly_name="Head office",
    type="customer_profile_address",
    attributes={"address_sids": address.sid},
)

pulumi.export("sid", document.sid)
