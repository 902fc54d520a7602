import pulumi

import pulumi_trusthub as trusthub

profile = trusthub.get_primary_customer_profile_output()

pulumi.export("sid", profile.sid)
