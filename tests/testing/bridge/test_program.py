"""Is a program run as the language host would run it, and is nothing left of it?"""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psutil
import pulumi
import pytest
from toy import Thing
from toy_world import failure

if TYPE_CHECKING:
    from toy_world import World

MAIN = """
import os, sys
import helper
import pulumi
from toy import Thing

Thing(helper.NAME)
pulumi.export("cwd", os.getcwd())
pulumi.export("main", __name__)
pulumi.export("preview", pulumi.runtime.is_dry_run())
pulumi.export("stack", f"{pulumi.get_project()}/{pulumi.get_stack()}")
"""


def project(folder: Path, name: str, *, main: str = "") -> Path:
    """Write a project with a helper module that is called as the other's."""
    program = folder / main if main else folder
    program.mkdir(parents=True)
    line = f"main: {main}/  # where it is\n" if main else ""
    (folder / "Pulumi.yaml").write_text(f"name: project\nruntime: python\n{line}")
    (program / "__main__.py").write_text(MAIN)
    (program / "helper.py").write_text(f"NAME = {name!r}\n")
    return folder


@pytest.mark.parametrize("main", ["", "inside"])
def test_a_project_runs_in_its_own_directory(world: World, tmp_path: Path, main: str) -> None:
    """In its directory, which Pulumi.yaml may say is another, as the main module."""
    folder = project(tmp_path / "project", "thing", main=main)

    result = world.stack(folder).up()

    assert {
        "cwd": str((folder / main).resolve()),
        "main": "__main__",
        "preview": False,
        "stack": "project/test",
    } == result.outputs
    assert ["thing"] == world.objects


def test_two_programs_do_not_mix(world: World, tmp_path: Path) -> None:
    """Though their helper modules have one name, and nothing is left in this process."""
    one = project(tmp_path / "one", "of one")
    two = project(tmp_path / "two", "of two")
    before = (Path.cwd(), list(sys.path), list(sys.argv), sys.modules["__main__"], dict(os.environ))
    stack = world.stack(one)
    stack.up()
    stack.program = two

    stack.up()

    after = (Path.cwd(), list(sys.path), list(sys.argv), sys.modules["__main__"], dict(os.environ))
    assert ["of two"] == world.objects
    assert "helper" not in sys.modules
    assert before == after


def test_an_edited_program_runs_as_edited(world: World, tmp_path: Path) -> None:
    """Even when it was edited within the second."""
    folder = project(tmp_path / "project", "before")
    stack = world.stack(folder)
    stack.preview()
    (folder / "helper.py").write_text("NAME = 'behind'\n")

    stack.up()

    assert ["behind"] == world.objects


def test_a_stack_whose_program_is_deleted_can_be_destroyed(world: World, tmp_path: Path) -> None:
    """With all its folder."""
    folder = project(tmp_path / "project", "thing")
    stack = world.stack(folder)
    stack.up()
    for file in folder.iterdir():
        file.unlink()
    folder.rmdir()

    stack.destroy()

    assert [] == world.objects


def test_a_missing_program_is_explained(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where it was looked for, and what a path means; the program beside it is not run."""
    monkeypatch.chdir(project(tmp_path / "project", "thing"))

    for verb in ("preview", "up"):
        with pytest.raises(FileNotFoundError, match="from the working folder") as raised:
            getattr(world.stack(Path("missing")), verb)()
        assert str(tmp_path / "project" / "missing") in str(raised.value)

    assert [] == world.objects


def test_a_traceback_is_the_programs_own(world: World, tmp_path: Path) -> None:
    """From its first line on, not from the harness's."""
    folder = project(tmp_path / "project", "thing")
    (folder / "__main__.py").write_text("raise LookupError('no such thing')\n")

    lines = failure(world.stack(folder).up).errors[0].splitlines()

    assert "Program failed with an unhandled exception:" == lines[0]
    assert "__main__.py" in lines[2]


def test_a_program_can_be_a_coroutine(world: World) -> None:
    """Which is awaited, as the language host does."""

    async def program() -> None:
        await asyncio.sleep(0)
        Thing("thing")

    world.stack(program).up()

    assert ["thing"] == world.objects


def test_a_stack_can_be_used_inside_a_running_loop(world: World) -> None:
    """It has a thread and a loop of its own."""

    async def test() -> Any:
        return world.stack(lambda: Thing("thing")).up()

    assert {"create": 2} == asyncio.run(test()).changes


def test_the_sdks_settings_stay_the_same(world: World) -> None:
    """So that another test's ``set_mocks`` holds before and after."""

    def settings() -> tuple[Any, ...]:
        found = pulumi.runtime.settings.SETTINGS
        root = pulumi.runtime.settings.get_root_resource()
        return (found.monitor, found.engine, found.project, found.stack, found.dry_run, root)

    before = settings()
    world.stack(lambda: Thing("thing"), project="another").up()

    assert before == settings()
    assert pulumi.Config("toy").get("owner") is None


def test_no_host_outlives_its_verb(world: World) -> None:
    """Whether it ended well or not."""
    stack = world.stack(lambda: Thing("thing"))
    stack.up()
    world.trouble("diff", "thing", "plain")
    failure(stack.up)

    found = []
    for child in psutil.Process().children(recursive=True):
        with contextlib.suppress(psutil.Error):  # it may have ended meanwhile
            if "pulumi.dynamic" in " ".join(child.cmdline()):
                found.append(child)

    assert [] == found
