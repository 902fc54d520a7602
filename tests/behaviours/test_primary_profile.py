"""Which profile of an account is taken for its primary one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from world import made, paths_on

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engines import Engine, Launch

    from pulumi_trusthub.simulator import SimulatedAccount, Simulator

PRIMARY = "RN6433641899984f951173ef1738c3bdd0"
SECONDARY = "RNdfbf3fae0e1107f8aded0e7cead80bf5"
STARTER = "RN806dd6cd175f314e1f96a9727ee271f4"
OF_TOMORROW = "RN" + "0f" * 16
"""A policy that nobody knows yet."""

APPROVED, IN_REVIEW = "twilio-approved", "in-review"
PROGRAMS = ("lookups", "shaken_stir")
"""One that looks the profile up itself, and one whose component does."""


def profile(name: str, policy_sid: str, status: str) -> dict[str, str]:
    """A profile of a seed."""
    return {"friendly_name": name, "policy_sid": policy_sid, "status": status}


def plant(simulator: Simulator, profiles: Sequence[dict[str, str]]) -> SimulatedAccount:
    """Start over with one account that has these profiles and a number."""
    simulator.control.reset(empty=True)
    policy = {"sid": OF_TOMORROW, "friendly_name": "Of tomorrow", "kind": "customer_profile"}
    account: dict[str, Any] = {
        "sid": simulator.account_sid,
        "auth_token": simulator.auth_token,
        "phone_numbers": 1,
        "customer_profiles": list(profiles),
    }
    return simulator.control.seed({"policies": [policy], "accounts": [account]})[0]


def started(launch: Launch, program: str, account: SimulatedAccount) -> Engine:
    """Start a program on the number of an account."""
    [(e164, sid)] = account.phone_numbers.items()
    if program == "lookups":
        return launch(program, numbers=e164)
    return launch(program, numberSids=sid, submit="false")


@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize(
    ("policy_sid", "kind"), [(STARTER, "starter"), (SECONDARY, "secondary")], ids=["starter", "isv"]
)
@pytest.mark.parametrize("with_primary", [True, False], ids=["in-review", "never-made"])
def test_a_profile_of_another_kind_is_not_taken_for_the_primary_one(
    launch: Launch,
    simulator: Simulator,
    program: str,
    policy_sid: str,
    kind: str,
    *,
    with_primary: bool,
) -> None:
    """Nothing is made, and the error names each profile with what it is and its status."""
    real = [profile("Example Inc", PRIMARY, IN_REVIEW)] if with_primary else []
    account = plant(simulator, [profile("Other Co", policy_sid, APPROVED), *real])
    engine = started(launch, program, account)

    refused = engine.up()

    listed = [f"{account.customer_profiles[0]} (Other Co, twilio-approved, a {kind} profile)"]
    listed += [f"{sid} (Example Inc, in-review)" for sid in account.customer_profiles[1:]]
    assert not refused.ok
    assert "There is no approved primary customer profile" in refused.text
    assert f"The account has: {', '.join(listed)}." in refused.text
    assert (0, 0, 0) == made(simulator)


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_profile_that_nobody_knows_does_not_stand_in_for_one_in_review(
    launch: Launch, simulator: Simulator, program: str
) -> None:
    """Where the account has a primary profile, no other may be it."""
    account = plant(
        simulator,
        [profile("Other Co", OF_TOMORROW, APPROVED), profile("Example Inc", PRIMARY, IN_REVIEW)],
    )

    refused = started(launch, program, account).up()

    assert not refused.ok
    assert "There is no approved primary customer profile: make and submit it" in refused.text
    assert "subaccount" not in refused.text
    assert (0, 0, 0) == made(simulator)


@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize("with_key", [False, True], ids=["own-token", "api-key"])
def test_a_subaccount_is_sent_to_its_parents_profile(
    launch: Launch, simulator: Simulator, program: str, *, with_key: bool
) -> None:
    """A key may not read whose subaccount it is, so that both are said to it."""
    simulator.control.reset(empty=True)
    below = {"phone_numbers": 1, "api_keys": [{}]}
    above = {
        "customer_profiles": [profile("Example Inc", PRIMARY, APPROVED)],
        "subaccounts": [below],
    }
    [parent] = simulator.control.seed({"accounts": [above]})
    sub = parent.subaccounts[0]
    engine = started(launch, program, sub)
    engine.config |= {"trusthub:accountSid": sub.sid, "trusthub:authToken": sub.auth_token}
    if with_key:
        [key] = sub.api_keys
        del engine.config["trusthub:authToken"]
        engine.config |= {"trusthub:apiKey": key.sid, "trusthub:apiSecret": key.secret}

    refused = engine.up()

    assert not refused.ok
    assert "needs none where its parent has one" in refused.text
    assert "primary_customer_profile_sid=" in refused.text
    assert with_key == ("in Twilio's Console" in refused.text)
    assert with_key != (f"a subaccount of {parent.sid}" in refused.text)
    assert (0, 0, 0) == made(simulator)


@pytest.mark.as_native
@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize("policy_sid", [PRIMARY, OF_TOMORROW], ids=["known", "of-tomorrow"])
def test_an_approved_primary_profile_is_taken_beside_other_profiles(
    launch: Launch, simulator: Simulator, program: str, policy_sid: str
) -> None:
    """Policies may change: one that nobody knows may be the primary one's."""
    account = plant(
        simulator,
        [
            profile("Starter Co", STARTER, APPROVED),
            profile("Customer", SECONDARY, APPROVED),
            profile("Example Inc", policy_sid, APPROVED),
        ],
    )
    engine = started(launch, program, account)

    up = engine.up()

    assert up.ok, up.text
    with_numbers = [sid for sid in account.customer_profiles if on(simulator, sid)]
    assert [account.customer_profiles[2]] == with_numbers


def on(simulator: Simulator, profile_sid: str) -> list[str]:
    """The numbers on a customer profile."""
    return list(paths_on(simulator, f"CustomerProfiles/{profile_sid}"))
