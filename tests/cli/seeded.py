"""Accounts as the tests of the commands want them."""

from __future__ import annotations

import base64
import urllib.request
from typing import TYPE_CHECKING, Any

from policy_sids import PRIMARY, SHAKEN_STIR
from typer.testing import CliRunner, Result

from pulumi_trusthub.cli import app

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pulumi_trusthub.simulator import Simulator

APPROVED = "twilio-approved"
EMAIL = "compliance@example.com"


def run(*arguments: str, answer: str | None = None) -> Result:
    """Run the command in this process."""
    return CliRunner().invoke(app, list(arguments), input=answer)


def product(name: str, *, numbers: Iterable[str] = (), **more: Any) -> dict[str, Any]:
    """An approved SHAKEN/STIR product of a seed, linked to the profile."""
    return {
        "friendly_name": name,
        "email": EMAIL,
        "policy_sid": SHAKEN_STIR,
        "status": APPROVED,
        "customer_profiles": ["Primary"],
        "phone_numbers": list(numbers),
    } | more


def profile(*, numbers: Iterable[str] = (), **more: Any) -> dict[str, Any]:
    """An approved primary profile of a seed."""
    return {
        "friendly_name": "Primary",
        "email": EMAIL,
        "policy_sid": PRIMARY,
        "status": APPROVED,
        "phone_numbers": list(numbers),
    } | more


def plant(
    simulator: Simulator,
    *,
    profiles: Iterable[dict[str, Any]] = (),
    products: Iterable[dict[str, Any]] = (),
    numbers: list[str] | int = 3,
    **more: Any,
) -> dict[str, str]:
    """Start over with one account; its numbers, by what they are in E.164."""
    simulator.control.reset(empty=True)
    if isinstance(numbers, int):
        numbers = e164(numbers)
    seed = {
        "sid": simulator.account_sid,
        "auth_token": simulator.auth_token,
        "api_keys": [{"sid": simulator.api_key_sid, "secret": simulator.api_key_secret}],
        "phone_numbers": numbers,
        "customer_profiles": list(profiles),
        "trust_products": list(products),
        **more,
    }
    [account] = simulator.control.seed({"accounts": [seed]})
    return dict(account.phone_numbers)


def e164(count: int) -> list[str]:
    """So many numbers that are set aside for fiction."""
    return [f"+1{202 + index // 100}55501{index % 100:02}" for index in range(count)]


def release(simulator: Simulator, *sids: str) -> None:
    """Release numbers, as somebody in Twilio's Console would."""
    credentials = f"{simulator.account_sid}:{simulator.auth_token}".encode()
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    for sid in sids:
        request = urllib.request.Request(  # noqa: S310 - the test's own simulator
            f"{simulator.url}/2010-04-01/Accounts/{simulator.account_sid}"
            f"/IncomingPhoneNumbers/{sid}.json",
            method="DELETE",
            headers={"Authorization": f"Basic {base64.b64encode(credentials).decode()}"},
        )
        opener.open(request, timeout=10).close()
    simulator.control.clear_requests()


def asked(simulator: Simulator) -> list[str]:
    """The requests to Twilio, without their queries."""
    return [f"{it.method} {it.path.partition('?')[0]}" for it in simulator.control.requests()]
