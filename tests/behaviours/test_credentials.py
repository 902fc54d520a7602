"""Credentials as they come out of files and forms: with white space around them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from world import made

if TYPE_CHECKING:
    from engines import Launch

    from pulumi_trusthub.simulator import Simulator

TOKEN = ("AccountSid", "AuthToken")
KEY = ("AccountSid", "ApiKey", "ApiSecret")


def with_white_space(simulator: Simulator, kinds: tuple[str, ...]) -> dict[str, str]:
    """Give credentials by what they are, each with a blank before it and a line end after it."""
    values = {
        "AccountSid": simulator.account_sid,
        "AuthToken": simulator.auth_token,
        "ApiKey": simulator.api_key_sid,
        "ApiSecret": simulator.api_key_secret,
    }
    return {kind: f" {values[kind]}\n" for kind in kinds}


def variable(kind: str) -> str:
    """Give the name of a credential's variable: ``AuthToken`` is in ``TWILIO_AUTH_TOKEN``."""
    return "TWILIO" + "".join(f"_{c}" if c.isupper() else c.upper() for c in kind)


@pytest.mark.parametrize("kinds", [TOKEN, KEY], ids=["token", "key"])
@pytest.mark.parametrize("source", ["configuration", "environment"])
def test_a_credential_loses_its_surrounding_white_space(
    launch: Launch, simulator: Simulator, source: str, kinds: tuple[str, ...]
) -> None:
    """A stack comes up, is found unchanged and goes, whichever credential has white space."""
    engine = launch("product")
    del engine.config["trusthub:accountSid"], engine.config["trusthub:authToken"]
    given = with_white_space(simulator, kinds)
    if source == "configuration":
        engine.config |= {f"trusthub:{kind[0].lower()}{kind[1:]}": given[kind] for kind in kinds}
    else:
        engine.environment |= {variable(kind): given[kind] for kind in kinds}

    up = engine.up()
    refreshed = engine.refresh()
    unchanged = engine.preview()
    destroyed = engine.destroy()

    assert up.ok, up.text
    assert refreshed.ok, refreshed.text
    assert {} == unchanged.changes, unchanged.text
    assert destroyed.ok, destroyed.text
    assert (0, 0, 0) == made(simulator)


@pytest.mark.as_native
def test_a_providers_credential_loses_its_surrounding_white_space(
    launch: Launch, simulator: Simulator
) -> None:
    """Resources and lookups of an explicit provider take its credentials without white space."""
    sub = simulator.control.accounts()[0].subaccounts[0]
    engine = launch(
        "two_accounts",
        otherAccountSid=f"{sub.sid} ",
        otherAuthToken=f"{sub.auth_token}\n",
        plainToken=f"\t{sub.auth_token}",
    )

    up = engine.up()
    outputs = engine.outputs()
    destroyed = engine.destroy()

    assert up.ok, up.text
    assert (sub.sid, len(sub.phone_numbers)) == (outputs["theirs"], outputs["their_numbers"])
    assert destroyed.ok, destroyed.text
    assert (0, 0, 0) == made(simulator)


@pytest.mark.parametrize(
    ("flaw", "said"),
    [("{0} {0}", "has white space or a line end inside"), ("'{0}'", "has quotes in its value")],
    ids=["white space inside", "quotes"],
)
@pytest.mark.parametrize("source", ["configuration", "environment", "provider"])
def test_a_value_that_is_no_credential_is_named(
    launch: Launch, simulator: Simulator, source: str, flaw: str, said: str
) -> None:
    """Before anything is sent, whichever source has it, and without the value itself."""
    engine = launch("product")
    sid, token = simulator.account_sid, flaw.format(simulator.auth_token)
    name = "trusthub:authToken"
    if source == "configuration":
        engine.config[name] = token
    elif source == "environment":
        name = "TWILIO_AUTH_TOKEN"
        del engine.config["trusthub:accountSid"], engine.config["trusthub:authToken"]
        engine.environment |= {"TWILIO_ACCOUNT_SID": sid, name: token}
    else:
        sub = simulator.control.accounts()[0].subaccounts[0]
        engine = launch(
            "two_accounts",
            otherAccountSid=sub.sid,
            otherAuthToken=flaw.format(sub.auth_token),
            plainToken=sub.auth_token,
        )
        token = sub.auth_token

    refused = engine.up()

    assert not refused.ok
    assert f"{name} {said}" in refused.text
    assert token not in refused.text
    assert simulator.auth_token not in refused.text


def test_white_space_alone_is_no_credential(launch: Launch, simulator: Simulator) -> None:
    """A variable that holds white space alone is told as missing."""
    engine = launch("product")
    del engine.config["trusthub:accountSid"], engine.config["trusthub:authToken"]
    engine.environment |= {"TWILIO_ACCOUNT_SID": simulator.account_sid, "TWILIO_AUTH_TOKEN": "\n"}

    refused = engine.up()

    assert not refused.ok
    assert "TWILIO_AUTH_TOKEN is missing" in refused.text
