"""Do configuration, providers and secrets go where they should, and nowhere else?"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import pulumi
from toy import Thing
from toy_world import HUSH, failure

from pulumi_trusthub.testing import Secret

if TYPE_CHECKING:
    from toy_world import World

Options = pulumi.ResourceOptions


class Provider(pulumi.ProviderResource):
    """Another owner in the same stack."""

    def __init__(self, name: str, owner: Any) -> None:
        super().__init__("pulumi-python", name, {"toy:owner": owner})


def owners(stack: Any) -> dict[str, Any]:
    """Who made which thing."""
    return {r.name: r.outputs.get("owner") for r in stack.resources if r.type.endswith(":Thing")}


def test_the_program_sees_the_configuration(world: World) -> None:
    """Under its namespace, secrets as secrets."""

    def program() -> None:
        pulumi.export("owner", pulumi.Config("toy").require("owner"))
        pulumi.export("token", pulumi.Config("toy").require_secret("token"))

    config = {"toy:owner": "me", "toy:token": Secret(HUSH)}

    assert {"owner": "me", "token": "[secret]"} == world.stack(program, config=config).up().outputs


def test_the_default_provider_gets_the_whole_configuration(world: World) -> None:
    """The stack's of now, in up."""
    stack = world.stack(lambda: Thing("thing"), config={"toy:owner": "me"})
    stack.up()
    stack.config["toy:owner"] = "you"
    stack.program = lambda: Thing("other")

    stack.up()

    assert {"other": "you"} == owners(stack)
    assert "delete thing for you" in world.log()


def test_refresh_and_destroy_use_the_configuration_in_the_state(world: World) -> None:
    """As the engine does it: after a rotation, up comes first."""
    stack = world.stack(lambda: Thing("thing"), config={"toy:owner": "me"})
    stack.up()
    stack.config["toy:owner"] = "you"

    stack.refresh()
    read = world.log("read")
    stack.destroy()

    assert ["read thing for me"] == read
    assert ["delete thing for me"] == world.log("delete")


def test_an_explicit_provider_has_its_own_configuration(world: World) -> None:
    """Given directly, and through a component."""

    def program() -> None:
        provider = Provider("theirs", "them")
        Thing("theirs-thing", opts=Options(provider=provider))
        box = pulumi.ComponentResource("toy:index:Box", "box", {}, Options(providers=[provider]))
        Thing("boxed", opts=Options(parent=box))
        Thing("mine")

    stack = world.stack(program, config={"toy:owner": "me"})

    result = stack.up()
    world.log()

    assert {"theirs-thing": "them", "boxed": "them", "mine": "me"} == owners(stack)
    assert {"create": 6} == result.changes
    assert stack.preview().nothing_to_do
    stack.destroy()
    assert "delete boxed for them" in world.log()


def test_another_configuration_changes_the_provider_alone(world: World) -> None:
    """An update of the provider, and nothing of what it made."""

    def program(owner: str) -> None:
        Thing("thing", opts=Options(provider=Provider("theirs", owner)))

    stack = world.stack(lambda: program("them"))
    stack.up()
    stack.program = lambda: program("others")
    world.log()

    result = stack.up()

    assert {"update": 1, "same": 2} == result.changes
    assert [] == world.log()
    stack.destroy()
    assert ["delete thing for others"] == world.log()


def test_a_provider_of_unknown_configuration_gets_no_request(world: World) -> None:
    """The preview says so, and up knows."""

    def program(value: str) -> None:
        first = Thing("first", value)
        Thing("second", opts=Options(provider=Provider("late", first.serial)))

    stack = world.stack(lambda: program("1"))
    created = stack.preview()
    stack.up()
    world.log()
    stack.program = lambda: program("2")

    updated = stack.preview()

    assert {"create": 4} == created.changes
    assert {"update": 3, "same": 1} == updated.changes
    assert ["warning"] == [found.severity for found in updated.diagnostics]
    assert [] == [line for line in world.log("check", "diff") if "second" in line]


def test_a_secret_is_never_plain_in_the_state(world: World) -> None:
    """Neither as an input nor in the output of its name, nor in what is made of it."""

    def program() -> None:
        first = Thing("first", pulumi.Output.secret(HUSH), tags={"x": pulumi.Output.secret(HUSH)})
        Thing("second", first.value, opts=Options(additional_secret_outputs=["serial"]))
        pulumi.export("value", first.value)

    stack = world.stack(program, config={"toy:token": Secret(HUSH)})
    result = stack.up()
    stack.refresh()

    first, second = (r for r in stack.resources if r.type.endswith(":Thing"))
    assert {"value": "[secret]"} == result.outputs == stack.outputs
    assert "[secret]" == first.inputs["value"] == first.outputs["value"]
    assert {"x": "[secret]"} == first.inputs["tags"] == first.outputs["tags"]
    assert "[secret]" == second.outputs["serial"] == second.outputs["value"]
    # What the provider computes from a secret is plain unless it is named.
    assert 1 == json.dumps(stack.export()).count(HUSH)
    assert stack.preview().nothing_to_do


def test_the_provider_gets_secrets_in_plain(world: World) -> None:
    """As from the engine, because it does not accept marks."""
    stack = world.stack(lambda: Thing("first", pulumi.Output.secret(HUSH)))

    stack.up()

    assert HUSH in world.files[0].read_text()


def test_no_text_of_a_result_shows_a_secret(world: World) -> None:
    """Neither a result nor the text of a configuration value holds it."""
    stack = world.stack(lambda: Thing("first", pulumi.Output.secret(HUSH)))

    result = stack.up()

    assert HUSH not in repr(result)
    assert HUSH not in repr(Secret(HUSH))


def test_the_environment_reaches_program_and_host(world: World) -> None:
    """And a variable can be taken away."""

    def program() -> None:
        pulumi.export("world", os.environ["TOY_WORLD"])
        pulumi.export("home", os.environ.get("HOME", "gone"))
        Thing("thing")

    result = world.stack(program, environment={"HOME": None}).up()

    assert {"world": str(world.folder), "home": "gone"} == result.outputs
    assert ["thing"] == world.objects


def test_a_host_that_cannot_start_is_an_error(world: World) -> None:
    """Not a hang."""
    stack = world.stack(lambda: Thing("thing"), environment={"PYTHONPATH": "/nonexistent"})

    result = failure(stack.up)

    assert "ModuleNotFoundError" in result.text
