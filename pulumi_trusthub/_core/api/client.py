"""Trust Hub's paths and fields, over Twilio's library.

The library's own typed objects are passed by: they drop fields they don't know, turn times into
two different types, and an infrastructure tool needs every field as Twilio wrote it.
"""

from __future__ import annotations

import copy
import threading
import time
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias

import tenacity
from twilio.rest import Client

from pulumi_trusthub._core.model.errors import (
    AuthenticationError,
    ConfigurationError,
    NotFoundError,
    PermissionDeniedError,
    TrustHubError,
    WrongAccountError,
)
from pulumi_trusthub._core.model.refs import BundleKind
from pulumi_trusthub._core.model.sids import END_USERS, SUPPORTING_DOCUMENTS
from pulumi_trusthub._version import __version__

from .pagination import all_pages
from .retry import TAKE_BACK
from .run_state import RunState
from .transport import HttpClient

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from twilio.base.version import Version

    from pulumi_trusthub._core.model.config import Settings

    from .limiter import Limiter
    from .stop import Stop

Record: TypeAlias = dict[str, Any]
"""One object as Twilio wrote it."""

_ACCOUNTS = "Accounts/"
_JSON = ".json"


@dataclass
class _Account:
    """What is known of the account that the credentials open.

    Attributes:
        is_proved: Whether they surely are the configured account's.
        owner: The account that they surely are for: with an API key, the account that the answer to
            a POST has named.
        has_posted: Whether a POST has been answered.
        first_post: Held by the first POST, which goes alone.
    """

    is_proved: bool
    owner: str | None
    has_posted: bool
    first_post: threading.Lock

    @classmethod
    def of(cls, settings: Settings) -> _Account:
        """Begin with what the credentials show by themselves."""
        proved = settings.credentials.proves_account
        owner = settings.credentials.account_sid if proved else None
        return cls(proved, owner, proved, threading.Lock())


