"""Assignments whose phone number is gone: releasing a number leaves its assignments behind."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from pulumi_trusthub._core.api.concurrency import run_all
from pulumi_trusthub._core.model.errors import TrustHubError
from pulumi_trusthub._core.model.refs import CHANNEL_ENDPOINT

from .snapshot import AccountSnapshot, BundleSnapshot, owned_numbers, progress_pool

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pulumi_trusthub._core.api.client import TrustHubClient

WRITERS = 4
"""Assignments that are deleted at the same time: as many as the engine's process has threads."""


@dataclass(frozen=True)
class Orphan:
    """An assignment of a number that no account owns any more.

    Attributes:
        id: The assignment's path, which is the id of its resource.
        number_sid: The number's former SID.
    """

    id: str
    bundle: BundleSnapshot
    number_sid: str


def assignments_without_number(survey: AccountSnapshot) -> list[Orphan]:
    """Find assignments without a number, those on trust products first.

    They are certainly orphans only where every account was read: otherwise the numbers may belong
    to a subaccount.
    """
    return [
        Orphan(f"{CHANNEL_ENDPOINT.on(bundle.ref)}/{it['sid']}", bundle, number_sid)
        for bundle in sorted(survey.bundles, key=lambda bundle: not bundle.is_product)
        for it in bundle.endpoints
        if (number_sid := it[CHANNEL_ENDPOINT.target_field]) not in survey.numbers
    ]


def remove_orphans(
    client: TrustHubClient,
    orphans: Sequence[Orphan],
    results: dict[str, str | None],
    on_progress: Callable[[int, int], None],
) -> None:
    """Delete assignments, those on products first: a number on a product must be on its profile.

    Assignments whose numbers exist again, or could not be looked up, stay. ``results`` receives the
    reason why an assignment is still there, by its id, None for a deleted one: the caller still has
    it after a Ctrl-C.
    """
    wanted = frozenset(orphan.number_sid for orphan in orphans)
    owned, unread = owned_numbers(client, wanted, progress_pool(client, lambda *_: None))
    kept = dict.fromkeys(wanted if unread else owned, "the number may still be in use")

    def remove(orphan: Orphan) -> None:
        results[orphan.id] = _removed(client, orphan.id)

    def one_more() -> None:
        on_progress(len(results), len(orphans))

    for of_products in (True, False):
        batch = [it for it in orphans if it.bundle.is_product is of_products]
        results.update({it.id: kept[it.number_sid] for it in batch if it.number_sid in kept})
        going = [it for it in batch if it.number_sid not in kept]
        run_all([partial(remove, it) for it in going], threads=WRITERS, done=one_more)
        # An assignment that stays on the product stays on the profile.
        kept |= {
            it.number_sid: f"its number is still on {it.bundle.ref}: {it.id}"
            for it in going
            if results[it.id] is not None
        }


def _removed(client: TrustHubClient, id_: str) -> str | None:
    try:
        client.delete(id_)
    except TrustHubError as error:
        return str(error)
    return None
