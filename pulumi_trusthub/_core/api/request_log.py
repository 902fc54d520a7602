"""The log of ``TRUSTHUB_LOG``: every request, and every decision on a request.

A log is sent to strangers, so nothing gets into it but what this module lists: names of fields and
paths, SIDs, statuses, numbers, and classes of errors.  The value of every other field, the text of
an error and whatever else a server says are left out; of an account's SID the last four digits are
left.

Several processes write into one file, each line at once and at the end, so no line is torn.  A log
that cannot be written is a warning, and never the end of a deployment.
"""

from __future__ import annotations

import atexit
import json
import os
import re
import stat
import sys
import threading
import time
from datetime import datetime, timezone
from enum import Enum
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import parse_qsl, urlsplit

from pulumi_trusthub._core.model import errors, sids, statuses
from pulumi_trusthub._core.model.config import LOG, Settings
from pulumi_trusthub._core.model.refs import BundleKind
from pulumi_trusthub._version import __version__

if TYPE_CHECKING:
    from collections.abc import Mapping

    import tenacity
    from urllib3 import BaseHTTPResponse

FORMAT = 1
"""Version of the lines' form; a new key is none, a key that means something else is."""

HIDDEN = "[not logged]"

_ACCOUNT = re.compile(r"AC[0-9a-fA-F]{32}")
_SID = re.compile(rf"(?:{'|'.join(sids.SID_KINDS.keys() - {'AC'})})[0-9a-fA-F]{{32}}")
_STATUS = re.compile("|".join(sorted({statuses.DRAFT, statuses.REJECTED, *statuses.SUBMITTED})))
_TYPE = re.compile("phone-number")
_COUNT = re.compile(r"[0-9]{1,6}")
_REQUEST_ID = re.compile(r"RQ[0-9a-fA-F]{32}")

_VALUES = {
    "ChannelEndpointSid": _SID,
    "ChannelEndpointType": _TYPE,
    "ObjectSid": _SID,
    "Page": _COUNT,
    "PageSize": _COUNT,
    "PolicySid": _SID,
    "Status": _STATUS,
}
"""Fields whose value is neither personal nor secret, where the value has this form."""

_NAMES = {
    *_VALUES,
    "Attributes",
    "AutoCorrectAddress",
    "City",
    "CustomerName",
    "Email",
    "EmergencyEnabled",
    "FriendlyName",
    "IsoCountry",
    "PageToken",
    "PhoneNumber",
    "PostalCode",
    "Region",
    "StatusCallback",
    "Street",
    "StreetSecondary",
    "Type",
}
_PLACES = {
    "v1",
    "2010-04-01",
    "Accounts",
    "Addresses",
    "EndUserTypes",
    "IncomingPhoneNumbers",
    "Policies",
    "SupportingDocumentTypes",
    sids.CHANNEL_ENDPOINT_ASSIGNMENTS,
    sids.END_USERS,
    sids.ENTITY_ASSIGNMENTS,
    sids.EVALUATIONS,
    sids.SUPPORTING_DOCUMENTS,
    *(kind.collection for kind in BundleKind),
}
"""The parts of a path that are no SID."""


class Decision(Enum):
    """The outcomes of a request, and the decisions above single requests, as the log has them."""

    # On a request.
    ANSWERED = "answered"
    REPEATED = "repeated"
    REDIRECTED = "redirected"
    REFUSED = "refused"
    LOST = "lost"
    GIVEN_UP = "given up"
    STOPPED = "stopped"
    FAILED = "failed"
    UNANSWERED = "unanswered at the end"
    # Above requests.
    LOOKED_FOR = "looked for after a lost answer"
    TAKEN_FOR_DONE = "taken for done after a lost answer"
    SENT_AGAIN = "sent again"
    READ_AGAIN = "read again"
    NOTHING_CREATED = "given up: nothing was created"
    OUTCOME_UNKNOWN = "given up: the outcome is unknown"
    TWIN_DELETED = "twin deleted"
    ADOPTED = "adopted"
    EXISTED = "existed already"
    GONE = "gone already"


