import pulumi

import pulumi_trusthub as trusthub

profile = trusthub.get_primary_customer_profile_output()
evaluations = trusthub.get_evaluations_output(customer_profile_sid=profile.sid)

pulumi.export("sids", evaluations.apply(lambda found: [it.sid for it in found]))
