"""The resource classes as a program meets them, under Pulumi's own mocks."""

from __future__ import annotations

from typing import Any

import pulumi
import pytest
from recorded_parts import ACME, PRODUCT, Recorded, run

import pulumi_trusthub as trusthub

PN = "PN" + "2" * 32


def test_inputs_go_to_the_engine_under_their_names(mocks: Recorded) -> None:
    """What is left out is not sent, and an enum is sent as its value."""
    run(
        lambda: (
            trusthub.TrustProduct(
                "acme", **ACME, policy_sid=trusthub.Policy.SHAKEN_STIR, status_callback=None
            ).id
        )
    )

    sent = dict(mocks.resources["acme"].inputs)
    assert sent.pop("__provider")
    assert {**ACME, "policy_sid": trusthub.Policy.SHAKEN_STIR.value} == sent
    assert mocks.resources["acme"].typ == "pulumi-python:dynamic/trusthub:TrustProduct"


def test_the_sid_comes_from_the_id(mocks: Recorded) -> None:
    """It is unknown in a preview that creates, and known whenever the id is."""
    seen: list[str] = []

    def program() -> pulumi.Output[Any]:
        product = trusthub.TrustProduct("acme", **ACME, policy_sid="RN" + "3" * 32)
        link = trusthub.EntityAssignment.get(
            "link", f"TrustProducts/{PRODUCT}/EntityAssignments/BV{'4' * 32}"
        )
        product.sid.apply(seen.append)
        return link.sid.apply(seen.append)

    run(program)

    known = {"BV" + "4" * 32} if mocks.preview else {"BV" + "4" * 32, PRODUCT}
    assert known == set(seen)


@pytest.mark.usefixtures("mocks")
def test_every_annotated_output_is_an_attribute() -> None:
    """A field that Twilio fills in can be used in a program before it is there."""

    def program() -> pulumi.Output[Any]:
        made: list[pulumi.Resource] = [
            trusthub.TrustProduct("a", **ACME, policy_sid="RN" + "3" * 32),
            trusthub.EntityAssignment("b", trust_product_sid=PRODUCT, object_sid=PRODUCT),
            trusthub.ChannelEndpointAssignment(
                "c", customer_profile_sid=PRODUCT, channel_endpoint_sid=PN
            ),
            trusthub.Submission("d", trust_product_sid=PRODUCT),
            trusthub.TrustProduct.get("e", PRODUCT),
            trusthub.Submission.get("f", f"TrustProducts/{PRODUCT}"),
            trusthub.CustomerProfile("g", **ACME, policy_sid="RN" + "3" * 32),
            trusthub.Evaluation("h", customer_profile_sid=PRODUCT),
            trusthub.EndUser("i", friendly_name="A", type="a", adopt=True),
            trusthub.SupportingDocument("j", friendly_name="A", type="a", adopt="RD" + "1" * 32),
            trusthub.Address.get("k", "AD" + "1" * 32),
            trusthub.ChannelEndpointAssignments(
                "l", trust_product_sid=PRODUCT, channel_endpoint_sids=[PN]
            ),
            trusthub.ChannelEndpointAssignments.get(
                "m",
                f"TrustProducts/{PRODUCT}/ChannelEndpointAssignments",
                channel_endpoint_sids=[PN],
            ),
        ]
        outputs = [
            getattr(resource, name)
            for resource in made
            for base in type(resource).__mro__
            if base.__module__.startswith("pulumi_trusthub.")
            for name in (*base.__annotations__, "sid")
            if not name.startswith("_") and (name != "sid" or hasattr(base, "sid"))
        ]
        assert all(isinstance(output, pulumi.Output) for output in outputs)
        return pulumi.Output.all(*outputs)

    run(program)


def test_a_thousand_resources_of_one_class_are_declared(mocks: Recorded) -> None:
    """The SDK dies at the 320th or 488th when a provider is not pickled by reference alone."""

    def program() -> pulumi.Output[Any]:
        return pulumi.Output.all(
            *(
                trusthub.ChannelEndpointAssignment(
                    f"number-{index}", customer_profile_sid=PRODUCT, channel_endpoint_sid=PN
                ).id
                for index in range(1_000)
            )
        )

    run(program)

    assert 1_000 == len(mocks.resources)
    assert 1 == len({args.inputs["__provider"] for args in mocks.resources.values()})
