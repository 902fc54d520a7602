"""The default world: an account, its subaccount, its profile."""

from __future__ import annotations

from typing import Any

from ..store.policies import PRIMARY_CUSTOMER_PROFILE

ACCOUNT_SID = "AC" + "5e" * 16
"""The default account; like all constants here it opens the simulator and nothing else."""
AUTH_TOKEN = "a0" * 16
API_KEY_SID = "SK" + "5e" * 16
API_KEY_SECRET = "b0" * 16
SUBACCOUNT_SID = "AC" + "50" * 16
SUBACCOUNT_AUTH_TOKEN = "c0" * 16

DEFAULT_SEED: dict[str, Any] = {
    "accounts": [
        {
            "sid": ACCOUNT_SID,
            "auth_token": AUTH_TOKEN,
            "friendly_name": "Example Business",
            "api_keys": [{"sid": API_KEY_SID, "secret": API_KEY_SECRET}],
            "phone_numbers": [f"+120255501{last:02}" for last in range(10)],
            "customer_profiles": [
                {
                    "friendly_name": "Example Business",
                    "email": "compliance@example.com",
                    "policy_sid": PRIMARY_CUSTOMER_PROFILE,
                    "status": "twilio-approved",
                }
            ],
            "subaccounts": [
                {
                    "sid": SUBACCOUNT_SID,
                    "auth_token": SUBACCOUNT_AUTH_TOKEN,
                    "friendly_name": "Example Business, Sales",
                    "phone_numbers": [f"+120255501{last:02}" for last in range(50, 55)],
                }
            ],
        }
    ]
}
