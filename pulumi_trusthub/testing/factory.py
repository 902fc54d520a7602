"""Stacks for tests: a program with its configuration, kept apart from the caller's environment."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

from pulumi_trusthub.testing.bridge.program import project_of, require_program
from pulumi_trusthub.testing.pulumi_stack.stack import PulumiStack
from pulumi_trusthub.testing.values.result import Secret

from .embedded_stack import EmbeddedStack

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from .stack import Stack

SURROUNDINGS = ("PULUMI_", "TRUSTHUB_", "TWILIO_")
"""Prefixes of variables that neither the program nor its providers get."""

ENGINES: dict[str, type[Stack]] = {"embedded": EmbeddedStack, "pulumi": PulumiStack}
"""The class of stack by the engine's name."""

CREDENTIALS = {
    f"{namespace}:{name}"
    for namespace in ("trusthub", "twilio")
    for name in ("accountSid", "authToken", "apiKey", "apiSecret")
}
"""The configuration keys of Twilio's credentials."""


class StackFactory:
    """Creates stacks, all on the same engine; the value of `trusthub_stack`."""

    def __init__(
        self, folder: Path, *, config: Mapping[str, str | Secret], engine: str = "embedded"
    ) -> None:
        """Create a factory.

        Args:
            folder: The folder that paths of programs are relative to.
            config: The configuration of every stack.
            engine: The engine: `embedded` for an `EmbeddedStack`, `pulumi` for a `PulumiStack`.

        Raises:
            ValueError: The engine does not exist.
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
        """Create a stack without any resources.

        Args:
            program: A function, or the folder of a program, relative to the test's own folder.
            config: The program's configuration.  A key without a namespace belongs to the project,
                as with `pulumi config set`, and a value that is neither a text nor a `Secret` is
                written as JSON.  With a credential of Twilio, such as `trusthub:accountSid`, none
                of the simulator's credentials are set.
            project: The project's name; the name in the folder's `Pulumi.yaml` by default.
            stack: The stack's name.
            environment: Variables for the program.  Variables of Pulumi, Twilio and this package in
                the test's environment are not passed on.

        Raises:
            FileNotFoundError: The folder has no program, or there is no `pulumi` command.
        """
        found = project
        if not callable(program):
            program = (self._folder / program).resolve()
            require_program(program, "the test's own folder")
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
        """Remove the files of the stacks."""
        for made in self._made:
            made.close()


def _key(key: str, project: str) -> str:
    return key if ":" in key else f"{project}:{key}"


def _value(value: object) -> str | Secret:
    return value if isinstance(value, (str, Secret)) else json.dumps(value)
