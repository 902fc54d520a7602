import pulumi

import pulumi_trusthub as trusthub

kind = "authorized_representative_1"
attributes: pulumi.Input[object]
found = trusthub.get_end_users_output(type=kind)
if pulumi.Config().require("form") == "plain":
    people = trusthub.get_end_users(type=kind)
    attributes = people[0].attributes
    pulumi.export("people", people)
else:
    attributes = found.apply(lambda people: people[0].attributes)
    pulumi.export("people", found)
trusthub.Evaluation(
    "evaluation",
    customer_profile_sid=trusthub.get_primary_customer_profile_output().sid,
    triggers={"attributes": attributes},
)
pulumi.export("attributes", attributes)
pulumi.export("sid", pulumi.Output.unsecret(found.apply(lambda people: people[0].sid)))
