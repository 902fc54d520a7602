"""Does EmbeddedStack do what Pulumi's engine does where random histories once found it did not?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from declared import Declared
from twins import Command

if TYPE_CHECKING:
    from collections.abc import Callable

    from twins import Twins


def test_a_whole_life_is_the_same_on_both_engines(new_twins: Callable[[], Twins]) -> None:
    """Components, things, what is only read, and resources of Trust Hub, from up to destroy."""
    program = (
        Declared("box", "box"),
        Declared("a", kind="k", parent="box"),
        Declared("b", feeds=(("unique", "a"),)),
        Declared("look", "look"),
        Declared("person", "person"),
        Declared("product", "product"),
        Declared("link", "link"),
    )
    new_twins().run_all(
        Command("up", program), Command("preview", program), Command("refresh"), Command("destroy")
    )


def test_a_preview_leaves_out_a_read_that_waits_for_a_new_resource(
    new_twins: Callable[[], Twins],
) -> None:
    """A read whose dependency is yet to be made is left out, and its outputs are unknown."""
    program = (Declared("a"), Declared("look", "look", after=("a",)))
    new_twins().run_all(Command("preview", program))


def test_a_read_is_counted_by_its_outputs_alone(new_twins: Callable[[], Twins]) -> None:
    """Other inputs and the same outputs are no line of the summary."""
    new_twins().run_all(
        Command("up", (Declared("look", "look"),)),
        Command("up", (Declared("look", "look"),), owner="you"),
    )


def test_the_option_replace_on_changes_is_in_the_state(new_twins: Callable[[], Twins]) -> None:
    """Though it changes nothing for dynamic resources."""
    new_twins().run_all(
        Command("up", (Declared("a", replace_on=("value",)),)),
        Command("up", (Declared("a", value="2", replace_on=("value",)),)),
    )


def test_the_old_outputs_are_shown_when_the_program_ends_early(
    new_twins: Callable[[], Twins],
) -> None:
    """A resource that is refused ends the program before its outputs are there."""
    new_twins().run_all(
        Command("up", (Declared("a"), Declared("b"))),
        Command("preview", (Declared("a", value="2"),), trouble=(("check", "a", "clean"),)),
        Command("up", (Declared("a", value="2"),), trouble=(("check", "a", "clean"),)),
    )


def test_a_failed_read_is_counted_as_both_engines_do(new_twins: Callable[[], Twins]) -> None:
    """Nothing is known of whether the resource is the same."""
    new_twins().run_all(
        Command("up", (Declared("a"), Declared("b"))),
        Command("refresh", trouble=(("read", "a", "clean"),), drift=(("b", "gone"),)),
    )


def test_the_create_of_a_dependant_deleted_early_names_the_reasons(
    new_twins: Callable[[], Twins],
) -> None:
    """The step that makes it anew names the reasons, the replacement does not."""
    new_twins().run_all(
        Command("up", (Declared("a", unique="u"), Declared("b", feeds=(("kind", "a"),)))),
        Command("up", (Declared("a", unique="v"), Declared("b", feeds=(("kind", "a"),)))),
    )


def test_a_dependant_deleted_before_is_not_deleted_again(
    new_twins: Callable[[], Twins],
) -> None:
    """After a replacement that failed between its halves, only the second half is left to do."""
    dependant = Declared("b", feeds=(("unique", "a"),))
    new_twins().run_all(
        Command("up", (Declared("a", unique="u"), dependant)),
        Command("up", (Declared("a", unique="v"), dependant), trouble=(("create", "a", "clean"),)),
        Command("up", (Declared("a", unique="v"), dependant)),
    )


def test_a_pending_dependant_is_created_without_another_delete(
    new_twins: Callable[[], Twins],
) -> None:
    """Nor when its inputs are as they were, so that nothing but the failure asks for it."""
    dependant = Declared("b", feeds=(("kind", "a"),))
    new_twins().run_all(
        Command("up", (Declared("a", unique="u"), dependant)),
        Command("up", (Declared("a", unique="v"), dependant), trouble=(("create", "a", "half"),)),
        Command("preview", (Declared("a", unique="v"), dependant)),
        Command("up", (Declared("a", unique="v"), dependant)),
        Command("destroy"),
    )


def test_a_read_that_was_made_secret_is_a_line_of_the_summary(
    new_twins: Callable[[], Twins],
) -> None:
    """The mark alone is another output."""
    new_twins().run_all(
        Command("up", (Declared("look", "look"),)),
        Command("up", (Declared("look", "look", hidden=True),)),
    )


def test_an_input_that_was_made_secret_has_changed(new_twins: Callable[[], Twins]) -> None:
    """Beside an input of another value, because the engine shows a secret in its place."""
    new_twins().run_all(
        Command("up", (Declared("a"),)),
        Command("up", (Declared("a", value="1", note="n", secret=True),)),
        Command("up", (Declared("a", value="1", unique="u"),)),
    )
