"""Trust Hub's paths and fields, over Twilio's library.

The library's own typed objects are not used: they drop fields that they don't know and give times
in two different types, and an infrastructure tool needs every field as Twilio wrote it.
"""

from __future__ import annotations

import copy
import threading
from contextlib import contextmanager, nullcontext, suppress
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias, cast
from urllib.parse import urlsplit

import tenacity
from twilio.rest import Client

from pulumi_trusthub._core.model import errors, sids
from pulumi_trusthub._core.model.refs import BundleKind
from pulumi_trusthub._version import __version__

from .pagination import all_pages
from .request_log import Decision, RequestLog
from .retry import TAKE_BACK
from .run_state import RunState
from .transport import Answer, HttpClient, lost_answer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from twilio.base.version import Version

    from pulumi_trusthub._core.model.config import Settings

    from .limiter import Limiter
    from .stop import Stop

Record: TypeAlias = dict[str, Any]
"""An object as Twilio wrote it."""

_ACCOUNTS = "Accounts/"
_JSON = ".json"


class _Account:
    """What a client knows of the account of its credentials.

    Args:
        is_proved: Whether the credentials surely are the configured account's.
    """

    def __init__(self, *, is_proved: bool) -> None:
        self.is_proved = is_proved
        self.stranger: str | None = None
        """The account of an API key that turned out to be another account's."""
        self.is_reached = is_proved
        """Whether the credentials open the configured account's paths in the 2010 API."""
        self.has_posted = is_proved
        """Whether a POST need not go alone: another one has been answered."""
        self.first_post = threading.Lock()
        self.looking = threading.local()
        """Whether a thread looks for the result of a lost POST, in whichever account."""


