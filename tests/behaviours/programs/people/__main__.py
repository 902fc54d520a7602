import pulumi

from pulumi_trusthub import (
    Address,
    AuthorizedRepresentative,
    CustomerProfileAddress,
    EndUser,
    SupportingDocument,
)

config = pulumi.Config()
# Not from configuration: that is in the state too, and what is searched for there is this.
representative = AuthorizedRepresentative(
    first_name="Ada",
    last_name="King" if config.get_bool("married") else "Lovelace",
    email="ada.without-an-at" if config.get_bool("wrong") else "ada@example.com",
    phone_number="+12025550142",
    business_title="Head of Engines",
    job_position="Director",
)
person = EndUser(
    "person",
    friendly_name=config.get("friendlyName") or "Representative",
    type=config.get("type") or "authorized_representative_1",
    attributes=representative,
)
address = Address(
    "address",
    customer_name="Example Business",
    street=config.get("street") or "12 Example Street",
    city="San Francisco",
    region="CA",
    postal_code="94105",
    iso_country="US",
)
document = SupportingDocument(
    "document",
    friendly_name="Where it is",
    type="customer_profile_address",
    attributes=CustomerProfileAddress(address_sids=[address.sid]),
)
empty = EndUser("empty", friendly_name="Nobody", type="starter_customer_profile_information")
pulumi.export("person_sid", person.sid)
pulumi.export("corrected", pulumi.Output.unsecret(address.corrected))

existing = config.get("existing")
if existing:
    EndUser.get("existing", existing)
