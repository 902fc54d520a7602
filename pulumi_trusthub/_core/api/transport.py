"""Sending a request: the only module that reaches the network.

Twilio's library builds requests and reads responses; this client, which the library is given, sends
the requests.  Every response that is not a success leaves here as a :class:`TrustHubError`, so that
the library's own three families of exceptions never arise.

:mod:`.retry` says what is sent again, and when.  A POST whose response was lost may have been
processed: only a caller that can look for the result may decide to send the POST again.

:mod:`.limiter` decides how many requests are under way at once, and holds them for the pause of a
429; :mod:`.connections` decides how a server is reached.
"""

from __future__ import annotations

import copy
import http.client
import json
import logging
import re
import ssl
from email.utils import formatdate, parsedate_to_datetime
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urljoin, urlsplit

import tenacity
import urllib3.exceptions
from twilio.http import HttpClient as TwilioHttpClient
from twilio.http.response import Response

from pulumi_trusthub._core.model import errors
from pulumi_trusthub._core.model.config import BASE_URL, TIMEOUT, Settings, origin

from .connections import CA_VARIABLES, PROXY_VARIABLES, connection_pools
from .limiter import Limiter, PauseTooLongError
from .retry import MAX_ATTEMPTS, RATE_LIMIT_SECONDS, SEND, is_safe_to_repeat, repeat

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from urllib3 import BaseHTTPResponse

    from pulumi_trusthub._core.model.errors import TrustHubError

    from .request_log import LoggedRequest, RequestLog
    from .stop import Stop

CONNECT_TIMEOUT = 10.0
_TOO_MANY = 429
_NOT_FOUND = 404
_FORBIDDEN = 403
_PROXY_WANTS_PASSWORD = 407
_ERRORS = range(400, 600)
_SERVER_ERRORS = range(500, 600)
_REDIRECTS = 5
_KEEPS_METHOD = {307, 308}
_REDIRECT_STATUSES = {301, 302, 303} | _KEEPS_METHOD
_HINTS = {
    401: "Check the account SID and its token, or the API key and its secret.",
    403: "These credentials may not do this: a subaccount's cannot reach its parent, and a "
    "restricted API key has no Trust Hub permission.",
}

_HEADERS = {"Accept": "*/*", "Accept-Encoding": "gzip, deflate"}
"""Headers of every request; Twilio's library adds its own, and may replace the first one here."""

_FAILURES = (urllib3.exceptions.HTTPError, http.client.HTTPException, OSError)
"""Whatever urllib3, Python's own library below it or the operating system raise."""

_NO_RETRIES = urllib3.Retry(False, redirect=False)  # noqa: FBT003 - urllib3's way to turn it off
"""Errors of urllib3 as they are: this module decides what is sent again."""

_logger = logging.getLogger("pulumi_trusthub")


class Answer(Response):
    """A success, whose JSON is read once.

    The record of a DELETE without a body is empty.
    """

    def __init__(
        self, status: int, text: str, headers: Mapping[str, str], record: dict[str, Any]
    ) -> None:
        super().__init__(status, text, headers)
        self.record = record


