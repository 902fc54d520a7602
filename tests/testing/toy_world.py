"""What the tests of both stacks share: a folder of objects, and stacks that work on it."""

from __future__ import annotations

import os
import socket
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pulumi
import pytest
from toy import Thing

from pulumi_trusthub.testing import DeploymentFailed, EmbeddedStack

if TYPE_CHECKING:
    from collections.abc import Callable

    from pulumi_trusthub.testing import Result, Stack

HERE = Path(__file__).parent
HUSH = "hush-hush-hush"


class World:
    """The far side: objects, a log of what was asked, and trouble on demand."""

    def __init__(self, folder: Path, kind: type[Stack] = EmbeddedStack) -> None:
        self.folder = folder
        self.kind = kind
        self._stacks: list[Stack] = []
        (folder / "objects").mkdir(parents=True)
        path = os.pathsep.join([str(HERE), str(HERE.parents[1])])
        self.environment: dict[str, str | None] = {
            "TOY_WORLD": str(folder),
            "PYTHONPATH": path,
            "PULUMI_CONFIG_PASSPHRASE": None,
        }

    def stack(self, program: Any, **options: Any) -> Stack:
        """Make a stack whose things live here."""
        environment = {**self.environment, **options.pop("environment", {})}
        self._stacks.append(self.kind(program, environment=environment, **options))
        return self._stacks[-1]

    def end(self) -> None:
        """Remove what the stacks keep outside of this process."""
        for stack in self._stacks:
            stack.close()

    @property
    def objects(self) -> list[str]:
        """The names of all objects, sorted."""
        return sorted(file.name.rpartition("-")[0] for file in (self.folder / "objects").iterdir())

    @property
    def files(self) -> list[Path]:
        """The objects themselves."""
        return sorted((self.folder / "objects").iterdir())

    def log(self, *verbs: str) -> list[str]:
        """What was asked, in order, of these verbs, and forget it."""
        file = self.folder / "log"
        lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
        file.write_text("", encoding="utf-8")
        wanted = verbs or ("create", "update", "delete")
        return [line for line in lines if line.split()[0] in wanted]

    def trouble(self, verb: str, name: str, kind: str) -> None:
        """Have a verb go wrong for a thing."""
        (self.folder / f"trouble-{verb}-{name}").write_text(kind, encoding="utf-8")

    def peace(self) -> None:
        """Have nothing go wrong any more."""
        for file in self.folder.glob("trouble-*"):
            file.unlink()


class Meeting:
    """Lets everybody go when enough have come, and says who never met enough."""

    def __init__(self, size: int, *, seconds: float = 20) -> None:
        self._size = size
        self._server = socket.create_server(("127.0.0.1", 0))
        self._server.settimeout(seconds)
        self.port = int(self._server.getsockname()[1])
        self.met = False
        self._thread = threading.Thread(target=self._wait)
        self._thread.start()

    def _wait(self) -> None:
        guests: list[socket.socket] = []
        try:
            while len(guests) < self._size:
                guests.append(self._server.accept()[0])
            self.met = True
            for guest in guests:
                guest.sendall(b"!")
        except TimeoutError:
            return
        finally:
            for guest in guests:
                guest.close()
            self._server.close()

    def over(self) -> bool:
        """Wait for the end, and say whether enough came."""
        self._thread.join()
        return self.met


def failure(verb: Callable[[], Result]) -> Result:
    """Run a verb that must fail."""
    with pytest.raises(DeploymentFailed) as caught:
        verb()
    return caught.value.result


def pair(value: str = "1", **props: Any) -> None:
    """A thing, and one that is made with its serial."""
    first = Thing("first", value, **props)
    Thing("second", first.serial)
    pulumi.export("serial", first.serial)


def pair_with_a_secret() -> None:
    """A thing with a secret, and one that is made with its serial."""
    first = Thing("first", note=pulumi.Output.secret(HUSH))
    Thing("second", first.serial)
