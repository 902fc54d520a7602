"""The resource classes as a program meets them, under Pulumi's own mocks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pulumi
import pytest
from recorded_parts import PRODUCT as BU
from recorded_parts import Recorded

import pulumi_trusthub as trusthub

if TYPE_CHECKING:
    from collections.abc import Callable

PN = "PN" + "2" * 32
# The SDK's mock monitor makes an event loop in each of its threads and closes none.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

SECRET_MARK = "4dabf18193072939515e22adb298388d"
SECRET = "1b47061264138c4ac30d75fd1eb44270"
ACME: dict[str, Any] = {"friendly_name": "Acme", "email": "a@example.com"}


def run(program: Callable[[], object]) -> None:
    """Run a program to its end."""
    pulumi.runtime.test(program)()


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


def test_sid_comes_from_the_id(mocks: Recorded) -> None:
    """It is unknown in a preview that creates, and known whenever the id is."""
    seen: list[str] = []

    def program() -> pulumi.Output[Any]:
        product = trusthub.TrustProduct("acme", **ACME, policy_sid="RN" + "3" * 32)
        link = trusthub.EntityAssignment.get(
            "link", f"TrustProducts/{BU}/EntityAssignments/BV{'4' * 32}"
        )
        product.sid.apply(seen.append)
        return link.sid.apply(seen.append)

    run(program)

    known = {"BV" + "4" * 32} if mocks.preview else {"BV" + "4" * 32, BU}
    assert known == set(seen)


@pytest.mark.usefixtures("mocks")
def test_every_annotated_output_is_an_attribute() -> None:
    """A field that Twilio fills in can be used in a program before it is there."""

    def program() -> pulumi.Output[Any]:
        made: list[pulumi.Resource] = [
            trusthub.TrustProduct("a", **ACME, policy_sid="RN" + "3" * 32),
            trusthub.EntityAssignment("b", trust_product_sid=BU, object_sid=BU),
            trusthub.ChannelEndpointAssignment(
                "c", customer_profile_sid=BU, channel_endpoint_sid=PN
            ),
            trusthub.Submission("d", trust_product_sid=BU),
            trusthub.TrustProduct.get("e", BU),
            trusthub.Submission.get("f", f"TrustProducts/{BU}"),
            trusthub.CustomerProfile("g", **ACME, policy_sid="RN" + "3" * 32),
            trusthub.Evaluation("h", customer_profile_sid=BU),
            trusthub.EndUser("i", friendly_name="A", type="a", adopt=True),
            trusthub.SupportingDocument("j", friendly_name="A", type="a", adopt="RD" + "1" * 32),
            trusthub.Address.get("k", "AD" + "1" * 32),
            trusthub.ChannelEndpointAssignments(
                "l", trust_product_sid=BU, channel_endpoint_sids=[PN]
            ),
            trusthub.ChannelEndpointAssignments.get(
                "m", f"TrustProducts/{BU}/ChannelEndpointAssignments", channel_endpoint_sids=[PN]
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


def test_a_submission_comes_after_what_it_requires(mocks: Recorded) -> None:
    """``requires`` orders, and ``depends_on`` of the options is kept."""
    order: list[str] = []
    first = Recorded.new_resource

    def ordered(args: pulumi.runtime.MockResourceArgs) -> tuple[str | None, dict[Any, Any]]:
        order.append(args.name)
        return first(mocks, args)

    mocks.new_resource = ordered  # type: ignore[method-assign]

    def program() -> pulumi.Output[Any]:
        one = trusthub.EntityAssignment("one", trust_product_sid=BU, object_sid=BU)
        two = trusthub.EntityAssignment("two", trust_product_sid=BU, object_sid=BU)
        return trusthub.Submission(
            "last",
            trust_product_sid=BU,
            requires=[one],
            opts=pulumi.ResourceOptions(depends_on=[two]),
        ).id

    run(program)

    assert order[-1] == "last"
    assert {"one", "two", "last"} == set(order)


def test_a_thousand_resources_of_one_class(mocks: Recorded) -> None:
    """The SDK dies at the 320th or 488th when a provider is not pickled by reference alone."""

    def program() -> pulumi.Output[Any]:
        return pulumi.Output.all(
            *(
                trusthub.ChannelEndpointAssignment(
                    f"number-{index}", customer_profile_sid=BU, channel_endpoint_sid=PN
                ).id
                for index in range(1_000)
            )
        )

    run(program)

    assert 1_000 == len(mocks.resources)
    assert 1 == len({args.inputs["__provider"] for args in mocks.resources.values()})


def test_a_provider_keeps_its_credentials_secret(mocks: Recorded) -> None:
    """Token and secret are secrets, and the stack's own settings go along."""
    pulumi.runtime.set_config("trusthub:baseUrl", "http://127.0.0.1:1")

    def program() -> pulumi.Output[Any]:
        provider = trusthub.Provider(
            "other", account_sid="AC" + "5" * 32, api_key="SK1", api_secret="a-secret"
        )
        return provider.id

    run(program)

    assert {
        "trusthub:accountSid": "AC" + "5" * 32,
        "trusthub:apiKey": "SK1",
        "trusthub:apiSecret": {SECRET_MARK: SECRET, "value": "a-secret"},
        "trusthub:baseUrl": "http://127.0.0.1:1",
    } == mocks.resources["other"].inputs
