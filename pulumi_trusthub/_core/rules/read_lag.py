"""Objects that Twilio's reads do not show yet, or still show.

Reads and lists can lag behind writes, by up to a minute as far as anybody has told.  So an object
that is missing is believed to be gone only once it is older than that, and an object that a list
shows is believed to exist only once a read by its SID has found it, too.
"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, TypeVar

from pulumi_trusthub._core.api.exactly_once import poll, retry_not_found
from pulumi_trusthub._core.model.dates import instant
from pulumi_trusthub._core.model.errors import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pulumi_trusthub._core.api.client import Record, TrustHubClient

_T = TypeVar("_T")

LOCAL_CLOCK_SKEW = timedelta(hours=1)
"""How far this machine's clock may be ahead."""

UNKNOWN_AGE_SECONDS = 10.0
"""Seconds for which an object is looked for of which nothing says when it was created: a SID in a
program may just be wrong."""


def seconds_young(client: TrustHubClient, date: object) -> float:
    """Give the seconds for which an object of this date may still not be readable; 0 if none.

    Twilio's clock decides where this machine's says that the object is old, because this machine's
    clock may be ahead.
    """
    lag, then = client.settings.read_lag, instant(date)
    if then is None:
        return 0.0
    age = datetime.now(timezone.utc) - then
    if age > LOCAL_CLOCK_SKEW:
        return 0.0
    if age.total_seconds() >= lag:
        age = client.server_time() - then
    return max(min(lag - age.total_seconds(), lag), 0.0)


def patience_with(client: TrustHubClient, sid: str) -> float:
    """Give the seconds for which an object that must exist is looked for."""
    lag = client.settings.read_lag
    return lag if sid in client.memory.created else min(UNKNOWN_AGE_SECONDS, lag)


def while_young(
    client: TrustHubClient, action: Callable[[], _T], told: str, date: Callable[[], object]
) -> _T:
    """Repeat an action while its young object may not be readable yet.

    The action did nothing where it raises :class:`NotFoundError`.

    Raises:
        NotFoundError: The object is gone, or never was there.
    """
    try:
        return action()
    except NotFoundError:
        seconds = seconds_young(client, date())
        if not seconds:
            raise
    return retry_not_found(client, action, told, seconds)


def found_while_young(
    client: TrustHubClient, look: Callable[[], _T | None], told: str, date: object
) -> _T | None:
    """Look for an object, and look again while the object may not be readable yet."""
    found = look()
    seconds = 0.0 if found else seconds_young(client, date)
    return poll(client, look, told, seconds) if seconds else found


def delete_while_young(
    client: TrustHubClient, delete: Callable[[], bool], told: str, date: object
) -> None:
    """Delete an object, and try again while its young object may not be readable yet.

    ``delete`` gives False where nothing is there.
    """
    found_while_young(client, lambda: delete() or None, told, date)


def confirmed(
    client: TrustHubClient,
    look: Callable[[], Iterable[Record]],
    path_of: Callable[[Record], str],
    what: str,
) -> list[Record]:
    """Read a list, and each of its objects by SID: a list can still show a deleted object.

    A list may show a new object before a read by SID does.  So where the two differ over a young
    object, both are repeated until they agree.
    """

    def agreed(*, patient: bool = True) -> list[Record] | None:
        found, gone = [], []
        for shown in look():
            path = path_of(shown)
            ours = shown["sid"] in client.memory.created
            record = shown if ours else client.get_or_none(path)
            if record is not None:
                found.append(record)
            elif patient and seconds_young(client, shown.get("date_created")):
                return None
            else:
                gone.append(path.removesuffix(".json"))
        # No later list of this run has them any more.
        client.memory.deleted.update(gone)
        return found

    told = f"a list shows {what}, and a read by SID does not"
    there = poll(client, agreed, told)
    return (agreed(patient=False) or []) if there is None else there
