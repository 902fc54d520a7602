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
    READ_LAG_SECONDS,
    READ_LAG_WAIT,
    TIMEOUT_POST_SECONDS,
    RetryPolicy,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from .client import Record, TrustHubClient

_T = TypeVar("_T")


def post_idempotently(
    client: TrustHubClient, post: Callable[[], Record], find: Callable[[], Record | None]
) -> tuple[Record, bool]:
    """Send a POST so that its work is done exactly once.

    Args:
        client: The client that sends the POST.
        post: Sends the POST.
        find: Finds the result of a POST whose response was lost; None where the POST left nothing.

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
            worked = max(TIMEOUT_POST_SECONDS, client.settings.timeout)
            try:
                with client.looking_for_lost():
                    found = poll(client, find, worked if late else LOST_POST_SECONDS)
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

    record, found = post_idempotently(client, counted, lambda: next(iter(find_lost()), None))
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
    client: TrustHubClient, look: Callable[[], _T | None], seconds: float = READ_LAG_SECONDS
) -> _T | None:
    """Read until an object is found, ever less often; None when the seconds are over."""
    missing = tenacity.retry_if_result(lambda found: found is None)
    policy = RetryPolicy(READ_LAG_WAIT, seconds=seconds)
    return policy.run(look, on=missing, sleep=client.sleep, otherwise=lambda _: None)


def retry_not_found(client: TrustHubClient, action: Callable[[], _T]) -> _T:
    """Repeat an action while the object that the action needs cannot be read yet."""
    missing = tenacity.retry_if_exception_type(NotFoundError)
    policy = RetryPolicy(READ_LAG_WAIT, seconds=READ_LAG_SECONDS)
    return policy.run(action, on=missing, sleep=client.sleep)
