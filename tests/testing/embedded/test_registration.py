"""Does EmbeddedStack understand resource options as the engine does?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pulumi
import pytest
from toy import Thing
from toy_world import failure

from pulumi_trusthub.testing import Unsupported

if TYPE_CHECKING:
    from toy_world import World

Options = pulumi.ResourceOptions


def things(stack: Any) -> dict[str, Any]:
    """The things in the state, by name."""
    return {r.name: r for r in stack.resources if r.type.endswith(":Thing")}


def test_ignored_changes_are_ignored_at_any_depth(world: World) -> None:
    """Old values are put back before check, in mappings and in lists."""
    opts = Options(ignore_changes=["tags.kept", "tags.list[0]", 'tags["a.b"]', "note"])

    def program(word: str) -> None:
        tags = {"kept": word, "list": [word, "same"], "a.b": word, "free": "same"}
        Thing("thing", tags=tags, note=word, opts=opts)

    stack = world.stack(lambda: program("old"))
    stack.up()
    stack.program = lambda: program("new")

    assert stack.preview().nothing_to_do


def test_an_ignored_change_is_put_back_beside_another(world: World) -> None:
    """The other one is made."""

    def program(word: str) -> None:
        Thing("thing", word, note=word, opts=Options(ignore_changes=["note"]))

    stack = world.stack(lambda: program("old"))
    stack.up()
    stack.program = lambda: program("new")
    stack.up()

    inputs = things(stack)["thing"].inputs
    assert ("new", "old") == (inputs["value"], inputs["note"])


def test_a_protected_resource_is_not_destroyed(world: World) -> None:
    """Nor what it depends on; and with a preview first, nothing is."""

    def program() -> None:
        first = Thing("first")
        Thing("kept", first.serial, opts=Options(protect=True))
        Thing("free")

    stack = world.stack(program)
    stack.up()

    careful = failure(lambda: stack.destroy(skip_preview=False))
    before = world.objects
    plain = failure(stack.destroy)

    assert "cannot be deleted\nbecause it is protected" in careful.errors[0]
    assert ["first", "free", "kept"] == before
    assert 1 == len(plain.errors)
    assert ["first", "kept"] == world.objects == sorted(things(stack))


def test_a_protected_resource_is_not_replaced(world: World) -> None:
    """Until the option is gone."""
    protected = Options(protect=True)
    stack = world.stack(lambda: Thing("thing", kind="a", opts=protected))
    stack.up()
    stack.program = lambda: Thing("thing", kind="b", opts=protected)

    result = failure(stack.up)
    stack.program = lambda: Thing("thing", kind="b")

    assert "unable to replace" in result.errors[0]
    assert {"replace": 1, "same": 1} == stack.up().changes


def test_a_retained_resource_is_only_forgotten(world: World) -> None:
    """The object stays when the entry goes."""
    stack = world.stack(lambda: Thing("kept", opts=Options(retain_on_delete=True)))
    stack.up()

    result = stack.destroy()

    assert {"delete": 2} == result.changes
    assert ["kept"] == world.objects


def test_a_resource_deleted_with_another_is_not_deleted_itself(world: World) -> None:
    """With deleted_with, only the other one's delete is called."""

    def program() -> None:
        whole = Thing("whole")
        Thing("part", opts=Options(deleted_with=whole))

    stack = world.stack(program)
    stack.up()
    world.log()

    stack.destroy()

    assert ["delete whole for None"] == world.log()


def test_depends_on_orders_without_properties(world: World) -> None:
    """Both ways."""

    def program() -> None:
        first = Thing("first")
        Thing("second", opts=Options(depends_on=[first]))

    stack = world.stack(program)
    stack.up()
    stack.destroy()

    assert [
        "create first",
        "create second",
        "delete second for None",
        "delete first for None",
    ] == world.log()


class Pair(pulumi.ComponentResource):
    """A component with a thing in it."""

    def __init__(self, name: str, value: str = "1", opts: Options | None = None) -> None:
        super().__init__("toy:index:Pair", name, {}, opts)
        self.inner = Thing(f"{name}-inner", value, opts=Options(parent=self))
        self.register_outputs({"serial": self.inner.serial})


def test_a_component_is_the_parent_of_its_children(world: World) -> None:
    """By URN and in the state, and who depends on it depends on what is in it."""

    def program() -> None:
        pair = Pair("pair")
        Thing("after", opts=Options(depends_on=[pair]))

    stack = world.stack(program)

    result = stack.up()
    pair = next(r for r in stack.resources if r.type == "toy:index:Pair")
    stack.destroy()

    inner = "urn:pulumi:test::project::toy:index:Pair$pulumi-python:dynamic/toy:Thing::pair-inner"
    assert inner in [operation.urn for operation in result.operations]
    assert {"serial": "serial of 1"} == pair.outputs
    assert ["delete after for None", "delete pair-inner for None"] == world.log()[2:]


