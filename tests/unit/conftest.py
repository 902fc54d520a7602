"""A scripted server, a client of the simulator, and mocks for components."""

from __future__ import annotations

import asyncio
import gc
from typing import TYPE_CHECKING

import pytest
from pulumi.runtime import set_mocks
from pulumi.runtime import settings as runtime
from recorded_parts import Recorded
from scripted import ACCOUNT, ScriptedServer

from pulumi_trusthub._core.api.client import TrustHubClient
from pulumi_trusthub._core.model.config import Credentials, Settings
from pulumi_trusthub._core.model.refs import ENTITY, BundleKind, BundleRef
from pulumi_trusthub._core.rules.assignments import ensure_assignment
from pulumi_trusthub._core.rules.bundles import create_bundle

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pulumi_trusthub.simulator import Simulator

ACME = {
    "friendly_name": "Acme",
    "email": "a@example.com",
    "policy_sid": "RN7a97559effdf62d00f4298208492a5ea",
}


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
    credentials = Credentials(simulator.account_sid, simulator.account_sid, simulator.auth_token)
    return TrustHubClient(Settings(credentials, simulator.url), sleep=lambda _: None)


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
    runtime.set_root_resource(None)  # type: ignore[arg-type]
    asyncio.set_event_loop(None)
    loop.run_until_complete(loop.shutdown_default_executor())
    loop.close()
    gc.collect()
