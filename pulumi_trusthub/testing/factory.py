"""Stacks for tests: a program and what it is configured with, and nothing of the surroundings."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

from pulumi_trusthub.testing.bridge.program import directory_of, project_of
from pulumi_trusthub.testing.pulumi_stack.stack import PulumiStack
from pulumi_trusthub.testing.values.result import Secret

from .embedded_stack import EmbeddedStack

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from .stack import Stack

SURROUNDINGS = ("PULUMI_", "TRUSTHUB_", "TWILIO_")
"""Variables whose names begin so are kept from the program and from its providers."""

ENGINES: dict[str, type[Stack]] = {"embedded": EmbeddedStack, "pulumi": PulumiStack}
"""The kind of stack by the name of its engine."""

CREDENTIALS = {
    f"{namespace}:{name}"
    for namespace in ("trusthub", "twilio")
    for name in ("accountSid", "authToken", "apiKey", "apiSecret")
}
"""The keys of configuration that hold credentials of Twilio."""


class StackFactory:
    """Makes a stack for each call, all on the same engine; the value of `trusthub_stack`."""

    def __init__(
        self, folder: Path, *, config: Mapping[str, str | Secret], engine: str = "embedded"
    ) -> None:
        """Make a factory.

        Args:
            folder: The folder from which the paths of programs lead.
            config: What every stack is configured with.
            engine: `embedded` makes each an `EmbeddedStack`, `pulumi` a `PulumiStack`.

        Raises:
            ValueError: There is no such engine.
        """
        self._folder = folder
        self._config = dict(config)
        if engine not in ENGINES:
            raise ValueError(f"The engine is {engine!r}, and must be one of {', '.join(ENGINES)}.")
        self._engine = ENGINES[engine]
        self._made: list[Stack] = []

    def __call__(
        self,
        program: Callable[[], object] | Path | str,
        *,
        config: Mapping[str, object] | None = None,
        project: str | None = None,
        stack: str = "test",
        environment: Mapping[str, str | None] | None = None,
    ) -> Stack:
        """Make a stack, of which nothing is deployed yet.

        Args:
            program: A function, or the folder of a program, seen from the test's own folder.
            config: What the program reads.  A key without a namespace is in the project's, as with
                `pulumi config set`, and a value that is neither a text nor a `Secret` is written as
                JSON.  With a credential of Twilio in it, such as
                `trusthub:accountSid`, none of the simulator's are set.
            project: The project's name; the one in the folder's `Pulumi.yaml` unless it is given.
            stack: The stack's name.
            environment: Variables for the program.  Those of Pulumi, of Twilio and of this package
                that are around the test are not passed on.

        Raises:
            FileNotFoundError: There is no program in that folder, or no `pulumi` command.
        """
        found = project
        if not callable(program):
            program = (self._folder / program).resolve()
            if not (program.is_dir() and (directory_of(program) / "__main__.py").is_file()):
                raise FileNotFoundError(
                    f"There is no program in {program}: a path leads from the test's own folder "
                    "to the one with the program's Pulumi.yaml or __main__.py."
                )
            found = project or project_of(program)
        name = found or "project"
        given = {_key(key, name): _value(value) for key, value in (config or {}).items()}
        own_credentials = not CREDENTIALS.isdisjoint(given)
        made = self._engine(
            program,
            project=name,
            stack=stack,
            config={
                **{
                    key: value
                    for key, value in self._config.items()
                    if not (own_credentials and key in CREDENTIALS)
                },
                **given,
            },
            environment={
                **{key: None for key in os.environ if key.startswith(SURROUNDINGS)},
                **(environment or {}),
            },
        )
        self._made.append(made)
        return made

    def close(self) -> None:
        """Remove what the stacks keep outside of this process."""
        for made in self._made:
            made.close()


def _key(key: str, project: str) -> str:
    return key if ":" in key else f"{project}:{key}"


def _value(value: object) -> str | Secret:
    return value if isinstance(value, (str, Secret)) else json.dumps(value)