def test_children_inherit_protection(world: World) -> None:
    """Unless they say otherwise."""

    def program() -> None:
        parent = Thing("parent", opts=Options(protect=True))
        Thing("child", opts=Options(parent=parent))
        Thing("rebel", opts=Options(parent=parent, protect=False))

    stack = world.stack(program)
    stack.up()

    protected = {name: thing.protect for name, thing in things(stack).items()}
    assert {"parent": True, "child": True, "rebel": False} == protected


def test_a_resource_with_an_alias_can_move_and_be_renamed(world: World) -> None:
    """With aliases nothing is made anew, and those that refer to it follow."""

    def before() -> None:
        old = Thing("old")
        Thing("user", old.serial)
        Pair("box")

    def after() -> None:
        alias = pulumi.Alias(name="old", parent=pulumi.ROOT_STACK_RESOURCE)
        parent = Pair("crate", opts=Options(aliases=[pulumi.Alias(name="box")]))
        new = Thing("new", name="old", opts=Options(parent=parent, aliases=[alias]))
        Thing("user", new.serial)

    stack = world.stack(before)
    stack.up()
    world.log()
    stack.program = after

    result = stack.up()

    assert {"same": 5} == result.changes
    assert [] == world.log()
    assert things(stack)["user"].dependencies == [things(stack)["new"].urn]
    assert stack.preview().nothing_to_do
    assert {"delete": 5} == stack.destroy().changes


def test_a_resource_is_replaced_with_another(world: World) -> None:
    """By replace_with, and by deleted_with."""

    def program(kind: str) -> None:
        first = Thing("first", kind=kind)
        Thing("with", opts=Options(replace_with=[first]))
        Thing("part", opts=Options(deleted_with=first))

    stack = world.stack(lambda: program("a"))
    stack.up()
    stack.program = lambda: program("b")

    assert {"replace": 3, "same": 1} == stack.up().changes


def test_a_resource_replaced_with_another_is_deleted_first(world: World) -> None:
    """Then it goes before it."""

    def program(unique: str) -> None:
        first = Thing("first", unique=unique)
        Thing("with", opts=Options(replace_with=[first]))

    stack = world.stack(lambda: program("a"))
    stack.up()
    world.log()
    stack.program = lambda: program("b")
    stack.up()

    assert [
        "delete with for None",
        "delete first for None",
        "create first",
        "create with",
    ] == world.log()


def test_a_changed_trigger_replaces_the_resource(world: World) -> None:
    """When its value changes, and only then."""
    stack = world.stack(lambda: Thing("thing", opts=Options(replacement_trigger="a")))
    stack.up()
    same = stack.up()
    stack.program = lambda: Thing("thing", opts=Options(replacement_trigger="b"))

    assert same.nothing_to_do
    assert {"replace": 1, "same": 1} == stack.up().changes


def test_replace_on_changes_is_ignored(world: World) -> None:
    """As the engine ignores it for dynamic resources."""
    opts = Options(replace_on_changes=["*"])
    stack = world.stack(lambda: Thing("thing", "1", opts=opts))
    stack.up()
    stack.program = lambda: Thing("thing", "2", opts=opts)

    assert {"update": 1, "same": 1} == stack.up().changes


def test_a_whole_resource_can_be_an_input(world: World) -> None:
    """The provider gets its id, as from the engine."""

    def program() -> None:
        first = Thing("first")
        Thing("second", first)

    stack = world.stack(program)
    stack.up()

    assert things(stack)["first"].id == things(stack)["second"].outputs["value"]
    assert stack.preview().nothing_to_do


def _import() -> None:
    Thing("thing", opts=Options(import_="an id"))


def _transform() -> None:
    Thing("thing", opts=Options(transforms=[lambda _: None]))


def _stack_transform() -> None:
    pulumi.runtime.register_stack_transform(lambda _: None)


def _hook() -> None:
    hook = pulumi.ResourceHook("hook", lambda _: None)
    Thing("thing", opts=Options(hooks=pulumi.ResourceHookBinding(before_create=[hook])))


def _foreign() -> None:
    pulumi.CustomResource("other:index:Thing", "thing")


def _reference() -> None:
    pulumi.StackReference("organization/project/other")


@pytest.mark.engine("embedded")
@pytest.mark.parametrize(
    ("program", "named"),
    [
        (_import, "import_"),
        (_transform, "transforms"),
        (_stack_transform, "stack transforms"),
        (_hook, "hooks"),
        (_foreign, "other:index:Thing"),
        (_reference, "StackReference"),
    ],
)
def test_an_unsupported_option_is_named(world: World, program: Any, named: str) -> None:
    """With an error of its own, and nothing is made."""
    stack = world.stack(program)

    with pytest.raises(Unsupported, match=named):
        stack.up()

    assert [] == world.objects
