import pulumi

import pulumi_trusthub as trusthub

profile = trusthub.get_primary_customer_profile_output()
assignments = trusthub.get_entity_assignments_output(customer_profile_sid=profile.sid)

pulumi.export("sids", assignments.apply(lambda found: [it.sid for it in found]))
