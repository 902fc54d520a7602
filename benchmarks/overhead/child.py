"""One command on one stack, in a process that has loaded nothing for it: prints its seconds."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from pulumi.dynamic import CreateResult, Resource, ResourceProvider

from benchmarks.speed.stack import PROGRAM
from pulumi_trusthub.testing import PulumiStack, Secret

if TYPE_CHECKING:
    from collections.abc import Callable


class _NothingProvider(ResourceProvider):
    """Makes nothing."""

    def create(self, props: dict[str, object]) -> CreateResult:
        """Give an id."""
        return CreateResult("nothing", props)


class Nothing(Resource):
    """A dynamic resource that does nothing."""

    def __init__(self, name: str) -> None:
        super().__init__(_NothingProvider(), name, {"value": "1"})


def empty() -> None:
    """Declare nothing."""


def nothing() -> None:
    """Declare one dynamic resource that does nothing, whose cost is Pulumi's."""
    Nothing("nothing")


PROGRAMS: dict[str, Callable[[], None] | Path] = {
    "empty": empty,
    "nothing": nothing,
    "three": PROGRAM,
}


def main(program: str, command: str, state: str) -> None:
    """Run a command, and print the seconds from its call to its end."""
    with PulumiStack(
        PROGRAMS[program],
        state=Path(state),
        passphrase="benchmark",  # noqa: S106 - of a state in a temporary folder
        config={
            "trusthub:accountSid": os.environ["TWILIO_ACCOUNT_SID"],
            "trusthub:authToken": Secret(os.environ["TWILIO_AUTH_TOKEN"]),
            "trusthub:baseUrl": os.environ["TRUSTHUB_BASE_URL"],
            "trusthub:maxConcurrency": "64",
        },
    ) as stack:
        stack.export(show_secrets=True)  # so that the stack is there
        begun = time.monotonic()
        getattr(stack, command)()
        print(time.monotonic() - begun)


if __name__ == "__main__":
    main(*sys.argv[1:])
