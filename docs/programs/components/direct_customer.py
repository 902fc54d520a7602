import pulumi

import pulumi_trusthub as trusthub

customer = trusthub.DirectCustomer(
    "customer",
    friendly_name="SHAKEN/STIR",
    email="compliance@example.com",
    phone_numbers=["+12025550100", "+12025550101"],
)

pulumi.export("status", customer.status)
pulumi.export("attestations", customer.attestations)
