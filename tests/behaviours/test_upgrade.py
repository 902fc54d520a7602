"""The state of every release is previewed by the next without a change."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from engines import NATIVE_FORM, first_changes, resources
from kept_states import FORMS, KINDS, NOWHERE, STATES, config_of, credentials

from pulumi_trusthub import __version__

if TYPE_CHECKING:
    from pathlib import Path

    from engines import Engine, Launch

    from pulumi_trusthub.simulator import Simulator

KEPT = sorted(STATES.glob("*.json"))
NATIVE = [it for it in KEPT if it.stem.endswith("-native")]
DYNAMIC = [it for it in KEPT if it not in NATIVE]
COUNTS = {"onboarding": 5, "people": 4}


@pytest.mark.as_native
@pytest.mark.parametrize("state", DYNAMIC, ids=lambda path: path.stem)
def test_an_old_state_still_loads(state: Path, launch: Launch, simulator: Simulator) -> None:
    """Preview asks the pinned providers and sees no change; refresh reads through them."""
    engine = loaded(state, launch, simulator)

    goes_on(engine, first_changes(engine), simulator)


@pytest.mark.parametrize("launch", NATIVE_FORM, indirect=True)
@pytest.mark.parametrize("state", NATIVE, ids=lambda path: path.stem)
def test_an_old_state_of_the_plugin_still_loads(
    state: Path, launch: Launch, simulator: Simulator
) -> None:
    """Preview sees no change, and refresh reads through the plugin of today."""
    goes_on(loaded(state, launch, simulator), {}, simulator)


def loaded(state: Path, launch: Launch, simulator: Simulator) -> Engine:
    """Give an engine with the state and its program."""
    written = state.read_text(encoding="utf-8").replace(NOWHERE, simulator.url)
    deployment = json.loads(written)
    program = KINDS["-people" if "-people" in state.stem else ""]
    engine = launch(program, **config_of(deployment))
    # The state of a release holds no credential, so that none is in the repository.
    for key in ("trusthub:accountSid", "trusthub:authToken"):
        del engine.config[key]
    engine.environment |= credentials(simulator)
    engine.load(deployment)
    assert COUNTS[program] == len(resources(engine))
    return engine


def goes_on(engine: Engine, changes: dict[str, list[str]], simulator: Simulator) -> None:
    """Preview and refresh a state whose objects this simulator never had."""
    held = len(resources(engine))
    preview = engine.preview()
    refreshed = engine.refresh()

    assert preview.ok, preview.text
    assert changes == preview.changes
    assert refreshed.ok, refreshed.text
    assert {} == resources(engine)
    assert held <= len([it for it in simulator.control.requests() if it.status == 404])


def test_this_version_has_its_states() -> None:
    """Both programs in both forms, without a credential; those that miss: make states."""
    names = {f"{__version__}{kind}{form}" for kind in KINDS for form in FORMS}

    assert set() == names - {path.stem for path in KEPT}
    texts = {path.name: path.read_text(encoding="utf-8") for path in KEPT}
    assert [] == [name for name, text in texts.items() if "authToken" in text or "file:" in text]
