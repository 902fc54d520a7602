"""An account to look things up in, to which the environment leads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pulumi_trusthub.simulator import SimulatedAccount, Simulator


@pytest.fixture
def simulator(trusthub_simulator: Simulator, monkeypatch: pytest.MonkeyPatch) -> Simulator:
    """The simulator with its default world, to which the environment leads."""
    monkeypatch.setenv("TWILIO_ACCOUNT_SID", trusthub_simulator.account_sid)
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", trusthub_simulator.auth_token)
    monkeypatch.setenv("TRUSTHUB_BASE_URL", trusthub_simulator.url)
    return trusthub_simulator


@pytest.fixture
def account(simulator: Simulator) -> SimulatedAccount:
    """The default account."""
    return simulator.control.accounts()[0]