class TrustHubClient:
    """The Trust Hub of one account.

    Args:
        settings: The account, and how to reach Twilio.
        sleep: How to wait between attempts; tests pass a function that does not wait.
        limiter: The limiter that all clients of the account share; None for a new one.
        log: Where requests and decisions are written down; None for nowhere.
    """

    def __init__(
        self,
        settings: Settings,
        sleep: Callable[[float], None] | None = None,
        limiter: Limiter | None = None,
        log: RequestLog | None = None,
    ) -> None:
        self.settings = settings
        self.account_sid = settings.credentials.account_sid
        self.sleep = sleep or tenacity.nap.sleep
        self.memory = RunState()
        self.progress: Callable[[str], None] = lambda _: None
        self._account = _Account(is_proved=settings.credentials.proves_account)
        self._log = log
        self._connect(HttpClient(settings, sleep, limiter, log))

    def limited(self, stop: Stop) -> TrustHubClient:
        """Give this client with a deadline for its requests; connections and memory are shared."""
        limited = copy.copy(self)
        limited.sleep = stop.sleep
        limited._connect(self._http.limited(stop))  # noqa: SLF001 - a copy of this very one
        return limited

    def telling(self, progress: Callable[[str], None]) -> TrustHubClient:
        """Give this client with another place for the progress of long waits."""
        telling = copy.copy(self)
        telling.progress = progress
        return telling

    def decided(self, decision: Decision, **details: Any) -> None:
        """Write a decision down, where there is a log; :meth:`.RequestLog.decided` says how."""
        if self._log:
            self._log.decided(decision, **details)

    def sleep_before(self, decision: Decision) -> Callable[[float], None]:
        """Give the wait before another attempt, which is written down as this decision."""

        def sleep(seconds: float) -> None:
            self.decided(decision, wait=seconds)
            self.sleep(seconds)

        return sleep

    def log_problem(self) -> str | None:
        """Say once why nothing is logged although a log is wanted."""
        return self._log.take_problem() if self._log else None

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
        """Read an object.

        Raises:
            WrongAccountError: The object is in another account than the configured one.
        """
        record = _in_one_case(self._send("GET", path))
        self._require_own(path, record)
        return record

    def get_or_none(self, path: str) -> Record | None:
        """Read an object; None when there is none."""
        try:
            return self.get(path)
        except errors.NotFoundError:
            self._require_proven_account(path)
            return None

    def records(self, path: str, **filters: str | None) -> Iterator[Record]:
        """Read a list, page by page to its end, without the objects that this run has deleted.

        Lists can lag behind, and still show a deleted object for a while.

        Raises:
            WrongAccountError: The list is another account's.
        """
        collection = path.removesuffix(_JSON)
        for found in all_pages(self._version(path), f"/{path}", filters):
            record = _in_one_case(found)
            self._require_own(path, record)
            if f"{collection}/{record.get('sid')}" not in self.memory.deleted:
                yield record

    def create(self, path: str, fields: Mapping[str, str]) -> Record:
        """Send a POST that creates an object; the caller deals with a lost response.

        The response shows for certain which account an API key belongs to.  So the first POST goes
        alone, and at most one object is ever created in another account.

        Raises:
            WrongAccountError: The object was created in another account than the configured one,
                and was deleted again; where it could not be deleted, the text names it.
        """
        # Paths of the 2010 API hold the account, so a POST there creates nothing in another
        # account.
        shows = not path.startswith(_ACCOUNTS)
        with self._account.first_post if shows and not self._account.has_posted else nullcontext():
            self._require_own_key()
            record = _in_one_case(self._send("POST", path, fields))
            self.memory.deleted.discard(f"{path.removesuffix(_JSON)}/{record.get('sid')}")
            if shows:
                self._account.has_posted = True
                if self._is_strange(path, record):
                    raise self._wrong_key(self._taken_back(f"{path}/{record['sid']}"))
        return record

    def update(self, path: str, fields: Mapping[str, str]) -> Record:
        """Send a POST that updates an object; the caller deals with a lost response.

        Raises:
            WrongAccountError: The updated object is in another account; the text names it.
        """
        self._require_own_key()
        try:
            record = _in_one_case(self._send("POST", path, fields))
        except errors.NotFoundError:
            self._require_proven_account(path)
            raise
        if self._is_strange(path, record):
            raise self._wrong_key(f"{sids.last_sid(path)} was changed there")
        return record

    def delete(self, path: str) -> bool:
        """Delete an object; False when it was gone already, and not by this run."""
        try:
            self._send("DELETE", path)
        except errors.NotFoundError:
            self._require_proven_account(path)
            self.decided(Decision.GONE, path=path)
            return path.removesuffix(_JSON) in self.memory.deleted
        self.memory.deleted.add(path.removesuffix(_JSON))
        return True

    def phone_numbers(self, account_sid: str, **filters: str | None) -> Iterator[Record]:
        """Read the phone numbers of an account or subaccount (2010 API)."""
        path = f"/Accounts/{account_sid}/IncomingPhoneNumbers.json"
        return map(_in_one_case, all_pages(self._api, path, filters))

    def accounts(self) -> Iterator[Record]:
        """Read the account and its subaccounts (2010 API); an API key is not allowed to."""
        return map(_in_one_case, all_pages(self._api, "/Accounts.json", {}))

    def addresses(self) -> str:
        """Give the path of the account's addresses (2010 API), without its suffix."""
        return f"{_ACCOUNTS}{self.account_sid}/Addresses"

    def server_time(self) -> datetime:
        """Read Twilio's clock: this machine's clock may be wrong."""
        url = self._trusthub.absolute_url("/Policies")
        answer = self._trusthub.domain.twilio.request("GET", url, params={"PageSize": 1})
        try:
            return parsedate_to_datetime((answer.headers or {})["Date"]).replace(
                tzinfo=timezone.utc
            )
        except (KeyError, TypeError, ValueError):
            return datetime.now(timezone.utc)

    def verify_credentials(self) -> None:
        """Check that the credentials belong to the configured account.

        An account's own token always does.  The account of an API key shows in what the key can
        read; until then a 404 may mean only that the key belongs to another account.

        Raises:
            WrongAccountError: The key belongs to another account.
        """
        self._require_own_key()
        if self._account.is_proved:
            return
        # Numbers of the 2010 API would prove nothing: a key reads the numbers of subaccounts as
        # well.
        for kind in BundleKind:
            if self._is_proved_by(kind.collection):
                return
        for collection in (sids.END_USERS, sids.SUPPORTING_DOCUMENTS):
            with suppress(
                errors.AuthenticationError, errors.PermissionDeniedError, errors.NotFoundError
            ):
                if self._is_proved_by(collection):
                    return

    def _require_proven_account(self, path: str) -> None:
        """Accept a 404 only when the credentials surely are the account's.

        Raises:
            WrongAccountError: The key belongs to another account.
            ConfigurationError: Nothing shows whose the key is.
        """
        if path.startswith(_ACCOUNTS):
            self._require_reached_account()
            return
        self.verify_credentials()
        if not self._account.is_proved:
            raise errors.ConfigurationError(
                f"Twilio finds nothing there, but nothing shows that the API key is one of account "
                f"{self.account_sid}, and another account's key would find nothing either. Use the "
                f"account's own token for this."
            )

    def _require_reached_account(self) -> None:
        """Accept a 404 of the 2010 API, whose paths hold the account, where the path is open."""
        if not self._account.is_reached:
            self._api.page("GET", f"/{self.addresses()}{_JSON}", params={"PageSize": 1})
            self._account.is_reached = True

    @contextmanager
    def looking_for_lost(self) -> Iterator[None]:
        """Let this thread read another account's objects: a POST may have left its result there."""
        self._account.looking.now = True
        try:
            yield
        finally:
            self._account.looking.now = False

    def require_own(self, found: Record) -> None:
        """Check that the result of a lost POST is in the configured account.

        Raises:
            WrongAccountError: The result is in another account, which the text names.
        """
        if self._is_strange("", found):
            raise self._wrong_key(f"{found.get('sid')} was made there, so delete it there")

    def _is_proved_by(self, collection: str) -> bool:
        """Tell whether a list of Trust Hub shows that the API key is the configured account's."""
        next(self.records(collection), None)
        return self._account.is_proved

    def _require_own(self, path: str, record: Record) -> None:
        """Refuse what was read of another account."""
        if self._is_strange(path, record) and not getattr(self._account.looking, "now", False):
            raise self._wrong_key()

    def _is_strange(self, path: str, record: Record) -> bool:
        """Tell whether a record of Trust Hub is another account's, and note whose the API key is.

        Every field of a response may be null, so a record may name no account.  Paths of the 2010
        API hold the account, so they show nothing of the key.
        """
        owner = record.get("account_sid")
        if owner is None or path.startswith(_ACCOUNTS) or self.settings.credentials.proves_account:
            return False
        if owner == self.account_sid:
            self._account.is_proved = True
            return False
        self._account.stranger = owner
        return True

    def _taken_back(self, path: str) -> str:
        """Delete an object created in another account, and say whether it is gone."""
        sid = sids.last_sid(path)
        if f"/{sids.EVALUATIONS}/" in path:
            return f"{sid} was made there, and stays: Trust Hub keeps evaluations"
        # The object may not be readable yet.
        missing = tenacity.retry_if_exception_type(errors.NotFoundError)
        delete = partial(self._send, "DELETE", path)
        try:
            TAKE_BACK.run(delete, on=missing, sleep=self.sleep_before(Decision.SENT_AGAIN))
        except errors.TrustHubError as error:
            return f"{sid} was made there and could not be deleted, so delete it there ({error})"
        return f"{sid} was made there, and deleted again"

    def _require_own_key(self) -> None:
        """Refuse an API key that a response has shown to be another account's."""
        if self._account.stranger is not None:
            raise self._wrong_key()

    def _wrong_key(self, happened: str = "nothing was read or changed") -> errors.WrongAccountError:
        owner = str(self._account.stranger)
        return errors.WrongAccountError(
            "The API key",
            of=owner,
            configured=self.account_sid,
            happened=happened,
            next_step=f"Use a key of account {self.account_sid}, or configure account {owner} "
            f"where that one is meant.",
        )

    def _send(self, method: str, path: str, fields: Mapping[str, str] | None = None) -> Record:
        """Send a request through Twilio's client, and give the object of its answer.

        Raises:
            ResponseLostError: The answer is a success and names no object.
        """
        version = self._version(path)
        url = version.absolute_url(path)
        data: dict[str, object] | None = None if fields is None else dict(fields)
        answer = cast("Answer", version.domain.twilio.request(method, url, data=data))
        if method != "DELETE" and not isinstance(answer.record.get("sid"), str):
            raise lost_answer(f"{method} {urlsplit(url).path}", answer.status_code, "no object")
        return answer.record

    def _version(self, path: str) -> Version:
        """Choose the API of a path: the 2010 API below an account, Trust Hub otherwise."""
        return self._api if path.startswith(_ACCOUNTS) else self._trusthub


def _in_one_case(record: Record) -> Record:
    """Write the SIDs of an object with small letters, as this package sends them."""
    return {
        name: sids.in_one_case(value) if name.endswith("sid") and isinstance(value, str) else value
        for name, value in record.items()
    }
