import pulumi

import pulumi_trusthub as trusthub

config = pulumi.Config()
product = trusthub.TrustProduct.get("product", config.require("productSid"))
pulumi.export("friendly_name", product.friendly_name)
pulumi.export("status", product.status)
