"""Both engines behind one face: the one of this package, and Pulumi's own.

A behaviour is stated once and holds on both, so the embedded engine cannot drift from the truth.
"""

from __future__ import annotations

import contextlib
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from pulumi.automation import CommandError

from pulumi_trusthub.testing import DeploymentFailed, EmbeddedStack, PulumiStack, Secret, Stack

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from pulumi_trusthub.simulator import Simulator
    from pulumi_trusthub.testing import Result

ALL = bool(os.environ.get("TRUSTHUB_ENGINE_ALL"))
"""Whether to run what CI leaves out on Pulumi's engine: `make test-engine-all`."""
PROGRAMS = Path(__file__).parent / "programs"
PROJECT = "behaviour"
STACK = "test"
CHANGES = {"create", "update", "replace", "delete"}
OURS = "pulumi-python:dynamic/trusthub:"
SECRET_KEYS = {"trusthub:authToken", "behaviour:otherAuthToken", "behaviour:plainToken"}


def settings(simulator: Simulator, config: Mapping[str, str]) -> dict[str, str]:
    """Give the configuration of a stack on a simulator, with credentials."""
    return {
        "trusthub:accountSid": simulator.account_sid,
        "trusthub:authToken": simulator.auth_token,
        "trusthub:baseUrl": simulator.url,
        "trusthub:readLag": "4",  # and a test that lets the simulator lag lets it lag for less
        **{f"{PROJECT}:{key}": value for key, value in config.items()},
    }


def account_free() -> dict[str, str | None]:
    """Give an environment that takes away whatever account the tests' own has."""
    names = ("ACCOUNT_SID", "AUTH_TOKEN", "API_KEY", "API_SECRET")
    return {**{f"TWILIO_{name}": None for name in names}, "TRUSTHUB_BASE_URL": None}


@dataclass(frozen=True)
class Outcome:
    """What one command of an engine did.

    Attributes:
        ok: Whether it ended well.
        changes: Names of our resources by what happened to them.
        text: All diagnostics.
        errors: What was said of each resource that failed, by its name.
    """

    ok: bool
    changes: dict[str, list[str]]
    text: str
    errors: dict[str, str]

    @property
    def counts(self) -> dict[str, int]:
        """How many of our resources were changed in which way."""
        return {kind: len(names) for kind, names in self.changes.items()}


@dataclass
class Resource:
    """One of our resources in the state."""

    name: str
    type: str
    id: str
    inputs: dict[str, Any]
    outputs: dict[str, Any]
    urn: str
    external: bool = False


class Engine:
    """A stack of one engine or the other, in the words of the tests."""

    def __init__(
        self,
        kind: type[Stack],
        program: Path,
        config: Mapping[str, str],
        environment: Mapping[str, str | None],
    ) -> None:
        self.config = dict(config)
        self.environment = dict(environment)
        self.stack = kind(program, project=PROJECT, stack=STACK)

    def preview(self) -> Outcome:
        return self._run(self.stack.preview)

    def up(self, *, replace: Sequence[str] = ()) -> Outcome:
        return self._run(lambda: self.stack.up(replace=replace))

    def refresh(self) -> Outcome:
        return self._run(self.stack.refresh)

    def destroy(self) -> Outcome:
        return self._run(self.stack.destroy)

    def outputs(self) -> dict[str, Any]:
        return dict(self.stack.outputs)

    def forget_program(self) -> None:
        def gone() -> None:
            raise AssertionError("the program is gone")

        self.stack.program = gone

    def export(self) -> dict[str, Any]:
        return dict(self.stack.export(show_secrets=True))

    def stored(self) -> str:
        """All that the engine has written down, earlier states and configuration included."""
        if isinstance(self.stack, PulumiStack):
            files = (path for path in self.stack._folder.rglob("*") if path.is_file())
            return "".join(path.read_text("utf-8", "replace") for path in files)
        return json.dumps(self.stack.export())

    def load(self, deployment: dict[str, Any]) -> None:
        self.stack.import_(deployment)

    def end(self) -> None:
        self.stack.close()

    def screen(self, verb: str, **options: Any) -> str:
        """Run a command on Pulumi's engine, and give what a person sees of it."""
        assert isinstance(self.stack, PulumiStack)
        shown: list[str] = []

        def run(stack: Any, given: dict[str, Any]) -> None:
            try:
                shown.append(getattr(stack, verb)(**given, **options).stdout)
            except CommandError as error:
                shown.append(str(error).partition("stdout: ")[2].rpartition("\n stderr: ")[0])
                raise

        self._configure()
        with contextlib.suppress(DeploymentFailed):
            self.stack._verb(run)
        return shown[0]

    def _configure(self) -> None:
        self.stack.config = {
            key: Secret(value) if key in SECRET_KEYS else value
            for key, value in self.config.items()
        }
        self.stack.environment = self.environment

    def _run(self, command: Callable[[], Result]) -> Outcome:
        self._configure()
        try:
            result, ok = command(), True
        except DeploymentFailed as failure:
            result, ok = failure.result, False
        changes = _by_kind((step.kind, step.urn) for step in result.operations)
        said = [(d.severity, d.urn, d.message) for d in result.diagnostics]
        return Outcome(ok, changes, *_said(said))


class FolderStack(PulumiStack):
    """A folder that the command's own language host runs, as users have it."""

    def _inline(self) -> None:
        return None

    def _settings(self) -> dict[str, str]:
        settings = super()._settings()
        del settings["PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION"]  # users have it on
        return settings


class Launch(Protocol):
    """Makes the engine of a test for one program."""

    def __call__(self, program: str, **config: str) -> Engine: ...


def resources(engine: Engine) -> dict[str, Resource]:
    """Give our resources in the state of an engine, by name."""
    found = engine.export()["deployment"].get("resources") or []
    return {
        r["urn"].rsplit("::", 1)[-1]: Resource(
            r["urn"].rsplit("::", 1)[-1],
            r["type"].removeprefix(OURS),
            r.get("id", ""),
            r.get("inputs", {}),
            r.get("outputs", {}),
            r["urn"],
            r.get("external", False),
        )
        for r in found
        if r["type"].startswith(OURS)
    }


KINDS: dict[str, type[Stack]] = {
    "embedded": EmbeddedStack,
    "pulumi": PulumiStack,
    "folder": FolderStack,
}


def _by_kind(steps: Any) -> dict[str, list[str]]:
    kinds: dict[str, set[str]] = {}
    for kind, urn in steps:
        if kind in CHANGES and f"::{OURS}" in urn.replace("$", "::"):
            kinds.setdefault(kind, set()).add(urn.rsplit("::", 1)[-1])
    return {kind: sorted(names) for kind, names in sorted(kinds.items())}


def _said(diagnostics: Sequence[tuple[str, str | None, str]]) -> tuple[str, dict[str, str]]:
    told = [(level, urn, text.strip()) for level, urn, text in diagnostics if level != "debug"]
    errors: dict[str, str] = {}
    for level, urn, text in told:
        if level == "error" and urn and OURS in urn:
            name = urn.rsplit("::", 1)[-1]
            errors[name] = f"{errors[name]}\n{text}" if name in errors else text
    return "\n".join(text for _, _, text in told), errors
