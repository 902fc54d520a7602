"""More for the account than it begins with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pulumi_trusthub as trusthub

if TYPE_CHECKING:
    from pulumi_trusthub.simulator import SimulatedAccount, Simulator

SECONDARY = trusthub.Policy.SECONDARY_CUSTOMER_PROFILE.value
PRIMARY = trusthub.Policy.PRIMARY_CUSTOMER_PROFILE.value


def add(simulator: Simulator, **seed: Any) -> SimulatedAccount:
    """Give the default account more."""
    return simulator.control.seed({"accounts": [{"sid": simulator.account_sid, **seed}]})[0]


def bundle(name: str, policy_sid: str, status: str) -> dict[str, str]:
    """A bundle of a seed."""
    email = "compliance@example.com"
    return {"friendly_name": name, "email": email, "policy_sid": policy_sid, "status": status}
