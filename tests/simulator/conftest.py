"""Fixtures for the simulator's tests: clients, and a store without a server."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import requests
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

from pulumi_trusthub.simulator.control.default_seed import DEFAULT_SEED
from pulumi_trusthub.simulator.control.seeds import load_seed
from pulumi_trusthub.simulator.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pulumi_trusthub.simulator import Simulator
    from pulumi_trusthub.simulator.store.models import Account


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
    """A clock that only tests move."""

    def __init__(self) -> None:
        self.seconds = 1_700_000_000.0

    def __call__(self) -> float:
        """Seconds since the epoch."""
        return self.seconds


@pytest.fixture
def moment() -> Moment:
    """The clock of the plain store."""
    return Moment()


@pytest.fixture
def store(moment: Moment) -> Store:
    """The default world in a store, without a server."""
    store = Store(clock=moment)
    load_seed(store, DEFAULT_SEED)
    return store


@pytest.fixture
def account(store: Store) -> Account:
    """The default account of the plain store."""
    return next(iter(store.accounts.values()))
