from typing import Any
from unittest import mock

import pulumi

import pulumi_trusthub as trusthub
from pulumi_trusthub import ShakenStir
from pulumi_trusthub.components import base
from pulumi_trusthub.components.phone_numbers import AssignedNumbers, PhoneNumberInputs


def one_by_one(
    component: pulumi.ComponentResource,
    resource_name: str,
    numbers: PhoneNumberInputs,
    *,
    customer_profile_sid: pulumi.Input[str],
    trust_product_sid: pulumi.Input[str],
    after: list[pulumi.Resource],
    keep_existing: bool,
) -> AssignedNumbers:
    """Declare what the components declared before they had bulk assignments."""
    last: Any = component
    for number_sid in numbers.sids:  # type: ignore[union-attr]
        on_profile = trusthub.ChannelEndpointAssignment(
            f"{resource_name}-{number_sid}-on-profile",
            customer_profile_sid=customer_profile_sid,
            channel_endpoint_sid=number_sid,
            keep_existing=keep_existing,
            opts=pulumi.ResourceOptions(parent=component, depends_on=after),
        )
        last = trusthub.ChannelEndpointAssignment(
            f"{resource_name}-{number_sid}-on-product",
            trust_product_sid=trust_product_sid,
            channel_endpoint_sid=number_sid,
            keep_existing=keep_existing,
            opts=pulumi.ResourceOptions(
                parent=component, depends_on=[on_profile], replace_with=[on_profile]
            ),
        )
    assigned = numbers.by_key.apply(lambda named: frozenset(named.values()))
    bundles = [pulumi.Output.from_input(sid) for sid in (customer_profile_sid, trust_product_sid)]
    return AssignedNumbers(last, numbers.by_key, assigned, bundles)


config = pulumi.Config()
options = pulumi.ResourceOptions()
if config.get("otherAccountSid"):
    other = trusthub.Provider(
        "other",
        account_sid=config.require("otherAccountSid"),
        auth_token=config.require_secret("otherAuthToken"),
    )
    options = pulumi.ResourceOptions(providers=[other])
options.protect = config.get_bool("protect")

declare = one_by_one if config.get("singles") else base.put_on_both
with mock.patch.object(base, "put_on_both", declare):
    shaken_stir = ShakenStir(
        "acme",
        friendly_name=config.get("friendlyName") or "Acme",
        email="compliance@example.com",
        phone_number_sids=(config.get("numberSids") or "").split(),
        customer_profile_sid=config.get("profileSid"),
        adopt=config.get_object("adopt"),
        submit=config.get("submit") != "false",
        triggers=config.get_object("triggers"),
        opts=options,
    )
pulumi.export("product_sid", shaken_stir.trust_product_sid)
pulumi.export("status", shaken_stir.status)
pulumi.export("attestations", shaken_stir.attestations)
