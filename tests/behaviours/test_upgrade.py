"""The state of every release is previewed by the next without a change."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from engines import first_changes, resources

if TYPE_CHECKING:
    from engines import Launch

    from pulumi_trusthub.simulator import Simulator

STATES = sorted((Path(__file__).parent / "states").glob("*.json"))


@pytest.mark.as_native
@pytest.mark.parametrize("state", STATES, ids=lambda path: path.stem)
def test_an_old_state_still_loads(state: Path, launch: Launch, simulator: Simulator) -> None:
    """Preview asks the pinned providers and sees no change; refresh reads through them."""
    written = state.read_text(encoding="utf-8").replace("http://127.0.0.1:1", simulator.url)
    deployment = json.loads(written)
    configured = deployment["deployment"]["resources"][1]["inputs"]
    program, count = ("people", 4) if state.stem.endswith("-people") else ("onboarding", 5)
    engine = launch(
        program,
        **{
            key.removeprefix("behaviour:"): value
            for key, value in configured.items()
            if key.startswith("behaviour:")
        },
    )
    # The state of a release holds no credential, so that none is in the repository.
    for key in ("trusthub:accountSid", "trusthub:authToken"):
        del engine.config[key]
    engine.environment |= {
        "TWILIO_ACCOUNT_SID": simulator.account_sid,
        "TWILIO_AUTH_TOKEN": simulator.auth_token,
    }

    engine.load(deployment)
    held, changes = resources(engine), first_changes(engine)
    preview = engine.preview()
    refreshed = engine.refresh()

    assert count == len(held)
    assert preview.ok, preview.text
    assert changes == preview.changes
    assert refreshed.ok, refreshed.text
    assert {} == resources(engine)
    assert count <= len([entry for entry in simulator.control.requests() if entry.status == 404])
