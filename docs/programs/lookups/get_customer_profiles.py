import pulumi

import pulumi_trusthub as trusthub

profiles = trusthub.get_customer_profiles_output(status="twilio-approved")

pulumi.export("sids", profiles.apply(lambda found: [it.sid for it in found]))
