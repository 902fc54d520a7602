"""Does every resource keep the promises that an engine relies on, through either adapter?"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from subjects import SUBJECTS, Subject

from pulumi_trusthub._core.handlers.registry import HANDLERS
from pulumi_trusthub.dynamic.form import native_type
from pulumi_trusthub.dynamic.names import snake
from pulumi_trusthub.plugin.server import SCHEMA
from pulumi_trusthub.testing.values.property_values import (
    PROVIDER_KEY,
    contains_unknown,
    is_secret,
    plain,
)

if TYPE_CHECKING:
    from adapters import Adapter

    from pulumi_trusthub.simulator import Simulator

PROMISED: dict[str, Any] = json.loads(SCHEMA.read_text(encoding="utf-8"))["resources"]
each_resource = pytest.mark.parametrize("subject", SUBJECTS, ids=str)
each_change = pytest.mark.parametrize("subject", [it for it in SUBJECTS if it.change], ids=str)


def known(previewed: dict[str, Any]) -> dict[str, Any]:
    """Give what a preview knows."""
    return {name: it for name, it in plain(previewed).items() if not contains_unknown(it)}


def made(
    subject: Subject, adapter: Adapter, simulator: Simulator
) -> tuple[dict[str, Any], str, dict[str, Any]]:
    """Create a subject's object; give its inputs, its id and its state."""
    inputs = adapter.check(subject.type_name, subject.inputs(adapter, simulator))
    return inputs, *adapter.create(subject.type_name, inputs)


def test_every_resource_is_a_subject() -> None:
    """The list is whole."""
    assert sorted(HANDLERS) == [subject.type_name for subject in SUBJECTS]


@each_resource
def test_an_import_is_unchanged(subject: Subject, adapter: Adapter, simulator: Simulator) -> None:
    """Read by id alone gives inputs which check takes, and in which diff finds nothing."""
    name = subject.type_name
    _, id_, _ = made(subject, adapter, simulator)

    found, state, inputs = adapter.read(name, id_)
    checked = adapter.check(name, inputs, inputs)
    diff = adapter.diff(name, id_, state, checked, inputs)

    assert id_ == found
    assert inputs == checked
    assert not diff.changes


@each_resource
def test_a_refresh_finds_the_same(subject: Subject, adapter: Adapter, simulator: Simulator) -> None:
    """Read with the state gives the state and the inputs."""
    inputs, id_, state = made(subject, adapter, simulator)

    found, read, declared = adapter.read(subject.type_name, id_, state, inputs)

    assert id_ == found
    assert state == read
    assert inputs.items() <= declared.items()


@each_resource
def test_the_preview_of_a_create_comes_true(
    subject: Subject, adapter: Adapter, simulator: Simulator
) -> None:
    """Wherever it knows; and it knows every input."""
    name = subject.type_name
    inputs = adapter.check(name, subject.inputs(adapter, simulator))

    _, previewed = adapter.create(name, inputs, preview=True)
    _, state = adapter.create(name, inputs)

    assert known(previewed).items() <= plain(state).items()
    assert {*inputs, *adapter.adds} == known(previewed).keys()


@each_change
def test_the_preview_of_an_update_comes_true(
    subject: Subject, adapter: Adapter, simulator: Simulator
) -> None:
    """Wherever it knows; and it knows every input, and what no update changes."""
    name, change = subject.type_name, subject.change or {}
    inputs, id_, state = made(subject, adapter, simulator)
    news = {**inputs, **change}

    diff = adapter.diff(name, id_, state, news, inputs)
    previewed = adapter.update(name, id_, state, news, inputs, preview=True)
    updated = adapter.update(name, id_, state, news, inputs)

    assert (True, ()) == (diff.changes, diff.replaces)
    assert known(previewed).items() <= plain(updated).items()
    assert {*news, *(adapter.keeps & state.keys())} <= known(previewed).keys()


@each_resource
def test_a_deleted_object_may_be_deleted_again(
    subject: Subject, adapter: Adapter, simulator: Simulator
) -> None:
    """Gone is gone."""
    _, id_, state = made(subject, adapter, simulator)
    old = {**state, "date_created": "2024-01-01T00:00:00Z", "date_updated": "2024-01-01T00:00:00Z"}

    adapter.delete(subject.type_name, id_, old)
    adapter.delete(subject.type_name, id_, old)
    left = [it.status for it in simulator.control.requests() if it.method == "DELETE"]

    assert len(left) == left.count(204) + left.count(404)


@each_change
def test_the_plugin_names_what_changes(
    subject: Subject, plugin: Adapter, simulator: Simulator
) -> None:
    """And its previews leave no output out; of the dynamic form an engine asks neither."""
    name, change = subject.type_name, subject.change or {}
    inputs, id_, state = made(subject, plugin, simulator)
    news = {**inputs, **change}

    diff = plugin.diff(name, id_, state, news, inputs)
    _, created = plugin.create(name, inputs, preview=True)
    previewed = plugin.update(name, id_, state, news, inputs, preview=True)

    assert {*change} == {snake(path) for path in diff.changed}
    assert state.keys() <= created.keys()
    assert plugin.update(name, id_, state, news, inputs).keys() <= previewed.keys()


@each_resource
def test_a_state_of_the_dynamic_form_moves_over(
    subject: Subject, dynamic: Adapter, plugin: Adapter, simulator: Simulator
) -> None:
    """One update, which sends nothing, gives the outputs their names; then nothing changes."""
    name = subject.type_name
    inputs, id_, state = made(subject, dynamic, simulator)
    pickled = {PROVIDER_KEY: "pickled"}
    olds, old_inputs = {**state, **pickled}, {**inputs, **pickled}
    before = len(simulator.control.requests())

    news = plugin.check(name, inputs, old_inputs)
    moved = plugin.diff(name, id_, olds, news, old_inputs)
    previewed = plugin.update(name, id_, olds, news, old_inputs, preview=True)
    updated = plugin.update(name, id_, olds, news, old_inputs)
    then = plugin.diff(name, id_, updated, news, news)
    sent = simulator.control.requests()[before:]

    assert (True, ()) == (moved.changes, moved.replaces)
    assert updated == previewed
    assert not then.changes
    assert [] == sent
    assert (id_, updated) == plugin.read(name, id_, updated, news)[:2]


@each_resource
def test_a_state_of_the_plugin_is_as_the_schema_says(
    subject: Subject, plugin: Adapter, simulator: Simulator
) -> None:
    """What is required is there, what is secret is marked, and nothing else is there."""
    name = subject.type_name
    promised = PROMISED[native_type(name)]
    inputs, id_, state = made(subject, plugin, simulator)
    news = {**inputs, **(subject.change or {})}
    _, imported, declared = plugin.read(name, id_)

    states = [state, imported, plugin.update(name, id_, state, news, inputs)]
    for kind, needed, found in (
        *(("properties", "required", it) for it in states),
        *(("inputProperties", "requiredInputs", it) for it in (inputs, declared)),
    ):
        described = {snake(each): it for each, it in promised[kind].items()}
        secrets = {each for each, it in described.items() if it.get("secret")}
        defaults = {k: it["default"] for k, it in described.items() if "default" in it}

        assert {snake(each) for each in promised[needed]} <= found.keys() <= described.keys()
        assert secrets & found.keys() == {each for each, it in found.items() if is_secret(it)}
        assert defaults.items() <= found.items()
