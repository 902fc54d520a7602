"""Fixtures for tests of Pulumi programs, which pytest finds by itself.

They lie outside of the package because pytest loads this module in every run, and whatever is
inside brings Pulumi's SDK with it: seconds that a run without these fixtures should not pay, and
modules that a tool which measures coverage would find imported before it began.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pulumi_trusthub.simulator import Simulator
    from pulumi_trusthub.testing import StackFactory


@pytest.fixture(scope="session")
def _trusthub_server() -> Iterator[Simulator]:
    try:
        from pulumi_trusthub.simulator import Simulator  # noqa: PLC0415 - see above
    except ModuleNotFoundError as error:
        pytest.fail(f"{error}: install pulumi-trusthub[testing].", pytrace=False)
    with Simulator() as simulator:
        yield simulator


@pytest.fixture
def trusthub_simulator(_trusthub_server: Simulator) -> Simulator:
    """A Trust Hub on this machine, as new for each test: no faults, no log, its default world."""
    _trusthub_server.control.reset()
    return _trusthub_server


@pytest.fixture
def trusthub_stack(request: pytest.FixtureRequest, trusthub_simulator: Simulator) -> StackFactory:
    """Stacks on that Trust Hub, each of a program and its configuration."""
    try:
        from pulumi_trusthub.testing import Secret, StackFactory  # noqa: PLC0415 - see above
    except ModuleNotFoundError as error:
        pytest.fail(f"{error}: install pulumi-trusthub[testing].", pytrace=False)
    return StackFactory(
        request.path.parent,
        config={
            "twilio:accountSid": trusthub_simulator.account_sid,
            "twilio:authToken": Secret(trusthub_simulator.auth_token),
            "trusthub:baseUrl": trusthub_simulator.url,
        },
    )
