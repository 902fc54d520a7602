import pulumi

import pulumi_trusthub as trusthub

numbers = trusthub.get_phone_numbers_output(["+12025550100", "+12025550101"])

pulumi.export("sids", numbers.apply(lambda found: [it.sid for it in found]))
