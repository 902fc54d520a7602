"""Does a failure leave a state that is true, and does the next up finish?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pulumi
import pytest
from toy import Thing
from toy_world import Meeting, failure, pair

if TYPE_CHECKING:
    from collections.abc import Callable

    from toy_world import World

    from pulumi_trusthub.testing import Result, Stack


def names(stack: Stack) -> list[str]:
    """The things in the state."""
    return [r.name for r in stack.resources if r.type.endswith(":Thing")]


def test_a_rejected_input_is_an_error_that_names_the_input(world: World) -> None:
    """In the preview already, and nothing is made."""
    stack = world.stack(lambda: pair("wrong"))

    result = failure(stack.preview)

    assert ["first"] == [d.urn.rsplit("::", 1)[-1] for d in result.diagnostics]
    assert "property value value {wrong} has a problem: it is wrong" in result.errors[0]
    assert "resource 'first'" in result.errors[0]
    assert [] == world.objects


def test_a_preview_first_keeps_up_from_creating_half_of_a_program(world: World) -> None:
    """As pulumi up does it, unlike the Automation API."""

    def program() -> None:
        Thing("good")
        Thing("bad", "wrong")

    stack = world.stack(program)

    failure(lambda: stack.up(skip_preview=False))

    assert [] == world.objects


def test_a_failed_create_leaves_no_trace(world: World) -> None:
    """What came before it is there, what depends on it is not, and the next up finishes."""
    stack = world.stack(pair)
    world.trouble("create", "second", "plain")

    result = failure(stack.up)
    after = names(stack)
    world.peace()
    again = stack.up()

    assert ["first"] == after
    assert "RuntimeError: create went wrong" in result.errors[0]
    assert result.errors[0].startswith("Traceback")
    assert {"create": 1, "same": 2} == again.changes
    assert ["first", "second"] == world.objects


@pytest.mark.parametrize("verb", ["create", "update", "delete", "read", "diff"])
def test_a_status_in_the_trailer_is_the_whole_message(world: World, verb: str) -> None:
    """One line, no traceback, whichever verb it is."""
    stack = world.stack(pair)
    if verb != "create":
        stack.up()
    world.trouble(verb, "first", "clean")
    stack.program = (lambda: pair("2")) if verb != "create" else pair
    verbs: dict[str, Callable[[], Result]] = {"read": stack.refresh, "delete": stack.destroy}

    result = failure(verbs.get(verb, stack.up))

    assert [f"{verb} was refused"] == result.errors
    assert {"first"} == {d.urn.rsplit("::", 1)[-1] for d in result.diagnostics}


def test_a_partly_created_resource_is_saved(world: World) -> None:
    """With its reasons; dependants are not made; the next up updates it without any change."""
    stack = world.stack(pair)
    world.trouble("create", "first", "half")

    result = failure(stack.up)
    saved = stack.resources[-1]
    world.peace()
    world.log()
    previewed = stack.preview()
    done = stack.up()

    assert ["2 errors occurred:\n\t* the first half\n\t* the second half"] == result.errors
    assert ["the first half", "the second half"] == saved.init_errors
    assert "serial of 1" == saved.outputs["serial"]
    assert {"update": 1, "create": 1, "same": 1} == previewed.changes == done.changes
    assert ["update first 1", "create second"] == world.log()
    assert [] == stack.resources[-2].init_errors
    assert stack.preview().nothing_to_do


def test_a_half_done_update_keeps_the_old_inputs(world: World) -> None:
    """And the new outputs, so that the next up sees the change again."""
    stack = world.stack(pair)
    stack.up()
    world.trouble("update", "first", "half")
    stack.program = lambda: pair("2")

    failure(stack.up)
    first = next(r for r in stack.resources if r.name == "first")
    world.peace()
    world.log()
    stack.up()

    assert ("1", "serial of 2") == (first.inputs["value"], first.outputs["serial"])
    assert ["update first 2", "update second serial of 1"] == world.log()


def test_a_partly_created_resource_can_be_destroyed(world: World) -> None:
    """It is in the state, so it goes."""
    stack = world.stack(pair)
    world.trouble("create", "first", "half")
    failure(stack.up)

    stack.destroy()

    assert [] == world.objects


def test_a_failed_update_changes_nothing(world: World) -> None:
    """Neither in the state nor in the dependants."""
    stack = world.stack(pair)
    stack.up()
    world.trouble("update", "first", "plain")
    stack.program = lambda: pair("2")

    failure(stack.up)

    assert ["1", "serial of 1"] == [r.inputs["value"] for r in stack.resources[-2:]]


def test_a_create_under_way_at_a_failure_is_saved(world: World) -> None:
    """An independent create that runs when another fails is finished, and remembered."""
    meeting = Meeting(2)

    def program() -> None:
        Thing("slow", meet=meeting.port)
        Thing("bad", meet=meeting.port)

    stack = world.stack(program)
    world.trouble("create", "bad", "plain")

    failure(stack.up)

    assert meeting.over()
    assert ["slow"] == names(stack) == world.objects


def test_a_failed_delete_keeps_the_resource_in_the_state(world: World) -> None:
    """And everything that it depends on."""
    stack = world.stack(pair)
    stack.up()
    world.trouble("delete", "second", "plain")

    failure(stack.destroy)
    after = names(stack)
    world.peace()
    stack.destroy()

    assert ["first", "second"] == after
    assert [] == world.objects
    assert [] == stack.resources


def test_a_replacement_whose_delete_failed_is_finished(world: World) -> None:
    """The old one stays in the state, marked, and the next up deletes it."""
    stack = world.stack(lambda: pair(kind="a"))
    stack.up()
    stack.program = lambda: pair(kind="b")
    world.trouble("delete", "first", "plain")

    failure(stack.up)
    waiting = [r.name for r in stack.resources if r.delete]
    world.peace()
    world.log()
    result = stack.up()

    assert ["first"] == waiting
    assert ["delete first for None"] == world.log()
    assert {"same": 3} == result.changes
    assert ["first", "second"] == world.objects


def test_a_replacement_whose_create_failed_is_finished(world: World) -> None:
    """The old one was deleted first, and the next up makes the new one."""
    stack = world.stack(lambda: pair(unique="a"))
    stack.up()
    stack.program = lambda: pair(unique="b")
    world.trouble("create", "first", "plain")

    failure(stack.up)
    world.peace()
    world.log()
    result = stack.up()

    assert ["create first"] == world.log()
    assert 1 == result.changes["replace"]
    assert ["first", "second"] == world.objects
    assert stack.preview().nothing_to_do


def test_a_replacement_whose_create_failed_can_be_dropped(world: World) -> None:
    """When the program no longer wants it, nothing is deleted twice."""
    stack = world.stack(lambda: pair(unique="a"))
    stack.up()
    stack.program = lambda: pair(unique="b")
    world.trouble("create", "first", "plain")
    failure(stack.up)
    world.peace()
    world.log()
    stack.program = lambda: None

    stack.up()

    assert ["delete second for None"] == world.log()
    assert [] == names(stack)


def test_an_error_in_the_program_fails_the_run(world: World) -> None:
    """With its traceback; what it had declared before is made, and nothing is deleted."""
    stack = world.stack(pair)
    stack.up()

    def broken() -> None:
        Thing("third")
        raise LookupError("no such thing")

    stack.program = broken
    result = failure(stack.up)

    assert result.errors[0].startswith("Program failed with an unhandled exception:\nTraceback")
    assert result.errors[0].rstrip().endswith("LookupError: no such thing")
    assert ["first", "second", "third"] == sorted(names(stack))


def test_a_run_error_is_shown_as_its_text(world: World) -> None:
    """As the language host does it."""

    def program() -> None:
        raise pulumi.RunError("set toy:owner first")

    assert ["set toy:owner first"] == failure(world.stack(program).up).errors


def test_a_host_that_dies_is_an_error(world: World) -> None:
    """Not a hang."""
    stack = world.stack(pair)
    world.trouble("create", "first", "die")

    result = failure(stack.up)

    assert 1 == len(result.errors)
    assert [] == names(stack)


def test_a_name_used_twice_is_an_error(world: World) -> None:
    """As there is no second object under one URN."""

    def program() -> None:
        Thing("same")
        Thing("same")

    result = failure(world.stack(program).up)

    assert result.errors[0].startswith("Duplicate resource URN")


def test_a_line_that_the_host_prints_is_shown(world: World) -> None:
    """As the engine tells it: about no resource, whatever verb it is that prints."""
    stack = world.stack(pair)
    world.trouble("create", "first", "print")

    result = stack.up()

    assert [("info", "", "a word from create")] == [
        (told.severity, told.urn, told.message) for told in result.diagnostics
    ]


def test_a_message_that_the_program_logs_is_shown(world: World) -> None:
    """With its severity."""
    result = world.stack(lambda: pulumi.warn("mind the gap")).preview()

    assert ["warning: mind the gap"] == result.text.splitlines()


def test_an_output_that_fails_fails_the_program(world: World) -> None:
    """An apply that raises ends the run; what was made stays."""

    def program() -> None:
        first = Thing("first")
        pulumi.export("bad", first.serial.apply(lambda _: 1 / 0))

    stack = world.stack(program)
    result = failure(stack.up)

    assert "ZeroDivisionError" in result.errors[0]
    assert ["first"] == names(stack)
