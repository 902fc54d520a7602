"""What the tests of the simulator share: clients that point at it, and a world without a server."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import requests
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

from pulumi_trusthub.simulator.defaults import DEFAULT_SEED
from pulumi_trusthub.simulator.models import Account, World
from pulumi_trusthub.simulator.seeds import plant

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pulumi_trusthub.simulator import Simulator


@pytest.fixture
def http(simulator: Simulator) -> Iterator[requests.Session]:
    """A session with the default account's credentials, and without the machine's proxies."""
    with requests.Session() as session:
        session.trust_env = False
        session.auth = (simulator.account_sid, simulator.auth_token)
        yield session


@pytest.fixture
def client(simulator: Simulator, monkeypatch: pytest.MonkeyPatch) -> Iterator[Client]:
    """Twilio's own library, pointed at the simulator."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    for name in ("TWILIO_REGION", "TWILIO_EDGE"):
        monkeypatch.delenv(name, raising=False)
    transport = TwilioHttpClient(timeout=30)
    client = Client(  # type: ignore[no-untyped-call]
        simulator.account_sid, simulator.auth_token, http_client=transport
    )
    client.trusthub.base_url = simulator.url
    client.api.base_url = simulator.url
    yield client
    assert transport.session is not None
    transport.session.close()


class Moment:
    """A clock that stands still until a test moves it."""

    def __init__(self) -> None:
        self.seconds = 1_700_000_000.0

    def __call__(self) -> float:
        """Seconds since the epoch."""
        return self.seconds


@pytest.fixture
def moment() -> Moment:
    """The clock of the plain world."""
    return Moment()


@pytest.fixture
def world(moment: Moment) -> World:
    """The default world as plain Python, without a server."""
    world = World(clock=moment)
    plant(world, DEFAULT_SEED)
    return world


@pytest.fixture
def account(world: World) -> Account:
    """The default account of the plain world."""
    return next(iter(world.accounts.values()))
