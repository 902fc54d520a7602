"""An environment that leads to the simulator."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from pulumi_trusthub._core.api import clients

if TYPE_CHECKING:
    from pulumi_trusthub.simulator import Simulator


@pytest.fixture
def here(simulator: Simulator, monkeypatch: pytest.MonkeyPatch) -> Simulator:
    """The simulator, with credentials for it in the environment and none besides.

    Each test is a run of its own: what an earlier one has deleted comes back under the same SID.
    """
    monkeypatch.setattr(clients, "_CLIENTS", {})
    for name in [name for name in os.environ if name.startswith(("TWILIO_", "TRUSTHUB_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("TWILIO_ACCOUNT_SID", simulator.account_sid)
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", simulator.auth_token)
    monkeypatch.setenv("TRUSTHUB_BASE_URL", simulator.url)
    return simulator


@pytest.fixture
def by_key(here: Simulator, monkeypatch: pytest.MonkeyPatch) -> Simulator:
    """The same with an API key, which may not list accounts."""
    monkeypatch.delenv("TWILIO_AUTH_TOKEN")
    monkeypatch.setenv("TWILIO_API_KEY", here.api_key_sid)
    monkeypatch.setenv("TWILIO_API_SECRET", here.api_key_secret)
    return here
