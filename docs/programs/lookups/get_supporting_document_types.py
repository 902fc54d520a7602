import pulumi

import pulumi_trusthub as trusthub

kinds = trusthub.get_supporting_document_types_output(machine_name="customer_profile_address")

pulumi.export("sids", kinds.apply(lambda found: [it.sid for it in found]))
