"""The tree of errors.

::

    TrustHubError                  everything this package raises on purpose
    ├── ConfigurationError         credentials or settings that are missing or contradict each other
    ├── WrongAccountError          the state or the API key is of another account than configured
    ├── InvalidIdError             an id that is not of the form its resource has
    ├── LookupFailedError          a lookup that found nothing, or more than it may
    ├── ApiError                   Twilio answered, and said no
    │   ├── AuthenticationError    401
    │   ├── PermissionDeniedError  403
    │   ├── NotFoundError          404
    │   ├── ConflictError          409
    │   ├── TooManyRequestsError   429, and still after every retry
    │   └── ServerError            5xx: whether the work was done is not known
    ├── NoAnswerError              Twilio did not answer
    │   ├── NotSentError           no connection: the work was surely not done
    │   ├── ResponseLostError      the connection broke: the work may have been done
    │   │   └── TimedOutError      the server may still be at work
    │   ├── NothingCreatedError    responses were lost, and reads show that nothing was created
    │   └── OutcomeUnknownError    a response was lost, and looking for the result failed too
    ├── StoppedError               the caller has cancelled, or its deadline has passed
    ├── UnexpectedAnswerError      a response that has none of the forms the API documents
    │   └── UntrustedAddressError  a response that leads away from the configured host
    └── RefusedError               this package will not do it; the text says why and what to do
        ├── AlreadyExistsError     a bundle of the same policy and name
        ├── AlreadyAssignedError   another bundle has the object that was to be assigned
        ├── NoncompliantError      an evaluation failed; nothing was submitted
        ├── NotSubmittedError      the status did not move although Twilio answered 200
        ├── UnderReviewError       a review runs
        ├── BulkError              some or all of many operations failed, each for its own reason
        └── PartialStateError      created or updated, but not whole

Twilio's library raises three unrelated families of exceptions (one family without the HTTP status),
and HTTP libraries raise their own.  None of them leaves the transport: which exception a caller
catches must not depend on the library's call that failed.

The text of an error is one sentence with Twilio's code, the HTTP status, the request id that
Twilio's support asks for and, where it is known, the next step.  A server's text is cut at 500
characters: enough for every message that Twilio documents, and few enough for a proxy's HTML page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MESSAGE_LIMIT = 500
RERUN_HINT = "Run this again: what was done all the same will be found."


class TrustHubError(Exception):
    """The base of the errors of this package; the text is a single line."""

    def __str__(self) -> str:
        """Give the text without the line ends that a name of Twilio's may have."""
        return " ".join(super().__str__().splitlines())


class ConfigurationError(TrustHubError):
    """Credentials or settings that are missing or contradict each other."""


class WrongAccountError(TrustHubError):
    """The state or the API key belongs to another account than the one configured."""

    def __init__(
        self,
        what: str,
        *,
        of: str,
        configured: str,
        happened: str = "nothing was read or changed",
        next_step: str = "",
    ) -> None:
        step = next_step or (
            f"Configure the credentials of {of}, or use the provider that has them."
        )
        super().__init__(
            f"{what} belongs to account {of}, but the account configured is {configured}: "
            f"{happened}. {step}"
        )


class InvalidIdError(TrustHubError):
    """An id that is not of the form its resource has."""


class LookupFailedError(TrustHubError):
    """A lookup that found nothing, or more objects than allowed."""


def missing(what: str, account_sid: str) -> str:
    """Say that an account does not have an object, and where to look."""
    return (
        f"There is no {what} in account {account_sid}: check the SID, and whether the credentials "
        f"are those of its account."
    )


class ApiError(TrustHubError):
    """Twilio answered, and said no.

    Attributes:
        status: HTTP status.
        code: Twilio's error code, None where the response had none.
        message: Twilio's own words, cut at 500 characters.
        request_id: The id that Twilio's support asks for, None where the response had none.
    """

    def __init__(
        self,
        doing: str,
        *,
        status: int,
        code: int | None = None,
        message: str = "",
        request_id: str | None = None,
        hint: str = "",
    ) -> None:
        self.doing = doing
        self.status = status
        self.code = code
        self.message = shorten(message)
        self.request_id = request_id
        self.hint = hint
        super().__init__(str(self))

    def __str__(self) -> str:
        said = self.message.rstrip(". ") or "no explanation was given"
        marks = [f"HTTP {self.status}"]
        if self.code is not None:
            marks.insert(0, f"code {self.code}")
        if self.request_id:
            marks.append(f"request {self.request_id}")
        sentence = f"{self.doing} failed: {said} ({', '.join(marks)})."
        return f"{sentence} {self.hint}" if self.hint else sentence

    def with_hint(self, hint: str) -> ApiError:
        """Give the same error with another step at its end."""
        return self.replace(hint=f"{self.hint} {hint}".strip())

    def replace(self, *, message: str | None = None, hint: str | None = None) -> ApiError:
        """Give the same error with another message or hint."""
        return type(self)(
            self.doing,
            status=self.status,
            code=self.code,
            message=self.message if message is None else message,
            request_id=self.request_id,
            hint=self.hint if hint is None else hint,
        )


