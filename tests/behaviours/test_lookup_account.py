"""A program's lookups and its resources, whose environments are two processes'.

An inline program of the Automation API runs in its caller's process, and ``env_vars`` of its
workspace reach the resources alone: the program here has variables of its own in the same way.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from engines import resources
from world import made

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engines import Engine, Launch

    from pulumi_trusthub.simulator import SimulatedAccount, Simulator

SCRIPTS = Path(sys.executable).parent
"""Where the plugin is, as it was installed with the package."""
NOTHING = {"TWILIO_ACCOUNT_SID": None, "TWILIO_AUTH_TOKEN": None}
NEXT_STEP = "give the stack its credentials with set_config"


def variables(account: SimulatedAccount) -> dict[str, str]:
    """Give an account's credentials as variables."""
    return {"TWILIO_ACCOUNT_SID": account.sid, "TWILIO_AUTH_TOKEN": account.auth_token}


def accounts(simulator: Simulator) -> tuple[SimulatedAccount, SimulatedAccount]:
    """Give a platform's account, and the account of its tenant."""
    platform = simulator.control.accounts()[0]
    return platform, platform.subaccounts[0]


def launched(
    launch: Launch,
    *,
    caller: Mapping[str, str | None],
    provider: SimulatedAccount,
    **more: str,
) -> Engine:
    """Start the program with the caller's variables, and its resources with another set."""
    engine = launch("inline_lookup", callersVariables=json.dumps(caller), **more)
    del engine.config["trusthub:accountSid"], engine.config["trusthub:authToken"]
    engine.environment |= variables(provider)
    return engine


@pytest.mark.parametrize("native", ["false", "true"])
@pytest.mark.parametrize("form", ["plain", "output"])
def test_lookups_and_resources_of_two_accounts_are_refused(
    launch: Launch, simulator: Simulator, form: str, native: str
) -> None:
    """Preview and up name both accounts, and make nothing, not even what is declared first."""
    platform, tenant = accounts(simulator)
    engine = launched(launch, caller=variables(platform), provider=tenant, form=form)
    engine.config["trusthub:native"] = native
    engine.environment["PATH"] = os.pathsep.join((str(SCRIPTS), os.environ["PATH"]))

    refused = [engine.preview(), engine.up()]

    assert [False, False] == [outcome.ok for outcome in refused]
    for outcome in refused:
        assert (
            f"lookups of this program read account {platform.sid}, but this resource would be in "
            f"account {tenant.sid}"
        ) in outcome.text
        assert NEXT_STEP in outcome.text
    assert (0, 0, 0) == made(simulator)
    assert {} == resources(engine)


@pytest.mark.as_native
def test_lookups_without_the_resources_credentials_are_refused(
    launch: Launch, simulator: Simulator
) -> None:
    """Where a workspace alone has credentials, the preview says so already."""
    _, tenant = accounts(simulator)
    engine = launched(launch, caller=NOTHING, provider=tenant, form="output")

    refused = [engine.preview(), engine.up()]

    assert [False, False] == [outcome.ok for outcome in refused]
    assert "lookups of this program have no credentials" in refused[0].text
    assert all(NEXT_STEP in outcome.text for outcome in refused)
    assert (0, 0, 0) == made(simulator)


def test_a_lookup_without_credentials_names_the_next_step(
    launch: Launch, simulator: Simulator
) -> None:
    """A plain lookup ends the program, and the text says what env_vars do not reach."""
    _, tenant = accounts(simulator)
    engine = launched(launch, caller=NOTHING, provider=tenant, form="plain")

    refused = engine.preview()

    assert not refused.ok
    assert "No Twilio credentials are configured" in refused.text
    assert NEXT_STEP in refused.text


def test_nobodys_credentials_are_no_two_accounts(launch: Launch, simulator: Simulator) -> None:
    """A preview without any credentials goes on."""
    engine = launch("inline_lookup", form="output")
    del engine.config["trusthub:accountSid"], engine.config["trusthub:authToken"]

    preview = engine.preview()

    assert preview.ok, preview.text
    assert {"create": ["made"]} == preview.changes
    assert [] == simulator.control.requests()


def test_a_callers_own_account_matters_to_no_program_without_lookups(
    launch: Launch, simulator: Simulator
) -> None:
    """What the caller's process has for other purposes is no account of the program."""
    platform, tenant = accounts(simulator)
    engine = launched(launch, caller=variables(platform), provider=tenant)

    up = engine.up()

    assert up.ok, up.text
    assert tenant.sid == resources(engine)["made"].outputs["account_sid"]


@pytest.mark.parametrize("explicit", ["lookup", "resource"])
def test_two_accounts_that_are_meant_are_two_providers(
    launch: Launch, simulator: Simulator, explicit: str
) -> None:
    """A lookup or a resource with a provider of its own may be in another account."""
    platform, tenant = accounts(simulator)
    other = tenant if explicit == "resource" else platform
    engine = launched(
        launch,
        caller=variables(platform),
        provider=tenant if explicit == "lookup" else platform,
        form="output",
        explicit=explicit,
        providersVariables=json.dumps({"account_sid": other.sid, "auth_token": other.auth_token}),
    )

    up = engine.up()

    assert up.ok, up.text
    assert tenant.sid == resources(engine)["made"].outputs["account_sid"]


def test_the_account_of_lookups_is_in_no_state(launch: Launch, simulator: Simulator) -> None:
    """A lookup that comes to a program, or leaves it, is no change of its resources."""
    engine = launch("inline_lookup", form="output")

    up = engine.up()
    stored = resources(engine)["made"]
    engine.config["behaviour:form"] = "none"
    without = engine.preview()
    engine.config["behaviour:form"] = "plain"
    again = engine.preview()
    destroyed = engine.destroy()

    assert up.ok, up.text
    assert [] == [name for name in {**stored.inputs, **stored.outputs} if "lookup" in name]
    assert {} == without.changes
    assert {} == again.changes
    assert destroyed.ok, destroyed.text
    assert (0, 0, 0) == made(simulator)