class HttpClient(TwilioHttpClient):
    """Sends the requests of one account over connections shared by all threads.

    Raises:
        ConfigurationError: A variable of the environment names no proxy or no certificates, or
            the base URL no server.
    """

    def __init__(
        self,
        settings: Settings,
        sleep: Callable[[float], None] | None = None,
        limiter: Limiter | None = None,
        log: RequestLog | None = None,
    ) -> None:
        super().__init__(_logger, is_async=False, timeout=settings.timeout)
        self._timeout = settings.timeout
        self._sleep = sleep or tenacity.nap.sleep
        self._limiter = limiter or Limiter(settings.max_concurrency, sleep=self._sleep)
        connect = min(CONNECT_TIMEOUT, settings.timeout)
        timeout = urllib3.Timeout(connect=connect, read=settings.timeout)
        self._pools = connection_pools(settings, timeout)
        self._stop: Stop | None = None
        self._log = log

    def limited(self, stop: Stop) -> HttpClient:
        """Give this client with a deadline for its requests; connections and limiter are shared."""
        limited = copy.copy(self)
        limited._sleep, limited._stop = stop.sleep, stop  # noqa: SLF001 - a copy of this very one
        return limited

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
    ) -> Answer:
        method = method.upper()
        query = _encoded(params)
        url = f"{uri}{'&' if '?' in uri else '?'}{query}" if query else uri
        sent = {**_HEADERS, **(headers or {})}
        body = _encoded(data)
        if body:
            sent.setdefault("Content-Type", "application/x-www-form-urlencoded")
        if auth:
            sent["Authorization"] = _authorization(auth)
        logged = self._log.request(method, url, data) if self._log else None
        try:
            answer = repeat(
                partial(self._once, method, url, body, sent, logged),
                retry=tenacity.retry_if_exception(partial(is_safe_to_repeat, method)),
                wait=SEND.wait,
                stop=self._gives_up,
                sleep=self._sleep,
                before_sleep=logged and logged.repeated,
            )
        except BaseException as error:
            if logged:
                logged.failed(error, is_safe=is_safe_to_repeat(method, error))
            raise
        if logged:
            logged.answered(answer.record)
        return answer

    def _once(
        self,
        method: str,
        url: str,
        body: str | None,
        headers: dict[str, str],
        logged: LoggedRequest | None,
    ) -> Answer:
        """Send a request, and follow its redirects on the configured origins."""
        for _ in range(_REDIRECTS):
            pool = self._pool(url)
            parts = urlsplit(url)
            doing = f"{method} {parts.path}"
            target = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
            answer = self._send(doing, pool, method, target, body, headers, logged)
            location = answer.headers.get("Location")
            if answer.status not in _REDIRECT_STATUSES or location is None:
                return _judged(doing, method, answer)
            if method != "GET" and answer.status not in _KEEPS_METHOD:
                raise errors.UnexpectedAnswerError(
                    f"{doing} failed: the server redirects it (HTTP {answer.status}) in a way "
                    f"that would turn it into a GET."
                )
            url = joined(doing, url, location)
            if logged:
                logged.redirected(url)
        raise errors.UnexpectedAnswerError(
            f"{method} {urlsplit(url).path} failed: too many redirects."
        )

    def _pool(self, url: str) -> urllib3.HTTPConnectionPool:
        try:
            place = origin(url)
        except ValueError:
            place = "an address that is none"
        if place not in self._pools:
            raise errors.UntrustedAddressError(
                f"Twilio's answer leads to {place}, which is not "
                f"{' or '.join(sorted(self._pools))}: the credentials are not sent there."
            )
        return self._pools[place]

    def _send(
        self,
        doing: str,
        pool: urllib3.HTTPConnectionPool,
        method: str,
        target: str,
        body: str | None,
        headers: dict[str, str],
        logged: LoggedRequest | None,
    ) -> BaseHTTPResponse:
        """Send a request once the limiter admits it; the time-out begins only then."""
        if logged:
            logged.asking()
        try:
            with self._limiter.permit(
                method, max_pause=RATE_LIMIT_SECONDS, sleep=self._sleep
            ) as permit:
                if self._stop:
                    self._stop.check(doing)
                if logged:
                    logged.sending(self._limiter.limit)
                answer = pool.urlopen(
                    method, target, body=body, headers=headers, retries=_NO_RETRIES, redirect=False
                )
                if logged:
                    logged.answering(answer)
                if answer.status == _TOO_MANY:
                    permit.refused(_retry_after(answer))
                else:
                    permit.answered()
        except PauseTooLongError as error:
            raise _told_to_wait(doing, error.seconds) from None
        except _FAILURES as error:
            raise _no_answer(doing, pool.host, self._timeout, error) from error
        _logger.debug("%s: HTTP %s", doing, answer.status)
        return answer

    def _gives_up(self, state: tenacity.RetryCallState) -> bool:
        error = state.outcome.exception() if state.outcome else None
        if isinstance(error, errors.TooManyRequestsError):
            # While other requests of the account succeed, this request is admitted in its turn,
            # too.
            waited = min(state.seconds_since_start or 0.0, self._limiter.refused_for())
            return waited + (error.retry_after or 0.0) > RATE_LIMIT_SECONDS
        return state.attempt_number >= MAX_ATTEMPTS


