"""Can a test give the simulator orders, and learn of their effects?"""

from __future__ import annotations

import json
import urllib.request
from typing import TYPE_CHECKING

import pytest

from pulumi_trusthub.simulator import ControlError, Settings
from pulumi_trusthub.simulator.control.routes import ROUTES
from pulumi_trusthub.simulator.store.policies import SHAKEN_STIR

if TYPE_CHECKING:
    import requests

    from pulumi_trusthub.simulator import Simulator

PRODUCT = {
    "FriendlyName": "Example",
    "Email": "compliance@example.com",
    "PolicySid": SHAKEN_STIR,
}


def test_the_index_lists_the_routes(simulator: Simulator) -> None:
    """All control routes, with what they do."""
    index = simulator.control.index()

    assert [(method, f"/_sim{path}", does) for method, path, _, does in ROUTES] == [
        (it["method"], it["path"], it["does"]) for it in index["routes"]
    ]
    assert (0, 0) == (index["requests"], index["in_flight"])


def test_a_reset_removes_everything(simulator: Simulator, http: requests.Session) -> None:
    """Objects, settings, faults, log and clock; and SIDs begin anew."""
    control = simulator.control
    before = control.state()
    first = http.post(f"{simulator.url}/v1/TrustProducts", data=PRODUCT).json()["sid"]
    control.settings(review="immediate", read_lag=3)
    control.fault(status=500)
    control.advance_clock(100_000)

    control.reset()

    assert Settings() == control.settings()
    assert ([], []) == (control.faults(), control.requests())
    assert before["counts"] == control.counts()
    assert before["accounts"].keys() == control.state()["accounts"].keys()
    again = http.post(f"{simulator.url}/v1/TrustProducts", data=PRODUCT).json()["sid"]
    assert first == again


def test_an_empty_world_has_no_account(simulator: Simulator, http: requests.Session) -> None:
    """Without the default world nobody can log in, until an account is seeded."""
    simulator.control.reset(empty=True)
    assert {} == simulator.control.state()["accounts"]
    assert http.get(f"{simulator.url}/v1/TrustProducts").status_code == 401

    [made] = simulator.control.seed(
        {"accounts": [{"api_keys": [{}], "subaccounts": [{"phone_numbers": 1}]}]}
    )

    http.auth = (made.api_keys[0].sid, made.api_keys[0].secret)
    assert http.get(f"{simulator.url}/v1/TrustProducts").status_code == 200
    assert len(made.subaccounts[0].phone_numbers) == 1
    assert (made,) == simulator.control.accounts()


def test_the_default_world_has_an_account_with_a_primary_profile(simulator: Simulator) -> None:
    """An account with a key, numbers, an approved primary profile and a subaccount."""
    account = simulator.account
    [subaccount] = account.subaccounts
    profile = simulator.control.state()["accounts"][account.sid]["customer_profiles"][0]

    assert (simulator.account_sid, simulator.auth_token) == (account.sid, account.auth_token)
    assert (simulator.api_key_sid, simulator.api_key_secret) == (
        account.api_keys[0].sid,
        account.api_keys[0].secret,
    )
    assert (simulator.subaccount_sid, simulator.subaccount_auth_token) == (
        subaccount.sid,
        subaccount.auth_token,
    )
    assert all(it.startswith("+120255501") for it in (simulator.phone_numbers))
    assert subaccount.phone_numbers
    assert ("twilio-approved", "Example Business") == (profile["status"], profile["friendly_name"])


def test_the_state_counts_by_account_and_in_all(
    simulator: Simulator, http: requests.Session
) -> None:
    """By account and in all, and it holds the objects as Twilio answers them."""
    made = http.post(f"{simulator.url}/v1/TrustProducts", data=PRODUCT).json()

    state = simulator.control.state()

    own = state["accounts"][simulator.account_sid]
    assert [made] == own["trust_products"]
    assert (1, 1, 15, 10) == (
        own["counts"]["trust_products"],
        state["counts"]["trust_products"],
        state["counts"]["phone_numbers"],
        own["counts"]["phone_numbers"],
    )
    assert simulator.account_sid == state["accounts"][simulator.subaccount_sid]["parent"]
    assert (
        "trust_products"
        not in (simulator.control.state(objects=False)["accounts"][simulator.account_sid])
    )


def test_a_review_moves_step_by_step(simulator: Simulator, http: requests.Session) -> None:
    """To a status, with codes, or one step by the rules."""
    made = http.post(f"{simulator.url}/v1/TrustProducts", data=PRODUCT).json()
    sid, control = made["sid"], simulator.control
    assert control.review(sid) == "draft"
    http.post(made["url"], data={"Status": "pending-review"})

    assert control.review(sid) == "twilio-rejected"
    assert control.review(sid, "in-review") == "in-review"
    assert control.review(sid) == "twilio-approved"
    assert control.review(sid, "twilio-rejected", errors=(18602,)) == "twilio-rejected"
    assert http.get(made["url"]).json()["errors"] == [{"code": 18602}]


def test_callbacks_are_recorded(simulator: Simulator, http: requests.Session) -> None:
    """What Twilio would have sent can be asked for."""
    data = {**PRODUCT, "StatusCallback": "https://example.com/status"}
    made = http.post(f"{simulator.url}/v1/TrustProducts", data=data).json()
    http.post(made["url"], data={"Status": "pending-review"})

    [callback] = simulator.control.callbacks()

    assert ("https://example.com/status", "pending-review", made["sid"]) == (
        callback["url"],
        callback["status"],
        callback["bundle_sid"],
    )


@pytest.mark.parametrize(
    ("path", "body", "words"),
    [
        ("/settings", {"colour": "red"}, "colour"),
        ("/settings", [], "Settings are an object"),
        ("/seed", {"x": 1}, "x is unknown: a seed may have policies, accounts"),
        ("/seed", None, "A seed is an object, not null"),
        ("/faults", {"effect": {}}, "exactly one"),
        ("/reviews/BU1", {"status": "in-review"}, "no bundle BU1"),
        ("/clock", {}, "advance_seconds"),
        ("/nothing", {}, "There is no POST"),
    ],
)
def test_a_wrong_order_is_explained(
    simulator: Simulator, path: str, body: object, words: str
) -> None:
    """An error names the mistake, and nothing changes."""
    with pytest.raises(ControlError, match=words):
        simulator.control._ask("POST", path, body)

    assert Settings() == simulator.control.settings()


def test_a_broken_body_is_explained(simulator: Simulator) -> None:
    """A body that is no JSON is a 400."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    request = urllib.request.Request(  # noqa: S310 - the simulator's own URL
        f"{simulator.url}/_sim/seed", data=b"{", method="POST"
    )

    with pytest.raises(urllib.request.HTTPError) as error:
        opener.open(request, timeout=10)

    with error.value as answer:
        assert answer.code == 400
        assert "JSONDecodeError" in json.load(answer)["message"]


def test_several_faults_are_ordered_at_once(simulator: Simulator) -> None:
    """Several at once, and all can be taken back."""
    simulator.control._ask(
        "POST", "/faults", [{"effect": {"status": 500}}, {"effect": {"drop_after": True}}]
    )

    assert [500, None] == [it.effect.status for it in simulator.control.faults()]
    simulator.control.clear_faults()
    assert [] == simulator.control.faults()


def test_the_control_client_ignores_proxies(
    simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Proxies of the environment are not asked for loopback."""
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")

    assert type(simulator.control)(simulator.url).counts()
