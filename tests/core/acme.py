"""What the tests of the core declare, ask for and look up: Acme's product, and its numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from policy_sids import SHAKEN_STIR

from pulumi_trusthub._core.api.client import TrustHubClient
from pulumi_trusthub._core.model.config import Credentials, Settings
from pulumi_trusthub._core.model.refs import BundleKind, BundleRef
from pulumi_trusthub._core.rules.bundles import create_bundle

if TYPE_CHECKING:
    from pulumi_trusthub.simulator import Simulator

ACME = {"friendly_name": "Acme", "email": "a@example.com", "policy_sid": SHAKEN_STIR}
ADDRESS = {
    "customer_name": "Ada Lovelace",
    "street": "12 Quite Secret Street",
    "city": "San Francisco",
    "region": "CA",
    "postal_code": "94105",
    "iso_country": "US",
}
LOST: list[dict[str, Any]] = [
    {"drop_before": True},
    {"drop_after": True},
    {"status": 500},
    {"status": 503},
    {"not_json": True, "work": "before"},
    {"not_json": True, "work": "after"},
    {"status": 429, "code": 20429},
    {"status": 429, "code": 20429, "headers": {"Retry-After": "1"}},
    {"status": 409, "code": 20162},
]


def named(effect: dict[str, Any]) -> str:
    """Name a fault for the list of tests."""
    return "-".join(f"{key}={value}" for key, value in effect.items() if key != "headers")


def asked(simulator: Simulator) -> list[str]:
    """The log, without the addresses' common beginning."""
    return [
        f"{entry.method} {entry.path.removeprefix('/v1/')}"
        for entry in simulator.control.requests()
    ]


def on_number(number: str) -> dict[str, str]:
    """The fields of a number's assignment."""
    return {"ChannelEndpointType": "phone-number", "ChannelEndpointSid": number}


def another(client: TrustHubClient) -> BundleRef:
    """A second product."""
    made = create_bundle(client, BundleKind.TRUST_PRODUCT, {**ACME, "friendly_name": "Another"})
    return BundleRef(BundleKind.TRUST_PRODUCT, made["sid"])


def connected(simulator: Simulator) -> TrustHubClient:
    """A client of the default account that never really waits, as a command of Pulumi's has one."""
    credentials = Credentials(simulator.account_sid, simulator.account_sid, simulator.auth_token)
    return TrustHubClient(Settings(credentials, simulator.url), sleep=lambda _: None)


def patient(simulator: Simulator) -> TrustHubClient:
    """A client of another command, whose waits put the simulator's clock forward."""
    credentials = Credentials(simulator.account_sid, simulator.account_sid, simulator.auth_token)
    settings = Settings(credentials, simulator.url)
    return TrustHubClient(settings, sleep=simulator.control.advance_clock)
