"""When the account of a program's lookups is another than that of its resources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hosts import PRODUCT

from pulumi_trusthub.dynamic.lookup_account import note_lookup
from pulumi_trusthub.dynamic.lookup_problem import LOOKUP_ACCOUNT, lookup_problem
from pulumi_trusthub.dynamic.providers import TrustProductProvider

if TYPE_CHECKING:
    from hosts import Wire

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


def test_check_keeps_the_account_of_lookups_out_of_the_state(wire: Wire) -> None:
    """What check gives back is stored."""
    given = {**PRODUCT, LOOKUP_ACCOUNT: ONE}

    checked = wire.ask("Check", TrustProductProvider(), olds={}, news=given)

    assert "failures" not in checked
    assert [] == [name for name in checked["inputs"] if "lookup" in name]
    assert PRODUCT.items() <= checked["inputs"].items()


def test_a_lookup_outside_of_a_program_is_noted_nowhere() -> None:
    """A script may look something up without a stack."""
    note_lookup()