class RequestLog:
    """A file that several processes write into; each line is a JSON object.

    Attributes:
        process: The kind of this process, which its adapter says.
    """

    process: ClassVar[str] = "program"
    _all: ClassVar[list[RequestLog]] = []

    def __init__(self, path: str) -> None:
        self._file: int | None = None
        self._problem: str | None = None
        self._under_way: set[LoggedRequest] = set()
        try:
            self._file = _open(path)
        except (OSError, ValueError) as error:
            self._end(getattr(error, "strerror", None) or str(error))
            return
        self._all.append(self)
        self.write(
            "start",
            format=FORMAT,
            version=__version__,
            python=".".join(map(str, sys.version_info[:3])),
            system=sys.platform,
        )

    @classmethod
    def end_all(cls) -> None:
        """Write down what is under way when the process ends."""
        for log in cls._all:
            log.end()

    def end(self) -> None:
        """Write down the requests that have no answer yet."""
        for request in list(self._under_way):
            request.unanswered()

    def take_problem(self) -> str | None:
        """Say once why nothing is logged; None where the log is written."""
        problem, self._problem = self._problem, None
        return problem

    def account(self, settings: Settings) -> None:
        """Write down which account is used, and how."""
        is_twilio = settings.base_url is None
        self.write(
            "account",
            account=_shown(settings.credentials.account_sid),
            credentials="token" if settings.credentials.proves_account else "API key",
            server="Twilio" if is_twilio else "this machine" if settings.on_loopback else "another",
            timeout=settings.timeout,
            max_concurrency=settings.max_concurrency,
            read_lag=settings.read_lag,
        )

    def request(self, method: str, url: str, fields: Mapping[str, Any] | None) -> LoggedRequest:
        """Begin to log a request."""
        return LoggedRequest(self, method, url, fields or {})

    def decided(
        self,
        decision: Decision,
        *,
        path: str | None = None,
        sid: str | None = None,
        wait: float | None = None,
        error: BaseException | None = None,
    ) -> None:
        """Write down what was decided above single requests."""
        self.write(
            "decision",
            decision=decision.value,
            path=None if path is None else _place(path),
            sid=None if sid is None else _shown(sid),
            wait=_seconds(wait),
            error=None if error is None else type(error).__name__,
        )

    def write(self, event: str, **values: object) -> None:
        """Write a line; what is None is left out."""
        if self._file is None:
            return
        line = {
            "time": datetime.now(timezone.utc).isoformat(timespec="milliseconds")[:-6] + "Z",
            "process": self.process,
            "pid": os.getpid(),
            "thread": threading.get_native_id(),
            "event": event,
            **{name: value for name, value in values.items() if value is not None},
        }
        text = json.dumps(line, ensure_ascii=False).encode() + b"\n"
        try:
            if os.write(self._file, text) < len(text):
                self._end("no space is left")
        except OSError as error:
            self._end(error.strerror or str(error))

    def _end(self, why: str) -> None:
        self._file = None
        told = "nothing is logged from here on, and all else goes on"
        self._problem = f"{LOG} cannot be written ({why}): {told}."


