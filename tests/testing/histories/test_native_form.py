"""Does EmbeddedStack do with the plugin's resources what Pulumi's engine does with them?"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from declared import Declared
from twins import Command

if TYPE_CHECKING:
    from collections.abc import Callable

    from twins import Twins

OURS = tuple(Declared(slot, slot) for slot in ("person", "product", "link", "backing", "numbers"))
REFUSED_NUMBER = ("POST", "/TrustProducts/.*/ChannelEndpointAssignments$")


def up(slot: str = "", **change: Any) -> Command:
    """Deploy all of them, one with another declaration."""
    program = tuple(replace(it, **change) if it.slot == slot else it for it in OURS)
    return Command("up", program, native=True)


def again(command: Command, **change: Any) -> Command:
    """Do the same in another way."""
    return replace(command, **change)


def test_a_life_with_the_plugin_is_the_same_on_both_engines(
    new_twins: Callable[[], Twins],
) -> None:
    """Created, updated, replaced with all that needs it, and destroyed."""
    twins = new_twins()

    created, _ = twins.run(up())
    unchanged, _ = twins.run(again(up(), verb="preview"))
    updated, _ = twins.run(up("numbers", value="2"))
    previewed, _ = twins.run(again(up("product", kind="k"), verb="preview"))
    replaced, _ = twins.run(up("product", kind="k"))
    destroyed, _ = twins.run(Command("destroy", native=True))

    assert 6 == created.result.changes["create"]
    assert unchanged.result.nothing_to_do
    assert 1 == updated.result.changes["update"]
    assert previewed.result.changes == replaced.result.changes
    assert 4 == replaced.result.changes["replace"]
    assert [] == destroyed.state.get("resources", [])


def test_drift_of_the_plugins_resources_is_the_same_on_both_engines(
    new_twins: Callable[[], Twins],
) -> None:
    """What somebody renamed or took off shows in a refresh, and the next up repairs it."""
    twins = new_twins()
    twins.run(up())

    for what in ("person", "product", "link", "numbers"):
        twins.run(Command("refresh", native=True, by_hand=(what,)))
    twins.run(Command("refresh", native=True))
    repaired, _ = twins.run(up())

    assert {"create": 1, "update": 3} == {
        kind: repaired.result.changes[kind] for kind in ("create", "update")
    }


def test_a_check_that_the_plugin_fails_is_the_same_on_both_engines(
    new_twins: Callable[[], Twins],
) -> None:
    """The preview ends, nothing is sent, and the state stays."""
    twins = new_twins()
    twins.run(up())

    previewed, _ = twins.run(again(up("product", note="m"), verb="preview"))
    failed, _ = twins.run(up("product", note="m"))

    assert (False, False) == (previewed.well, failed.well)
    assert not failed.requests


def test_a_half_assigned_set_of_numbers_is_the_same_on_both_engines(
    new_twins: Callable[[], Twins],
) -> None:
    """A number on the profile alone is in the state, through a refresh, and the next up ends it."""
    twins = new_twins()

    failed, _ = twins.run(again(up(), faults=(REFUSED_NUMBER,)))
    twins.run(Command("refresh", native=True))
    finished, _ = twins.run(up())
    worse, _ = twins.run(again(up("numbers", value="2"), faults=(REFUSED_NUMBER,)))
    destroyed, _ = twins.run(Command("destroy", native=True))

    assert (False, True, False, True) == (
        failed.well,
        finished.well,
        worse.well,
        destroyed.well,
    )
    [numbers] = [it for it in failed.state["resources"] if it["urn"].endswith("::numbers")]
    assert "1 of 1 numbers could not be assigned:" == numbers["initErrors"][0]


def test_a_stack_moves_to_the_plugin_alike_on_both_engines(
    new_twins: Callable[[], Twins],
) -> None:
    """One update for each resource, which sends nothing, whatever the program ignores."""
    ignoring = up("product", value="2", ignore=("value",))
    twins = new_twins()
    twins.run(again(up(), native=False))

    previewed, _ = twins.run(again(ignoring, verb="preview"))
    moved, _ = twins.run(ignoring)
    then, _ = twins.run(again(ignoring, verb="preview"))
    refreshed, _ = twins.run(Command("refresh", native=True))
    destroyed, _ = twins.run(Command("destroy", native=True))

    assert 5 == previewed.result.changes["update"] == moved.result.changes["update"]
    assert not moved.requests
    assert then.result.nothing_to_do
    assert refreshed.result.nothing_to_do
    assert destroyed.well


def test_the_option_replace_on_changes_is_heeded_for_the_plugins_resources(
    new_twins: Callable[[], Twins],
) -> None:
    """The plugin names what changes, as the dynamic host does not."""
    twins = new_twins()
    twins.run(up("person", replace_on=("*",)))

    replaced, _ = twins.run(up("person", value="2", replace_on=("*",)))

    assert 2 == replaced.result.changes["replace"]
