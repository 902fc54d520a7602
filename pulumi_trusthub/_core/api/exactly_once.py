"""POSTs whose work is done exactly once, and looks for what was written a moment ago.

Twilio has no idempotency keys, so a POST whose response was lost is looked up, and only sent again
when looking has shown that the POST left nothing.  How often and how long is said in :mod:`.retry`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import tenacity

from pulumi_trusthub._core.model.errors import (
    NotFoundError,
    OutcomeUnknownError,
    ResponseLostError,
    ServerError,
    TimedOutError,
    TrustHubError,
)

from .retry import (
    LOST_POST,
    LOST_POST_SECONDS,
    READ_LAG_WAIT,
    SILENT_SECONDS,
    TIMEOUT_POST_SECONDS,
    RetryPolicy,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from .client import Record, TrustHubClient

_T = TypeVar("_T")


def post_idempotently(
    client: TrustHubClient,
    post: Callable[[], Record],
    find: Callable[[], Record | None],
    seconds: float = LOST_POST_SECONDS,
) -> tuple[Record, bool]:
    """Send a POST so that its work is done exactly once.

    Args:
        client: The client that sends the POST.
        post: Sends the POST.
        find: Finds the result of a POST whose response was lost; None where the POST left nothing.
        seconds: Seconds for which the result is looked for.

    Returns:
        The result, and whether it was found after a lost response.

    Raises:
        OutcomeUnknownError: The response was lost, and looking for the result failed.
        WrongAccountError: The API key is another account's, and the result is in that account.
    """

    def attempt() -> tuple[Record, bool]:
        try:
            return post(), False
        except (ResponseLostError, ServerError) as lost:
            late = isinstance(lost, TimedOutError)
            worked = max(TIMEOUT_POST_SECONDS, client.settings.timeout, seconds)
            told = f"{lost} What became of that is looked for"
            try:
                with client.looking_for_lost():
                    found = poll(client, find, told, worked if late else seconds)
            except TrustHubError as error:
                raise OutcomeUnknownError(lost, error) from lost
            if found is None:
                raise
            client.require_own(found)
            return found, True

    lost = tenacity.retry_if_exception_type((ResponseLostError, ServerError))
    return LOST_POST.run(attempt, on=lost, sleep=client.sleep)


def create_once(
    client: TrustHubClient,
    post: Callable[[], Record],
    find_lost: Callable[[], Iterable[Record]],
    delete: Callable[[str], object],
    *,
    has_key: bool = True,
) -> Record:
    """Create an object exactly once.

    Args:
        client: The client that sends the POST.
        post: Sends the POST.
        find_lost: Finds the objects that a POST whose answer was lost may have left.
        delete: Deletes the object of a SID.
        has_key: Whether a natural key makes every object that was found a twin of the others; else
            only an object that a response has named is surely ours, and may be deleted.
    """
    sent = 0

    def counted() -> Record:
        nonlocal sent
        sent += 1
        return post()

    record, found = post_idempotently(
        client, counted, lambda: next(iter(find_lost()), None), client.settings.read_lag
    )
    client.memory.created.add(record["sid"])
    if sent == 1 or (found and not has_key):
        return record
    # The result of the first POST may show up late: then the second POST's result is deleted.
    twin = next((it for it in find_lost() if it["sid"] != record["sid"]), None)
    if twin is None:
        return record
    delete(record["sid"])
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
    sleep = _telling(client, told, seconds)
    return RetryPolicy(READ_LAG_WAIT, seconds=seconds).run(action, on=missing, sleep=sleep)


def _telling(client: TrustHubClient, told: str, limit: float) -> Callable[[float], None]:
    """Give the sleep of a wait that tells the user once why the wait is long."""
    slept = 0.0

    def sleep(seconds: float) -> None:
        nonlocal slept
        if slept < SILENT_SECONDS <= slept + seconds:
            client.progress(
                f"{told.rstrip('.')}: what Twilio shows can lag behind what was done, so this "
                f"waits for up to {limit:.0f} seconds."
            )
        slept += seconds
        client.sleep(seconds)

    return sleep
