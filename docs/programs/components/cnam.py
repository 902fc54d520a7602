import pulumi

import pulumi_trusthub as trusthub

numbers = trusthub.get_phone_numbers_output(["+12025550100", "+12025550101"])

caller = trusthub.Cnam(
    "caller-name",
    friendly_name="Caller name",
    email="compliance@example.com",
    cnam_display_name="EXAMPLE INC",
    phone_number_sids=numbers.apply(lambda found: [it.sid for it in found]),
)

pulumi.export("status", caller.status)
pulumi.export("coverage", caller.coverage)
