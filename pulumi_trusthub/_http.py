"""One request, done well: the only door to the network.

Twilio's library builds requests and reads answers; this client, which it is given, sends them.
Every answer that is not a success leaves here as an error of :mod:`._errors`, so that the
library's own three families of exceptions never arise.

What is sent again, and when:

=====================================  ==========================  ===============
what happened                          GET, DELETE                 POST
=====================================  ==========================  ===============
no connection                          again                       again
429 (never processed, Twilio says)     again                       again
code 20162 (rejected, update running)  again                       again
5xx, time-out, dropped, no JSON        again                       up to the caller
=====================================  ==========================  ===============

A POST of the last row may have been processed.  Only a caller who can look for the result may
decide to send it again (:func:`._client.post_once`).

How many are under way at once, and the pause that a 429 asks for, is :mod:`._limiter`'s matter.
"""

from __future__ import annotations

import json
import logging
import ssl
from http.cookiejar import DefaultCookiePolicy
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

import requests
import tenacity
import urllib3.exceptions
from requests.adapters import HTTPAdapter
from twilio.http import HttpClient as TwilioHttpClient
from twilio.http.response import Response

from ._codes import CONFLICTING_UPDATE
from ._config import BASE_URL, TIMEOUT, origin
from ._errors import (
    AGAIN,
    AnswerLostError,
    ApiError,
    NotSentError,
    ServerError,
    TimedOutError,
    TooManyRequestsError,
    UnexpectedAnswerError,
    UntrustedAddressError,
    api_error_class,
)
from ._limiter import Limiter, PauseTooLongError

if TYPE_CHECKING:
    from collections.abc import Callable

    from ._config import Settings
    from ._errors import TrustHubError

ATTEMPTS = 6
"""How often one request is sent at the most, but for 429."""

RATE_LIMIT_SECONDS = 120.0
"""Seconds for which nothing but 429 may come before it is an error: another try is safe, and a
busy account's limit frees itself."""

CONNECT_TIMEOUT = 10.0
_TOO_MANY = 429
_NOT_FOUND = 404
_SERVER_ERRORS = range(500, 600)
_REDIRECTS = 5
_KEEPS_METHOD = {307, 308}
_REDIRECT_STATUSES = {301, 302, 303} | _KEEPS_METHOD
_HINTS = {
    401: "Check the account SID and its token, or the API key and its secret.",
    403: "These credentials may not do this: a subaccount's cannot reach its parent, and a "
    "restricted API key has no Trust Hub permission.",
}

_WAIT = tenacity.wait_random_exponential(multiplier=0.2, max=8)
"""Longer each time, with jitter; never more than 8 seconds."""

_logger = logging.getLogger("pulumi_trusthub")


