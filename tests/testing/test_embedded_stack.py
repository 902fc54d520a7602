"""Does EmbeddedStack deploy resources of the plugin, as it does dynamic ones?"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pulumi
import pytest
from policy_sids import SHAKEN_STIR

from pulumi_trusthub.testing import DeploymentFailed, EmbeddedStack, Secret, Unsupported

if TYPE_CHECKING:
    from collections.abc import Callable

    from pulumi_trusthub.simulator import Simulator

NAMES = ("TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TWILIO_API_KEY", "TRUSTHUB_BASE_URL")
Options = pulumi.ResourceOptions


class Native(pulumi.CustomResource):
    """A resource of the plugin, by its bare type."""

    sid: pulumi.Output[str]

    def __init__(self, kind: str, name: str, opts: Options | None = None, **given: Any) -> None:
        super().__init__(f"trusthub:index:{kind}", name, {**given, "sid": None}, opts)


class NativeProvider(pulumi.ProviderResource):
    """A provider of the plugin, by its bare type."""

    def __init__(self, name: str, **given: Any) -> None:
        super().__init__("trusthub", name, given)


def product(name: str = "Acme", **given: Any) -> Native:
    """Declare a product."""
    inputs = {"friendlyName": name, "email": "compliance@example.com", "policySid": SHAKEN_STIR}
    return Native("TrustProduct", "product", **{**inputs, **given})


def stack_of(simulator: Simulator, program: Callable[[], object]) -> EmbeddedStack:
    """Make a stack with the simulator's credentials."""
    config: dict[str, str | Secret] = {
        "trusthub:accountSid": simulator.account_sid,
        "trusthub:authToken": Secret(simulator.auth_token),
        "trusthub:baseUrl": simulator.url,
    }
    return EmbeddedStack(program, config=config, environment=dict.fromkeys(NAMES))


def test_a_native_resource_lives_its_life(simulator: Simulator) -> None:
    """Created, compared, updated, refreshed and destroyed."""

    def program(name: str) -> None:
        sid = product(name).sid
        Native(
            "EntityAssignment",
            "link",
            trustProductSid=sid,
            objectSid=simulator.customer_profile_sid,
        )

    stack = stack_of(simulator, lambda: program("Acme"))
    before = simulator.control.counts()
    first = stack.up()
    again = stack.preview()
    stack.program = lambda: program("Other")
    renamed = stack.up()
    refreshed = stack.refresh()
    stack.destroy()

    assert {"create": 3} == first.changes
    assert again.nothing_to_do
    assert {"update": 1, "same": 2} == renamed.changes
    assert [("friendlyName",)] == [it.changed for it in renamed.operations if it.kind == "update"]
    assert refreshed.nothing_to_do
    assert before == simulator.control.counts()


def test_a_preview_of_an_update_knows_what_stays(simulator: Simulator) -> None:
    """So what depends on the product shows no change."""

    def program(name: str) -> None:
        pulumi.export("sid", product(name).sid)

    stack = stack_of(simulator, lambda: program("Acme"))
    created = stack.preview().outputs
    stack.up()
    stack.program = lambda: program("Other")

    updated = stack.preview().outputs

    assert {"sid": "[unknown]"} == created
    assert stack.outputs == updated


def test_the_plugin_marks_secrets_by_itself(simulator: Simulator) -> None:
    """The attributes of a person are in plain neither in inputs nor in outputs."""
    attributes = {"cnam_display_name": "EXAMPLE"}
    stack = stack_of(
        simulator,
        lambda: Native(
            "EndUser",
            "person",
            friendlyName="Name",
            type="cnam_information",
            attributes=pulumi.Output.secret(attributes),
        ),
    )

    stack.up()
    stack.refresh()

    [person] = [it for it in stack.resources if it.name == "person"]
    assert "[secret]" == person.inputs["attributes"] == person.outputs["attributes"]
    assert "EXAMPLE" not in json.dumps(stack.export())
    assert stack.preview().nothing_to_do


def test_another_account_replaces_what_a_native_provider_has_made(simulator: Simulator) -> None:
    """The plugin compares the configurations, and another token alone is an update."""

    def program(sid: str, token: str) -> None:
        provider = NativeProvider("theirs", accountSid=sid, authToken=token, baseUrl=simulator.url)
        product(opts=Options(provider=provider))

    ours = (simulator.account_sid, simulator.auth_token)
    theirs = (simulator.subaccount_sid, simulator.subaccount_auth_token)
    stack = stack_of(simulator, lambda: program(*ours))
    stack.up()
    stack.program = lambda: program(ours[0], "another")
    token = stack.preview()
    stack.program = lambda: program(*theirs)
    account = stack.up()
    [made] = [it.outputs["accountSid"] for it in stack.resources if it.name == "product"]
    stack.destroy()

    assert {"update": 1, "same": 2} == token.changes
    assert {"replace": 2, "same": 1} == account.changes
    assert simulator.subaccount_sid == made


def test_replace_on_changes_replaces_a_native_resource(simulator: Simulator) -> None:
    """Of which the plugin names the changed properties."""
    opts = Options(replace_on_changes=["friendlyName"], delete_before_replace=True)
    stack = stack_of(simulator, lambda: product("Acme", opts=opts))
    stack.up()
    stack.program = lambda: product("Other", opts=opts)

    result = stack.up()

    assert {"replace": 1, "same": 1} == result.changes


def test_a_failed_check_names_the_property(simulator: Simulator) -> None:
    """In the plugin's words, in the preview already."""
    stack = stack_of(simulator, lambda: product(email="nobody"))

    with pytest.raises(DeploymentFailed, match=r"property email value \{nobody\} has a problem"):
        stack.preview()


def test_a_function_of_the_plugin_is_called(simulator: Simulator) -> None:
    """With the configuration of the stack."""

    def program() -> None:
        found = pulumi.runtime.invoke("trusthub:index:getPhoneNumbers", {}).value
        pulumi.export("count", len(found["phoneNumbers"]))

    assert {"count": len(simulator.phone_numbers)} == stack_of(simulator, program).up().outputs


def test_a_remote_component_is_left_to_the_engine(simulator: Simulator) -> None:
    """And the error says who does it."""

    def program() -> None:
        pulumi.ComponentResource("trusthub:index:ShakenStir", "it", {}, remote=True)

    with pytest.raises(Unsupported, match=r"remote components, .*ShakenStir: use PulumiStack"):
        stack_of(simulator, program).up()
