"""When the account of a program's lookups is another than that of its resources."""

from __future__ import annotations

from typing import Any

import pytest

from pulumi_trusthub._core.model.lookup_accounts import LOOKUP_ACCOUNT, lookup_problem

ONE = "AC" + "1" * 32
TWO = "AC" + "2" * 32
CONFIGURED = {"trusthub:accountSid": TWO, "trusthub:authToken": "token"}


@pytest.mark.parametrize(
    ("noted", "config", "environment", "said"),
    [
        ({LOOKUP_ACCOUNT: ONE}, {}, ONE, None),
        ({LOOKUP_ACCOUNT: ONE}, {}, TWO, f"read account {ONE}"),
        ({LOOKUP_ACCOUNT: ""}, {}, TWO, "have no credentials"),
        ({LOOKUP_ACCOUNT: ONE}, CONFIGURED, ONE, None),
        ({LOOKUP_ACCOUNT: ONE}, {}, None, None),
        ({LOOKUP_ACCOUNT: ""}, {}, None, None),
        ({}, {}, TWO, None),
    ],
    ids=[
        "the same",
        "another",
        "none and one",
        "a provider that has its own",
        "one and none",
        "none at all",
        "no lookups",
    ],
)
def test_two_environments_are_compared_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch,
    noted: dict[str, Any],
    config: dict[str, str],
    environment: str | None,
    said: str | None,
) -> None:
    """The configuration is one for both processes, and a provider's own is meant."""
    for name in ("ACCOUNT_SID", "AUTH_TOKEN", "API_KEY", "API_SECRET"):
        monkeypatch.delenv(f"TWILIO_{name}", raising=False)
    if environment:
        monkeypatch.setenv("TWILIO_ACCOUNT_SID", environment)
        monkeypatch.setenv("TWILIO_AUTH_TOKEN", "token")

    problem = lookup_problem(noted, config.get)

    assert (said is None) is (problem is None)
    assert said is None or said in str(problem)
