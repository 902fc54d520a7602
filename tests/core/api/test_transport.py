"""One request, done well."""

from __future__ import annotations

import dataclasses
import http.client as http_client
import json
import socket
import ssl
import time
from email.utils import formatdate
from typing import TYPE_CHECKING, NoReturn

import pytest
import urllib3
from scripted import Answer

from pulumi_trusthub._core.api.limiter import Limiter
from pulumi_trusthub._core.api.retry import MAX_ATTEMPTS
from pulumi_trusthub._core.api.transport import HttpClient
from pulumi_trusthub._core.model import errors
from pulumi_trusthub._core.model.config import Credentials, Settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from scripted import ScriptedServer

TRANSPORT_ERRORS = (urllib3.exceptions.HTTPError, http_client.HTTPException)
SAYS_NO = '{"code": 20409, "message": "No.", "more_info": "", "status": 409}'


@pytest.fixture
def naps() -> list[float]:
    """The waits between tries, which a test does not sit out."""
    return []


@pytest.fixture
def http(settings: Settings, naps: list[float]) -> HttpClient:
    """A client of the scripted server."""
    return HttpClient(settings, sleep=naps.append)


def get(http: HttpClient, server: ScriptedServer, method: str = "GET") -> object:
    """Send one request."""
    return http.request(method, f"{server.url}/v1/TrustProducts", auth=("AC", "token"))


@pytest.mark.parametrize(
    "raised",
    [
        *sorted(
            {
                it
                for module in (urllib3.exceptions, http_client)
                for it in vars(module).values()
                if isinstance(it, type) and issubclass(it, TRANSPORT_ERRORS)
            },
            key=lambda it: it.__name__,
        ),
        OSError,
        ConnectionResetError,
        ssl.SSLError,
        socket.gaierror,
    ],
    ids=lambda it: it.__name__,
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_every_exception_below_becomes_an_error_of_the_package(
    method: str,
    raised: type[Exception],
    http: HttpClient,
    server: ScriptedServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """No exception of the HTTP library or the operating system reaches a user."""

    def fail(*_: object, **__: object) -> NoReturn:
        error = raised.__new__(raised)
        error.args = ("broken",)
        raise error

    monkeypatch.setattr(urllib3.HTTPConnectionPool, "urlopen", fail)

    with pytest.raises(errors.TrustHubError, match=r"^(GET|POST) /v1/TrustProducts failed: "):
        get(http, server, method)


@pytest.mark.parametrize(
    "broken", [Answer(500), Answer(503, "<html>"), Answer(0), Answer(200, "not json")]
)
def test_a_get_survives_a_passing_fault(
    broken: Answer, http: HttpClient, server: ScriptedServer, naps: list[float]
) -> None:
    """A GET is sent again after a server error, a dropped connection, and no JSON."""
    server.will(broken, broken, Answer(200, '{"sid": "x"}'))

    get(http, server)

    assert 3 == len(server.requests)
    assert 2 == len(naps)


@pytest.mark.parametrize(
    ("broken", "expected"),
    [
        (Answer(500), errors.ServerError),
        (Answer(0), errors.ResponseLostError),
        (Answer(201, "not json"), errors.ResponseLostError),
    ],
)
def test_a_post_whose_answer_was_lost_is_sent_once(
    broken: Answer, expected: type[Exception], http: HttpClient, server: ScriptedServer
) -> None:
    """A POST whose answer was lost is for the caller to look into."""
    server.will(broken)

    with pytest.raises(expected):
        get(http, server, "POST")

    assert 1 == len(server.requests)


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_a_429_waits_as_long_as_retry_after_says(
    method: str, http: HttpClient, server: ScriptedServer, naps: list[float]
) -> None:
    """429 is answered with another try, after Retry-After and a little more."""
    server.will(Answer(429, SAYS_NO, {"Retry-After": "7"}), Answer())

    get(http, server, method)

    assert 2 == len(server.requests)
    jitter, pause = naps
    assert 0 <= jitter <= 0.2
    assert 6 < pause <= 7


@pytest.mark.parametrize(
    ("retry_after", "least", "most"),
    [
        (lambda: formatdate(time.time() + 20, usegmt=True), 17, 20),
        (lambda: formatdate(time.time() - 20, usegmt=True), 0, 0.2),
        (lambda: "soon", 0, 0.2),
    ],
    ids=["a-date", "a-date-that-is-past", "neither"],
)
def test_a_time_to_wait_may_be_a_date(
    retry_after: Callable[[], str],
    least: float,
    most: float,
    http: HttpClient,
    server: ScriptedServer,
    naps: list[float],
) -> None:
    """A proxy writes one; it counts from the server's own time."""
    server.will(Answer(429, SAYS_NO, {"Retry-After": retry_after()}), Answer())

    get(http, server)

    assert 2 == len(server.requests)
    assert least <= max(naps) <= most


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_a_429_without_retry_after_is_tried_again_soon(
    method: str, http: HttpClient, server: ScriptedServer, naps: list[float]
) -> None:
    """Without Retry-After each try waits a little longer than the one before may."""
    server.will(*[Answer(429, SAYS_NO)] * MAX_ATTEMPTS * 2, Answer())

    get(http, server, method)

    assert MAX_ATTEMPTS * 2 + 1 == len(server.requests)
    assert all(nap <= 8 for nap in naps)


def test_a_hopeless_wait_is_an_error(http: HttpClient, server: ScriptedServer) -> None:
    """Nobody waits an hour inside the engine, nor sends anything before it is over."""
    server.will(Answer(429, SAYS_NO, {"Retry-After": "3600"}))

    with pytest.raises(errors.TooManyRequestsError, match=r"for 3600 seconds: run this again then"):
        get(http, server)
    with pytest.raises(
        errors.TooManyRequestsError, match=r"wants none for another 3[56]\d\d seconds"
    ):
        get(http, server, "POST")

    assert 1 == len(server.requests)


def test_a_retry_after_holds_for_all_clients_of_the_account(
    settings: Settings, server: ScriptedServer, naps: list[float]
) -> None:
    """Clients with a limiter in common wait for each other's Retry-After."""
    limiter = Limiter(16, sleep=naps.append)
    told, other = (HttpClient(settings, lambda _: None, limiter) for _ in range(2))
    server.will(Answer(429, SAYS_NO, {"Retry-After": "3600"}))

    with pytest.raises(errors.TooManyRequestsError):
        get(told, server)
    with pytest.raises(errors.TooManyRequestsError):
        get(other, server)

    assert 1 == len(server.requests)


def test_a_server_that_stays_broken_is_reported(http: HttpClient, server: ScriptedServer) -> None:
    """A server that stays broken is reported after a handful of tries."""
    server.will(*[Answer(500)] * 20)

    with pytest.raises(errors.ServerError):
        get(http, server)

    assert len(server.requests) == MAX_ATTEMPTS


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (400, errors.ApiError),
        (401, errors.AuthenticationError),
        (403, errors.PermissionDeniedError),
        (404, errors.NotFoundError),
        (409, errors.ConflictError),
    ],
)
def test_an_error_is_one_sentence_with_code_status_and_request_id(
    status: int, expected: type[errors.ApiError], http: HttpClient, server: ScriptedServer
) -> None:
    """Twilio's words, its code, the status and the request id are in the text."""
    server.will(Answer(status, SAYS_NO, {"Twilio-Request-Id": "RQ1"}))

    with pytest.raises(expected) as raised:
        get(http, server)

    wanted = f"GET /v1/TrustProducts failed: No (code 20409, HTTP {status}, request RQ1)."
    assert str(raised.value).startswith(wanted)
    assert "\n" not in str(raised.value)


