"""What most tests need: Twilio's stand-in."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import skips
from quick_hosts import quick_hosts

from pulumi_trusthub.testing import EmbeddedStack

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pulumi_trusthub.simulator import Simulator


def pytest_configure(config: pytest.Config) -> None:
    """Have every run fail in which a test is skipped for no good reason."""
    config.pluginmanager.register(skips)


@pytest.fixture(scope="session", autouse=True)
def host_python() -> Iterator[str]:
    """The interpreter of provider hosts: one that has loaded already what they need."""
    given = EmbeddedStack.__init__.__kwdefaults__ or {}
    if not hasattr(os, "fork"):
        yield given["python"]
        return
    usual = given["python"]
    with tempfile.TemporaryDirectory() as folder, quick_hosts(Path(folder)) as python:
        given["python"] = python
        yield python
        given["python"] = usual


@pytest.fixture
def simulator(trusthub_simulator: Simulator) -> Simulator:
    """The one that the package offers to everybody's tests, as new for each."""
    return trusthub_simulator
