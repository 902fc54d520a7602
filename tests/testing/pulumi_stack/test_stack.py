"""Does PulumiStack keep to itself, and leave nothing behind?"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pulumi
import pytest
from skips import needs_pulumi
from toy import Thing

import pulumi_trusthub as trusthub
from pulumi_trusthub.testing import EmbeddedStack, PulumiStack, Secret

if TYPE_CHECKING:
    from pathlib import Path

    from toy_world import World

    from pulumi_trusthub.simulator import Simulator

pytestmark = pytest.mark.engine("pulumi")


def thing() -> None:
    """Declare one thing, and tell what of Pulumi's the program sees."""
    Thing("thing", pulumi.Config("toy").require_secret("value"))
    pulumi.export("seen", sorted(name for name in os.environ if name.startswith("PULUMI_")))


def product() -> None:
    """Declare a product of Trust Hub."""
    trusthub.TrustProduct(
        "product",
        friendly_name="Example",
        email="compliance@example.com",
        policy_sid=trusthub.Policy.SHAKEN_STIR,
    )


def made(world: World, **options: Any) -> PulumiStack:
    """Make a stack of one thing."""
    stack = world.stack(thing, config={"toy:value": Secret("a secret")}, **options)
    assert isinstance(stack, PulumiStack)
    return stack


def test_a_stack_keeps_its_files_in_one_folder_and_removes_them(world: World) -> None:
    """State, configuration and Pulumi's home, all secrets encrypted."""
    stack = made(world)
    stack.up()
    files = [path for path in stack._folder.rglob("*") if path.is_file()]
    plain = [path for path in files if b'"a secret"' in path.read_bytes()]

    stack.close()

    assert {"home", "state"} <= {path.relative_to(stack._folder).parts[0] for path in files}
    assert [] == plain
    assert not stack._folder.exists()


def test_the_callers_own_settings_of_pulumi_change_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Neither the backend, the account nor the passphrase of the caller's own stacks is used."""
    for name in ("PULUMI_BACKEND_URL", "PULUMI_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "theirs"))
    monkeypatch.setenv("PULUMI_ACCESS_TOKEN", "theirs")
    monkeypatch.setenv("PULUMI_CONFIG_PASSPHRASE_FILE", str(tmp_path / "nowhere"))

    result = made(world).up()

    assert {"create": 2} == result.changes
    assert not (tmp_path / "theirs").exists()


def test_each_engine_can_go_on_with_the_others_state(world: World) -> None:
    """By export and import, in both directions, with nothing left to do."""
    real = made(world)
    real.up()
    embedded = EmbeddedStack(
        thing, config={"toy:value": Secret("a secret")}, environment=world.environment
    )

    embedded.import_(real.export(show_secrets=True))
    there = embedded.preview()
    real.import_(embedded.export(show_secrets=True))
    back = real.preview()

    assert (True, True) == (there.nothing_to_do, back.nothing_to_do)
    real.destroy()
    assert [] == world.objects


@needs_pulumi
def test_the_plugin_is_that_of_the_stacks_own_python(tmp_path: Path, simulator: Simulator) -> None:
    """Whatever plugin is on PATH, and nothing is said of it."""
    other = tmp_path / "pulumi-resource-trusthub"
    other.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    other.chmod(0o700)
    path = os.pathsep.join([str(tmp_path), os.environ["PATH"]])
    config: dict[str, str | Secret] = {
        "trusthub:accountSid": simulator.account_sid,
        "trusthub:authToken": Secret(simulator.auth_token),
        "trusthub:baseUrl": simulator.url,
        "trusthub:native": "true",
    }

    with PulumiStack(product, config=config, environment={"PATH": path}) as stack:
        made = stack.up()
        types = [it.type for it in stack.resources if it.name == "product"]
        stack.destroy()

    assert ["trusthub:index:TrustProduct"] == types
    assert "" == made.text
    assert 0 == simulator.control.counts()["trust_products"]


def test_a_missing_pulumi_command_is_an_error_with_the_next_step(
    world: World, tmp_path: Path
) -> None:
    """Install the command, or do without."""
    with pytest.raises(FileNotFoundError, match=r"install Pulumi's CLI, or use EmbeddedStack"):
        world.stack(thing, environment={"PATH": str(tmp_path)})