_NOT_TWILIO = (
    f"What answers so is not Twilio: look for a proxy on the way, and at {' / '.join(BASE_URL)} "
    f"where it is set."
)


def _judged(doing: str, method: str, answer: BaseHTTPResponse) -> Answer:
    status = answer.status
    text = answer.data.decode("utf-8", errors="replace")
    is_page = "html" in answer.headers.get("Content-Type", "").lower()
    if status == _NOT_FOUND and is_page:
        raise errors.UnexpectedAnswerError(
            f"{doing} failed: a page answers that there is no such address (HTTP 404), which says "
            f"nothing of the object. {_NOT_TWILIO}"
        )
    if status in _ERRORS:
        raise _api_error(doing, answer, text)
    if not 200 <= status < 300:  # noqa: PLR2004 - HTTP's successes
        raise errors.UnexpectedAnswerError(
            f"{doing} failed: HTTP {status} without a place to go to."
        )
    has_no_body = method == "DELETE" and not text.strip()
    record = {} if has_no_body else _json(text)
    if not isinstance(record, dict):
        raise lost_answer(doing, status, "a page and not JSON" if is_page else "not JSON")
    return Answer(status, text, answer.headers, record)


def lost_answer(doing: str, status: int, what: str) -> errors.ResponseLostError:
    """Create the error of a success that does not show the object of its request."""
    lost = "" if doing.startswith("GET ") else ", so what became of the request is not known"
    return errors.ResponseLostError(
        f"{doing} failed: the answer (HTTP {status}) is {what}{lost}. {_NOT_TWILIO} {_rerun(doing)}"
    )


_CODE = re.compile(r"[0-9]{1,9}")


def joined(doing: str, url: str, address: str) -> str:
    """Give the address that an answer leads to.

    Raises:
        UnexpectedAnswerError: The answer has no address.
    """
    try:
        return urljoin(url, address)
    except ValueError:
        raise errors.UnexpectedAnswerError(
            f"{doing} failed: the answer leads to an address that is none. {_NOT_TWILIO}"
        ) from None


def _api_error(doing: str, answer: BaseHTTPResponse, text: str) -> errors.ApiError:
    body = _json(text)
    body = body if isinstance(body, dict) else {}
    code = body.get("code")
    told = body.get("message") or body.get("detail") or body.get("title")
    message = str(told or _plain_text(answer, text))
    error = errors.api_error_class(answer.status)(
        doing,
        status=answer.status,
        code=int(str(code)) if _CODE.fullmatch(str(code)) else None,
        message=message,
        request_id=answer.headers.get("Twilio-Request-Id"),
        hint=_hint(doing, answer.status, message),
    )
    if isinstance(error, errors.TooManyRequestsError):
        error.retry_after = pause = _retry_after(answer)
        if pause is not None and pause > RATE_LIMIT_SECONDS:
            error.hint = f"Twilio wants no request for {pause:.0f} seconds: run this again then."
    return error


def _plain_text(answer: BaseHTTPResponse, text: str) -> str:
    """Give what a proxy says in plain text, which is no JSON."""
    plain = answer.headers.get("Content-Type", "").lower().startswith("text/plain")
    return " ".join(text.split()) if plain else ""


def _hint(doing: str, status: int, message: str) -> str:
    """Give the next step for a status, unless Twilio's own words have it."""
    if status == _FORBIDDEN and "console" in message.lower():
        return ""
    return _HINTS.get(status, _rerun(doing) if status in _SERVER_ERRORS else "")


def _rerun(doing: str) -> str:
    """Give the next step after a request that may have been processed: a read has done nothing."""
    return "Run this again." if doing.startswith("GET ") else errors.RERUN_HINT


def _told_to_wait(doing: str, seconds: float) -> errors.TooManyRequestsError:
    """Create the error of a request that was not sent, because Twilio wants none for long."""
    error = errors.TooManyRequestsError(
        doing,
        status=_TOO_MANY,
        message=f"Twilio refused an earlier request of the account as one too many and wants none "
        f"for another {seconds:.0f} seconds",
    )
    error.retry_after = seconds
    return error


