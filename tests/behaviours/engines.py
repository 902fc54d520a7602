"""Two engines behind one face: the embedded one, and the real ``pulumi``.

A behaviour is stated once and holds on both, so the embedded engine cannot drift from the truth.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import pytest
from pulumi import automation

from pulumi_trusthub.testing import DeploymentFailed, EmbeddedStack, Secret

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from pulumi_trusthub.simulator import Simulator
    from pulumi_trusthub.testing import Result

needs_cli = pytest.mark.skipif(
    shutil.which("pulumi") is None, reason="the real engine: no pulumi on PATH"
)
PROGRAMS = Path(__file__).parent / "programs"
PROJECT = "behaviour"
STACK = "test"
YES = ("--yes", "--skip-preview")
SECONDS = 150
CHANGES = {"create", "update", "replace", "delete"}
OURS = "pulumi-python:dynamic/trusthub:"
SECRET_KEYS = {"twilio:authToken", "behaviour:otherAuthToken", "behaviour:plainToken"}


def settings(simulator: Simulator, config: Mapping[str, str]) -> dict[str, str]:
    """Give the configuration of a stack on a simulator, with credentials."""
    return {
        "twilio:accountSid": simulator.account_sid,
        "twilio:authToken": simulator.auth_token,
        "trusthub:baseUrl": simulator.url,
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


class Engine(Protocol):
    """What both engines can do."""

    name: str
    config: dict[str, str]
    environment: dict[str, str | None]

    def preview(self) -> Outcome: ...
    def up(self, *, replace: Sequence[str] = ()) -> Outcome: ...
    def refresh(self) -> Outcome: ...
    def destroy(self) -> Outcome: ...
    def outputs(self) -> dict[str, Any]: ...
    def forget_program(self) -> None: ...
    def export(self) -> dict[str, Any]: ...
    def stored(self) -> str: ...
    def load(self, deployment: dict[str, Any]) -> None: ...


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


class EmbeddedEngine:
    """The harness that the package ships."""

    name = "embedded"

    def __init__(
        self, program: Path, config: Mapping[str, str], environment: Mapping[str, str | None]
    ) -> None:
        self.config = dict(config)
        self.environment = dict(environment)
        self._program: Path | Callable[[], None] = program
        self._stack = EmbeddedStack(program, project=PROJECT, stack=STACK)

    def preview(self) -> Outcome:
        return self._run(self._stack.preview)

    def up(self, *, replace: Sequence[str] = ()) -> Outcome:
        return self._run(lambda: self._stack.up(replace=list(replace)))

    def refresh(self) -> Outcome:
        return self._run(self._stack.refresh)

    def destroy(self) -> Outcome:
        return self._run(self._stack.destroy)

    def outputs(self) -> dict[str, Any]:
        return dict(self._stack.outputs)

    def forget_program(self) -> None:
        def gone() -> None:
            raise AssertionError("the program is gone")

        self._stack.program = gone

    def export(self) -> dict[str, Any]:
        return dict(self._stack.export(show_secrets=True))

    def stored(self) -> str:
        return json.dumps(self._stack.export())

    def load(self, deployment: dict[str, Any]) -> None:
        self._stack.import_(deployment)

    def end(self) -> None:
        self._stack.__exit__(None, None, None)

    def _run(self, command: Callable[[], Result]) -> Outcome:
        self._stack.config = {
            key: Secret(value) if key in SECRET_KEYS else value
            for key, value in self.config.items()
        }
        self._stack.environment = self.environment
        try:
            result, ok = command(), True
        except DeploymentFailed as failure:
            result, ok = failure.result, False
        changes = _by_kind((step.kind, step.urn) for step in result.operations)
        said = [(d.severity, d.urn, d.message) for d in result.diagnostics]
        return Outcome(ok, changes, *_said(said))


class CliEngine:
    """The real ``pulumi``, with a file backend of its own."""

    name = "pulumi"

    def __init__(
        self,
        program: Path,
        config: Mapping[str, str],
        environment: Mapping[str, str | None],
        folder: Path,
    ) -> None:
        self.config = dict(config)
        self.environment = dict(environment)
        self._folder = folder / "program"
        shutil.copytree(program, self._folder)
        (self._folder / "Pulumi.yaml").write_text(f"name: {PROJECT}\nruntime: python\n")
        self._states = folder / "state"
        self._states.mkdir()
        self._base = {
            "PULUMI_BACKEND_URL": f"file://{self._states}",
            "PULUMI_CONFIG_PASSPHRASE": "passphrase-of-the-test",
            "PULUMI_SKIP_UPDATE_CHECK": "true",
            "PULUMI_HOME": str(folder / "home"),
            "PULUMI_DEBUG_COMMANDS": "true",  # makes --event-log known
            "PULUMI_PYTHON_CMD": sys.executable,
            "PYTHONPATH": str(Path(__file__).parents[2]),
        }
        self._stack = automation.create_stack(
            STACK,
            work_dir=str(self._folder),
            opts=automation.LocalWorkspaceOptions(
                pulumi_home=str(folder / "home"), env_vars=dict(self._base)
            ),
        )
        self._written: dict[str, str] = {}

    def preview(self) -> Outcome:
        return self._run("preview")

    def up(self, *, replace: Sequence[str] = ()) -> Outcome:
        return self._run("up", *YES, *(f"--replace={urn}" for urn in replace))

    def refresh(self) -> Outcome:
        return self._run("refresh", *YES)

    def destroy(self) -> Outcome:
        return self._run("destroy", *YES)

    def outputs(self) -> dict[str, Any]:
        return {key: output.value for key, output in self._stack.outputs().items()}

    def forget_program(self) -> None:
        (self._folder / "__main__.py").unlink()

    def export(self) -> dict[str, Any]:
        return {"deployment": self._stack.export_stack().deployment}

    def stored(self) -> str:
        return "".join(path.read_text() for path in self._states.rglob("*.json"))

    def load(self, deployment: dict[str, Any]) -> None:
        self._stack.import_stack(
            automation.Deployment(version=3, deployment=deployment["deployment"])
        )

    def end(self) -> None:
        """Nothing outlives a command."""

    def screen(self, *command: str) -> str:
        """Run a command, and give what a person sees of it."""
        return self._finished(*command, "--color", "never").stdout

    def _run(self, *command: str) -> Outcome:
        """Run a command by hand: the Automation API asks for history and outputs after each."""
        log = self._states / "events.json"
        log.unlink(missing_ok=True)
        finished = self._finished(*command, "--event-log", str(log))
        events = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
        said = [
            (told["severity"], told.get("urn"), told["message"])
            for told in (event.get("diagnosticEvent") for event in events)
            if told
        ]
        return Outcome(finished.returncode == 0, _by_kind(_steps(events)), *_said(said))

    def _finished(self, *command: str) -> subprocess.CompletedProcess[str]:
        gone = [key for key in self._written if key not in self.config]
        if gone:
            self._stack.remove_all_config(gone)
        if self._written != self.config:
            self._stack.set_all_config(
                {
                    key: automation.ConfigValue(value, secret=key in SECRET_KEYS)
                    for key, value in self.config.items()
                }
            )
            self._written = dict(self.config)
        hidden = {key for key in os.environ if key in self.environment}
        return subprocess.run(
            ["pulumi", *command, "--stack", STACK, "--non-interactive"],
            cwd=self._folder,
            env={
                **{key: value for key, value in os.environ.items() if key not in hidden},
                **self._base,
                **{k: v for k, v in self.environment.items() if v is not None},
            },
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )


def _steps(events: Sequence[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    for event in events:
        if "resourcePreEvent" in event:
            metadata = event["resourcePreEvent"]["metadata"]
            yield metadata["op"], metadata["urn"]


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