def test_the_page_of_a_proxy_is_not_shown(http: HttpClient, server: ScriptedServer) -> None:
    """An error body that is not Twilio's does not reach the user."""
    server.will(Answer(400, "<html>" + "x" * 10_000))

    with pytest.raises(errors.ApiError, match="no explanation was given"):
        get(http, server)


def test_the_words_of_a_proxy_are_shown(http: HttpClient, server: ScriptedServer) -> None:
    """A text says why nobody answers, where it is no page."""
    text = "upstream connect error\nor disconnect"
    server.will(Answer(400, text, {"Content-Type": "text/plain; charset=utf-8"}))

    with pytest.raises(errors.ApiError, match=r"failed: upstream connect error or disconnect \("):
        get(http, server)


@pytest.mark.parametrize("location", ["http://127.0.0.1:9/v1/X", "https://example.com/v1/X"])
def test_a_redirect_elsewhere_gets_no_credentials(
    location: str, http: HttpClient, server: ScriptedServer
) -> None:
    """A redirect to another origin is refused before anything is sent there."""
    server.will(Answer(307, "{}", {"Location": location}))

    with pytest.raises(errors.UntrustedAddressError, match="credentials are not sent there"):
        get(http, server)


@pytest.mark.parametrize("location", ["http://127.0.0.1:99999999/", "http://[x/"])
def test_a_redirect_to_no_address_is_an_error(
    location: str, http: HttpClient, server: ScriptedServer
) -> None:
    """In one line, without a word of the address, which may hold anything."""
    server.will(Answer(307, "{}", {"Location": location}))

    with pytest.raises(errors.TrustHubError, match="an address that is none"):
        get(http, server)


@pytest.mark.parametrize("body", ["[" * 100_000, json.dumps({"code": 10**15, "message": "No"})])
def test_an_odd_error_is_an_error_without_a_code(
    body: str, http: HttpClient, server: ScriptedServer
) -> None:
    """Whatever its body is."""
    server.will(Answer(400, body))

    with pytest.raises(errors.ApiError) as raised:
        get(http, server)

    assert raised.value.code is None


