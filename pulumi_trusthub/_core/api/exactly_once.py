"""POSTs whose work is done exactly once, and looks for what was written a moment ago.

Twilio has no idempotency keys, so a POST whose response was lost is looked up, and only sent again
when looking has shown that the POST left nothing.  How often and how long is said in :mod:`.retry`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import tenacity

from pulumi_trusthub._core.model.errors import (
    NotFoundError,
    NothingCreatedError,
    OutcomeUnknownError,
    ResponseLostError,
    ServerError,
    TimedOutError,
    TrustHubError,
    without_rerun,
)

from .request_log import Decision
from .retry import (
    LOST_CREATE,
    LOST_UPDATE,
    LOST_UPDATE_SECONDS,
    READ_LAG_WAIT,
    SILENT_SECONDS,
    TIMEOUT_POST_SECONDS,
    RetryPolicy,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from .client import Record, TrustHubClient

_T = TypeVar("_T")


def update_once(
    client: TrustHubClient, post: Callable[[], Record], find: Callable[[], Record | None]
) -> Record:
    """Update an object; a POST whose response was lost is sent again only where that is needed.

    Args:
        client: The client that sends the POST.
        post: Sends the POST.
        find: Reads the object, once the object is as wanted; else None.

    Raises:
        OutcomeUnknownError: The response was lost, and reading the object failed.
        WrongAccountError: The API key is another account's, and the object is in that account.
    """
    lost = _Lost(client, find, LOST_UPDATE_SECONDS)
    sleep = client.sleep_before(Decision.SENT_AGAIN)
    record, _ = LOST_UPDATE.run(lambda: lost.attempt(post), on=_LOST, sleep=sleep)
    return record


def create_or_find(
    client: TrustHubClient,
    post: Callable[[], Record],
    find: Callable[[], Record | None],
    *,
    has_key: bool = True,
) -> tuple[Record, bool]:
    """Create an object, or find the object that a POST whose response was lost has created.

    Args:
        client: The client that sends the POST.
        post: Sends the POST.
        find: Finds the result of a POST whose response was lost; None where the POST left nothing.
        has_key: Whether the next run looks for such an object before a POST.

    Returns:
        The object, and whether it was found after a lost response.

    Raises:
        NothingCreatedError: Two responses were lost, and reads show that nothing was created.
        OutcomeUnknownError: The response was lost, and looking for the object failed.
        WrongAccountError: The API key is another account's, and the object is in that account.
    """
    lost = _Lost(client, find, client.settings.read_lag, has_key=has_key)
    sleep = client.sleep_before(Decision.SENT_AGAIN)
    try:
        return LOST_CREATE.run(lambda: lost.attempt(post), on=_LOST, sleep=sleep)
    except (ResponseLostError, ServerError) as error:
        client.decided(Decision.NOTHING_CREATED, error=error)
        raise NothingCreatedError(error, lost.seconds) from error


_LOST = tenacity.retry_if_exception_type((ResponseLostError, ServerError))


class _Lost:
    """A POST whose response may be lost.

    Args:
        client: The client that sends the POST.
        find: Finds the result; None where the POST left nothing.
        seconds: Seconds for which the result is looked for; longer after a time-out.
        has_key: Whether the next run looks for the result before a POST.
    """

    def __init__(
        self,
        client: TrustHubClient,
        find: Callable[[], Record | None],
        seconds: float,
        *,
        has_key: bool = True,
    ) -> None:
        self._client, self._find, self._has_key = client, find, has_key
        self.seconds = seconds

    def attempt(self, post: Callable[[], Record]) -> tuple[Record, bool]:
        """Send the POST; give its result, and whether that was found after a lost response."""
        try:
            return post(), False
        except (ResponseLostError, ServerError) as lost:
            if isinstance(lost, TimedOutError):
                timeout = self._client.settings.timeout
                self.seconds = max(TIMEOUT_POST_SECONDS, timeout, self.seconds)
            self._client.decided(Decision.LOOKED_FOR, wait=self.seconds, error=lost)
            told = f"{without_rerun(lost)} What became of that is looked for"
            try:
                with self._client.looking_for_lost():
                    found = poll(self._client, self._find, told, self.seconds)
            except TrustHubError as error:
                self._client.decided(Decision.OUTCOME_UNKNOWN, error=error)
                raise OutcomeUnknownError(lost, error, has_key=self._has_key) from lost
            if found is None:
                raise
            self._client.require_own(found)
            self._client.decided(Decision.TAKEN_FOR_DONE, sid=found.get("sid"))
            return found, True


def create_once(
    client: TrustHubClient,
    post: Callable[[], Record],
    find_lost: Callable[[], Iterable[Record]],
    delete: Callable[[str], bool],
    *,
    has_key: bool = True,
) -> Record:
    """Create an object exactly once.

    Args:
        client: The client that sends the POST.
        post: Sends the POST.
        find_lost: Finds the objects that a POST whose answer was lost may have left.
        delete: Deletes the object of a SID; False where nothing is there.
        has_key: Whether a natural key makes every object that was found a twin of the others; else
            only an object that a response has named is surely ours, and may be deleted.

    Raises:
        NothingCreatedError: Two responses were lost, and reads show that nothing was created.
        OutcomeUnknownError: The response was lost, and looking for the object failed.
        WrongAccountError: The API key is another account's, and the object is in that account.
    """
    sent = 0

    def counted() -> Record:
        nonlocal sent
        sent += 1
        return post()

    record, found = create_or_find(
        client, counted, lambda: next(iter(find_lost()), None), has_key=has_key
    )
    client.memory.created.add(record["sid"])
    if sent == 1 or (found and not has_key):
        return record
    # The result of the first POST may show up late: then the second POST's result is deleted.
    twin = next((it for it in find_lost() if it["sid"] != record["sid"]), None)
    if twin is None:
        return record
    client.decided(Decision.TWIN_DELETED, sid=record["sid"])
    # An object that was just created may not be readable yet, and then a DELETE is a 404 as well.
    told = f"the young {record['sid']}, which is one too many, cannot be deleted"
    poll(client, lambda: delete(record["sid"]) or None, told)
    client.memory.created.add(twin["sid"])
    return twin


def poll(
    client: TrustHubClient,
    look: Callable[[], _T | None],
    told: str,
    seconds: float | None = None,
    wait: tenacity.wait.wait_base = READ_LAG_WAIT,
) -> _T | None:
    """Read until an object is found, ever less often; None when the seconds are over.

    Args:
        client: The client that reads.
        look: Reads once; None asks for another read.
        told: Why another read is needed, for the user, once the wait is long.
        seconds: Seconds to wait at the most; None for as long as reads may lag behind writes.
        wait: The wait before each further read.
    """
    missing = tenacity.retry_if_result(lambda found: found is None)
    limit = client.settings.read_lag if seconds is None else seconds
    sleep = _telling(client, told, limit)
    return RetryPolicy(wait, seconds=limit).run(
        look, on=missing, sleep=sleep, otherwise=lambda _: None
    )


def retry_not_found(
    client: TrustHubClient, action: Callable[[], _T], told: str, seconds: float
) -> _T:
    """Repeat an action while the object that the action needs cannot be read yet."""
    missing = tenacity.retry_if_exception_type(NotFoundError)
    return retry_refused(client, action, missing, told, seconds)


def retry_refused(
    client: TrustHubClient,
    action: Callable[[], _T],
    refused: tenacity.retry_base,
    told: str,
    seconds: float,
) -> _T:
    """Repeat an action, ever less often, while Twilio does not see yet what the action needs.

    Args:
        client: The client of the account.
        action: The action, which did nothing where it is refused so.
        refused: Which refusal asks for another attempt.
        told: What fails, for the user, once the wait is long.
        seconds: Seconds to wait at the most.
    """
    sleep = _telling(client, told, seconds)
    return RetryPolicy(READ_LAG_WAIT, seconds=seconds).run(action, on=refused, sleep=sleep)


def _telling(client: TrustHubClient, told: str, limit: float) -> Callable[[float], None]:
    """Give the sleep of a wait that tells the user once why the wait is long."""
    slept = 0.0
    wait = client.sleep_before(Decision.READ_AGAIN)

    def sleep(seconds: float) -> None:
        nonlocal slept
        if slept < SILENT_SECONDS <= slept + seconds:
            client.progress(
                f"{told.rstrip('.')}: what Twilio shows can lag behind what was done, so this "
                f"waits for up to {limit:.0f} seconds."
            )
        slept += seconds
        wait(seconds)

    return sleep
