"""What most tests need: Twilio's stand-in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pulumi_trusthub.simulator import Simulator


@pytest.fixture
def simulator(trusthub_simulator: Simulator) -> Simulator:
    """The one that the package offers to everybody's tests, as new for each."""
    return trusthub_simulator
