"""Is a command ended that takes too long, with all that it has started?"""

from __future__ import annotations

import os
import signal
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import pulumi
import pytest
from toy import Thing
from toy_world import Meeting, failure

from pulumi_trusthub.testing.pulumi_stack import command

if TYPE_CHECKING:
    from toy_world import World

pytestmark = pytest.mark.engine("pulumi")


def thing() -> None:
    """Declare one thing, and tell what of Pulumi's the program sees."""
    Thing("thing", pulumi.Config("toy").require_secret("value"))
    pulumi.export("seen", sorted(name for name in os.environ if name.startswith("PULUMI_")))


def test_a_command_that_takes_too_long_is_ended(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With an error that says so, and without a host that goes on."""
    monkeypatch.setattr(command, "_END_SECONDS", 1)
    meeting = Meeting(2, seconds=8)
    world_of_one = world.stack(lambda: Thing("thing", meet=meeting.port), seconds=4)

    failed = failure(world_of_one.up)

    assert any("pulumi up did not end within 4 s" in error for error in failed.errors)
    assert [] == hosts()
    assert not meeting.over()


def test_no_host_outlives_a_command_that_is_killed(world: World) -> None:
    """Whoever ends the command, PulumiStack ends what the command has started."""
    meeting = Meeting(2, seconds=8)
    stack = world.stack(lambda: Thing("thing", meet=meeting.port))
    killer = threading.Thread(target=kill_when_a_host_is_there)
    killer.start()

    failed = failure(stack.up)
    killer.join()

    assert not failed.nothing_to_do or failed.errors
    assert [] == hosts()
    assert not meeting.over()


def hosts() -> list[psutil.Process]:
    """The provider hosts below this process."""
    return [
        child
        for child in psutil.Process().children(recursive=True)
        if child.is_running() and "pulumi.dynamic" in " ".join(command_of(child))
    ]


def command_of(process: psutil.Process) -> list[str]:
    """The command line of a process, which may have ended meanwhile."""
    try:
        return process.cmdline()
    except psutil.Error:
        return []


def kill_when_a_host_is_there() -> None:
    """Kill the pulumi command once its host runs."""
    last = time.monotonic() + 30
    while time.monotonic() < last:
        if hosts():
            for child in psutil.Process().children(recursive=True):
                if Path("".join(command_of(child)[:1])).name == "pulumi":
                    child.send_signal(signal.SIGKILL)
                    return
