"""What the rules refuse, as Twilio's error bodies.

    TwilioError        an answer with code, message, more_info and status

Which HTTP status goes with a code is known for 20003, 20404, 20409 and 20429; the others answer
400, because that is what was seen most often.
"""

from __future__ import annotations

from typing import Any

AUTHENTICATION = 20003
METHOD_NOT_ALLOWED = 20004
UNKNOWN_PARAMETER = 20001
PAGE_SIZE_TOO_LARGE = 20007
CONFLICTING_UPDATE = 20162
FORBIDDEN = 20403
NOT_FOUND = 20404
CONFLICT = 20409
INVALID_PARAMETER = 20422
INVALID_SID = 20423
TOO_MANY_REQUESTS = 20429
INVALID_PAGE_TOKEN = 21481
ADDRESS_IN_USE = 21630
END_USER_ASSIGNED = 21644
DOCUMENT_ASSIGNED = 21645
DOCUMENT_UNDER_REVIEW = 21646
BUNDLE_UNDER_REVIEW = 21647
BUNDLE_HAS_NUMBERS = 21648
INVALID_STATUS = 22203
STATUS_WITH_PROPERTIES = 22204
INVALID_OBJECT = 22205
NOT_EDITABLE = 22206
INVALID_ATTRIBUTES = 22207
UNKNOWN_TYPE = 70002


class TwilioError(Exception):
    """A request that Twilio would not have accepted."""

    def __init__(
        self, status: int, code: int, message: str, *, headers: dict[str, str] | None = None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.headers = headers or {}

    def body(self) -> dict[str, Any]:
        """Twilio's error body."""
        return {
            "code": self.code,
            "message": self.message,
            "more_info": f"https://www.twilio.com/docs/errors/{self.code}",
            "status": self.status,
        }


def invalid(message: str, *, code: int = INVALID_PARAMETER) -> TwilioError:
    """A request whose content is wrong."""
    return TwilioError(400, code, message)


def conflict(message: str) -> TwilioError:
    """A request that the state of things forbids."""
    return TwilioError(409, CONFLICT, message)


def not_found(path: str) -> TwilioError:
    """Something that is not there, or not yet."""
    return TwilioError(404, NOT_FOUND, f"The requested resource {path} was not found")
