"""Both adapters with the simulator's credentials, each in a process of its own."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from adapters import FORMS, Adapter, DynamicAdapter, PluginAdapter

from pulumi_trusthub.testing.providers.host import HostProcess, Launch, Provider

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pulumi_trusthub.simulator import Simulator

ROOT = Path(__file__).parents[2]


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """Where every law has its requests written down."""
    return tmp_path / "requests.log"


@pytest.fixture
def start(
    simulator: Simulator, host_python: str, log: Path
) -> Iterator[Callable[[type[Adapter]], Adapter]]:
    """Start adapters."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("TWILIO", "TRUSTHUB"))}
    variables = {**environment, "PYTHONPATH": str(ROOT), "TRUSTHUB_LOG": str(log)}
    settings = {
        "accountSid": simulator.account_sid,
        "authToken": simulator.auth_token,
        "baseUrl": simulator.url,
        "readLag": "4",
    }
    started: list[Provider] = []

    def start(form: type[Adapter]) -> Adapter:
        launch = Launch(host_python, ROOT, variables, lambda _: None, form.arguments)
        provider = Provider(lambda: HostProcess(launch))
        started.append(provider)
        # The dynamic form has the configuration of the stack, whose keys have a namespace.
        space = "" if form is PluginAdapter else "trusthub:"
        provider.configure({f"{space}{name}": value for name, value in settings.items()})
        return form(provider)

    yield start
    for provider in started:
        provider.close()


@pytest.fixture(params=FORMS)
def adapter(request: pytest.FixtureRequest, start: Callable[[type[Adapter]], Adapter]) -> Adapter:
    """Either adapter."""
    return start(FORMS[request.param])


@pytest.fixture
def plugin(start: Callable[[type[Adapter]], Adapter]) -> Adapter:
    """The plugin, for what it alone promises."""
    return start(PluginAdapter)


@pytest.fixture
def dynamic(start: Callable[[type[Adapter]], Adapter]) -> Adapter:
    """The dynamic form, whose states move over."""
    return start(DynamicAdapter)
