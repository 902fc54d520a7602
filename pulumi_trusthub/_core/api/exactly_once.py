"""POSTs whose work is done exactly once, and looks for what was written a moment ago.

Twilio has no idempotency keys, so a POST whose response was lost is looked up, and only sent again
when looking has shown that the POST left nothing.  How often and how long is said in :mod:`.retry`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import tenacity

from pulumi_trusthub._core.model import errors

from . import retry
from .request_log import Decision

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from .client import Record, TrustHubClient

_T = TypeVar("_T")


def update_once(
    client: TrustHubClient, post: Callable[[], Record], find: Callable[[], Record | None]
) -> Record:
    """Update an object; a POST whose response was lost is sent again only where that is needed.

    ``find`` reads the object, once the object is as wanted.

    Raises:
        OutcomeUnknownError: The response was lost, and reading the object failed.
        WrongAccountError: The API key is another account's, and the object is in that account.
    """
    lost = _Lost(client, find, retry.LOST_UPDATE_SECONDS)
    sleep = client.sleep_before(Decision.SENT_AGAIN)
    record, _ = retry.LOST_UPDATE.run(lambda: lost.attempt(post), on=_LOST, sleep=sleep)
    return record


def create_or_find(
    client: TrustHubClient,
    post: Callable[[], Record],
    find: Callable[[], Record | None],
    *,
    has_key: bool = True,
) -> tuple[Record, bool]:
    """Create an object, or find the object that a POST whose response was lost has created.

    ``find`` gives None where the lost POST left nothing; ``has_key`` tells whether the next run
    looks for such an object before a POST.

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
        return retry.LOST_CREATE.run(lambda: lost.attempt(post), on=_LOST, sleep=sleep)
    except (errors.ResponseLostError, errors.ServerError) as error:
        client.decided(Decision.NOTHING_CREATED, error=error)
        raise errors.NothingCreatedError(error, lost.seconds) from error


_LOST = tenacity.retry_if_exception_type((errors.ResponseLostError, errors.ServerError))


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
        except (errors.ResponseLostError, errors.ServerError) as lost:
            if isinstance(lost, errors.TimedOutError):
                timeout = self._client.settings.timeout
                self.seconds = max(retry.TIMEOUT_POST_SECONDS, timeout, self.seconds)
            self._client.decided(Decision.LOOKED_FOR, wait=self.seconds, error=lost)
            told = f"{errors.without_rerun(lost)} What became of that is looked for"
            try:
                with self._client.looking_for_lost():
                    found = poll(self._client, self._find, told, self.seconds)
            except errors.TrustHubError as error:
                self._client.decided(Decision.OUTCOME_UNKNOWN, error=error)
                raise errors.OutcomeUnknownError(lost, error, has_key=self._has_key) from lost
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

    ``find_lost`` finds the objects that a lost POST may have left. Where a natural key makes them
    twins (``has_key``), all but one are deleted; else only an object that a response has named is
    surely ours.

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
    # An object that was just created may not be readable yet, and then a DELETE is a 404 as well.
    told = f"the young {record['sid']}, which is one too many, cannot be deleted"
    if poll(client, lambda: delete(record["sid"]) or None, told):
        client.decided(Decision.TWIN_DELETED, sid=record["sid"])
    else:
        client.progress(
            f"{record['sid']} was created beside {twin['sid']}, and Twilio answers its delete with "
            f"404: delete it by hand, should it show up."
        )
    client.memory.created.add(twin["sid"])
    return twin


def poll(
    client: TrustHubClient,
    look: Callable[[], _T | None],
    told: str,
    seconds: float | None = None,
    wait: tenacity.wait.wait_base = retry.READ_LAG_WAIT,
) -> _T | None:
    """Read until an object is found, ever less often; None when the seconds are over.

    ``told`` says why another read is needed, for the user, once the wait is long. Without
    ``seconds``, the wait is as long as reads may lag behind writes.
    """
    missing = tenacity.retry_if_result(lambda found: found is None)
    limit = client.settings.read_lag if seconds is None else seconds
    sleep = _telling(client, told, limit)
    return retry.RetryPolicy(wait, seconds=limit).run(
        look, on=missing, sleep=sleep, otherwise=lambda _: None
    )


def retry_not_found(
    client: TrustHubClient, action: Callable[[], _T], told: str, seconds: float
) -> _T:
    """Repeat an action while the object that the action needs cannot be read yet."""
    missing = tenacity.retry_if_exception_type(errors.NotFoundError)
    return retry_refused(client, action, missing, told, seconds)


def retry_refused(
    client: TrustHubClient,
    action: Callable[[], _T],
    refused: tenacity.retry_base,
    told: str,
    seconds: float,
) -> _T:
    """Repeat an action, ever less often, while Twilio does not see yet what the action needs.

    An action that is ``refused`` so has done nothing. ``told`` says what fails, for the user, once
    the wait is long.
    """
    sleep = _telling(client, told, seconds)
    return retry.RetryPolicy(retry.READ_LAG_WAIT, seconds=seconds).run(
        action, on=refused, sleep=sleep
    )


def _telling(client: TrustHubClient, told: str, limit: float) -> Callable[[float], None]:
    """Give the sleep of a wait that tells the user once why the wait is long."""
    slept = 0.0
    wait = client.sleep_before(Decision.READ_AGAIN)

    def sleep(seconds: float) -> None:
        nonlocal slept
        if slept < retry.SILENT_SECONDS <= slept + seconds:
            client.progress(
                f"{told.rstrip('.')}: what Twilio shows can lag behind what was done, so this "
                f"waits for up to {limit:.0f} seconds."
            )
        slept += seconds
        wait(seconds)

    return sleep
