import pulumi

import pulumi_trusthub as trusthub

config = pulumi.Config()
other = trusthub.Provider(
    "other",
    account_sid=config.require("otherAccountSid"),
    auth_token=config.require_secret("otherAuthToken"),
)
for name, provider in [("ours", None), ("theirs", other)]:
    product = trusthub.TrustProduct(
        name,
        friendly_name="Acme",
        email="compliance@example.com",
        policy_sid=trusthub.Policy.SHAKEN_STIR,
        opts=pulumi.ResourceOptions(provider=provider),
    )
    pulumi.export(name, product.account_sid)

their_numbers = trusthub.get_phone_numbers_output(provider=other)
pulumi.export("their_numbers", their_numbers.apply(len))

plain = trusthub.Provider(
    "plain", account_sid=config.require("otherAccountSid"), auth_token=config.require("plainToken")
)
pulumi.export("plain_numbers", len(trusthub.get_phone_numbers(provider=plain)))
