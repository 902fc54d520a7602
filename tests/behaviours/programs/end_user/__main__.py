import pulumi

import pulumi_trusthub as trusthub

config = pulumi.Config()
attributes = (
    config.require_secret_object("attributes")
    if config.get_bool("secret")
    else config.require_object("attributes")
)
later = config.get("later")
if later:
    # The name of another end user, which is not known before that end user exists.
    other = trusthub.EndUser(
        "other", friendly_name=attributes[later], type="starter_customer_profile_information"
    )
    attributes = {
        **attributes,
        later: pulumi.Output.all(other.date_created, other.friendly_name).apply(lambda it: it[1]),
    }
made = trusthub.EndUser(
    "made", friendly_name="Made", type=config.require("type"), attributes=attributes
)
pulumi.export("sid", made.sid)
