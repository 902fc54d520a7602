"""Does EmbeddedStack create, update, replace and delete as the engine does?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pulumi
import pytest
from toy import Thing
from toy_world import Meeting

if TYPE_CHECKING:
    from toy_world import World


def pair(value: str = "1", **props: Any) -> None:
    """A thing, and one that is made with its serial."""
    first = Thing("first", value, **props)
    Thing("second", first.serial)
    pulumi.export("serial", first.serial)


def test_does_a_preview_make_nothing(world: World) -> None:
    """It says what would be made, outputs are unknown, and nothing is."""
    stack = world.stack(pair)

    result = stack.preview()

    assert {"create": 3} == result.changes
    assert {"serial": "[unknown]"} == result.outputs
    assert [] == world.objects
    assert [] == stack.resources


def test_does_up_make_what_is_declared(world: World) -> None:
    """In order, with outputs of the first as inputs of the second."""
    stack = world.stack(pair)

    result = stack.up()

    assert ["create first", "create second"] == world.log()
    assert {"create": 3} == result.changes
    assert {"serial": "serial of 1"} == result.outputs == stack.outputs
    assert "serial of 1" == stack.resources[-1].inputs["value"]


def test_is_there_nothing_to_do_the_second_time(world: World) -> None:
    """Preview and up both say so, and call nothing but check and diff."""
    stack = world.stack(pair)
    stack.up()
    world.log()

    previewed, done = stack.preview(), stack.up()

    assert previewed.nothing_to_do
    assert done.nothing_to_do
    assert {"same": 3} == previewed.changes == done.changes
    assert [] == world.log("create", "update", "delete", "read")


def test_is_a_change_an_update(world: World) -> None:
    """In place, named, and carried on to the dependant."""
    stack = world.stack(pair)
    stack.up()
    ids = [resource.id for resource in stack.resources]
    world.log()
    stack.program = lambda: pair("2")

    result = stack.up()

    assert ["update first 1", "update second serial of 1"] == world.log()
    assert {"update": 2, "same": 1} == result.changes
    assert [("value",), ("value",)] == [o.changed for o in result.operations if o.changed]
    assert ids == [resource.id for resource in stack.resources]


def test_are_outputs_unknown_in_the_preview_of_an_update_but_not_the_id(world: World) -> None:
    """So a dependant that is fed the id shows no change."""

    def program(value: str) -> None:
        first = Thing("first", value)
        Thing("by id", first.id)
        Thing("by serial", first.serial)

    stack = world.stack(lambda: program("1"))
    stack.up()
    stack.program = lambda: program("2")

    result = stack.preview()

    assert ["first", "by serial"] == [o.name for o in result.operations if o.kind == "update"]


def test_is_the_new_one_made_before_the_old_one_goes(world: World) -> None:
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


def test_is_the_old_one_deleted_first_when_the_provider_says_so(world: World) -> None:
    """Without harm to dependants that would only be updated."""
    stack = world.stack(lambda: pair(unique="a"))
    stack.up()
    world.log()
    stack.program = lambda: pair(unique="b")

    result = stack.up()

    assert ["delete first for None", "create first"] == world.log()
    assert {"replace": 1, "same": 2} == result.changes


def test_is_the_old_one_deleted_first_when_the_option_says_so(world: World) -> None:
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


def test_what_went_early_and_is_declared_no_more_is_gone(world: World) -> None:
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


def test_are_dependants_deleted_first_that_would_be_replaced(world: World) -> None:
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


def test_is_check_called_anew_for_a_replacement(world: World) -> None:
    """With nothing old, because what was old is not carried over."""
    stack = world.stack(lambda: pair(kind="a"))
    stack.up()
    world.log()
    stack.program = lambda: pair(kind="b")

    stack.up()

    checks = [line for line in world.log("check") if "first" in line]
    assert ["check first again", "check first anew"] == checks


def test_is_deleted_what_is_no_longer_declared(world: World) -> None:
    """At the end, dependants first."""
    stack = world.stack(pair)
    stack.up()
    world.log()
    stack.program = lambda: Thing("third")

    result = stack.up()

    assert ["create third", "delete second for None", "delete first for None"] == world.log()
    assert {"create": 1, "delete": 2, "same": 1} == result.changes
    assert ["third"] == world.objects


def test_does_destroy_take_everything_down_without_the_program(world: World) -> None:
    """Dependants first, and the state is empty."""
    stack = world.stack(pair)
    stack.up()
    world.log()

    def gone() -> None:
        raise AssertionError("the program must not run")

    stack.program = gone
    result = stack.destroy()

    assert ["delete second for None", "delete first for None"] == world.log()
    assert {"delete": 3} == result.changes
    assert [] == stack.resources
    assert [] == world.objects


def test_can_a_replacement_be_forced(world: World) -> None:
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


def test_are_independent_things_made_and_deleted_at_once(world: World) -> None:
    """As many as the host has workers: four."""
    making = Meeting(4)

    def program(port: int) -> None:
        for number in range(4):
            Thing(f"thing {number}", meet=port)

    stack = world.stack(lambda: program(making.port))
    stack.up()
    met = making.over()
    for file in world.files:
        file.write_text(file.read_text().replace(str(making.port), "0"))
    stack.refresh()
    deleting = Meeting(4)
    for file in world.files:
        file.write_text(file.read_text().replace('"meet": 0', f'"meet": {deleting.port}'))
    stack.refresh()
    stack.destroy()

    assert met
    assert deleting.over()


@pytest.mark.engine("embedded")
def test_is_a_program_with_many_resources_quick(world: World) -> None:
    """Two hundred, all at once, in memory."""

    def program() -> None:
        for number in range(200):
            Thing(f"thing {number}")

    stack = world.stack(program)

    assert {"create": 201} == stack.up().changes
    assert {"delete": 201} == stack.destroy().changes