def _retry_after(answer: BaseHTTPResponse) -> float | None:
    """Read the seconds of a ``Retry-After``; None where there is none.

    Twilio documents seconds; a proxy may write a date (RFC 9110), which counts from the server's
    own time, because this machine's clock may be wrong.
    """
    value = answer.headers.get("Retry-After", "")
    try:
        seconds = float(value)
    except ValueError:
        try:
            until = parsedate_to_datetime(value)
            now = parsedate_to_datetime(answer.headers.get("Date", formatdate(usegmt=True)))
            seconds = max((until - now).total_seconds(), 0.0)
        except (TypeError, ValueError):
            return None
    return seconds if 0 <= seconds < float("inf") else None


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


@lru_cache
def _authorization(auth: tuple[str, str]) -> str:
    """Write the header of a user and a password."""
    return urllib3.make_headers(basic_auth=":".join(auth))["authorization"]


def _encoded(fields: dict[str, Any] | None) -> str | None:
    """Write a query or a form; None leaves a field out."""
    given = {name: value for name, value in (fields or {}).items() if value is not None}
    return urlencode(given, doseq=True) or None


def _no_answer(doing: str, host: str, timeout: float, error: Exception) -> TrustHubError:
    """Turn an error of the HTTP library into ours: not sent, perhaps processed, or not trusted."""
    causes = _causes(error)
    if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in causes):
        return errors.UntrustedAddressError(
            f"{doing} failed: the certificate of {host} is not trusted. Where a proxy or a private "
            f"authority issues the certificate, name the authority's certificates in "
            f"{CA_VARIABLES[0]}."
        )
    proxy = next((it for it in causes if isinstance(it, urllib3.exceptions.ProxyError)), None)
    if proxy is not None:
        return _proxy_failed(doing, host, proxy)
    never_connected = (
        urllib3.exceptions.NewConnectionError,
        urllib3.exceptions.ConnectTimeoutError,
        urllib3.exceptions.NameResolutionError,
        urllib3.exceptions.LocationValueError,
    )
    if any(isinstance(cause, never_connected) for cause in causes):
        return errors.NotSentError(
            f"{doing} failed: no connection to {host}; nothing was sent. Check the network, and "
            f"{' / '.join(BASE_URL)} where it is set, and run this again."
        )
    if isinstance(error, urllib3.exceptions.ReadTimeoutError):
        return errors.TimedOutError(
            f"{doing} failed: no answer within {timeout:g} seconds ({' / '.join(TIMEOUT)}). "
            f"{_rerun(doing)}"
        )
    return errors.ResponseLostError(
        f"{doing} failed: the connection broke before an answer came ({type(error).__name__}). "
        f"{_rerun(doing)}"
    )


def _proxy_failed(doing: str, host: str, error: urllib3.exceptions.ProxyError) -> TrustHubError:
    """Explain a failure of the proxy; only a temporary failure is worth another attempt."""
    found = re.search(r"Tunnel connection failed: (\d{3})", str(error))
    if found is None:
        return errors.NotSentError(
            f"{doing} failed: no connection to {host} through the proxy of {PROXY_VARIABLES}; "
            f"nothing was sent. Check the proxy's address, or exclude {host} with NO_PROXY, and "
            f"run this again."
        )
    status = int(found[1])
    said = (
        f"{doing} failed: the proxy of {PROXY_VARIABLES} answered HTTP {status}; nothing was sent."
    )
    if status in _SERVER_ERRORS:
        return errors.NotSentError(f"{said} Run this again.")
    if status == _PROXY_WANTS_PASSWORD:
        return errors.ConfigurationError(
            f"{said} It asks for a user and a password: put them into the variable, as in "
            f"http://user:password@proxy.example.com:3128."
        )
    return errors.ConfigurationError(
        f"{said} It does not let this machine reach {host}: have it allowed there, or exclude "
        f"{host} with NO_PROXY where the network allows that."
    )


def _causes(error: BaseException) -> list[BaseException]:
    """Collect the causes inside of an error of urllib3, which holds them in several attributes."""
    found: list[BaseException] = []
    waiting: list[object] = [error]
    while waiting:
        item = waiting.pop()
        if isinstance(item, BaseException) and item not in found:
            found.append(item)
            waiting += [item.__cause__, item.__context__, getattr(item, "reason", None), *item.args]
    return found
