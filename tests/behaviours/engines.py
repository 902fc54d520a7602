"""Both engines behind one face: the one of this package, and Pulumi's own; and both forms.

A behaviour is stated once and holds on both, so the embedded engine cannot drift from the truth,
nor the plugin from the dynamic form.  What differs between the forms is here, and nowhere else:
:func:`in_python`, :func:`first_changes` and :func:`seen_with_unknowns`.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import pytest
from pulumi.automation import CommandError
from skips import needs_language_host, needs_pulumi

from pulumi_trusthub.dynamic.form import dynamic_type
from pulumi_trusthub.dynamic.names import camel, to_snake
from pulumi_trusthub.plugin.catalogue import COMPONENTS, NAMES
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
OURS = ("pulumi-python:dynamic/trusthub:", "trusthub:index:")
"""Beginnings of the types of our resources, in the dynamic form and in the native form."""
_PARAMETER = re.compile(r"\b([a-z]\w*): (true|false)\b")
_TYPE = re.compile(r"\btrusthub:index:(\w+)")
_NAME = re.compile(r"(?<![:\w])[a-z]+[A-Z]\w*")  # and no key of the configuration
_PYTHON_NAMES = {camel(name): name for name in NAMES if camel(name) != name}
NATIVE = "trusthub:native"
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


def in_python(text: str) -> str:
    """Write a message of the plugin as the dynamic form has it.

    The plugin speaks to programs of every language, in camelCase, and the engine names the type:
    that is the one difference between the forms in what is said.
    """
    text = _PARAMETER.sub(lambda it: f"{it[1]}={it[2].title()}", text)
    text = _TYPE.sub(lambda it: it[0] if it[1] in COMPONENTS else dynamic_type(it[1]), text)
    return _NAME.sub(lambda it: _PYTHON_NAMES.get(it[0], it[0]), text)


def first_changes(engine: Engine) -> dict[str, list[str]]:
    """Give what the first preview of a state of the dynamic form changes: nothing, in that form.

    The plugin writes each resource anew, once, for its outputs have other names; nothing is sent.
    """
    return {"update": sorted(resources(engine))} if engine.native else {}


def seen_with_unknowns(engine: Engine) -> bool:
    """Tell whether a warning comes of a known part of a secret whose other parts are unknown.

    In the dynamic form the program itself warns.  The plugin is told by the engine that the secret
    as a whole is unknown.
    """
    return not engine.native


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

    @property
    def native(self) -> bool:
        """Whether the resources are the plugin's."""
        return NATIVE in self.config

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
        word = in_python if self.native else str
        said = [(d.severity, d.urn, word(d.message)) for d in result.diagnostics]
        return Outcome(ok, changes, *_said(said))


class FolderStack(PulumiStack):
    """A folder that the command's own language host runs, as users have it."""

    def _inline(self) -> None:
        return None

    def _settings(self) -> dict[str, str]:
        settings = super()._settings()
        del settings["PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION"]  # users have it on
        return settings


EMBEDDED = pytest.param("embedded")
PULUMI = pytest.param("pulumi", marks=needs_pulumi)
FOLDER = pytest.param("folder", marks=[needs_pulumi, needs_language_host])
NATIVE_FORM = [
    pytest.param("embedded-native"),
    pytest.param("pulumi-native", marks=needs_pulumi),
]
PULUMI_ALONE = [PULUMI, *(NATIVE_FORM[1:] if ALL else ())]
"""For what only Pulumi's engine shows."""


class Launch(Protocol):
    """Makes the engine of a test for one program."""

    def __call__(self, program: str, **config: str) -> Engine: ...


def resources(engine: Engine) -> dict[str, Resource]:
    """Give our resources in the state of an engine, by name; properties have Python's names."""
    found = engine.export()["deployment"].get("resources") or []
    return {
        r["urn"].rsplit("::", 1)[-1]: Resource(
            r["urn"].rsplit("::", 1)[-1],
            r["type"].rpartition(":")[2],
            r.get("id", ""),
            to_snake(r.get("inputs", {})),
            to_snake(r.get("outputs", {})),
            r["urn"],
            r.get("external", False),
        )
        for r in found
        if is_ours(r["urn"])
    }


KINDS: dict[str, type[Stack]] = {
    "embedded": EmbeddedStack,
    "pulumi": PulumiStack,
    "folder": FolderStack,
}


def is_ours(urn: str) -> bool:
    """Tell whether a resource is of this package, and no component."""
    own_type = urn.split("::")[2].rpartition("$")[2]
    return own_type.startswith(OURS) and own_type.rpartition(":")[2] not in COMPONENTS


def _by_kind(steps: Any) -> dict[str, list[str]]:
    kinds: dict[str, set[str]] = {}
    for kind, urn in steps:
        if kind in CHANGES and is_ours(urn):
            kinds.setdefault(kind, set()).add(urn.rsplit("::", 1)[-1])
    return {kind: sorted(names) for kind, names in sorted(kinds.items())}


def _said(diagnostics: Sequence[tuple[str, str | None, str]]) -> tuple[str, dict[str, str]]:
    told = [(level, urn, text.strip()) for level, urn, text in diagnostics if level != "debug"]
    errors: dict[str, str] = {}
    for level, urn, text in told:
        if level == "error" and urn and is_ours(urn):
            name = urn.rsplit("::", 1)[-1]
            errors[name] = f"{errors[name]}\n{text}" if name in errors else text
    return "\n".join(text for _, _, text in told), errors
