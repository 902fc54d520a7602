"""Making a thing that has no key exactly once: what a lost POST left is known by when it was born.

Names of people, documents and addresses are not unique and their lists have no useful filter.  So
what is looked for has the content that was sent, was born since the POST by Twilio's own clock, and
is nothing that this process made before.
"""

from __future__ import annotations

import re
import time
from datetime import datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from ._errors import RefusedError
from ._once import post_once

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ._client import Record, TrustHubClient

SLACK = timedelta(seconds=5)
"""How far Twilio's clocks and its dates, which are in whole seconds, may lie apart."""


def make_once(
    client: TrustHubClient,
    key: tuple[str, ...],
    post: Callable[[], Record],
    alike: Callable[[], Iterable[Record]],
    remove: Callable[[str], object],
) -> Record:
    """Make a thing and make sure that there is one of it.

    Args:
        client: In whose account.
        key: What those that could be taken for one another share; one is made at a time.
        post: Sends the POST.
        alike: Reads those that have the content that was sent.
        remove: Deletes the one of a SID.
    """
    with client.alone(*key):
        client.prove_account()
        began = time.monotonic()
        sent = 0

        def counted() -> Record:
            nonlocal sent
            sent += 1
            return post()

        def left() -> Record | None:
            since = client.now() - timedelta(seconds=time.monotonic() - began) - SLACK
            born = [r for r in alike() if r["sid"] not in client.made and _born_since(r, since)]
            return born[0] if born else None

        record, found = post_once(client, counted, left)
        client.made.add(record["sid"])
        if sent > 1 and not found:
            # The first POST may show up after all: then the second's result is taken back.
            twin = left()
            if twin is not None:
                remove(record["sid"])
                client.made.add(twin["sid"])
                return twin
        return record


def the_only_one(client: TrustHubClient, found: Iterable[Record], several: str) -> Record | None:
    """Give the one that a name leads to, without what this very run made or took over.

    Names are not keys here, so two resources of one program may have the same.

    Raises:
        RefusedError: There are several; lists their SIDs and nothing else.
    """
    free = [record for record in found if record["sid"] not in client.made | client.taken]
    if len(free) > 1:
        sids = ", ".join(record["sid"] for record in free)
        raise RefusedError(f'{several}: {sids}. Say which one with adopt="{free[0]["sid"][:2]}…".')
    return free[0] if free else None


def _born_since(record: Record, since: datetime) -> bool:
    born = instant(record.get("date_created"))
    return born is not None and born >= since


def instant(text: object) -> datetime | None:
    """Read a time of Trust Hub (ISO 8601) or of the 2010 API (RFC 2822); None where it is none."""
    said = str(text)
    for read in (_iso_8601, parsedate_to_datetime):
        try:
            found = read(said)
        except (TypeError, ValueError):
            continue
        return found if found.tzinfo else found.replace(tzinfo=timezone.utc)
    return None


def _iso_8601(text: str) -> datetime:
    # Python 3.10 reads neither the Z nor every length of a fraction.
    plain = re.sub(r"\.\d+", "", text)
    return datetime.fromisoformat(plain[:-1] + "+00:00" if plain.endswith("Z") else plain)
