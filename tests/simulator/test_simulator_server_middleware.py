"""Does the trouble that tests order come as ordered? Faults, limits, latency."""

from __future__ import annotations

import base64
import concurrent.futures
import json
import socket
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
import requests
from simulated_stores import CNAM

from pulumi_trusthub.simulator.store.policies import SHAKEN_STIR

if TYPE_CHECKING:
    from pulumi_trusthub.simulator import Simulator

GOOD = {
    "FriendlyName": "Example",
    "Email": "compliance@example.com",
    "PolicySid": SHAKEN_STIR,
}


def raw_post(simulator: Simulator) -> bytes:
    """All that comes back for the creation of a product, until the connection is closed."""
    body = "FriendlyName=Example&Email=a%40example.com&PolicySid=" + SHAKEN_STIR
    credentials = f"{simulator.account_sid}:{simulator.auth_token}".encode()
    request = (
        "POST /v1/TrustProducts HTTP/1.1\r\nHost: localhost\r\n"
        f"Authorization: Basic {base64.b64encode(credentials).decode()}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\n\r\n{body}"
    )
    parts = urlsplit(simulator.url)
    with socket.create_connection((parts.hostname, parts.port or 0), timeout=10) as connection:
        connection.sendall(request.encode())
        received = b""
        try:
            while part := connection.recv(65536):
                received += part
        except ConnectionResetError:
            pass
    return received


@pytest.mark.parametrize(("effect", "made"), [("drop_before", 0), ("drop_after", 1)])
def test_a_drop_closes_the_connection(simulator: Simulator, effect: str, made: int) -> None:
    """Not a byte comes back, and the work is done or not as ordered."""
    order: dict[str, Any] = {effect: True}
    simulator.control.fault(method="POST", path="/TrustProducts$", **order)

    assert raw_post(simulator) == b""

    assert made == simulator.control.counts()["trust_products"]
    [fault] = simulator.control.faults()
    assert (1, 0) == (fault.hits, fault.left)
    [entry] = simulator.control.requests()
    assert (None, effect) == (entry.status, entry.fault)


def test_a_client_sees_a_drop_as_a_connection_error(
    simulator: Simulator, http: requests.Session
) -> None:
    """As a connection error, also on a connection that had served before."""
    url = f"{simulator.url}/v1/TrustProducts"
    assert http.get(url).ok
    simulator.control.fault(times=2, drop_before=True)

    for _ in range(2):
        with pytest.raises(requests.ConnectionError):
            http.get(url)

    assert http.get(url).ok


def test_an_ordered_answer_is_given(simulator: Simulator, http: requests.Session) -> None:
    """A status with Twilio's body, with one's own body, with headers; the work is not done."""
    url = f"{simulator.url}/v1/TrustProducts"
    simulator.control.fault(status=503, code=20503, headers={"Retry-After": "2"})
    simulator.control.fault(status=409, body={"message": "already mapped to BU1"})
    simulator.control.fault(status=502, body="<html>")

    first, second, third, fourth = (http.post(url, data=GOOD) for _ in range(4))

    assert (503, 20503, "2") == (
        first.status_code,
        first.json()["code"],
        first.headers["Retry-After"],
    )
    assert (409, {"message": "already mapped to BU1"}) == (second.status_code, second.json())
    assert (502, "<html>") == (third.status_code, third.text)
    assert fourth.status_code == 201
    assert simulator.control.counts()["trust_products"] == 1
    assert all(it.headers["Twilio-Request-Id"] for it in (first, second, third))


@pytest.mark.parametrize(("work", "made"), [("before", 0), ("after", 1)])
def test_a_fault_answers_with_a_body_that_is_no_json(
    simulator: Simulator, http: requests.Session, work: str, made: int
) -> None:
    """A success with HTML, before or after the work."""
    simulator.control.fault(method="POST", not_json=True, work=work)

    answer = http.post(f"{simulator.url}/v1/TrustProducts", data=GOOD)

    assert (201, "text/html") == (answer.status_code, answer.headers["Content-Type"])
    with pytest.raises(json.JSONDecodeError):
        json.loads(answer.text)
    assert made == simulator.control.counts()["trust_products"]


def test_a_delayed_request_does_its_work(simulator: Simulator, http: requests.Session) -> None:
    """The client runs out of time, the object is there all the same."""
    simulator.control.fault(method="POST", delay_seconds=30)

    with pytest.raises(requests.ReadTimeout):
        http.post(f"{simulator.url}/v1/TrustProducts", data=GOOD, timeout=0.2)

    assert simulator.control.counts()["trust_products"] == 1


