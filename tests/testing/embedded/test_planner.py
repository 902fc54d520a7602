"""Does EmbeddedStack create, update and delete as the engine does?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from toy import Thing
from toy_world import Meeting, pair

if TYPE_CHECKING:
    from toy_world import World


def test_a_preview_creates_nothing(world: World) -> None:
    """It says what would be made, outputs are unknown, and nothing is."""
    stack = world.stack(pair)

    result = stack.preview()

    assert {"create": 3} == result.changes
    assert {"serial": "[unknown]"} == result.outputs
    assert [] == world.objects
    assert [] == stack.resources


def test_up_creates_the_declared_resources(world: World) -> None:
    """In order, with outputs of the first as inputs of the second."""
    stack = world.stack(pair)

    result = stack.up()

    assert ["create first", "create second"] == world.log()
    assert {"create": 3} == result.changes
    assert {"serial": "serial of 1"} == result.outputs == stack.outputs
    assert "serial of 1" == stack.resources[-1].inputs["value"]


def test_a_second_up_has_nothing_to_do(world: World) -> None:
    """Preview and up both say so, and call nothing but check and diff."""
    stack = world.stack(pair)
    stack.up()
    world.log()

    previewed, done = stack.preview(), stack.up()

    assert previewed.nothing_to_do
    assert done.nothing_to_do
    assert {"same": 3} == previewed.changes == done.changes
    assert [] == world.log("create", "update", "delete", "read")


def test_a_change_is_an_update(world: World) -> None:
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


def test_an_update_makes_outputs_but_not_the_id_unknown_in_a_preview(world: World) -> None:
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


def test_a_resource_that_is_no_longer_declared_is_deleted(world: World) -> None:
    """At the end, dependants first."""
    stack = world.stack(pair)
    stack.up()
    world.log()
    stack.program = lambda: Thing("third")

    result = stack.up()

    assert ["create third", "delete second for None", "delete first for None"] == world.log()
    assert {"create": 1, "delete": 2, "same": 1} == result.changes
    assert ["third"] == world.objects


def test_destroy_takes_everything_down_without_the_program(world: World) -> None:
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


def test_independent_resources_are_created_and_deleted_at_once(world: World) -> None:
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
def test_a_program_with_many_resources_is_quick(world: World) -> None:
    """Two hundred, all at once, in memory."""

    def program() -> None:
        for number in range(200):
            Thing(f"thing {number}")

    stack = world.stack(program)

    assert {"create": 201} == stack.up().changes
    assert {"delete": 201} == stack.destroy().changes