def test_a_redirect_on_the_same_host_is_followed(http: HttpClient, server: ScriptedServer) -> None:
    """What stays on the configured host is a matter of the host."""
    server.will(Answer(301, "{}", {"Location": "/v1/Elsewhere"}), Answer())

    get(http, server)

    assert server.requests[1] == ("GET", "/v1/Elsewhere")


def test_a_post_never_becomes_a_get(http: HttpClient, server: ScriptedServer) -> None:
    """A 302 would, in most clients, silently drop the body."""
    server.will(Answer(302, "{}", {"Location": "/v1/Elsewhere"}))

    with pytest.raises(errors.UnexpectedAnswerError, match="into a GET"):
        get(http, server, "POST")


def test_redirects_in_a_circle_end(http: HttpClient, server: ScriptedServer) -> None:
    """A circle is an error, not a loop."""
    server.will(*[Answer(302, "{}", {"Location": "/v1/TrustProducts"})] * 10)

    with pytest.raises(errors.UnexpectedAnswerError, match="too many redirects"):
        get(http, server)


def test_another_host_is_refused(http: HttpClient, server: ScriptedServer) -> None:
    """A next page on another host is not asked for."""
    with pytest.raises(errors.UntrustedAddressError):
        http.request("GET", "https://example.com/v1/TrustProducts")

    assert [] == server.requests


def test_a_refused_connection_means_that_nothing_was_sent(settings: Settings) -> None:
    """A refused connection is tried again and then reported as nothing sent."""
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        free = f"http://127.0.0.1:{closed.getsockname()[1]}"
    naps: list[float] = []
    http = HttpClient(dataclasses.replace(settings, base_url=free), sleep=naps.append)

    with pytest.raises(errors.NotSentError, match="nothing was sent"):
        http.request("POST", f"{free}/v1/TrustProducts")

    assert len(naps) == MAX_ATTEMPTS - 1


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_page_in_place_of_json_names_proxy_and_base_url(
    method: str, http: HttpClient, server: ScriptedServer
) -> None:
    """Only of what may have been done is said that it is not known."""
    page = Answer(200, "<html>Sign in</html>", {"Content-Type": "text/html"})
    server.will(*[page] * MAX_ATTEMPTS)

    with pytest.raises(errors.ResponseLostError) as caught:
        get(http, server, method)

    said, lost = str(caught.value), method == "POST"
    assert "is a page and not JSON" in said
    assert "is not Twilio: look for a proxy on the way, and at trusthub:baseUrl" in said
    assert [lost, lost] == [text in said for text in ("is not known", "was done all the same")]


def test_a_read_that_was_lost_has_done_nothing(settings: Settings) -> None:
    """Nothing will be found that was done all the same."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        quick = dataclasses.replace(settings, base_url=url, timeout=0.05)
        with pytest.raises(errors.TimedOutError, match=r"Run this again\.$"):
            HttpClient(quick, lambda _: None).request("GET", f"{url}/v1/TrustProducts")


def test_a_time_out_is_a_lost_answer(settings: Settings) -> None:
    """A server that accepts and stays silent may have done the work."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        quick = dataclasses.replace(settings, base_url=url, timeout=0.05)
        with pytest.raises(errors.ResponseLostError, match=r"no answer within 0\.05 seconds"):
            HttpClient(quick).request("POST", f"{url}/v1/TrustProducts")


def test_plain_http_never_goes_through_a_proxy(
    settings: Settings, server: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A proxy of the environment does not see the token of a server on this machine."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
        monkeypatch.setenv(name.lower(), "http://127.0.0.1:9")

    get(HttpClient(settings, sleep=lambda _: None), server)

    assert 1 == len(server.requests)


def test_the_token_is_in_no_text(settings: Settings) -> None:
    """Neither settings nor a client show a credential."""
    secret = "very-secret"
    hidden = dataclasses.replace(settings, credentials=Credentials("AC1", "SK1", secret))

    assert secret not in repr(hidden)
    assert "SK1" not in repr(hidden)
    assert secret not in repr(HttpClient(hidden))


@pytest.mark.parametrize(
    ("words", "hinted"),
    [("can only be created through Twilio console", False), ("Permission denied", True)],
)
def test_a_refusal_that_names_the_console_blames_no_credentials(
    words: str,
    hinted: bool,  # noqa: FBT001
    http: HttpClient,
    server: ScriptedServer,
) -> None:
    """Twilio's own next step is the right one."""
    server.will(Answer(403, json.dumps({"code": 20003, "message": words, "status": 403})))

    with pytest.raises(errors.PermissionDeniedError) as caught:
        get(http, server)

    assert hinted == ("These credentials may not do this" in str(caught.value))
