"""Is the state kept in a file, and read by nobody without its passphrase?"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from toy_world import HUSH, pair_with_a_secret

from pulumi_trusthub.testing import Secret

if TYPE_CHECKING:
    from pathlib import Path

    from toy_world import World


@pytest.mark.engine("embedded")
def test_another_stack_object_can_go_on(world: World, tmp_path: Path) -> None:
    """With the same file and passphrase."""
    file = tmp_path / "state.json"
    world.stack(pair_with_a_secret, state=str(file), passphrase="x").up()
    again = world.stack(pair_with_a_secret, state=file, passphrase="x")

    assert again.preview().nothing_to_do
    assert HUSH not in file.read_text()
    again.destroy()
    assert [] == json.loads(file.read_text())["deployment"]["resources"]


@pytest.mark.engine("embedded")
def test_a_wrong_passphrase_is_an_error_that_names_the_passphrase(
    world: World, tmp_path: Path
) -> None:
    """And the file stays as it is."""
    file = tmp_path / "state.json"
    world.stack(pair_with_a_secret, state=file, passphrase="x").up()

    with pytest.raises(ValueError, match="PULUMI_CONFIG_PASSPHRASE"):
        world.stack(pair_with_a_secret, state=file, passphrase="y")


@pytest.mark.engine("embedded")
def test_a_file_without_a_passphrase_is_refused(world: World, tmp_path: Path) -> None:
    """Because nobody could read its secrets again."""
    with pytest.raises(ValueError, match="PULUMI_CONFIG_PASSPHRASE"):
        world.stack(pair_with_a_secret, state=tmp_path / "state.json")


def test_an_export_has_pulumis_form(world: World) -> None:
    """Version 3, names in camel case, secrets in the engine's envelope."""
    stack = world.stack(pair_with_a_secret, config={"toy:owner": Secret("me")})
    stack.up()

    exported = stack.export()
    resources = exported["deployment"]["resources"]
    second, shown = resources[-1], stack.export(show_secrets=True)["deployment"]["resources"]

    assert 3 == exported["version"]
    assert [
        "pulumi:pulumi:Stack",
        "pulumi:providers:pulumi-python",
        "pulumi-python:dynamic/toy:Thing",
        "pulumi-python:dynamic/toy:Thing",
    ] == [found["type"] for found in resources]
    assert {"urn", "type", "custom", "id", "inputs", "outputs", "parent", "provider"} <= set(second)
    assert {"value": [resources[-2]["urn"]]} == {
        key: urns for key, urns in second["propertyDependencies"].items() if urns
    }
    assert ["ciphertext"] == [
        key for key in resources[-2]["inputs"]["note"] if not key.startswith("4dabf")
    ]
    assert json.dumps(HUSH) == shown[-2]["inputs"]["note"]["plaintext"]


def test_an_export_can_be_imported(world: World) -> None:
    """With its secrets shown, as from pulumi stack export --show-secrets."""
    stack = world.stack(pair_with_a_secret)
    stack.up()
    other = world.stack(pair_with_a_secret)

    other.import_(json.loads(json.dumps(stack.export(show_secrets=True))))

    assert other.preview().nothing_to_do
    assert "[secret]" == other.resources[-2].inputs["note"]


@pytest.mark.engine("embedded")
def test_another_process_cannot_read_a_stack_without_a_passphrase(world: World) -> None:
    """A stack in memory keeps its key to itself."""
    stack = world.stack(pair_with_a_secret)
    stack.up()

    with pytest.raises(ValueError, match="--show-secrets"):
        world.stack(pair_with_a_secret).import_(stack.export())
