"""What most tests need: Twilio's stand-in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pulumi_trusthub.simulator import Simulator

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def one_simulator() -> Iterator[Simulator]:
    """One simulator for all tests of a process."""
    with Simulator() as simulator:
        yield simulator


@pytest.fixture
def simulator(one_simulator: Simulator) -> Simulator:
    """The simulator with its default world, no faults and no log."""
    one_simulator.control.reset()
    return one_simulator
