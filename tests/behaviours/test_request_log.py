"""Do the program and its providers write one log between them, and deploy without one as well?"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from engines import NATIVE

from pulumi_trusthub._core.api.request_log import RequestLog

if TYPE_CHECKING:
    from pathlib import Path

    from engines import Launch

    from pulumi_trusthub.simulator import Simulator

FORMS = {True: "plugin", False: "dynamic provider host"}


@pytest.mark.as_native
def test_a_deployment_has_one_log(
    launch: Launch, simulator: Simulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every request of the lookups and of the resources is a line of the same file."""
    log = tmp_path / "trusthub.log"
    monkeypatch.setenv("TRUSTHUB_LOG", str(log))
    monkeypatch.setattr(RequestLog, "process", "program")  # whatever other tests have begun here
    engine = launch("shaken_stir", numbers="2")
    engine.environment["TRUSTHUB_LOG"] = str(log)

    engine.up()

    lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    requests = [line for line in lines if line["event"] == "request"]
    assert len(simulator.control.requests()) == len(requests)
    assert {"program", FORMS[NATIVE in engine.config]} == {line["process"] for line in requests}


def test_a_log_that_cannot_be_written_is_a_warning(
    launch: Launch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The deployment goes on."""
    log = str(tmp_path / "nowhere" / "trusthub.log")
    monkeypatch.setenv("TRUSTHUB_LOG", log)
    engine = launch("shaken_stir", numbers="1")
    engine.environment["TRUSTHUB_LOG"] = log

    outcome = engine.up()

    assert "TRUSTHUB_LOG cannot be written (No such file or directory)" in outcome.text
    assert outcome.ok, outcome.text
