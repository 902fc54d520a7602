import pulumi

import pulumi_trusthub as trusthub

config = pulumi.Config()
product = trusthub.TrustProduct.get("product", config.require("productSid"))
if config.get("profileSid"):
    trusthub.EntityAssignment(
        "link", trust_product_sid=product.sid, object_sid=config.require("profileSid")
    )
pulumi.export("friendly_name", product.friendly_name)
pulumi.export("status", product.status)
