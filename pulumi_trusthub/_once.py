"""Doing a thing exactly once, on a network that loses answers and a service that lags.

Twilio has no idempotency keys, so a POST whose answer was lost is looked up and only sent again
when looking has shown that it left nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import tenacity

from ._errors import (
    AnswerLostError,
    NotFoundError,
    OutcomeUnknownError,
    ServerError,
    TimedOutError,
    TrustHubError,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from ._client import Record, TrustHubClient

POSTS = 4
"""How often a POST is sent at the most when its answer is lost and it left no result."""

SETTLING = 6.0
"""Seconds for which the result of a lost POST is looked for: reads can lag behind."""

WORKING = 5.0
"""The same after a time-out, at the least: the server may still be at work."""

LAGGING = 10.0
"""Seconds for which something young that cannot be read is looked for again: Twilio's reads can lag
behind its writes, though nothing says for how long."""

_T = TypeVar("_T")


def post_once(
    client: TrustHubClient, post: Callable[[], Record], look_up: Callable[[], Record | None]
) -> tuple[Record, bool]:
    """Send a POST and make sure that its work is done exactly once.

    Returns:
        The result, and whether it was found rather than answered.

    Raises:
        OutcomeUnknownError: The answer was lost, and looking for the result failed.
        WrongAccountError: The API key is another account's, and the result is there.
    """

    def once() -> tuple[Record, bool]:
        try:
            return post(), False
        except (AnswerLostError, ServerError) as lost:
            late = isinstance(lost, TimedOutError)
            seconds = max(WORKING, client.settings.timeout) if late else SETTLING
            try:
                found = look_again(client, look_up, seconds)
            except TrustHubError as error:
                raise OutcomeUnknownError(lost, error) from lost
            if found is None:
                raise
            client.require_own(found)
            return found, True

    return tenacity.Retrying(
        retry=tenacity.retry_if_exception_type((AnswerLostError, ServerError)),
        stop=tenacity.stop_after_attempt(POSTS),
        wait=tenacity.wait_random_exponential(multiplier=0.2, max=5),
        sleep=client.sleep,
        reraise=True,
    )(once)


def look_again(
    client: TrustHubClient, look: Callable[[], _T | None], seconds: float = LAGGING
) -> _T | None:
    """Look until something is found, for so many seconds, ever less often."""
    return tenacity.Retrying(
        retry=tenacity.retry_if_result(lambda found: found is None),
        stop=_after(seconds),
        wait=tenacity.wait_exponential(multiplier=0.25, max=2),
        retry_error_callback=lambda _: None,
        sleep=client.sleep,
    )(look)


def while_it_lags(client: TrustHubClient, action: Callable[[], _T], seconds: float = LAGGING) -> _T:
    """Do something again for as long as what was just made cannot be read yet."""
    return tenacity.Retrying(
        retry=tenacity.retry_if_exception_type(NotFoundError),
        stop=_after(seconds),
        wait=tenacity.wait_exponential(multiplier=0.25, max=2),
        sleep=client.sleep,
        reraise=True,
    )(action)


def _after(seconds: float) -> Callable[[tenacity.RetryCallState], bool]:
    """Stop once so many seconds were waited; only waits count, so a test that skips them ends."""
    return lambda state: state.idle_for + state.upcoming_sleep > seconds
