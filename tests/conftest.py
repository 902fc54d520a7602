"""What most tests need: Twilio's stand-in, quick hosts, and Pulumi's engine where it was built."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest
import skips
from pulumi.runtime import set_all_config, set_mocks
from pulumi.runtime import settings as runtime
from quick_hosts import quick_hosts
from recorded_parts import Recorded

from pulumi_trusthub.testing import EmbeddedStack, PulumiStack

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pulumi_trusthub.simulator import Simulator


if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A shell's job in the background ignores Ctrl-C, and so would all that the tests start.
    signal.signal(signal.SIGINT, signal.default_int_handler)


# How long an example takes says how busy the machine is, and nothing about the package.
hypothesis.settings.register_profile(
    "untimed",
    hypothesis.settings.default,
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("untimed")


def pytest_configure(config: pytest.Config) -> None:
    """Have every run fail in which a test is skipped for no good reason."""
    config.pluginmanager.register(skips)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Bear the event loops that the SDK's mock monitor makes in its threads and does not close."""
    for item in items:
        if "mocks" in getattr(item, "fixturenames", ()):
            item.add_marker(
                pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
            )


@pytest.fixture(scope="session", autouse=True)
def host_python() -> Iterator[str]:
    """The interpreter of provider hosts: one that has loaded already what they need."""
    if not hasattr(os, "fork"):
        yield sys.executable
        return
    constructors = [stack.__init__.__kwdefaults__ or {} for stack in (EmbeddedStack, PulumiStack)]
    with tempfile.TemporaryDirectory() as folder, quick_hosts(Path(folder)) as python:
        for defaults in constructors:
            defaults["python"] = python
        yield python
        for defaults in constructors:
            defaults["python"] = None


@pytest.fixture
def simulator(trusthub_simulator: Simulator) -> Simulator:
    """The one that the package offers to everybody's tests, as new for each."""
    return trusthub_simulator


@pytest.fixture(params=[False, True], ids=["up", "preview"])
def mocks(request: pytest.FixtureRequest) -> Iterator[Recorded]:
    """Mocks of an up and of a preview."""
    recorded = Recorded(preview=request.param)
    # The SDK makes the root stack on the current loop, and other tests leave none behind.
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    runtime.set_root_resource(None)  # type: ignore[arg-type]
    set_mocks(recorded, preview=request.param)
    yield recorded
    set_all_config({})
    runtime.set_root_resource(None)  # type: ignore[arg-type]
    asyncio.set_event_loop(None)
    loop.run_until_complete(loop.shutdown_default_executor())
    loop.close()
    gc.collect()
