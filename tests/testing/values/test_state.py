"""Is the state whole at every moment, in Pulumi's own form?"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from skips import needs_posix
from toy_world import pair_with_a_secret

if TYPE_CHECKING:
    from pathlib import Path

    from toy_world import World


def test_an_interrupted_replacement_is_finished(world: World) -> None:
    """A state with an entry that is still to be deleted: the next up deletes it."""
    stack = world.stack(pair_with_a_secret)
    stack.up()
    exported = stack.export(show_secrets=True)
    leftover = {**exported["deployment"]["resources"][-1], "id": "leftover-1", "delete": True}
    exported["deployment"]["resources"].append(leftover)
    stack.import_(exported)
    world.log()

    result = stack.up()

    assert ["delete second for None"] == world.log()
    assert {"same": 3} == result.changes
    assert 4 == len(stack.resources)


SCRIPT = """
from pathlib import Path
from toy import Thing
from pulumi_trusthub.testing import EmbeddedStack

def program():
    first = Thing("first")
    Thing("second", first.serial, meet={port})

EmbeddedStack(program, state=Path({file!r}), passphrase="x").up()
"""


@pytest.mark.engine("embedded")
@needs_posix
def test_the_state_is_true_when_the_process_is_killed(world: World, tmp_path: Path) -> None:
    """What was done is there, and what was under way is named at the next up."""
    file = tmp_path / "state.json"
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(30)
        port = server.getsockname()[1]
        environment = {k: v for k, v in world.environment.items() if v is not None}
        process = subprocess.Popen(
            [sys.executable, "-c", SCRIPT.format(port=port, file=str(file))],
            env={**os.environ, **environment},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            guest, _ = server.accept()
            os.killpg(process.pid, signal.SIGKILL)
            guest.close()
        finally:
            process.kill()
            process.wait()
    stack = world.stack(pair_with_a_secret, state=file, passphrase="x")
    left = [resource.name for resource in stack.resources]

    result = stack.up()

    assert ["project-test", "default", "first"] == left
    assert "second, interrupted while creating" in result.diagnostics[0].message
    assert ["first", "second"] == world.objects


@pytest.mark.engine("embedded")
def test_interrupted_creates_are_forgotten_when_told(world: World, tmp_path: Path) -> None:
    """They are kept until somebody says that they came to nothing."""
    file = tmp_path / "state.json"
    stack = world.stack(pair_with_a_secret, state=file, passphrase="x")
    stack.up()
    stored = json.loads(file.read_text(encoding="utf-8"))
    resource = {**stored["deployment"]["resources"][-1], "urn": "urn:pulumi:a::b::c:d:E::f"}
    stored["deployment"]["pending_operations"] = [{"resource": resource, "type": "creating"}]
    file.write_text(json.dumps(stored), encoding="utf-8")
    interrupted = world.stack(pair_with_a_secret, state=file, passphrase="x")

    warned = interrupted.up()
    interrupted.refresh(clear_pending_creates=True)

    assert "1 pending operations" in warned.text
    assert "" == interrupted.up().text


def test_an_import_forgets_interrupted_operations(world: World) -> None:
    """As `pulumi stack import` does."""
    stack = world.stack(pair_with_a_secret)
    stack.up()
    exported: dict[str, Any] = stack.export(show_secrets=True)
    resource = {**exported["deployment"]["resources"][-1], "urn": "urn:pulumi:a::b::c:d:E::f"}
    exported["deployment"]["pending_operations"] = [{"resource": resource, "type": "creating"}]

    stack.import_(exported)

    assert "pending_operations" not in stack.export()["deployment"]
    assert "" == stack.up().text
