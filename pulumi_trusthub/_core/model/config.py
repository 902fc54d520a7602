"""Where credentials and settings come from, as plain data.

A set of credentials comes from one source whole: an explicit provider or the stack's configuration
(both reach a provider as configuration; ``trusthub:`` goes before ``twilio:``), else the
environment.  Mixing an account SID of one with a token of the other would send somebody's secret to
somebody else's account.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import SplitResult, urlsplit

from .errors import ConfigurationError
from .sids import in_one_case

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

DEFAULT_TIMEOUT = 30.0
DEFAULT_EXPIRY_WARNING_DAYS = 30.0
DEFAULT_READ_LAG = 60.0
"""No document says how long reads lag behind writes; public reports tell of up to 45 seconds."""
DEFAULT_MAX_CONCURRENCY = 16
"""A limit of Twilio holds for all requests of an account, its calls and messages too, which a
search for the limit would slow down.  Sixteen put 10,000 numbers on two bundles in a few
minutes."""
TRUSTHUB_ORIGIN = "https://trusthub.twilio.com"
API_ORIGIN = "https://api.twilio.com"

ACCOUNT_SID, AUTH_TOKEN, API_KEY, API_SECRET = "accountSid", "authToken", "apiKey", "apiSecret"
NAMESPACES = ("trusthub", "twilio")
"""Namespaces of the configuration, in order: the first with any credential provides the whole
set."""

_VARIABLES = {
    ACCOUNT_SID: "TWILIO_ACCOUNT_SID",
    AUTH_TOKEN: "TWILIO_AUTH_TOKEN",
    API_KEY: "TWILIO_API_KEY",
    API_SECRET: "TWILIO_API_SECRET",
}
_SIDS = {ACCOUNT_SID, API_KEY}
BASE_URL = ("trusthub:baseUrl", "TRUSTHUB_BASE_URL")
TIMEOUT = ("trusthub:timeout", "TRUSTHUB_TIMEOUT")
READ_LAG = ("trusthub:readLag", "TRUSTHUB_READ_LAG")
MAX_CONCURRENCY = ("trusthub:maxConcurrency", "TRUSTHUB_MAX_CONCURRENCY")
EXPIRY_WARNING_DAYS = ("trusthub:expiryWarningDays", "TRUSTHUB_EXPIRY_WARNING_DAYS")

LOG = "TRUSTHUB_LOG"
"""The variable that names the log of requests: a file of this machine is no setting of a stack."""

_Number = TypeVar("_Number", int, float)
_CREDENTIAL = re.compile(r"[!#-&(-~]+")
"""Printable ASCII without blanks and quotes, of which all of Twilio's credentials are."""
_ACCOUNT_SID = re.compile(r"AC[0-9a-fA-F]{32}")
_TWILIO = re.compile(r"(.*\.)?twilio\.com")
_LOOPBACK = re.compile(r"localhost|127(\.\d{1,3}){3}|::1")


@dataclass(frozen=True)
class Credentials:
    """User name and password of HTTP Basic, and the account that they are for.

    Attributes:
        account_sid: The account whose Trust Hub this is.
        username: The account SID again, or an API key's SID.
        password: The auth token, or the API key's secret; never in a repr.
    """

    account_sid: str
    username: str = field(repr=False)
    password: str = field(repr=False)

    @property
    def proves_account(self) -> bool:
        """Whether these credentials show by themselves which account they belong to.

        An account's own token does; an API key could belong to any account.
        """
        return self.username == self.account_sid


@dataclass(frozen=True)
class Settings:
    """Everything that a client needs to know.

    Attributes:
        credentials: The account and its credentials.
        base_url: One origin for both APIs, None for Twilio's own two.
        timeout: Seconds for one request.
        max_concurrency: Requests under way at once, at the most.
        read_lag: Seconds for which Twilio's reads may lag behind its writes, at the most.
        expiry_warning_days: Days before the end of an approval from which on a warning says so.
        log: The file of the log of requests; None for no log.
    """

    credentials: Credentials
    base_url: str | None = None
    timeout: float = DEFAULT_TIMEOUT
    max_concurrency: int = DEFAULT_MAX_CONCURRENCY
    read_lag: float = DEFAULT_READ_LAG
    expiry_warning_days: float = DEFAULT_EXPIRY_WARNING_DAYS
    log: str | None = None

    @property
    def trusthub_origin(self) -> str:
        """Origin of Trust Hub v1."""
        return self.base_url or TRUSTHUB_ORIGIN

    @property
    def api_origin(self) -> str:
        """Origin of the 2010 API."""
        return self.base_url or API_ORIGIN

    @property
    def on_loopback(self) -> bool:
        """Whether the configured server is on this machine."""
        return is_loopback(self.base_url) if self.base_url else False


