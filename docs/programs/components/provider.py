import pulumi

import pulumi_trusthub as trusthub

config = pulumi.Config()

subaccount = trusthub.Provider(
    "subaccount",
    account_sid=config.require("subaccountSid"),
    auth_token=config.require_secret("subaccountToken"),
)
product = trusthub.TrustProduct(
    "shaken-stir",
    friendly_name="SHAKEN/STIR",
    email="compliance@example.com",
    policy_sid=trusthub.Policy.SHAKEN_STIR,
    opts=pulumi.ResourceOptions(provider=subaccount),
)

pulumi.export("account_sid", product.account_sid)
