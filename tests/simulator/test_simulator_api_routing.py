"""Which requests does the simulator not even look at? Credentials, parameters, paths."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from pulumi_trusthub.simulator.store.policies import SHAKEN_STIR

if TYPE_CHECKING:
    import requests

    from pulumi_trusthub.simulator import Simulator

GOOD = {
    "FriendlyName": "Example",
    "Email": "compliance@example.com",
    "PolicySid": SHAKEN_STIR,
}


@pytest.mark.parametrize(
    ("user", "password"),
    [
        (None, None),
        ("AC" + "5e" * 16, "wrong"),
        ("AC" + "0" * 32, "a0" * 16),
        ("SK" + "5e" * 16, "a0" * 16),
        ("", ""),
    ],
)
def test_wrong_credentials_are_turned_away(
    simulator: Simulator, http: requests.Session, user: str | None, password: str | None
) -> None:
    """No, wrong and foreign credentials, with Twilio's error body."""
    http.auth = None if user is None or password is None else (user, password)

    answer = http.get(f"{simulator.url}/v1/TrustProducts")

    assert answer.json() == {
        "code": 20003,
        "message": "Authenticate",
        "more_info": "https://www.twilio.com/docs/errors/20003",
        "status": 401,
    }
    assert answer.status_code == 401


@pytest.mark.parametrize("header", ["Basic", "Basic !!!", "Bearer x", "Basic /////w=="])
def test_a_broken_header_of_credentials_is_a_401(
    simulator: Simulator, http: requests.Session, header: str
) -> None:
    """Whatever stands in the header, the answer is 401."""
    http.auth = None

    answer = http.get(f"{simulator.url}/v1/TrustProducts", headers={"Authorization": header})

    assert answer.status_code == 401


def test_a_parent_does_not_see_its_subaccounts_bundles(
    simulator: Simulator, http: requests.Session
) -> None:
    """Trust Hub's scope is the account that logs in, also for a parent."""
    made = http.post(f"{simulator.url}/v1/TrustProducts", data=GOOD).json()
    key = (simulator.api_key_sid, simulator.api_key_secret)
    assert http.get(made["url"], auth=key).status_code == 200

    below = (simulator.subaccount_sid, simulator.subaccount_auth_token)

    assert http.get(made["url"], auth=below).status_code == 404
    assert http.get(f"{simulator.url}/v1/TrustProducts", auth=below).json()["results"] == []


@pytest.mark.parametrize(
    ("changes", "code", "words"),
    [
        ({"FriendlyName": None}, 20001, "FriendlyName"),
        ({"FriendlyName": ""}, 20001, "FriendlyName"),
        ({"Email": None}, 20001, "Email"),
        ({"Email": "nobody"}, 20422, "Email"),
        ({"Email": "a b@example.com"}, 20422, "Email"),
        ({"PolicySid": "RN123"}, 20423, "PolicySid"),
        ({"PolicySid": "BU" + "0" * 32}, 20423, "PolicySid"),
        ({"PolicySid": "YOUR_POLICY_SID"}, 20423, "PolicySid"),
        ({"StatusCallback": "example.com"}, 20422, "StatusCallback"),
        ({"StatusCallback": "ftp://example.com"}, 20422, "StatusCallback"),
        ({"Status": "draft"}, 20001, "Status"),
        ({"friendly_name": "x"}, 20001, "friendly_name"),
        ({"FriendlyName": ["a", "b"]}, 20001, "twice"),
    ],
)
def test_wrong_parameters_are_refused_by_name(
    simulator: Simulator,
    http: requests.Session,
    changes: dict[str, object],
    code: int,
    words: str,
) -> None:
    """Missing, unknown, doubled and malformed ones, by name; and nothing is made."""
    form = {name: it for name, it in (GOOD | changes).items() if it is not None}

    answer = http.post(f"{simulator.url}/v1/TrustProducts", data=form)

    assert (400, code) == (answer.status_code, answer.json()["code"])
    assert words in answer.json()["message"]
    assert simulator.control.counts()["trust_products"] == 0


def test_wrong_parameters_of_a_query_are_refused(
    simulator: Simulator, http: requests.Session
) -> None:
    """Unknown filters are refused too, and so are statuses that do not exist."""
    serializers = [
        http.get(f"{simulator.url}/v1/TrustProducts?{query}")
        for query in ("Sid=BU", "Status=approved", "PolicySid=x", "PageSize=1001", "Page=1")
    ]

    assert [20001, 20422, 20423, 20007, 21481] == [it.json()["code"] for it in serializers]
    assert {400} == {it.status_code for it in serializers}


def test_a_json_body_is_refused(simulator: Simulator, http: requests.Session) -> None:
    """Bodies are forms."""
    answer = http.post(f"{simulator.url}/v1/TrustProducts", json=GOOD)

    assert (400, 20001) == (answer.status_code, answer.json()["code"])


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/", 404, 20404),
        ("GET", "/v1/TrustProducts/", 404, 20404),
        ("GET", "/v1/Nothing", 404, 20404),
        ("GET", "/v1/TrustProducts/BU1", 404, 20404),
        ("PUT", "/v1/TrustProducts", 405, 20004),
        ("DELETE", "/v1/TrustProducts", 405, 20004),
        ("HEAD", "/v1/TrustProducts", 405, None),
        ("DELETE", "/v1/Policies/" + SHAKEN_STIR, 405, 20004),
        ("POST", "/v1/Policies", 405, 20004),
    ],
)
def test_an_unknown_path_is_a_404_and_an_unknown_method_a_405(
    simulator: Simulator,
    http: requests.Session,
    method: str,
    path: str,
    status: int,
    code: int | None,
) -> None:
    """Unknown paths are 404 and unknown methods 405, with Twilio's body."""
    answer = http.request(method, simulator.url + path)

    assert status == answer.status_code
    if code is not None:
        assert code == answer.json()["code"]


def test_every_answer_has_a_request_id(simulator: Simulator, http: requests.Session) -> None:
    """Good ones and refused ones, and it stands in the log."""
    serializers = [
        http.get(f"{simulator.url}/v1/TrustProducts"),
        http.get(f"{simulator.url}/v1/Nothing"),
        http.delete(f"{simulator.url}/v1/TrustProducts"),
    ]

    ids = [it.headers["Twilio-Request-Id"] for it in serializers]
    assert all(re.fullmatch("RQ[0-9a-f]{32}", it) for it in ids)
    assert ids == [it.request_id for it in simulator.control.requests()]
    assert len(set(ids)) == 3
