"""Numbers, and the bundles that they go onto."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from acme import ACME

from pulumi_trusthub._core.bulk.plan import Parents
from pulumi_trusthub._core.model.refs import ENTITY, BundleKind, BundleRef
from pulumi_trusthub._core.rules.assignments import ensure_assignment
from pulumi_trusthub._core.rules.bundles import create_bundle

if TYPE_CHECKING:
    from pulumi_trusthub._core.api.client import TrustHubClient
    from pulumi_trusthub.simulator import Simulator


@pytest.fixture
def numbers(simulator: Simulator) -> list[str]:
    """Five numbers of the account."""
    planted = {"sid": simulator.account_sid, "phone_numbers": [f"+1202555020{i}" for i in range(5)]}
    account = simulator.control.seed({"accounts": [planted]})[0]
    return [account.phone_numbers[e164] for e164 in planted["phone_numbers"]]


@pytest.fixture
def parents(client: TrustHubClient, simulator: Simulator) -> Parents:
    """The approved profile, and a product that is linked to it."""
    profile_sid = simulator.control.accounts()[0].customer_profiles[0]
    product = BundleRef(
        BundleKind.TRUST_PRODUCT, create_bundle(client, BundleKind.TRUST_PRODUCT, ACME)["sid"]
    )
    ensure_assignment(client, ENTITY, product, {"ObjectSid": profile_sid})
    simulator.control.clear_requests()
    return Parents.of(profile_sid, product.sid)
