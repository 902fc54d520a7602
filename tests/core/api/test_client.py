"""What a client believes of an answer, and of its credentials."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from acme import ACME, LOST, asked, named
from scripted import ACCOUNT, Answer

from pulumi_trusthub._core.api.client import TrustHubClient
from pulumi_trusthub._core.model.config import Credentials, Settings
from pulumi_trusthub._core.model.errors import (
    ApiError,
    AuthenticationError,
    ConfigurationError,
    UnexpectedAnswerError,
    WrongAccountError,
)
from pulumi_trusthub._core.model.refs import BundleKind, BundleRef
from pulumi_trusthub._core.rules.bundles import create_bundle

if TYPE_CHECKING:
    from scripted import ScriptedServer

    from pulumi_trusthub.simulator import Simulator


@pytest.mark.parametrize("fault", LOST, ids=named)
def test_a_delete_survives_a_fault(
    fault: dict[str, Any], client: TrustHubClient, simulator: Simulator, product: BundleRef
) -> None:
    """A DELETE may be sent again: what is gone is done."""
    link = next(client.records(f"{product.path}/EntityAssignments"))["sid"]
    simulator.control.fault(method="DELETE", **fault)

    client.delete(f"{product.path}/EntityAssignments/{link}")

    assert [] == list(client.records(f"{product.path}/EntityAssignments"))


def test_a_key_without_a_bundle_to_show_may_create(simulator: Simulator) -> None:
    """In an empty account nothing is a proof, so a 404 is doubted until a POST has answered."""
    simulator.control.reset(empty=True)
    key = {"sid": "SK" + "1" * 32, "secret": "s" * 32}
    account = "AC" + "1" * 32
    simulator.control.seed({"accounts": [{"sid": account, "auth_token": "t", "api_keys": [key]}]})
    credentials = Credentials(account, key["sid"], key["secret"])
    client = TrustHubClient(Settings(credentials, simulator.url), sleep=lambda _: None)

    with pytest.raises(ConfigurationError, match="nothing shows that the API key is one of"):
        client.get_or_none("TrustProducts/BU" + "0" * 32)
    assert create_bundle(client, BundleKind.TRUST_PRODUCT, ACME)["status"] == "draft"
    assert client.get_or_none("TrustProducts/BU" + "0" * 32) is None


def test_a_list_raises_the_errors_of_other_requests(
    client: TrustHubClient, simulator: Simulator
) -> None:
    """The library's lists raise another, bare exception; here they don't."""
    simulator.control.fault(method="GET", status=401, code=20003)
    with pytest.raises(AuthenticationError):
        list(client.records("TrustProducts"))

    simulator.control.fault(method="GET", times=99, status=500)
    with pytest.raises(ApiError, match="HTTP 500"):
        list(client.records("TrustProducts"))


def test_a_key_of_another_account_is_found_out(simulator: Simulator) -> None:
    """A 404 with an API key is believed only when the key is of the configured account."""
    account = simulator.control.accounts()[0]
    key, sub = account.api_keys[0], account.subaccounts[0]

    def missing(account_sid: str) -> dict[str, Any] | None:
        credentials = Credentials(account_sid, key.sid, key.secret)
        client = TrustHubClient(Settings(credentials, simulator.url))
        return client.get_or_none("TrustProducts/BU" + "0" * 32)

    assert missing(account.sid) is None
    with pytest.raises(WrongAccountError, match=f"belongs to account {account.sid}"):
        missing(sub.sid)


def test_the_region_of_the_environment_changes_nothing(
    client: TrustHubClient, simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The library would rewrite 127.0.0.1 to 127.sydney.au1.0.1."""
    monkeypatch.setenv("TWILIO_REGION", "au1")
    monkeypatch.setenv("TWILIO_EDGE", "sydney")
    fresh = TrustHubClient(client.settings)

    list(fresh.records("TrustProducts"))

    assert 1 == len(asked(simulator))


def test_an_html_404_is_not_taken_for_twilios(server: ScriptedServer) -> None:
    """A proxy or a wrong address must not empty a state; any other 404 is one."""
    credentials = Credentials(ACCOUNT, ACCOUNT, "token")
    client = TrustHubClient(Settings(credentials, server.url), sleep=lambda _: None)
    html = {"Content-Type": "text/html; charset=utf-8"}
    server.will(Answer(404, "<h1>Not Found</h1>", html))

    with pytest.raises(UnexpectedAnswerError, match=r"is not Twilio.*trusthub:baseUrl"):
        client.get_or_none("TrustProducts/BU1")
    server.will(Answer(404, ""))
    assert client.get_or_none("TrustProducts/BU1") is None
