"""Does every resource keep the promises that an engine relies on?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from plugin_client import CASES, UNKNOWN, Case, Client, plain

from pulumi_trusthub._core.handlers.registry import HANDLERS
from pulumi_trusthub.dynamic.names import snake

if TYPE_CHECKING:
    from pulumi_trusthub.simulator import Simulator

each_resource = pytest.mark.parametrize("case", CASES, ids=str)
each_change = pytest.mark.parametrize("case", [it for it in CASES if it.change], ids=str)


def known(previewed: dict[str, Any]) -> dict[str, Any]:
    """Give what a preview knows."""
    return {name: value for name, value in previewed.items() if UNKNOWN not in str(value)}


def made(case: Case, client: Client, simulator: Simulator) -> tuple[dict[str, Any], str, Any]:
    """Create a case's object; give its inputs, its id and its state."""
    given = case.inputs(client, simulator)
    inputs = client.ask("Check", case.type_name, news=given)["inputs"]
    id_, state = client.made(case.type_name, inputs)
    return inputs, id_, state


def test_every_resource_is_asked() -> None:
    """The list is whole."""
    assert sorted(HANDLERS) == [case.type_name for case in CASES]


@each_resource
def test_an_import_is_unchanged(case: Case, client: Client, simulator: Simulator) -> None:
    """Read by id alone gives inputs which check takes, and in which diff finds nothing."""
    _, id_, _ = made(case, client, simulator)

    read = client.ask("Read", case.type_name, id=id_)
    checked = client.ask("Check", case.type_name, news=read["inputs"])
    diff = client.ask(
        "Diff", case.type_name, olds=read["properties"], news=checked["inputs"], id=id_
    )

    assert id_ == read["id"]
    assert "failures" not in checked
    assert read["inputs"] == checked["inputs"]
    assert "DIFF_NONE" == diff["changes"]


@each_resource
def test_a_refresh_finds_the_same(case: Case, client: Client, simulator: Simulator) -> None:
    """Read with the state gives the state and the inputs."""
    inputs, id_, state = made(case, client, simulator)

    read = client.ask("Read", case.type_name, id=id_, properties=state, inputs=inputs)

    assert state == read["properties"]
    assert inputs.items() <= read["inputs"].items()


@each_resource
def test_the_preview_of_a_create_comes_true(
    case: Case, client: Client, simulator: Simulator
) -> None:
    """Wherever it knows; and it knows every input, and the account."""
    given = case.inputs(client, simulator)
    inputs = client.ask("Check", case.type_name, news=given)["inputs"]

    previewed = client.ask("Create", case.type_name, properties=inputs, preview=True)["properties"]
    _, state = client.made(case.type_name, inputs)

    assert known(previewed).items() <= state.items()
    assert {*inputs, "accountSid"} == known(previewed).keys()
    assert state.keys() <= previewed.keys()


@each_change
def test_the_preview_of_an_update_comes_true(
    case: Case, client: Client, simulator: Simulator
) -> None:
    """Wherever it knows; and it knows the id's SID and the account."""
    inputs, id_, state = made(case, client, simulator)
    ask: dict[str, Any] = {"id": id_, "olds": state, "news": {**inputs, **(case.change or {})}}

    diff = client.ask("Diff", case.type_name, **ask, old_inputs=inputs)
    previewed = client.ask("Update", case.type_name, **ask, preview=True)["properties"]
    updated = client.ask("Update", case.type_name, **ask)["properties"]

    assert ("DIFF_SOME", []) == (diff["changes"], diff.get("replaces", []))
    assert {*(case.change or {})} == {path.partition(".")[0] for path in diff["detailedDiff"]}
    assert plain(known(previewed)).items() <= plain(updated).items()
    assert {"sid", "accountSid"} & state.keys() <= known(previewed).keys()
    assert updated.keys() <= previewed.keys()


@each_resource
def test_a_deleted_object_may_be_deleted_again(
    case: Case, client: Client, simulator: Simulator
) -> None:
    """Gone is gone."""
    _, id_, state = made(case, client, simulator)
    old = {**state, "dateCreated": "2024-01-01T00:00:00Z", "dateUpdated": "2024-01-01T00:00:00Z"}

    client.ask("Delete", case.type_name, id=id_, properties=old)
    client.ask("Delete", case.type_name, id=id_, properties=old)


@each_resource
def test_a_state_of_the_dynamic_form_moves_over(
    case: Case, client: Client, simulator: Simulator
) -> None:
    """One update, which sends nothing, gives the outputs their names; then nothing changes."""
    inputs, id_, state = made(case, client, simulator)
    dynamic = {snake(name): value for name, value in plain(state).items() if name != "sid"}
    ask: dict[str, Any] = {"id": id_, "news": inputs}
    olds = {**dynamic, "__provider": "pickled"}
    before = len(simulator.control.requests())

    moved = client.ask("Diff", case.type_name, **ask, olds=olds)
    previewed = client.ask("Update", case.type_name, **ask, olds=olds, preview=True)
    updated = client.ask("Update", case.type_name, **ask, olds=olds)["properties"]
    then = client.ask("Diff", case.type_name, **ask, olds=updated)

    assert ("DIFF_SOME", []) == (moved["changes"], moved.get("replaces", []))
    assert state == updated == previewed["properties"]
    assert "DIFF_NONE" == then["changes"]
    assert before == len(simulator.control.requests())
