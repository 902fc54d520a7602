"""Each behaviour runs on the embedded engine always, and on ``pulumi`` where it is on PATH."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from engines import (
    PROGRAMS,
    CliEngine,
    EmbeddedEngine,
    Engine,
    Launch,
    account_free,
    needs_cli,
    settings,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pulumi_trusthub.simulator import Simulator


@pytest.fixture(
    params=["embedded", pytest.param("pulumi", marks=needs_cli)],
)
def launch(
    request: pytest.FixtureRequest, simulator: Simulator, tmp_path: Path
) -> Iterator[Launch]:
    """Start a program on the engine that the test runs on, with credentials in its config."""
    started: list[EmbeddedEngine | CliEngine] = []

    def start(program: str, **config: str) -> Engine:
        given = settings(simulator, config)
        engine: EmbeddedEngine | CliEngine
        if request.param == "pulumi":
            folder = tmp_path / str(len(started))
            folder.mkdir()
            engine = CliEngine(PROGRAMS / program, given, account_free(), folder)
        else:
            engine = EmbeddedEngine(PROGRAMS / program, given, account_free())
        started.append(engine)
        return engine

    yield start
    for engine in started:
        engine.end()
