import pulumi

import pulumi_trusthub as trusthub

numbers = trusthub.get_phone_numbers_output(["+12025550100", "+12025550101"])

product = trusthub.ShakenStir(
    "shaken-stir",
    friendly_name="SHAKEN/STIR",
    email="compliance@example.com",
    phone_number_sids=numbers.apply(lambda found: [it.sid for it in found]),
)

pulumi.export("status", product.status)
pulumi.export("attestations", product.attestations)
