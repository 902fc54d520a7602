"""Each behaviour runs on the embedded engine always, and on ``pulumi`` where it is on PATH."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from engines import PROGRAMS, CliEngine, EmbeddedEngine, Engine, Launch, needs_cli

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
        settings = {
            "twilio:accountSid": simulator.account_sid,
            "twilio:authToken": simulator.auth_token,
            "trusthub:baseUrl": simulator.url,
            **{f"behaviour:{key}": value for key, value in config.items()},
        }
        environment: dict[str, str | None] = {
            "TWILIO_ACCOUNT_SID": None,
            "TWILIO_AUTH_TOKEN": None,
            "TWILIO_API_KEY": None,
            "TWILIO_API_SECRET": None,
            "TRUSTHUB_BASE_URL": None,
        }
        engine: EmbeddedEngine | CliEngine
        if request.param == "pulumi":
            folder = tmp_path / str(len(started))
            folder.mkdir()
            engine = CliEngine(PROGRAMS / program, settings, environment, folder)
        else:
            engine = EmbeddedEngine(PROGRAMS / program, settings, environment)
        started.append(engine)
        return engine

    yield start
    for engine in started:
        engine.end()
