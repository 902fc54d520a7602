import pulumi

import pulumi_trusthub as trusthub

config = pulumi.Config()
attributes = (
    config.require_secret_object("attributes")
    if config.get_bool("secret")
    else config.require_object("attributes")
)
made = trusthub.EndUser(
    "made", friendly_name="Made", type=config.require("type"), attributes=attributes
)
pulumi.export("sid", made.sid)
