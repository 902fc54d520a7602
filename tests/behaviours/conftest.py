"""Each behaviour runs on both engines, some with the plugin, and some as a folder."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from engines import (
    ALL,
    EMBEDDED,
    FOLDER,
    KINDS,
    NATIVE,
    NATIVE_FORM,
    PROGRAMS,
    PULUMI,
    Engine,
    Launch,
    account_free,
    settings,
)

from pulumi_trusthub.simulator.control.client import ControlClient

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pulumi_trusthub.simulator import Simulator

NORMALIZED = bool(os.environ.get("TRUSTHUB_NORMALIZE_FIELDS"))
"""Whether to run every behaviour on a server that writes values in another way than given."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run each behaviour on both engines, and what is marked so in the native form and as a folder.

    `make test-engine-all` runs all of them in the native form.
    """
    given = [mark.args[0] for mark in metafunc.definition.iter_markers("parametrize")]
    chosen = any("launch" in names for names in given)
    if "launch" in metafunc.fixturenames and not chosen:
        marked = metafunc.definition.get_closest_marker
        native = NATIVE_FORM if ALL or marked("as_native") else []
        folder = [FOLDER] if marked("as_folder") else []
        metafunc.parametrize("launch", [EMBEDDED, PULUMI, *native, *folder], indirect=True)


@pytest.fixture
def simulator(simulator: Simulator, monkeypatch: pytest.MonkeyPatch) -> Simulator:
    """The one of all tests, with `normalize_fields` on where the environment asks for that."""
    if not NORMALIZED:
        return simulator
    reset = ControlClient.reset

    def reset_and_normalize(control: ControlClient, *, empty: bool = False) -> None:
        reset(control, empty=empty)
        control.settings(normalize_fields=True)

    monkeypatch.setattr(ControlClient, "reset", reset_and_normalize)
    simulator.control.reset()
    return simulator


@pytest.fixture
def launch(request: pytest.FixtureRequest, simulator: Simulator) -> Iterator[Launch]:
    """Start a program on the engine that the test runs on, with credentials in its config."""
    started: list[Engine] = []

    def start(program: str, **config: str) -> Engine:
        given = settings(simulator, config)
        name, _, native = request.param.partition("-")
        if native:
            given[NATIVE] = "true"
        started.append(Engine(KINDS[name], PROGRAMS / program, given, account_free()))
        return started[-1]

    yield start
    for engine in started:
        engine.end()