def read_settings(
    config: Callable[[str], str | None] | None, environment: Mapping[str, str]
) -> Settings:
    """Read the settings of one account.

    Args:
        config: Gives the value of a key such as ``trusthub:accountSid``, or None; None itself where
            only the environment is read.
        environment: The process's environment.

    Raises:
        ConfigurationError: Names the key and the variable that are missing or wrong; only the
            variable where no configuration is read.
    """

    def given(names: tuple[str, str]) -> tuple[str | None, str]:
        value = (config and _text(config(names[0]))) or _text(environment.get(names[1]))
        return value, " / ".join(names if config else names[1:])

    return Settings(
        credentials=_credentials(config, environment),
        base_url=_base_url(*given(BASE_URL)),
        timeout=_positive(*given(TIMEOUT), float, DEFAULT_TIMEOUT, "a number of seconds"),
        max_concurrency=_positive(
            *given(MAX_CONCURRENCY), int, DEFAULT_MAX_CONCURRENCY, "a whole number"
        ),
        read_lag=_positive(*given(READ_LAG), float, DEFAULT_READ_LAG, "a number of seconds"),
        expiry_warning_days=_positive(
            *given(EXPIRY_WARNING_DAYS), float, DEFAULT_EXPIRY_WARNING_DAYS, "a number of days"
        ),
        log=_text(environment.get(LOG)),
    )


def configured_account(
    config: Callable[[str], str | None], environment: Mapping[str, str]
) -> str | None:
    """Name the configured account; None where no credentials are configured."""
    source = next(_sources(config, environment), None)
    return source.get(ACCOUNT_SID) if source else None


def account_of_environment(
    config: Callable[[str], str | None], environment: Mapping[str, str]
) -> str | None:
    """Name the configured account if its credentials come from the environment; else None."""
    source = next(_sources(config, environment), None)
    return source.get(ACCOUNT_SID) if source and source.names is _VARIABLES else None


def origin(url: str) -> str:
    """Reduce a URL to its scheme, host and port, in one spelling."""
    parts = urlsplit(url)
    return _origin(parts.scheme, parts.netloc)


@lru_cache
def _origin(scheme: str, netloc: str) -> str:
    parts = SplitResult(scheme, netloc, "", "", "")
    port = parts.port or {"https": 443, "http": 80}.get(scheme)
    return f"{scheme}://{parts.hostname}:{port}"


def is_loopback(url: str) -> bool:
    """Tell whether a URL leads to this machine."""
    return bool(_LOOPBACK.fullmatch(urlsplit(url).hostname or ""))


@dataclass(frozen=True)
class _Source:
    """A place that may hold credentials."""

    title: str
    names: Mapping[str, str]
    values: Mapping[str, str]

    def get(self, credential: str) -> str | None:
        """Give a credential, None where it is missing."""
        return self.values.get(credential)


def _sources(
    config: Callable[[str], str | None] | None, environment: Mapping[str, str]
) -> Iterator[_Source]:
    """Yield the places that hold any credential; the first place counts."""
    places: list[tuple[str, dict[str, str], Callable[[str], str | None]]] = []
    if config:
        for namespace in NAMESPACES:
            names = {credential: f"{namespace}:{credential}" for credential in _VARIABLES}
            places.append((f"the configuration below {namespace}:", names, config))
    places.append(("the environment", _VARIABLES, environment.get))
    for title, names, get in places:
        read = {credential: _text(get(name)) for credential, name in names.items()}
        values = {
            credential: in_one_case(value) if credential in _SIDS else value
            for credential, value in read.items()
            if value
        }
        if values:
            yield _Source(title, names, values)


def same_setting(name: str, value: object, other: object) -> bool:
    """Tell whether two values of a setting mean the same: white space and a SID's case do not."""
    both = [it.strip() if isinstance(it, str) else it for it in (value, other)]
    if name in _SIDS:
        both = [in_one_case(it) if isinstance(it, str) else it for it in both]
    return (both[0] or None) == (both[1] or None)


