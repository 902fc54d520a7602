"""A scripted server, and a client of the simulator with a number and its bundles."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from acme import ACME, connected
from scripted import ACCOUNT, ScriptedServer

from pulumi_trusthub._core.model.config import Credentials, Settings
from pulumi_trusthub._core.model.refs import ENTITY, BundleKind, BundleRef
from pulumi_trusthub._core.rules.assignments import ensure_assignment
from pulumi_trusthub._core.rules.bundles import create_bundle

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pulumi_trusthub._core.api.client import TrustHubClient
    from pulumi_trusthub.simulator import Simulator


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    """A scripted server on a free port."""
    scripted = ScriptedServer()
    yield scripted
    scripted.end()


@pytest.fixture
def settings(server: ScriptedServer) -> Settings:
    """Settings that lead to the scripted server."""
    return Settings(Credentials(ACCOUNT, ACCOUNT, "token-of-the-test"), server.url, timeout=5.0)


@pytest.fixture
def client(simulator: Simulator) -> TrustHubClient:
    """A client of the default account that never really waits."""
    return connected(simulator)


@pytest.fixture
def profile(simulator: Simulator) -> BundleRef:
    """The approved profile."""
    return BundleRef(
        BundleKind.CUSTOMER_PROFILE, simulator.control.accounts()[0].customer_profiles[0]
    )


@pytest.fixture
def number(simulator: Simulator) -> str:
    """A number of the account."""
    return next(iter(simulator.control.accounts()[0].phone_numbers.values()))


@pytest.fixture
def product(client: TrustHubClient, simulator: Simulator, profile: BundleRef) -> BundleRef:
    """A product that is linked to the profile."""
    bundle = BundleRef(
        BundleKind.TRUST_PRODUCT, create_bundle(client, BundleKind.TRUST_PRODUCT, ACME)["sid"]
    )
    ensure_assignment(client, ENTITY, bundle, {"ObjectSid": profile.sid})
    simulator.control.clear_requests()
    return bundle
