"""When a request or a read is repeated: every policy, and whether a repetition is safe.

===============  ==========================================  ==========================  =========
policy           repeated                                    waits between               gives up
===============  ==========================================  ==========================  =========
``SEND``         a single request, where that is safe        0.2 s doubling to 8 s, with 6 tries;
                 whatever became of the first try: below     jitter; ``Retry-After``     429: 120 s
``LOST_CREATE``  a POST that creates, whose response was     0.2 s doubling to 5 s, with 2 POSTs
                 lost, once reads have shown that the POST   jitter
                 left nothing
``LOST_UPDATE``  the same of a POST that updates, which may  0.2 s doubling to 5 s, with 4 POSTs
                 be sent twice without harm                  jitter
``CONFLICT``     an assignment that Twilio refuses with 409  0.3 s doubling to 5 s, with 4 POSTs
                 for no reason that reads can find           jitter
``READ_LAG``     a read of an object that was written a      0.25 s doubling to 5 s      60 s
                 moment ago, or is deleted and still listed
``UNSEEN``       an evaluation that may not see an object    1 s doubling to 10 s        60 s
                 that was put on a bundle a moment ago
``TAKE_BACK``    a DELETE of an object that this client has  0.25 s doubling to 5 s      6 DELETEs
                 created in another account
===============  ==========================================  ==========================  =========

=====================================  ==========================  ==============================
what happened to a request             GET, DELETE                 POST
=====================================  ==========================  ==============================
no connection                          again                       again
429 (never processed, Twilio says)     again                       again
code 20162 (rejected, update running)  again                       again
5xx, time-out, dropped, no JSON        again                       after a look: ``LOST_CREATE``
                                                                   or ``LOST_UPDATE``
=====================================  ==========================  ==============================

The 60 s are ``trusthub:readLag``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import tenacity

from pulumi_trusthub._core.model import errors
from pulumi_trusthub._core.model.codes import CONFLICTING_UPDATE

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_ATTEMPTS = 6
"""Attempts at one request, at the most, 429 aside."""

RATE_LIMIT_SECONDS = 120.0
"""Seconds of nothing but 429 after which a request fails: another attempt is safe, and the limit of
a busy account becomes free by itself."""

LOST_UPDATE_SECONDS = 6.0
"""Seconds for which the result of a lost update is looked for, which may be sent twice without
harm; the result of a lost create is looked for as long as reads may lag behind writes."""

TIMEOUT_POST_SECONDS = 5.0
"""The same after a time-out, at the least: the server may still be working."""

SILENT_SECONDS = 3.0
"""Seconds of waiting for a read after which the user is told."""

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

        Where the policy gives up, ``otherwise`` makes the result; None raises the last error.
        """
        return repeat(
            action,
            retry=on,
            stop=self._gives_up,
            wait=self._wait,
            sleep=sleep,
            retry_error_callback=otherwise,
        )

    def _gives_up(self, state: tenacity.RetryCallState) -> bool:
        if self.attempts is not None and state.attempt_number >= self.attempts:
            return True
        return self.seconds is not None and state.idle_for >= self.seconds

    def _wait(self, state: tenacity.RetryCallState) -> float:
        """Give the next wait; the last attempt is at the very end."""
        left = float("inf") if self.seconds is None else self.seconds - state.idle_for
        return min(self.wait(state), left)


def repeat(action: Callable[[], _T], *, retry: tenacity.retry_base, **options: Any) -> _T:
    """Do an action until ``retry`` no longer asks for another attempt.

    Nearly every first attempt is the last, and Tenacity takes a tenth of a request's processor
    time: it is asked only once an attempt has failed.

    Raises:
        Exception: The error of the last attempt.
    """
    first: Exception | None = None
    if isinstance(retry, tenacity.retry_if_exception):  # which lets every result pass
        try:
            return action()
        except Exception as error:  # noqa: BLE001 - raised again below
            first = error

    def attempt() -> _T:
        nonlocal first
        if first is not None:
            error, first = first, None
            raise error
        return action()

    return tenacity.Retrying(retry=retry, reraise=True, **options)(attempt)


SEND = RetryPolicy(tenacity.wait_random_exponential(multiplier=0.2, max=8), MAX_ATTEMPTS)
LOST_CREATE = RetryPolicy(tenacity.wait_random_exponential(multiplier=0.2, max=5), attempts=2)
LOST_UPDATE = RetryPolicy(tenacity.wait_random_exponential(multiplier=0.2, max=5), attempts=4)
CONFLICT = RetryPolicy(tenacity.wait_random_exponential(multiplier=0.3, max=5), attempts=4)
READ_LAG_WAIT = tenacity.wait_exponential(multiplier=0.25, max=5)
UNSEEN_WAIT = tenacity.wait_exponential(multiplier=1, max=10)
TAKE_BACK = RetryPolicy(READ_LAG_WAIT, attempts=6)


def is_safe_to_repeat(method: str, error: BaseException) -> bool:
    """Tell whether a request may be sent again, however the first attempt ended."""
    if isinstance(error, (errors.NotSentError, errors.TooManyRequestsError)):
        return True
    if isinstance(error, errors.ApiError) and error.code == CONFLICTING_UPDATE:
        return True
    return method != "POST" and isinstance(error, (errors.ResponseLostError, errors.ServerError))