def _text(value: str | None) -> str | None:
    """Strip white space: a secret that was read from a file ends with a line end."""
    return (value or "").strip() or None


def _credentials(
    config: Callable[[str], str | None] | None, environment: Mapping[str, str]
) -> Credentials:
    sources = list(_sources(config, environment))
    if not sources and config is None:
        raise ConfigurationError(
            "No Twilio credentials are in the environment: set the variables TWILIO_ACCOUNT_SID "
            "and TWILIO_AUTH_TOKEN; an API key goes into TWILIO_API_KEY and TWILIO_API_SECRET, "
            "beside the account SID. A stack's configuration is not read here."
        )
    if not sources:
        raise ConfigurationError(
            "No Twilio credentials are configured: set trusthub:accountSid and trusthub:authToken "
            "(`pulumi config set --secret trusthub:authToken`), or the variables "
            "TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN; an API key goes into trusthub:apiKey and "
            "trusthub:apiSecret, or TWILIO_API_KEY and TWILIO_API_SECRET."
        )
    source, *others = sources

    def required(credential: str, reason: str) -> str:
        value = source.get(credential)
        if value is None:
            elsewhere = next((it.names[credential] for it in others if it.get(credential)), None)
            found = f" {elsewhere} is set, but is of another source." if elsewhere else ""
            raise ConfigurationError(
                f"{source.names[credential]} is missing: {reason} All of a set of credentials come "
                f"from one source, and {source.title} has the others.{found}"
            )
        if not _CREDENTIAL.fullmatch(value):
            raise ConfigurationError(f"{source.names[credential]} {_flaw(value)}")
        return value

    account_sid = required(ACCOUNT_SID, "it says whose Trust Hub this is, for an API key too.")
    if not _ACCOUNT_SID.fullmatch(account_sid):
        # Not printed: the usual mistake is a token or a key in the wrong place.
        raise ConfigurationError(
            f"{source.names[ACCOUNT_SID]} is not an account SID, which is AC and 32 hexadecimal "
            f"digits: copy it from Twilio's Console; the token goes into "
            f"{source.names[AUTH_TOKEN]}."
        )
    if source.get(API_KEY) or source.get(API_SECRET):
        key = required(API_KEY, "an API secret needs its key.")
        return Credentials(account_sid, key, required(API_SECRET, "an API key needs its secret."))
    token = required(AUTH_TOKEN, "the account SID needs its token, or an API key and its secret.")
    return Credentials(account_sid, account_sid, token)


def _flaw(value: str) -> str:
    """Say why a text is no credential, without showing the text."""
    if re.search(r"\s", value):
        return (
            "has white space or a line end inside: copy the value again, alone and without what "
            "stands before or after it in its file."
        )
    if re.search(r"[\"']", value):
        return (
            "has quotes in its value: take them off. In a file of variables they are part of the "
            "value for some programs."
        )
    return "has a character that no credential of Twilio has: copy the value again."


def _base_url(value: str | None, name: str) -> str | None:
    if value is None:
        return None
    if re.search(r"\s", value):
        # Not left to urlsplit, which drops line ends and joins what was apart.
        raise ConfigurationError(f"{name} has white space or a line end inside: write one origin.")
    try:
        parts = urlsplit(value)
        is_origin = bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_origin = False
    if not is_origin or parts.scheme not in {"http", "https"} or parts.username:
        raise ConfigurationError(f"{name} is not an origin such as http://127.0.0.1:8080.")
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise ConfigurationError(f"{name} is an origin only: no path, no query.")
    if _TWILIO.fullmatch(parts.hostname or ""):
        # The other API would find nothing there, and a 404 of Twilio's counts.
        raise ConfigurationError(
            f"{name} is one origin for both of Twilio's APIs, such as a simulator's. Twilio has a "
            f"host for each, which are used where {name} is not set: remove it."
        )
    if parts.scheme == "http" and not is_loopback(value):
        raise ConfigurationError(
            f"{name} must be https: plain http would show the credentials to the network, so it is "
            f"allowed for this machine (127.0.0.1, localhost, [::1]) alone."
        )
    return f"{parts.scheme}://{parts.netloc}"


def _positive(
    value: str | None, name: str, kind: type[_Number], default: _Number, what: str
) -> _Number:
    if value is None:
        return default
    try:
        number = kind(value)
    except ValueError:
        number = kind(0)
    if not 0 < number < float("inf"):
        raise ConfigurationError(f"{name} must be {what} above 0.")
    return number
