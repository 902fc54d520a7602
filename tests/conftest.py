"""What most tests need: Twilio's stand-in, quick hosts, and Pulumi's engine where it was built."""

from __future__ import annotations

import os
import signal
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import skips
from quick_hosts import quick_hosts

from pulumi_trusthub.testing import EmbeddedStack, PulumiStack

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pulumi_trusthub.simulator import Simulator


if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A shell's job in the background ignores Ctrl-C, and so would all that the tests start.
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_configure(config: pytest.Config) -> None:
    """Have every run fail in which a test is skipped for no good reason."""
    config.pluginmanager.register(skips)


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
