"""Does a provider take its configuration, and guard it?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from google.protobuf import json_format
from plugin_client import PRODUCT, UNKNOWN, secret
from pulumi.runtime.proto import provider_pb2

from pulumi_trusthub._core.model import config
from pulumi_trusthub.plugin.catalogue import SETTINGS

if TYPE_CHECKING:
    from plugin_client import Client

    from pulumi_trusthub.simulator import Simulator

ACCOUNT, OTHER = "AC" + "1" * 32, "AC" + "2" * 32
SOME, NONE = provider_pb2.DiffResponse.DIFF_SOME, provider_pb2.DiffResponse.DIFF_NONE


def test_every_setting_is_offered() -> None:
    """Credentials, and what else the package reads below its namespace."""
    others = (
        config.BASE_URL,
        config.TIMEOUT,
        config.READ_LAG,
        config.MAX_CONCURRENCY,
        config.EXPIRY_WARNING_DAYS,
    )
    names = {key.partition(":")[2]: variable for key, variable in others}

    assert {**config._VARIABLES, **names} == {k: v.variables[0] for k, v in SETTINGS.items()}


def test_secrets_of_the_configuration_are_marked(bare: Client) -> None:
    """The token and the API key's secret, and what came as one."""
    given = {"accountSid": ACCOUNT, "authToken": "t", "apiSecret": "s", "apiKey": secret("k")}

    checked = bare.call("CheckConfig", "Check", news=given)

    assert {
        "accountSid": ACCOUNT,
        "authToken": secret("t"),
        "apiSecret": secret("s"),
        "apiKey": secret("k"),
    } == json_format.MessageToDict(checked.inputs)


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        pytest.param({"accountSid": ACCOUNT}, {"accountSid": ACCOUNT}, (NONE, []), id="same"),
        pytest.param(
            {"accountSid": ACCOUNT}, {"accountSid": OTHER}, (SOME, ["accountSid"]), id="other"
        ),
        pytest.param(
            {"accountSid": ACCOUNT.replace("1", "a"), "authToken": "t"},
            {"accountSid": f" {ACCOUNT.replace('1', 'A')}\n", "authToken": "t\n", "apiKey": ""},
            (NONE, []),
            id="written in another way",
        ),
        pytest.param({}, {"accountSid": ACCOUNT}, (SOME, []), id="from the environment"),
        pytest.param({"accountSid": ACCOUNT}, {"accountSid": UNKNOWN}, (SOME, []), id="unknown"),
        pytest.param({"authToken": "a"}, {"authToken": secret("b")}, (SOME, []), id="rotated"),
    ],
)
def test_another_account_has_other_objects(
    bare: Client, before: dict[str, Any], now: dict[str, Any], expected: tuple[Any, list[str]]
) -> None:
    """So all are replaced; another token replaces nothing."""
    diff = bare.call("DiffConfig", "Diff", olds=before, old_inputs=before, news=now)

    assert expected == (diff.changes, list(diff.replaces))


def test_white_space_around_a_setting_is_no_part_of_it(bare: Client, simulator: Simulator) -> None:
    """As a mounted secret has it, and a SID in capitals is the same."""
    sid = f"AC{simulator.account_sid[2:].upper()}"
    bare.configure(
        accountSid=f" {sid}\n", authToken=f"{simulator.auth_token}\r\n", baseUrl=simulator.url
    )

    _, state = bare.made("TrustProduct", PRODUCT)

    assert simulator.account_sid == state["accountSid"]


def test_an_unknown_setting_is_left_out(bare: Client, simulator: Simulator) -> None:
    """A preview does without; resources are previewed, the account is not known."""
    bare.configure(accountSid=simulator.account_sid, authToken=UNKNOWN, baseUrl=simulator.url)

    previewed = bare.ask("Create", "TrustProduct", properties=PRODUCT, preview=True)

    assert UNKNOWN == previewed["properties"]["accountSid"]
