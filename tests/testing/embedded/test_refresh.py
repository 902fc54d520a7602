"""Does refresh read what is there into the state, and nothing else?"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pulumi
from toy import Thing
from toy_world import failure

if TYPE_CHECKING:
    from toy_world import World


def pair() -> None:
    """A thing, and one that is made with its serial."""
    first = Thing("first")
    Thing("second", first.serial)


def change(world: World, name: str, **values: object) -> None:
    """Change an object behind the stack's back."""
    file = next(file for file in world.files if file.name.startswith(name))
    file.write_text(json.dumps({**json.loads(file.read_text()), **values}))


def test_an_untouched_resource_is_the_same(world: World) -> None:
    """When nobody touched it; and each thing is read once."""
    stack = world.stack(pair)
    stack.up()
    world.log()

    result = stack.refresh()

    assert {"same": 3} == result.changes
    assert ["read first for None", "read second for None"] == sorted(
        world.log("read", "create", "update", "delete")
    )


def test_drift_is_found_and_repaired(world: World) -> None:
    """Refresh says update, up brings it back."""
    stack = world.stack(pair)
    stack.up()
    change(world, "first", value="moved")

    found = stack.refresh()
    inputs = stack.resources[-2].inputs["value"]
    repaired = stack.up()

    assert {"update": 1, "same": 2} == found.changes
    assert ["value"] == list(found.operations[-2].changed) or "value" in str(found.operations)
    assert "moved" == inputs
    assert {"update": 1, "same": 2} == repaired.changes
    assert stack.preview().nothing_to_do


def test_a_moved_output_is_taken_over_silently(world: World) -> None:
    """No input changed, so nothing is to be done, but the state knows."""
    stack = world.stack(lambda: Thing("first"))
    stack.up()
    change(world, "first", serial="another")

    result = stack.refresh()

    assert {"same": 2} == result.changes
    assert "another" == stack.resources[-1].outputs["serial"]
    assert stack.preview().nothing_to_do


def test_a_missing_resource_is_forgotten_and_created_again(world: World) -> None:
    """And those that depend on it forget that they did."""
    stack = world.stack(pair)
    stack.up()
    next(file for file in world.files if file.name.startswith("first")).unlink()

    found = stack.refresh()
    dependencies = stack.resources[-1].dependencies
    again = stack.up()

    assert {"delete": 1, "same": 2} == found.changes
    assert [] == dependencies
    assert {"create": 1, "same": 2} == again.changes
    assert ["first", "second"] == world.objects


def test_an_unreadable_resource_leaves_the_others_refreshed(world: World) -> None:
    """It stays as it was, and the verb fails."""
    stack = world.stack(pair)
    stack.up()
    change(world, "second", value="moved")
    world.trouble("read", "first", "plain")

    result = failure(stack.refresh)

    assert 1 == len(result.errors)
    assert ["1", "moved"] == [resource.inputs["value"] for resource in stack.resources[-2:]]


def test_a_refresh_mends_a_partly_created_resource(world: World) -> None:
    """Read says that it is whole, so nothing is left to do."""
    stack = world.stack(lambda: Thing("first"))
    world.trouble("create", "first", "half")
    failure(stack.up)
    world.peace()

    stack.refresh()

    assert [] == stack.resources[-1].init_errors
    assert stack.preview().nothing_to_do


def test_a_refresh_does_not_run_the_program(world: World) -> None:
    """It may be gone."""
    stack = world.stack(pair)
    stack.up()

    def gone() -> None:
        raise AssertionError("the program must not run")

    stack.program = gone

    assert stack.refresh().nothing_to_do


def test_a_read_resource_is_refreshed_and_never_deleted(world: World) -> None:
    """Outputs that move are an update in the account."""
    stack = world.stack(lambda: Thing("first"))
    stack.up()
    id_ = stack.resources[-1].id
    other = world.stack(lambda: Thing("looked at", opts=pulumi.ResourceOptions(id=id_)))

    other.up()
    change(world, "first", serial="another")
    result = other.refresh()
    external = other.resources[-1]
    destroyed = other.destroy()

    assert external.external
    assert {"update": 1, "same": 1} == result.changes
    assert "another" == external.outputs["serial"]
    assert {"discard": 1, "delete": 1} == destroyed.changes
    assert ["first"] == world.objects


def test_a_read_of_a_missing_resource_stops_the_program(world: World) -> None:
    """The provider raises, and that is the error."""
    looked_at = pulumi.ResourceOptions(id="nobody")
    stack = world.stack(lambda: Thing("looked at", opts=looked_at))

    assert "RuntimeError: there is no nobody" in failure(stack.preview).errors[0]
    assert "RuntimeError: there is no nobody" in failure(stack.up).errors[0]


def test_a_read_resource_is_created_when_it_is_declared(world: World) -> None:
    """The entry of the read one is dropped, the object it stood for stays."""
    stack = world.stack(lambda: Thing("first"))
    stack.up()
    id_ = stack.resources[-1].id
    other = world.stack(lambda: Thing("thing", opts=pulumi.ResourceOptions(id=id_)))
    other.up()
    other.program = lambda: Thing("thing")

    other.up()

    assert ["first", "thing"] == world.objects
    assert [False] == [r.external for r in other.resources if r.name == "thing"]
