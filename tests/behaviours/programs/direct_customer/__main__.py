import pulumi

import pulumi_trusthub as trusthub

config = pulumi.Config()
customer = trusthub.DirectCustomer(
    "acme",
    friendly_name=config.get("friendlyName") or "Acme",
    email="compliance@example.com",
    phone_numbers=config.require_object("numbers"),
    adopt=config.get_object("adopt"),
)
pulumi.export("product_sid", customer.trust_product_sid)
pulumi.export("status", customer.status)
pulumi.export("attestations", customer.attestations)