class HttpClient(TwilioHttpClient):
    """Sends the requests of one account through one pool of connections, which threads share.

    Args:
        settings: Whose requests, where to, and how long one may take.
        sleep: How to wait between tries; a test gives one that does not.
        limiter: What all clients of the account share; None for one of its own.
    """

    def __init__(
        self,
        settings: Settings,
        sleep: Callable[[float], None] | None = None,
        limiter: Limiter | None = None,
    ) -> None:
        super().__init__(_logger, is_async=False, timeout=settings.timeout)
        self._origins = {origin(settings.trusthub_origin), origin(settings.api_origin)}
        self._timeout = (min(CONNECT_TIMEOUT, settings.timeout), settings.timeout)
        self._sleep = sleep or tenacity.nap.sleep
        self._limiter = limiter or Limiter(settings.max_concurrency, sleep=self._sleep)
        self._session = requests.Session()
        adapter = HTTPAdapter(pool_maxsize=settings.max_concurrency, max_retries=0)
        for scheme in ("https://", "http://"):
            self._session.mount(scheme, adapter)
        # Nothing of an account may travel in a cookie to the next request.
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        # Plain http is for this machine only: a proxy from the environment would read the token.
        self._session.trust_env = not settings.on_loopback

    def request(
        self,
        method: str,
        uri: str,
        params: dict[str, Any] | None = None,
        data: dict[str, Any] | None = None,
        headers: dict[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,  # noqa: ARG002 - one time-out, the configured one
        allow_redirects: bool = False,  # noqa: ARG002, FBT001, FBT002 - the library's signature
    ) -> Response:
        method = method.upper()
        retrying = tenacity.Retrying(
            retry=tenacity.retry_if_exception(lambda error: is_safe_to_repeat(method, error)),
            wait=_WAIT,
            stop=self._gives_up,
            sleep=self._sleep,
            reraise=True,
        )
        return retrying(self._once, method, uri, params, data, headers, auth)

    def _once(
        self,
        method: str,
        url: str,
        params: dict[str, Any] | None,
        data: dict[str, Any] | None,
        headers: dict[str, str] | None,
        auth: tuple[str, str] | None,
    ) -> Response:
        for _ in range(_REDIRECTS):
            self._refuse_foreign(url)
            answer = self._send(method, url, params, data, headers, auth)
            doing = f"{method} {urlsplit(url).path}"
            location = answer.headers.get("Location")
            if answer.status_code not in _REDIRECT_STATUSES or location is None:
                return _judged(doing, method, answer)
            if method != "GET" and answer.status_code not in _KEEPS_METHOD:
                raise UnexpectedAnswerError(
                    f"{doing} failed: the server redirects it (HTTP {answer.status_code}) in a way "
                    f"that would turn it into a GET."
                )
            url, params = urljoin(url, location), None
        raise UnexpectedAnswerError(f"{method} {urlsplit(url).path} failed: too many redirects.")

    def _refuse_foreign(self, url: str) -> None:
        if origin(url) not in self._origins:
            raise UntrustedAddressError(
                f"Twilio's answer leads to {origin(url)}, which is not "
                f"{' or '.join(sorted(self._origins))}: the credentials are not sent there."
            )

    def _send(
        self,
        method: str,
        url: str,
        params: dict[str, Any] | None,
        data: dict[str, Any] | None,
        headers: dict[str, str] | None,
        auth: tuple[str, str] | None,
    ) -> requests.Response:
        """Send it when it is its turn; only then the time-out begins to run."""
        doing = f"{method} {urlsplit(url).path}"
        try:
            with self._limiter.permit(method, max_pause=RATE_LIMIT_SECONDS) as permit:
                answer = self._session.request(
                    method,
                    url,
                    params=params,
                    data=data,
                    headers=headers,
                    auth=auth,
                    timeout=self._timeout,
                    allow_redirects=False,
                )
                if answer.status_code == _TOO_MANY:
                    permit.refused(_seconds(answer.headers.get("Retry-After")))
                else:
                    permit.answered()
        except PauseTooLongError as error:
            raise _told_to_wait(doing, error.seconds) from None
        except requests.RequestException as error:
            raise _no_answer(doing, self._timeout[1], error) from error
        _logger.debug("%s: HTTP %s", doing, answer.status_code)
        return answer

    def _gives_up(self, state: tenacity.RetryCallState) -> bool:
        error = state.outcome.exception() if state.outcome else None
        if isinstance(error, TooManyRequestsError):
            # As long as others of the account get through, there is a turn for this one too.
            waited = min(state.seconds_since_start or 0.0, self._limiter.refused_for())
            return waited + (error.retry_after or 0.0) > RATE_LIMIT_SECONDS
        return state.attempt_number >= ATTEMPTS


def is_safe_to_repeat(method: str, error: BaseException) -> bool:
    """Tell whether a request may be sent again without knowing what became of it."""
    if isinstance(error, (NotSentError, TooManyRequestsError)):
        return True
    if isinstance(error, ApiError) and error.code == CONFLICTING_UPDATE:
        return True
    return method != "POST" and isinstance(error, (AnswerLostError, ServerError))


def _judged(doing: str, method: str, answer: requests.Response) -> Response:
    status = answer.status_code
    text = answer.content.decode("utf-8", errors="replace")
    if (
        answer.status_code == _NOT_FOUND
        and "html" in answer.headers.get("Content-Type", "").lower()
    ):
        raise UnexpectedAnswerError(
            f"{doing} failed: what answers with a page that there is no such address (HTTP 404) is "
            f"not Twilio, and says nothing of the object. Look for a proxy on the way, and at "
            f"{' / '.join(BASE_URL)} where it is set."
        )
    if not answer.ok:
        raise _api_error(doing, answer, text)
    if not 200 <= status < 300:  # noqa: PLR2004 - HTTP's successes
        raise UnexpectedAnswerError(f"{doing} failed: HTTP {status} without a place to go to.")
    has_no_body = method == "DELETE" and not text.strip()
    if not has_no_body and not isinstance(_json(text), dict):
        raise AnswerLostError(
            f"{doing} failed: the answer (HTTP {status}) is not JSON, so what became of the "
            f"request is not known. {AGAIN}"
        )
    return Response(status, text, answer.headers)


def _api_error(doing: str, answer: requests.Response, text: str) -> ApiError:
    body = _json(text)
    body = body if isinstance(body, dict) else {}
    code = body.get("code")
    error = api_error_class(answer.status_code)(
        doing,
        status=answer.status_code,
        code=int(str(code)) if str(code).isdecimal() else None,
        message=str(body.get("message") or body.get("detail") or body.get("title") or ""),
        request_id=answer.headers.get("Twilio-Request-Id"),
        hint=_HINTS.get(answer.status_code, AGAIN if answer.status_code in _SERVER_ERRORS else ""),
    )
    if isinstance(error, TooManyRequestsError):
        error.retry_after = _seconds(answer.headers.get("Retry-After"))
    return error


def _told_to_wait(doing: str, seconds: float) -> TooManyRequestsError:
    """Make the error of a request that was not sent, because Twilio wants none for long."""
    error = TooManyRequestsError(
        doing,
        status=_TOO_MANY,
        message=f"Twilio refused an earlier request of the account as one too many and wants none "
        f"for another {seconds:.0f} seconds",
    )
    error.retry_after = seconds
    return error


def _seconds(retry_after: str | None) -> float | None:
    """Read a ``Retry-After`` in seconds; a date is as good as none (Twilio documents seconds)."""
    try:
        seconds = float(retry_after or "")
    except ValueError:
        return None
    return seconds if 0 <= seconds < float("inf") else None


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None


def _no_answer(doing: str, timeout: float, error: requests.RequestException) -> TrustHubError:
    causes = _causes(error)
    host = urlsplit(error.request.url or "").hostname if error.request else None
    if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in causes):
        return UntrustedAddressError(f"{doing} failed: the certificate of {host} is not trusted.")
    never_connected = (
        urllib3.exceptions.NewConnectionError,
        urllib3.exceptions.ConnectTimeoutError,
        urllib3.exceptions.NameResolutionError,
        urllib3.exceptions.ProxyError,
    )
    if any(isinstance(cause, never_connected) for cause in causes):
        return NotSentError(
            f"{doing} failed: no connection to {host}; nothing was sent. Check the network, and "
            f"{' / '.join(BASE_URL)} where it is set, and run this again."
        )
    if isinstance(error, requests.Timeout):
        return TimedOutError(
            f"{doing} failed: no answer within {timeout:g} seconds ({' / '.join(TIMEOUT)}). {AGAIN}"
        )
    return AnswerLostError(
        f"{doing} failed: the connection broke before an answer came ({type(error).__name__}). "
        f"{AGAIN}"
    )


def _causes(error: BaseException) -> list[BaseException]:
    """Collect what an exception of requests wraps: urllib3's reasons hang on three hooks."""
    found: list[BaseException] = []
    waiting: list[object] = [error]
    while waiting:
        item = waiting.pop()
        if isinstance(item, BaseException) and item not in found:
            found.append(item)
            waiting += [item.__cause__, item.__context__, getattr(item, "reason", None), *item.args]
    return found