class TrustHubClient:
    """The Trust Hub of one account.

    Args:
        settings: Whose it is, and how to reach it.
        sleep: How to wait between tries; a test gives one that does not.
        limiter: What all clients of the account share; None for one of its own.
    """

    def __init__(
        self,
        settings: Settings,
        sleep: Callable[[float], None] | None = None,
        limiter: Limiter | None = None,
    ) -> None:
        self.settings = settings
        self.account_sid = settings.credentials.account_sid
        self.sleep = sleep or tenacity.nap.sleep
        self.memory = RunState()
        self._account = _Account.of(settings)
        self._connect(HttpClient(settings, sleep, limiter))

    def limited(self, stop: Stop) -> TrustHubClient:
        """Give this client with an end to its requests; connections and memory are shared."""
        limited = copy.copy(self)
        limited.sleep = stop.sleep
        limited._connect(self._http.limited(stop))  # noqa: SLF001 - a copy of this very one
        return limited

    def _connect(self, http: HttpClient) -> None:
        """Send requests through an HTTP client."""
        credentials = self.settings.credentials
        twilio = Client(  # type: ignore[no-untyped-call]
            credentials.username,
            credentials.password,
            self.account_sid,
            http_client=http,
            # An empty mapping would be replaced by the process's environment, where TWILIO_REGION
            # and TWILIO_EDGE make the library rewrite hosts.
            environment={"TWILIO_REGION": ""},
            user_agent_extensions=[f"pulumi-trusthub/{__version__}"],
        )
        twilio.trusthub.base_url = self.settings.trusthub_origin
        twilio.api.base_url = self.settings.api_origin
        self._http = http
        self._trusthub: Version = twilio.trusthub.v1
        self._api: Version = twilio.api.v2010

    def get(self, path: str) -> Record:
        """Read one object."""
        record: Record = self._version(path).fetch("GET", f"/{path}")
        return record

    def get_or_none(self, path: str) -> Record | None:
        """Read one object; None when there is none."""
        try:
            return self.get(path)
        except NotFoundError:
            self._require_proven_account()
            return None

    def records(self, path: str, **filters: str | None) -> Iterator[Record]:
        """Read a list, page by page to its end, without what this run has deleted.

        Lists can lag behind, and still show it for a while.
        """
        collection = path.removesuffix(_JSON)
        for record in all_pages(self._version(path), f"/{path}", filters):
            if not self.memory.was_deleted(f"{collection}/{record.get('sid')}"):
                yield record

    def create(self, path: str, fields: Mapping[str, str]) -> Record:
        """Send one POST that makes an object; a lost answer is the caller's to look into.

        What it answers shows for certain whose Trust Hub an API key opens.  So the first one goes
        alone, and no more than one object is ever made in another account.

        Raises:
            WrongAccountError: It was made in another account than the one configured, and was
                deleted again; where it could not be, the text names it.
        """
        # The 2010 API has the account in its paths, and so makes nothing in another one.
        shows = not path.startswith(_ACCOUNTS)
        with self._account.first_post if shows and not self._account.has_posted else nullcontext():
            self._require_own_key()
            record: Record = self._version(path).create("POST", f"/{path}", data=dict(fields))
            self.memory.deleted_at.pop(f"{path.removesuffix(_JSON)}/{record.get('sid')}", None)
            if shows:
                self._account.has_posted = True
                self._learn_owner(path, record)
        return record

    def update(self, path: str, fields: Mapping[str, str]) -> Record:
        """Send one POST that changes an object; a lost answer is the caller's to look into."""
        record: Record = self._version(path).update("POST", f"/{path}", data=dict(fields))
        return record

    def delete(self, path: str) -> bool:
        """Delete one object; False when it was gone already."""
        try:
            self._version(path).delete("DELETE", f"/{path}")
        except NotFoundError:
            self._require_proven_account()
            return False
        self.memory.deleted_at[path.removesuffix(_JSON)] = time.monotonic()
        return True

    def phone_numbers(self, account_sid: str, **filters: str | None) -> Iterator[Record]:
        """Read the phone numbers of an account or subaccount (2010 API)."""
        path = f"/Accounts/{account_sid}/IncomingPhoneNumbers.json"
        return all_pages(self._api, path, filters)

    def accounts(self) -> Iterator[Record]:
        """Read the account and its subaccounts (2010 API); an API key may not."""
        return all_pages(self._api, "/Accounts.json", {})

    def addresses(self) -> str:
        """Give the path of the account's addresses (2010 API), without its ending."""
        return f"{_ACCOUNTS}{self.account_sid}/Addresses"

    def server_time(self) -> datetime:
        """Ask Twilio what time it is: this machine's clock may be wrong."""
        url = self._trusthub.absolute_url("/Policies")
        answer = self._trusthub.domain.twilio.request("GET", url, params={"PageSize": 1})
        try:
            return parsedate_to_datetime((answer.headers or {})["Date"]).replace(
                tzinfo=timezone.utc
            )
        except (KeyError, TypeError, ValueError):
            return datetime.now(timezone.utc)

    def verify_credentials(self) -> None:
        """Make sure that the credentials are those of the configured account.

        With an account's own token they are.  An API key's own account shows in what it can read;
        until it has shown, a 404 may just mean that the key is another account's.

        Raises:
            WrongAccountError: The key belongs to another account.
        """
        self._require_own_key()
        if self._account.is_proved:
            return
        # Numbers of the 2010 API would tell nothing: a key reads those of its subaccounts as well.
        for kind in BundleKind:
            if self._is_proved_by(kind.collection):
                return
        for collection in (END_USERS, SUPPORTING_DOCUMENTS):
            with suppress(AuthenticationError, PermissionDeniedError, NotFoundError):
                if self._is_proved_by(collection):
                    return

    def require_own(self, found: Record) -> None:
        """Make sure that what a lost POST has made is in the configured account.

        Raises:
            WrongAccountError: It is in another, and the text names it.
        """
        owner = found.get("account_sid")
        if self._account.owner != self.account_sid and owner not in {None, self.account_sid}:
            self._account.owner = owner
            raise self._wrong_key(owner, f"{found.get('sid')} was made there, so delete it there")

    def _is_proved_by(self, collection: str) -> bool:
        """Tell whether a list of Trust Hub shows that the API key is the configured account's."""
        owner = next((r.get("account_sid") for r in self.records(collection)), None)
        if owner not in {None, self.account_sid}:
            raise self._wrong_key(owner)
        if owner is not None:
            self._account.is_proved = True
        return owner is not None

    def _learn_owner(self, path: str, made: Record) -> None:
        """Believe what an object that a POST has just made says of its account, above any look.

        Every field of an answer may be null, so that it may say nothing.
        """
        owner = made.get("account_sid")
        if owner is None or self._account.owner == self.account_sid:
            return
        self._account.owner = owner
        self._account.is_proved = owner == self.account_sid
        if not self._account.is_proved:
            raise self._wrong_key(owner, self._taken_back(f"{path}/{made['sid']}"))

    def _taken_back(self, path: str) -> str:
        """Delete what a POST has made in another account, and say what became of it."""
        sid = path.rpartition("/")[2]
        # The object may not be readable yet.
        missing = tenacity.retry_if_exception_type(NotFoundError)
        delete = partial(self._version(path).delete, "DELETE", f"/{path}")
        try:
            TAKE_BACK.run(delete, on=missing, sleep=self.sleep)
        except TrustHubError as error:
            return f"{sid} was made there and could not be deleted, so delete it there ({error})"
        return f"{sid} was made there, and deleted again"

    def _require_own_key(self) -> None:
        """Refuse an API key that a POST has shown to be another account's."""
        if self._account.owner not in {None, self.account_sid}:
            raise self._wrong_key(self._account.owner)

    def _wrong_key(
        self, owner: str, happened: str = "nothing was read or changed"
    ) -> WrongAccountError:
        return WrongAccountError(
            "The API key",
            of=owner,
            configured=self.account_sid,
            happened=happened,
            next_step=f"Use a key of account {self.account_sid}, or configure account {owner} "
            f"where that one is meant.",
        )

    def _version(self, path: str) -> Version:
        """Choose the API of a path: below an account is the 2010 API's, the rest Trust Hub's."""
        return self._api if path.startswith(_ACCOUNTS) else self._trusthub

    def _require_proven_account(self) -> None:
        """Let a 404 count only when the credentials surely are the account's."""
        self.verify_credentials()
        if not self._account.is_proved:
            raise ConfigurationError(
                f"Twilio finds nothing there, but nothing shows that the API key is one of account "
                f"{self.account_sid}, and another account's key would find nothing either. Use the "
                f"account's own token for this."
            )
