import pulumi

import pulumi_trusthub as trusthub

documents = trusthub.get_supporting_documents_output(type="customer_profile_address")

pulumi.export("sids", documents.apply(lambda found: [it.sid for it in found]))
