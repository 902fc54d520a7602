"""What the simulator holds, in the words of the tests."""

from __future__ import annotations

import base64
import json
import urllib.parse
import urllib.request
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pulumi_trusthub.simulator import Simulator

SHAKEN_STIR = "RN7a97559effdf62d00f4298208492a5ea"
VOICE_INTEGRITY = "RN5b3660f9598883b1df4e77f77acefba0"
MADE = (
    "trust_products",
    "entity_assignments",
    "channel_endpoint_assignments",
)


def made(simulator: Simulator) -> tuple[int, int, int]:
    """Count products, links and numbers on bundles."""
    counts = simulator.control.counts()
    products, links, numbers = (counts[kind] for kind in MADE)
    return products, links, numbers


def profile_sid(simulator: Simulator) -> str:
    """The approved business profile."""
    return simulator.control.accounts()[0].customer_profiles[0]


def number_sids(simulator: Simulator, count: int) -> str:
    """So many numbers of the account, as a program's configuration has them."""
    return " ".join(list(simulator.control.accounts()[0].phone_numbers.values())[:count])


def ask(simulator: Simulator, method: str, path: str, **fields: str) -> dict[str, Any]:
    """Talk to Trust Hub past the stack, as somebody in Twilio's Console would."""
    credentials = f"{simulator.account_sid}:{simulator.auth_token}".encode()
    request = urllib.request.Request(  # noqa: S310 - the test's own simulator
        f"{simulator.url}/v1/{path}",
        data=urllib.parse.urlencode(fields).encode() if fields else None,
        method=method,
        headers={"Authorization": f"Basic {base64.b64encode(credentials).decode()}"},
    )
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request, timeout=10) as answer:
        body = answer.read()
    return json.loads(body) if body else {}


def product_by_hand(
    simulator: Simulator,
    name: str,
    *,
    email: str = "compliance@example.com",
    policy: str = SHAKEN_STIR,
) -> str:
    """Create a trust product past the stack."""
    fields = {"FriendlyName": name, "Email": email, "PolicySid": policy}
    return ask(simulator, "POST", "TrustProducts", **fields)["sid"]  # type: ignore[no-any-return]


def assign(simulator: Simulator, bundle: str, number_sid: str) -> str:
    """Put a number on a bundle by hand, and give the path of its assignment."""
    path = f"{bundle}/ChannelEndpointAssignments"
    fields = {"ChannelEndpointType": "phone-number", "ChannelEndpointSid": number_sid}
    return f"{path}/{ask(simulator, 'POST', path, **fields)['sid']}"


def paths_on(simulator: Simulator, bundle: str) -> dict[str, str]:
    """The path of each number's assignment on a bundle."""
    path = f"{bundle}/ChannelEndpointAssignments"
    return {
        record["channel_endpoint_sid"]: f"{path}/{record['sid']}"
        for record in ask(simulator, "GET", f"{path}?PageSize=1000")["results"]
    }


def put(*bundles: str) -> list[str]:
    """The requests that put a number onto bundles."""
    return [f"POST /v1/{bundle}/ChannelEndpointAssignments" for bundle in bundles]


def taken_off(paths: Iterable[str]) -> list[str]:
    """The requests that delete assignments."""
    return [f"DELETE /v1/{path}" for path in paths]


def writes(simulator: Simulator) -> list[str]:
    """The requests that change something, without those that failed."""
    return [
        f"{entry.method} {entry.path}"
        for entry in simulator.control.requests()
        if entry.method != "GET" and entry.status is not None and entry.status < 300
    ]
