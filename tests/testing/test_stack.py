"""What does Ctrl-C in a test leave behind, and what does a killed test?"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import psutil
import pytest
from toy import Thing

from pulumi_trusthub.testing import DeploymentFailed, EmbeddedStack, PulumiStack

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from toy_world import World

    from pulumi_trusthub.testing import Stack

pytestmark = pytest.mark.skipif(not hasattr(os, "killpg"), reason="process groups are POSIX's")
needs_pulumi = pytest.mark.skipif(
    shutil.which("pulumi") is None, reason="Pulumi's engine: no pulumi on PATH (make engine)"
)
ENGINES: dict[str, type[EmbeddedStack | PulumiStack]] = {
    "embedded": EmbeddedStack,
    "pulumi": PulumiStack,
}
on_both = pytest.mark.parametrize(
    "engine", [pytest.param("embedded"), pytest.param("pulumi", marks=needs_pulumi)]
)

SCRIPT = """
from pathlib import Path
from toy import Thing
from pulumi_trusthub.testing import {engine} as Stack

def program():
    first = Thing("first")
    second = Thing("second", first.serial, meet={port})
    Thing("third", second.serial)

with Stack(program, state=Path({state!r}), passphrase="x") as stack:
    stack.up()
"""
MARK = "OF_THE_TEST"
SECONDS = 60
A_MOMENT = 2


def three() -> None:
    """The program of the script, when nobody is to be met."""
    first = Thing("first")
    second = Thing("second", first.serial)
    Thing("third", second.serial)


def marked(state: Path) -> list[psutil.Process]:
    """Find whatever the script has started, and itself."""
    found = []
    for process in psutil.process_iter():
        with suppress(psutil.NoSuchProcess, psutil.AccessDenied):
            if process.environ().get(MARK) == str(state):
                found.append(process)
    return found


@contextmanager
def creating(
    engine: str, world: World, state: Path
) -> Iterator[tuple[subprocess.Popen[bytes], socket.socket]]:
    """Run the script until its second thing is being made, and end whatever it leaves."""
    given = {name: value for name, value in world.environment.items() if value is not None}
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(SECONDS)
        told = {"port": server.getsockname()[1], "state": str(state)}
        script = SCRIPT.format(engine=ENGINES[engine].__name__, **told)
        with subprocess.Popen(
            [sys.executable, "-c", script],
            env={**os.environ, **given, MARK: str(state), "TMPDIR": str(state.parent)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        ) as process:
            try:
                guest, _ = server.accept()
                with guest:
                    yield process, guest
            finally:
                for left in marked(state):
                    with suppress(psutil.NoSuchProcess):
                        left.kill()


def stack_of(engine: str, world: World, state: Path) -> EmbeddedStack | PulumiStack:
    """Give a stack that goes on where the script ended."""
    return ENGINES[engine](three, state=state, passphrase="x", environment=world.environment)


def names(stack: Stack) -> list[str]:
    """List the things in the state."""
    return [found.name for found in stack.resources if found.type.endswith(":Thing")]


@on_both
def test_a_first_ctrl_c_lets_a_create_under_way_end(
    engine: str, world: World, tmp_path: Path
) -> None:
    """The create that is under way is waited for and saved, and nothing new begins."""
    state = tmp_path / "state"
    with creating(engine, world, state) as (process, guest):
        os.killpg(process.pid, signal.SIGINT)
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(A_MOMENT)
        guest.sendall(b"!")
        code = process.wait(SECONDS)
        left = marked(state)

    with stack_of(engine, world, state) as stack:
        assert -signal.SIGINT == code
        assert [] == left
        assert ["first", "second"] == names(stack) == world.objects
        assert stack.up().errors == []
        assert ["first", "second", "third"] == names(stack) == world.objects


@on_both
def test_a_second_ctrl_c_ends_the_command_at_once(
    engine: str, world: World, tmp_path: Path
) -> None:
    """Nobody waits for the create, and no process is left; Pulumi's state names the create."""
    state = tmp_path / "state"
    with creating(engine, world, state) as (process, _guest):
        os.killpg(process.pid, signal.SIGINT)
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(A_MOMENT)
        os.killpg(process.pid, signal.SIGINT)
        code = process.wait(SECONDS)
        left = marked(state)

    with stack_of(engine, world, state) as stack:
        assert -signal.SIGINT == code
        assert [] == left
        assert ["first"] == names(stack)
        named = "second, interrupted while creating" in stack.up().text
        assert named == (engine == "pulumi")


@needs_pulumi
def test_a_command_ends_with_its_killed_test(world: World, tmp_path: Path) -> None:
    """Without its program the command ends what it has begun, saves that, and ends its hosts."""
    state = tmp_path / "state"
    with creating("pulumi", world, state) as (process, guest):
        process.kill()
        guest.sendall(b"!")
        _, left = psutil.wait_procs(marked(state), timeout=SECONDS)

    with PulumiStack(three, state=state, passphrase="x", environment=world.environment) as stack:
        assert [] == left
        assert ["first", "second"] == names(stack) == world.objects
        assert stack.up().errors == []


@needs_pulumi
def test_cancel_takes_away_the_lock_of_a_killed_command(world: World, tmp_path: Path) -> None:
    """By cancel, as with the pulumi command; without it the stack stays locked."""
    state = tmp_path / "state"
    with creating("pulumi", world, state) as (process, _guest):
        for child in psutil.Process(process.pid).children():
            child.kill()
        code = process.wait(SECONDS)
        left = marked(state)

    with PulumiStack(three, state=state, passphrase="x", environment=world.environment) as stack:
        with pytest.raises(DeploymentFailed, match="locked by 1 lock"):
            stack.up()
        stack.cancel()
        result = stack.up()
        stack.refresh(clear_pending_creates=True)

        assert 1 == code
        assert [] == left
        assert [] == list(state.rglob("*.attrs"))  # not written whole: a kill may leave it empty
        assert "second, interrupted while creating" in result.text
        assert "interrupted" not in stack.up().text
        assert ["first", "second", "third"] == names(stack) == world.objects
