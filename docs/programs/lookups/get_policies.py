import pulumi

import pulumi_trusthub as trusthub

policies = trusthub.get_policies_output()

pulumi.export("sids", policies.apply(lambda found: [it.sid for it in found]))
