"""Trust Hub's paths, fields and pages, over Twilio's library.

The library's own typed objects are passed by: they drop fields they don't know, turn times into
two different types, and an infrastructure tool needs every field as Twilio wrote it.
"""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import tenacity
from twilio.base.page import Page
from twilio.rest import Client

from ._errors import (
    AnswerLostError,
    AuthenticationError,
    NotFoundError,
    PermissionDeniedError,
    ServerError,
    UntrustedAddressError,
    WrongAccountError,
)
from ._http import HttpClient
from ._ids import CUSTOMER_PROFILES, TRUST_PRODUCTS
from ._version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from twilio.base.version import Version

    from ._config import Settings

Record: TypeAlias = dict[str, Any]
"""One object as Twilio wrote it."""

PAGE_SIZE = 1000
"""Objects a page: the most that Twilio allows (OpenAPI file, ``PageSize``)."""

POSTS = 4
"""How often a POST is sent at the most when its answer is lost and it left no result."""

LOOKS = 4
"""How often the result of a lost POST is looked for before it is sent again."""

_T = TypeVar("_T")


class TrustHubClient:
    """The Trust Hub of one account.

    Args:
        settings: Whose it is, and how to reach it.
        sleep: How to wait between tries; a test gives one that does not.
    """

    def __init__(self, settings: Settings, sleep: Callable[[float], None] | None = None) -> None:
        self.settings = settings
        self.account_sid = settings.credentials.account_sid
        self.sleep = sleep or tenacity.nap.sleep
        twilio = Client(  # type: ignore[no-untyped-call]
            settings.credentials.username,
            settings.credentials.password,
            self.account_sid,
            http_client=HttpClient(settings, sleep),
            # An empty mapping would be replaced by the process's environment, where TWILIO_REGION
            # and TWILIO_EDGE make the library rewrite hosts.
            environment={"TWILIO_REGION": ""},
            user_agent_extensions=[f"pulumi-trusthub/{__version__}"],
        )
        twilio.trusthub.base_url = settings.trusthub_origin
        twilio.api.base_url = settings.api_origin
        self._trusthub: Version = twilio.trusthub.v1
        self._api: Version = twilio.api.v2010
        self._locks: dict[tuple[str, ...], threading.Lock] = {}
        self._lock = threading.Lock()
        self._account_is_proved = settings.credentials.prove_account

    def fetch(self, path: str) -> Record:
        """Read one object."""
        record: Record = self._trusthub.fetch("GET", f"/{path}")
        return record

    def find(self, path: str) -> Record | None:
        """Read one object; None when there is none."""
        try:
            return self.fetch(path)
        except NotFoundError:
            self.prove_account()
            return None

    def records(self, path: str, **filters: str | None) -> Iterator[Record]:
        """Read a list, page by page to its end."""
        return _all_pages(self._trusthub, f"/{path}", filters)

    def create(self, path: str, fields: Mapping[str, str]) -> Record:
        """Send one POST that makes an object; a lost answer is the caller's to look into."""
        record: Record = self._trusthub.create("POST", f"/{path}", data=dict(fields))
        return record

    def update(self, path: str, fields: Mapping[str, str]) -> Record:
        """Send one POST that changes an object; a lost answer is the caller's to look into."""
        record: Record = self._trusthub.update("POST", f"/{path}", data=dict(fields))
        return record

    def delete(self, path: str) -> bool:
        """Delete one object; False when it was gone already."""
        try:
            self._trusthub.delete("DELETE", f"/{path}")
        except NotFoundError:
            self.prove_account()
            return False
        return True

    def phone_numbers(self, account_sid: str, **filters: str | None) -> Iterator[Record]:
        """Read the phone numbers of an account or subaccount (2010 API)."""
        path = f"/Accounts/{account_sid}/IncomingPhoneNumbers.json"
        return _all_pages(self._api, path, filters)

    @contextmanager
    def alone(self, *key: str) -> Iterator[None]:
        """Let one thread at a time look for something and make it when it is not there."""
        with self._lock:
            lock = self._locks.setdefault(key, threading.Lock())
        with lock:
            yield

    def prove_account(self) -> None:
        """Make sure that the credentials are those of the configured account.

        With an account's own token they are.  An API key's own account shows in what it can read;
        until it has shown, a 404 may just mean that the key is another account's.

        Raises:
            WrongAccountError: The key belongs to another account.
        """
        if self._account_is_proved:
            return
        for collection in (CUSTOMER_PROFILES, TRUST_PRODUCTS):
            page = self._trusthub.page("GET", f"/{collection}", params={"PageSize": 1})
            for record in _RecordPage(self._trusthub, page):
                if record["account_sid"] not in (None, self.account_sid):
                    raise WrongAccountError(
                        "The API key", of=record["account_sid"], configured=self.account_sid
                    )
                self._account_is_proved = True
                return
        try:
            next(self.phone_numbers(self.account_sid), None)
        except (AuthenticationError, PermissionDeniedError, NotFoundError) as error:
            raise WrongAccountError(
                "The API key", of="another than it says", configured=self.account_sid
            ) from error
        self._account_is_proved = True


class _RecordPage(Page):
    """A page of plain records."""

    def get_instance(self, payload: Record) -> Record:
        return payload


def _all_pages(version: Version, path: str, filters: Mapping[str, str | None]) -> Iterator[Record]:
    params: dict[str, object] = {k: v for k, v in filters.items() if v is not None}
    response = version.page("GET", path, params={**params, "PageSize": PAGE_SIZE})
    page: Page | None = _RecordPage(version, response)
    seen: set[str] = set()
    while page is not None:
        yield from page
        following = page.next_page_url
        if following in seen:
            raise UntrustedAddressError(f"GET {path} failed: its pages lead round in a circle.")
        seen.add(following or "")
        page = page.next_page()


def post_once(
    client: TrustHubClient, post: Callable[[], _T], look_up: Callable[[], _T | None]
) -> tuple[_T, bool]:
    """Send a POST and make sure that its work is done exactly once.

    When the answer is lost, or is a 5xx, the result is looked for; only where it is not found is
    the POST sent again.

    Returns:
        The result, and whether it was found rather than answered.
    """

    def once() -> tuple[_T, bool]:
        try:
            return post(), False
        except (AnswerLostError, ServerError):
            # What was sent may still be at work on the other side: give it a moment to show.
            found = _repeated(look_up, LOOKS, client.sleep)
            if found is None:
                raise
            return found, True

    retrying = tenacity.Retrying(
        retry=tenacity.retry_if_exception_type((AnswerLostError, ServerError)),
        stop=tenacity.stop_after_attempt(POSTS),
        wait=tenacity.wait_random_exponential(multiplier=0.2, max=5),
        sleep=client.sleep,
        reraise=True,
    )
    return retrying(once)


def _repeated(
    look_up: Callable[[], _T | None], times: int, sleep: Callable[[float], None]
) -> _T | None:
    return tenacity.Retrying(
        retry=tenacity.retry_if_result(lambda found: found is None),
        stop=tenacity.stop_after_attempt(times),
        wait=tenacity.wait_exponential(multiplier=0.25, max=2),
        retry_error_callback=lambda _: None,
        sleep=sleep,
    )(look_up)


def patiently(client: TrustHubClient, look: Callable[[], _T | None]) -> _T | None:
    """Look again for a few seconds before believing that something young is gone.

    Twilio's reads can lag behind its writes (facts: "a fetch right after create can lag").
    """
    return _repeated(look, 5, client.sleep)
