import pulumi

import pulumi_trusthub as trusthub

kinds = trusthub.get_end_user_types_output(machine_name="authorized_representative_1")

pulumi.export("sids", kinds.apply(lambda found: [it.sid for it in found]))
