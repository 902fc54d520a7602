"""Is the lean server of the benchmarks the simulator, with another way in?"""

from __future__ import annotations

import base64
import json
import re
import socket
import urllib.error
import urllib.parse
import urllib.request
from typing import TYPE_CHECKING, Any

import pytest

from benchmarks.lean import Routes
from benchmarks.served import lean_simulator, used
from pulumi_trusthub.simulator import Simulator
from pulumi_trusthub.simulator.server.app import operations

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pulumi_trusthub.simulator import Control

OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))
TIMES = re.compile(r"\d{4}-\d\d-\d\dT[\d:]+Z|\w{3}, \d\d \w{3} \d{4} [\d:]+ \+0000")
"""In the form of Trust Hub, and in that of the 2010 API."""
NUMBERS = [f"+1202555020{index}" for index in range(3)]


@pytest.fixture(scope="module")
def lean() -> Iterator[Control]:
    """A lean server without latency."""
    with lean_simulator() as control:
        yield control


def ask(
    control: Control, method: str, path: str, form: dict[str, str] | None = None, *, token: str = ""
) -> tuple[int, Any]:
    """Send a request as the default account; give status and body, without the server's own URL."""
    account = control.accounts()[0]
    secret = base64.b64encode(f"{account.sid}:{token or account.auth_token}".encode()).decode()
    request = urllib.request.Request(  # noqa: S310 - this test's own servers
        control.url + path,
        method=method,
        data=urllib.parse.urlencode(form).encode() if form else None,
        headers={"Authorization": f"Basic {secret}"},
    )
    try:
        with OPENER.open(request, timeout=30) as response:
            status, body = response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        status, body = error.code, error.read().decode()
    body = TIMES.sub("TIME", body.replace(control.url, "URL"))
    return status, json.loads(body) if body else None


def life(control: Control) -> list[tuple[int, Any]]:
    """Put numbers on profile and product, list, read and remove them, and err on the way."""
    control.reset()
    account = control.accounts()[0]
    [planted] = control.seed(
        {
            "accounts": [
                {
                    "sid": account.sid,
                    "phone_numbers": NUMBERS,
                    "customer_profiles": [{"friendly_name": "Some", "status": "twilio-approved"}],
                    "trust_products": [{"friendly_name": "Calls", "customer_profiles": ["Some"]}],
                }
            ]
        }
    )
    profile = f"/v1/CustomerProfiles/{planted.customer_profiles[0]}"
    product = f"/v1/TrustProducts/{planted.trust_products[0]}"
    numbers = [planted.phone_numbers[number] for number in NUMBERS]
    assignments = "/ChannelEndpointAssignments"
    answers = [ask(control, "GET", profile), ask(control, "GET", product, token="wrong")]
    made = []
    for number in numbers:
        form = {"ChannelEndpointType": "phone-number", "ChannelEndpointSid": number}
        answers += [
            ask(control, "POST", bundle + assignments, form) for bundle in (profile, product)
        ]
        made.append(answers[-1][1]["sid"])
    answers += [
        ask(control, "POST", product + assignments, form),
        ask(control, "GET", f"{product}{assignments}?PageSize=2"),
        ask(control, "GET", f"{product}{assignments}?ChannelEndpointSid={numbers[1]}"),
        ask(control, "DELETE", f"{product}{assignments}/{made[0]}"),
        ask(control, "DELETE", f"{product}{assignments}/{made[0]}"),
        ask(control, "GET", f"/2010-04-01/Accounts/{account.sid}/IncomingPhoneNumbers.json"),
        ask(control, "GET", "/v1/Nothing"),
        ask(control, "POST", product, {"FriendlyName": "Ä & B"}),
    ]
    return answers


def test_the_lean_server_answers_as_the_simulator_does(lean: Control) -> None:
    """A life with its errors has the same answers, to the SID."""
    with Simulator() as simulator:
        expected = life(simulator.control)

    assert expected == life(lean)
    assert {200, 201, 204, 401, 404, 409} == {status for status, _ in expected}


def test_every_operation_is_found_by_its_path() -> None:
    """Each path leads to its own operation, whatever else has as many segments."""
    routes = Routes()
    for operation in operations():
        path = re.sub(r"\{\w+\}", "BU0", operation.path)

        found, _ = routes.find(operation.method, path)

        assert (operation.method, operation.path) == (found.method, found.path)


def test_the_lean_server_refuses_requests_beyond_its_limit() -> None:
    """Of two that come while an answer takes its time, one is refused at once."""
    with lean_simulator(latency_seconds=0.5, max_concurrent_requests=1) as control:
        host, _, port = control.url.removeprefix("http://").partition(":")
        asking = f"GET /v1/Policies HTTP/1.1\r\nHost: {host}\r\n\r\n".encode()
        pair = [socket.create_connection((host, int(port))) for _ in range(2)]
        for connection in pair:
            connection.sendall(asking)
        answers = sorted(connection.recv(65536).split(b" ")[1] for connection in pair)
        for connection in pair:
            connection.close()

    assert [b"401", b"429"] == answers


def test_the_lean_server_tells_what_it_has_used(lean: Control) -> None:
    """Requests to Twilio's APIs are counted, and its own are not."""
    begun = used(lean)
    ask(lean, "GET", "/v1/Policies")
    ended = used(lean)

    assert begun.requests + 1 == ended.requests
    assert ended.processor > begun.processor


def test_the_lean_server_refuses_settings_that_it_does_not_know() -> None:
    """A benchmark of what it lacks would measure something else."""
    with pytest.raises(RuntimeError, match="did not start"), lean_simulator(read_lag=1):
        pass