def test_a_short_delay_ends(simulator: Simulator, http: requests.Session) -> None:
    """After the delay the answer comes as it would have come."""
    simulator.control.fault(delay_seconds=0.1)
    start = time.monotonic()

    assert http.post(f"{simulator.url}/v1/TrustProducts", data=GOOD).status_code == 201
    assert time.monotonic() - start >= 0.1


def at_once(simulator: Simulator, method: str, urls: list[str]) -> list[requests.Response]:
    """Answers to requests that are sent at the same time."""

    def send(url: str) -> requests.Response:
        with requests.Session() as session:
            session.trust_env = False
            session.auth = (simulator.account_sid, simulator.auth_token)
            data = {"FriendlyName": "New"} if method == "POST" else None
            return session.request(method, url, data=data)

    with concurrent.futures.ThreadPoolExecutor(len(urls)) as pool:
        return list(pool.map(send, urls))


@pytest.mark.parametrize("retry_after", [None, 7])
def test_the_cap_holds(simulator: Simulator, retry_after: int | None) -> None:
    """What is too many at once is answered 429, with `Retry-After` only when told."""
    simulator.control.settings(
        max_concurrent_requests=2, latency_seconds=0.3, retry_after=retry_after
    )

    serializers = at_once(simulator, "GET", [f"{simulator.url}/v1/TrustProducts"] * 6)

    refused = [it for it in serializers if it.status_code == 429]
    assert len(refused) == 4
    assert {20429} == {it.json()["code"] for it in refused}
    expected = None if retry_after is None else str(retry_after)
    assert {expected} == {it.headers.get("Retry-After") for it in refused}
    assert simulator.control.index()["peak_in_flight"] == 2


def test_parallel_changes_of_a_bundle_conflict(
    simulator: Simulator, http: requests.Session
) -> None:
    """The later one is refused with 20162; other bundles and evaluations are left alone."""
    products = [
        http.post(f"{simulator.url}/v1/TrustProducts", data={**GOOD, "PolicySid": CNAM}).json()[
            "url"
        ]
        for _ in range(2)
    ]
    simulator.control.settings(conflict_on_parallel_updates=True, latency_seconds=0.3)

    serializers = at_once(simulator, "POST", [products[0], products[0], products[1]])

    assert [200, 200, 409] == sorted(it.status_code for it in serializers)
    assert [20162] == [it.json()["code"] for it in serializers if it.status_code == 409]
    assert serializers[2].status_code == 200
    reads = at_once(simulator, "GET", [products[0]] * 2)
    assert {200} == {it.status_code for it in reads}
    assert http.post(products[0], data={"FriendlyName": "Newer"}).status_code == 200


def test_faults_spare_control_requests(simulator: Simulator) -> None:
    """Control requests are neither hit, nor slowed down, nor logged."""
    simulator.control.fault(times=5, status=500)
    simulator.control.settings(latency_seconds=60)

    assert simulator.control.counts()
    assert [] == simulator.control.requests()
    assert [0] == [it.hits for it in simulator.control.faults()]


def test_the_log_holds_requests_without_credentials(
    simulator: Simulator, http: requests.Session
) -> None:
    """Method, path with query, form and status; never credentials."""
    http.post(f"{simulator.url}/v1/TrustProducts", data={**GOOD, "FriendlyName": "Exämple & Co"})
    http.get(f"{simulator.url}/v1/TrustProducts?FriendlyName=a%20b&PageSize=5")

    first, second = simulator.control.requests()

    assert ("POST", "/v1/TrustProducts", 201) == (first.method, first.path, first.status)
    assert {**GOOD, "FriendlyName": "Exämple & Co"} == first.form
    assert second.path == "/v1/TrustProducts?FriendlyName=a%20b&PageSize=5"
    assert simulator.auth_token not in repr((first, second))
    simulator.control.clear_requests()
    assert [] == simulator.control.requests()


def test_many_clients_work_at_once(simulator: Simulator) -> None:
    """Sixteen threads put 400 numbers on one profile, each exactly once."""
    [made] = simulator.control.seed(
        {"accounts": [{"sid": simulator.account_sid, "phone_numbers": 400}]}
    )
    profile = f"{simulator.url}/v1/CustomerProfiles/{simulator.customer_profile_sid}"

    def assign(numbers: list[str]) -> list[int]:
        with requests.Session() as session:
            session.trust_env = False
            session.auth = (simulator.account_sid, simulator.auth_token)
            return [
                session.post(
                    f"{profile}/ChannelEndpointAssignments",
                    data={"ChannelEndpointType": "phone-number", "ChannelEndpointSid": number},
                ).status_code
                for number in numbers
            ]

    numbers = list(made.phone_numbers.values())
    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        statuses = list(pool.map(assign, [numbers[start::16] for start in range(16)]))

    assert {201} == {status for part in statuses for status in part}
    assert simulator.control.counts()["channel_endpoint_assignments"] == 400