class LoggedRequest:
    """A request of the log, with a line for each attempt."""

    def __init__(self, log: RequestLog, method: str, url: str, fields: Mapping[str, Any]) -> None:
        self._log, self._method = log, method
        self._fields = _fields(fields.items())
        self._attempt = 0
        self._asked: float | None = None
        self._sent = 0.0
        self._line: dict[str, object] = {}
        self._lead_to(url)

    def _lead_to(self, url: str) -> None:
        parts = urlsplit(url)
        self._path, self._query = _place(parts.path), _fields(parse_qsl(parts.query))

    def asking(self) -> None:
        """Note that the limiter is asked for a permit."""
        self._attempt += 1
        self._line = {}
        self._sent = 0.0
        self._asked = time.monotonic()
        self._log._under_way.add(self)  # noqa: SLF001 - one subject, two classes

    def sending(self, at_once: int) -> None:
        """Note that the request is sent."""
        self._sent = time.monotonic()
        self._line["queued"] = _seconds(self._sent - (self._asked or self._sent))
        self._line["at_once"] = at_once

    def answering(self, answer: BaseHTTPResponse) -> None:
        """Note the status and the request id of an answer."""
        request_id = answer.headers.get("Twilio-Request-Id", "")
        self._line["seconds"] = _seconds(time.monotonic() - self._sent)
        self._line["status"] = answer.status
        self._line["request"] = request_id if _REQUEST_ID.fullmatch(request_id) else None

    def redirected(self, url: str) -> None:
        """Write down a redirect, and go on with its address."""
        self._write(Decision.REDIRECTED)
        self._lead_to(url)

    def answered(self, record: Mapping[str, Any]) -> None:
        """Write down a success: the object's SID and status, or how many are on the page."""
        sid, status = str(record.get("sid")), str(record.get("status"))
        if _SID.fullmatch(sid):
            self._line["sid"] = sid
            self._line["state"] = status if _STATUS.fullmatch(status) else None
        else:
            lists = [value for value in record.values() if isinstance(value, list)]
            self._line["records"] = len(lists[0]) if len(lists) == 1 else None
        self._write(Decision.ANSWERED)

    def repeated(self, state: tenacity.RetryCallState) -> None:
        """Write down that the request will be sent again, and why."""
        error = state.outcome.exception() if state.outcome else None
        self._line["wait"] = _seconds(state.upcoming_sleep)
        self._write(Decision.REPEATED, error)

    def failed(self, error: BaseException, *, is_safe: bool) -> None:
        """Write down how the request ended at last."""
        if isinstance(error, errors.StoppedError):
            self._write(Decision.STOPPED, error)
        elif is_safe:
            self._write(Decision.GIVEN_UP, error)
        elif isinstance(error, (errors.ResponseLostError, errors.ServerError)):
            self._write(Decision.LOST, error)
        else:
            is_told = isinstance(error, errors.ApiError)
            self._write(Decision.REFUSED if is_told else Decision.FAILED, error)

    def unanswered(self) -> None:
        """Write down that the process ends before an answer came."""
        self._write(Decision.UNANSWERED)

    def _write(self, decision: Decision, error: BaseException | None = None) -> None:
        if self._asked is None and decision is not Decision.STOPPED:
            return  # has been written
        self._asked = None
        self._log._under_way.discard(self)  # noqa: SLF001 - one subject, two classes
        cause = error.__cause__ if error else None
        if self._sent and "seconds" not in self._line:
            self._line["seconds"] = _seconds(time.monotonic() - self._sent)
        self._log.write(
            "request",
            method=self._method,
            path=self._path,
            query=self._query or None,
            fields=self._fields or None,
            attempt=self._attempt,
            **self._line,
            code=error.code if isinstance(error, errors.ApiError) else None,
            error=type(error).__name__ if error else None,
            cause=type(cause).__name__ if cause else None,
            decision=decision.value,
        )
        self._line = {}


def _open(path: str) -> int:
    """Open a file for lines at its end; its owner alone can read a new one.

    Raises:
        OSError: The file cannot be written.
        ValueError: The path leads to no file.
    """
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_NONBLOCK", 0)
    file = os.open(path, flags, 0o600)
    if not stat.S_ISREG(os.fstat(file).st_mode):
        os.close(file)
        raise ValueError("it is no file")
    return file


def _place(path: str) -> str:
    """Write a path with the parts that are known: names of the API, and SIDs."""
    return "/".join(map(_part, path.split("/")))


def _part(part: str) -> str:
    name = part.removesuffix(".json")
    if not name or name in _PLACES:
        return part
    return _shown(name) + part[len(name) :]


def _shown(text: str) -> str:
    """Write a SID; of an account's the last four digits."""
    if _SID.fullmatch(text):
        return text
    return f"AC…{text[-4:]}" if _ACCOUNT.fullmatch(text) else HIDDEN


def _fields(fields: Any) -> dict[str, str]:
    """Write the names of fields, and the values that have an allowed form."""
    shown: dict[str, str] = {}
    for name, value in fields:
        form = _VALUES.get(name)
        text = str(value)
        known = form is not None and form.fullmatch(text)
        if value is not None:
            shown[name if name in _NAMES else HIDDEN] = text if known else HIDDEN
    return shown


def _seconds(seconds: float | None) -> float | None:
    return None if seconds is None else round(max(seconds, 0.0), 3)


atexit.register(RequestLog.end_all)
