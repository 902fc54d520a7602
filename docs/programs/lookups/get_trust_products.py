import pulumi

import pulumi_trusthub as trusthub

products = trusthub.get_trust_products_output(policy_sid=trusthub.Policy.SHAKEN_STIR)

pulumi.export("sids", products.apply(lambda found: [it.sid for it in found]))
