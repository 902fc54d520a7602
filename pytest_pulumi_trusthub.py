"""Fixtures for tests of Pulumi programs, which pytest finds by itself.

They are outside of the package because pytest loads this module in every run.  A module inside of
``pulumi_trusthub.testing`` would load Pulumi's SDK, for which a run without these fixtures should
not wait, and a coverage tool would find the package imported before its own start.
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
    """A simulated Trust Hub, reset before each test: no faults, no log, the default accounts."""
    _trusthub_server.control.reset()
    return _trusthub_server


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option for the engine of `trusthub_stack`."""
    parser.getgroup("trusthub").addoption(
        "--trusthub-engine",
        choices=("embedded", "pulumi", "both"),
        default="embedded",
        help="What deploys the stacks of trusthub_stack: the engine of pulumi-trusthub (embedded), "
        "Pulumi's own, with the pulumi command (pulumi), or either, each test twice (both).",
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test that uses `trusthub_stack` on each chosen engine."""
    wanted = metafunc.config.getoption("--trusthub-engine")
    if wanted == "both" and "trusthub_engine" in metafunc.fixturenames:
        metafunc.parametrize("trusthub_engine", ["embedded", "pulumi"], indirect=True)


@pytest.fixture
def trusthub_engine(request: pytest.FixtureRequest) -> str:
    """The engine of `trusthub_stack`: embedded, or pulumi."""
    wanted = request.config.getoption("--trusthub-engine")
    return str(getattr(request, "param", wanted))


@pytest.fixture
def trusthub_stack(
    request: pytest.FixtureRequest, trusthub_simulator: Simulator, trusthub_engine: str
) -> Iterator[StackFactory]:
    """A factory of stacks on `trusthub_simulator`, each from a program and its configuration."""
    try:
        from pulumi_trusthub.testing import Secret, StackFactory  # noqa: PLC0415 - see above
    except ModuleNotFoundError as error:
        pytest.fail(f"{error}: install pulumi-trusthub[testing].", pytrace=False)
    factory = StackFactory(
        request.path.parent,
        engine=trusthub_engine,
        config={
            "trusthub:accountSid": trusthub_simulator.account_sid,
            "trusthub:authToken": Secret(trusthub_simulator.auth_token),
            "trusthub:baseUrl": trusthub_simulator.url,
            "trusthub:readLag": "5",  # the simulator lags when told to
        },
    )
    yield factory
    factory.close()
