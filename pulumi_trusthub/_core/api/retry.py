"""When a request or a read is repeated: the policies, and what follows a lost response.

===============  ==========================================  ==========================  =========
policy           repeated                                    waits between               gives up
===============  ==========================================  ==========================  =========
``LOST_POST``    a POST whose response was lost, once reads  0.2 s doubling to 5 s, with 4 POSTs
                 have shown that the POST left nothing       jitter
``CONFLICT``     an assignment that Twilio refuses with 409  0.3 s doubling to 5 s, with 4 POSTs
                 for no reason that reads can find           jitter
``READ_LAG``     a read of an object that was written a      0.25 s doubling to 2 s      10 s
                 moment ago
``TAKE_BACK``    a DELETE of an object that this client has  0.25 s doubling to 2 s      6 DELETEs
                 created in another account
===============  ==========================================  ==========================  =========

The transport itself repeats single requests where a repetition is safe whatever the first attempt
did (:mod:`.transport`).

Twilio has no idempotency keys, so the result of a POST whose response was lost is looked for, and
the POST is sent again only when reads have shown that it left nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
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

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from .client import Record, TrustHubClient

LOST_POST_SECONDS = 6.0
"""Seconds for which the result of a lost POST is looked for: reads can lag behind writes."""

TIMEOUT_POST_SECONDS = 5.0
"""The same after a time-out, at the least: the server may still be working."""

READ_LAG_SECONDS = 10.0
"""Seconds for which an object that was written a moment ago is looked for: Twilio's reads can lag
behind its writes, and no source says for how long."""

_T = TypeVar("_T")


@dataclass(frozen=True)
class RetryPolicy:
    """How long to wait between two attempts, and when to give up.

    Attributes:
        wait: The wait before the next attempt.
        attempts: Attempts at the most; None for no such limit.
        seconds: Seconds slept at the most, real or skipped by a test; None for no such limit.
    """

    wait: tenacity.wait.wait_base
    attempts: int | None = None
    seconds: float | None = None

    def run(
        self,
        action: Callable[[], _T],
        *,
        on: tenacity.retry_base,
        sleep: Callable[[float], None],
        otherwise: Callable[[tenacity.RetryCallState], _T] | None = None,
    ) -> _T:
        """Do an action until ``on`` no longer asks for another attempt, or the policy gives up.

        Args:
            action: The action.
            on: Which outcome asks for another attempt.
            sleep: How to wait.
            otherwise: The result when the policy gives up; None raises the last error.
        """
        return tenacity.Retrying(
            retry=on,
            stop=self._gives_up,
            wait=self.wait,
            sleep=sleep,
            reraise=True,
            retry_error_callback=otherwise,
        )(action)

    def _gives_up(self, state: tenacity.RetryCallState) -> bool:
        if self.attempts is not None and state.attempt_number >= self.attempts:
            return True
        slept = state.idle_for + state.upcoming_sleep
        return self.seconds is not None and slept > self.seconds


LOST_POST = RetryPolicy(tenacity.wait_random_exponential(multiplier=0.2, max=5), attempts=4)
CONFLICT = RetryPolicy(tenacity.wait_random_exponential(multiplier=0.3, max=5), attempts=4)
READ_LAG_WAIT = tenacity.wait_exponential(multiplier=0.25, max=2)
TAKE_BACK = RetryPolicy(READ_LAG_WAIT, attempts=6)


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
