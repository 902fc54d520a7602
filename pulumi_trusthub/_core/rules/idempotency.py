"""Creating an object without a natural key exactly once.

Names of end users, documents and addresses are not unique, and their lists have no useful filter.
So the result of a lost POST has the content that was sent, was created since the POST by Twilio's
own clock, and was not created by this process before.
"""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from pulumi_trusthub._core.api.exactly_once import create_once
from pulumi_trusthub._core.model.dates import instant
from pulumi_trusthub._core.model.errors import RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pulumi_trusthub._core.api.client import Record, TrustHubClient

CLOCK_SKEW = timedelta(seconds=5)
"""Difference between Twilio's clocks and its dates, at the most; dates are in whole seconds."""


def create_without_key(
    client: TrustHubClient,
    key: tuple[str, ...],
    post: Callable[[], Record],
    find_candidates: Callable[[], Iterable[Record]],
    delete: Callable[[str], bool],
) -> Record:
    """Create an object exactly once.

    Of the objects with a key in common, only one is created at a time.
    """
    with client.memory.lock(*key):
        client.verify_credentials()
        began = time.monotonic()

        def find_lost() -> list[Record]:
            elapsed = timedelta(seconds=time.monotonic() - began)
            since = client.server_time() - elapsed - CLOCK_SKEW
            return [
                record
                for record in find_candidates()
                if record["sid"] not in client.memory.created and _created_since(record, since)
            ]

        return create_once(client, post, find_lost, delete, has_key=False)


def require_unique(client: TrustHubClient, found: Iterable[Record], several: str) -> Record | None:
    """Give the only object of a name, ignoring objects that this run created or adopted.

    Names are not keys here, so two resources of a program may have the same name.

    Raises:
        RefusedError: Several objects have the name; the text lists nothing but their SIDs.
    """
    ours = client.memory.created | client.memory.adopted
    free = [record for record in found if record["sid"] not in ours]
    if len(free) > 1:
        sids = ", ".join(record["sid"] for record in free)
        raise RefusedError(f'{several}: {sids}. Say which one with adopt="{free[0]["sid"][:2]}…".')
    return free[0] if free else None


def _created_since(record: Record, since: datetime) -> bool:
    created = instant(record.get("date_created"))
    return created is not None and created >= since
