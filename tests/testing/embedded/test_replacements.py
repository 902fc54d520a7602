"""Does EmbeddedStack replace as the engine does?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pulumi
from toy import Thing
from toy_world import pair

if TYPE_CHECKING:
    from toy_world import World


def test_the_new_resource_is_created_before_the_old_one_is_deleted(world: World) -> None:
    """That is the default order: create, move the dependants, delete."""
    stack = world.stack(lambda: pair(kind="a"))
    stack.up()
    world.log()
    stack.program = lambda: pair("2", kind="b")

    result = stack.up()

    assert ["create first", "update second serial of 1", "delete first for None"] == world.log()
    assert {"replace": 1, "update": 1, "same": 1} == result.changes
    assert [("kind",)] == [o.replaces for o in result.operations if o.replaces]
    assert ["create-replacement", "replace", "delete-replaced"] == [
        step.kind for step in result.steps if step.name == "first"
    ]
    assert ["first", "second"] == world.objects


def test_the_provider_can_have_the_old_resource_deleted_first(world: World) -> None:
    """Without harm to dependants that would only be updated."""
    stack = world.stack(lambda: pair(unique="a"))
    stack.up()
    world.log()
    stack.program = lambda: pair(unique="b")

    result = stack.up()

    assert ["delete first for None", "create first"] == world.log()
    assert {"replace": 1, "same": 2} == result.changes


def test_the_option_overrules_the_providers_order(world: World) -> None:
    """The option is stronger than the provider, both ways."""
    early = pulumi.ResourceOptions(delete_before_replace=True)
    late = pulumi.ResourceOptions(delete_before_replace=False)
    stack = world.stack(lambda: pair(kind="a", unique="a"))
    stack.up()
    world.log()

    stack.program = lambda: pair(kind="b", unique="a", opts=early)
    stack.up()
    first = world.log()
    stack.program = lambda: pair(kind="b", unique="b", opts=late)
    stack.up()

    assert ["delete first for None", "create first"] == first
    assert ["create first", "delete first for None"] == world.log()


def test_an_undeclared_dependant_that_was_deleted_early_is_gone(world: World) -> None:
    """A dependant that its parent's replacement deletes first leaves the state in the same up."""

    def both() -> None:
        first = Thing("first", unique="a")
        Thing("second", kind=first.id)

    stack = world.stack(both)
    stack.up()

    stack.program = lambda: Thing("first", unique="b")
    stack.up()

    assert ["first"] == [r.name for r in stack.resources if r.type.endswith(":Thing")]
    assert stack.preview().nothing_to_do


def chain(unique: str, **more: Any) -> None:
    """Three in a row, each replaced when the one before it is."""
    first = Thing("first", unique=unique)
    second = Thing("second", kind=first.id, **more)
    Thing("third", kind=second.id)
    Thing("bystander", opts=pulumi.ResourceOptions(depends_on=[first]))


def test_dependants_that_would_be_replaced_are_deleted_first(world: World) -> None:
    """The last in line first; one that merely depends is let be."""
    stack = world.stack(lambda: chain("a"))
    stack.up()
    world.log()
    stack.program = lambda: chain("b")

    result = stack.up()

    assert [
        "delete third for None",
        "delete second for None",
        "delete first for None",
        "create first",
        "create second",
        "create third",
    ] == world.log()
    assert {"replace": 3, "same": 2} == result.changes


def test_a_replacement_is_checked_without_the_old_inputs(world: World) -> None:
    """With nothing old, because what was old is not carried over."""
    stack = world.stack(lambda: pair(kind="a"))
    stack.up()
    world.log()
    stack.program = lambda: pair(kind="b")

    stack.up()

    checks = [line for line in world.log("check") if "first" in line]
    assert ["check first again", "check first anew"] == checks


def test_a_replacement_can_be_forced(world: World) -> None:
    """By name, once."""
    stack = world.stack(pair)
    stack.up()
    before = stack.resources[-1].id
    world.log()

    result = stack.up(replace=["second"])

    assert {"replace": 1, "same": 2} == result.changes
    assert before != stack.resources[-1].id
    assert ["create second", "delete second for None"] == world.log()
    assert stack.preview().nothing_to_do
