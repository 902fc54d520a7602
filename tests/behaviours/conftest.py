"""Each behaviour runs on both engines, and some as a folder that the whole CLI runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from engines import (
    KINDS,
    PROGRAMS,
    Engine,
    Launch,
    account_free,
    settings,
)
from skips import needs_language_host, needs_pulumi

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pulumi_trusthub.simulator import Simulator

EMBEDDED = pytest.param("embedded")
PULUMI = pytest.param("pulumi", marks=needs_pulumi)
FOLDER = pytest.param("folder", marks=[needs_pulumi, needs_language_host])


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run each behaviour on both engines, and what is marked so as a folder, too."""
    given = [mark.args[0] for mark in metafunc.definition.iter_markers("parametrize")]
    chosen = any("launch" in names for names in given)
    if "launch" in metafunc.fixturenames and not chosen:
        folder = [FOLDER] if metafunc.definition.get_closest_marker("as_folder") else []
        metafunc.parametrize("launch", [EMBEDDED, PULUMI, *folder], indirect=True)


@pytest.fixture
def launch(request: pytest.FixtureRequest, simulator: Simulator) -> Iterator[Launch]:
    """Start a program on the engine that the test runs on, with credentials in its config."""
    started: list[Engine] = []

    def start(program: str, **config: str) -> Engine:
        given = settings(simulator, config)
        started.append(Engine(KINDS[request.param], PROGRAMS / program, given, account_free()))
        return started[-1]

    yield start
    for engine in started:
        engine.end()
