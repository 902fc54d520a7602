import json
import os

import pulumi

import pulumi_trusthub as trusthub

config = pulumi.Config()
# The caller of an inline program has variables of its own: None takes one away.
for name, value in json.loads(config.get("callersVariables") or "{}").items():
    os.environ.pop(name, None)
    if value is not None:
        os.environ[name] = value
variables = json.loads(config.get("providersVariables") or "{}")
other = trusthub.Provider("other", **variables) if variables else None
form, explicit = config.get("form"), config.get("explicit")
if form == "plain":
    trusthub.get_phone_numbers(provider=other if explicit == "lookup" else None)
# The lookup comes after the resource: what is declared first must not be made either.
trusthub.TrustProduct(
    "made",
    friendly_name="Customer",
    email="compliance@example.com",
    policy_sid=trusthub.Policy.SHAKEN_STIR,
    opts=pulumi.ResourceOptions(provider=other if explicit == "resource" else None),
)
if form == "output":
    trusthub.get_phone_numbers_output(provider=other if explicit == "lookup" else None)