class AuthenticationError(ApiError):
    """401: Twilio does not know these credentials."""


class PermissionDeniedError(ApiError):
    """403: these credentials may not do this."""


class NotFoundError(ApiError):
    """404: there is no such object in this account."""


class ConflictError(ApiError):
    """409: the state of the object does not allow it; alone this proves nothing."""


class TooManyRequestsError(ApiError):
    """429: too many requests at once; never processed, always safe to send again."""

    retry_after: float | None = None


class ServerError(ApiError):
    """5xx: whether the work was done is not known."""


class NoAnswerError(TrustHubError):
    """Twilio did not answer."""


class NotSentError(NoAnswerError):
    """No connection was made: the work was surely not done."""


class ResponseLostError(NoAnswerError):
    """The connection broke, timed out or carried no JSON: the work may have been done."""


class TimedOutError(ResponseLostError):
    """No answer came in time: the server may still be at work."""


class NothingCreatedError(NoAnswerError):
    """All responses were lost, and reads show that nothing was created."""

    def __init__(self, lost: Exception, seconds: float) -> None:
        super().__init__(
            f"{without_rerun(lost)} It was sent twice, and {seconds:.0f} seconds of looking each "
            f"time have shown that nothing was made. Run `pulumi up` again later."
        )


class OutcomeUnknownError(NoAnswerError):
    """A response was lost, and looking for the result of the request failed too."""

    def __init__(self, lost: Exception, looking: Exception, *, has_key: bool) -> None:
        next_step = (
            "what is there will be found."
            if has_key
            else "but look in the account first, because it has no name that nothing else has, so "
            "that what was made all the same would be made twice: take that over with adopt."
        )
        super().__init__(
            f"{without_rerun(lost)} What became of it could not be looked up either: {looking} It "
            f"was not sent again. Run `pulumi up` once more: {next_step}"
        )


UNANSWERED = (NoAnswerError, ServerError, TooManyRequestsError)
"""Errors that say nothing about the requested object, and may be over in a while."""


class StoppedError(TrustHubError):
    """The caller has cancelled, or its deadline has passed: the request was not sent."""


class UnexpectedAnswerError(TrustHubError):
    """A response in none of the forms that the API documents."""


class UntrustedAddressError(UnexpectedAnswerError):
    """A redirect, a next page or a certificate of another host than the configured one."""


class RefusedError(TrustHubError):
    """A request that this package refuses; the text says why, and the next step."""


class AlreadyExistsError(RefusedError):
    """A bundle of the same policy and name exists."""


class AlreadyAssignedError(RefusedError):
    """Another bundle has the object that was to be assigned."""


class NoncompliantError(RefusedError):
    """An evaluation failed; nothing was submitted."""


class NotSubmittedError(RefusedError):
    """The status did not move although Twilio answered 200."""


class UnderReviewError(RefusedError):
    """A review runs."""


class BulkError(RefusedError):
    """Some or all of many operations failed; the text says how many, and why."""


class PartialStateError(RefusedError):
    """An object exists but is not whole: its id is saved, and the next update finishes it.

    Attributes:
        id: The resource's id.
        outputs: Its outputs.
        reasons: One line for each missing part.
    """

    def __init__(self, id_: str, outputs: Mapping[str, Any], reasons: Sequence[str]) -> None:
        self.id = id_
        self.outputs = dict(outputs)
        self.reasons = list(reasons)
        super().__init__("; ".join(self.reasons))


def without_rerun(error: Exception) -> str:
    """Give the text of an error without its last sentence, where that says to run this again."""
    return str(error).removesuffix(RERUN_HINT).rstrip()


def shorten(text: str) -> str:
    """Shorten a server's text to one line of at most 500 characters."""
    line = " ".join(text.split())
    return line if len(line) <= MESSAGE_LIMIT else line[: MESSAGE_LIMIT - 1] + "…"


def first_few(names: Sequence[str], few: int = 3) -> str:
    """Name the first few of many, and count the rest."""
    more = f" and {len(names) - few:,} more" if len(names) > few else ""
    return f"{', '.join(names[:few])}{more}"


def counted(count: int, noun: str) -> str:
    """Write a count with its noun."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


_BY_STATUS: dict[int, type[ApiError]] = {
    401: AuthenticationError,
    403: PermissionDeniedError,
    404: NotFoundError,
    409: ConflictError,
    429: TooManyRequestsError,
}


def api_error_class(status: int) -> type[ApiError]:
    """Choose the class of error for an HTTP status."""
    if status >= 500:  # noqa: PLR2004 - where HTTP's server errors begin
        return ServerError
    return _BY_STATUS.get(status, ApiError)
