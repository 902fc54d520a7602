import pulumi

import pulumi_trusthub as trusthub

people = trusthub.get_end_users_output(type="authorized_representative_1")

pulumi.export("sids", people.apply(lambda found: [it.sid for it in found]))
