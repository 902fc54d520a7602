"""Reading which bundles many numbers are on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pulumi_trusthub._core.rules.read_lag import seconds_young

from .listing import Listing, list_all, list_or_none, not_removed
from .plan import BulkState, Parents
from .remove import numbers_by_product, other_numbers

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from pulumi_trusthub._core.api.client import TrustHubClient
    from pulumi_trusthub._core.model.refs import BundleRef


def read(
    client: TrustHubClient,
    parents: Parents,
    held: BulkState | None,
    *,
    exclusive: bool,
    endpoint_type: str = "phone-number",
) -> BulkState | None:
    """Read which of the held numbers are on the parents now; None when every parent is gone.

    ``held`` is None for every number on the parents; ``exclusive`` names the others of the endpoint
    type, too.
    """

    def listed(bundle: BundleRef) -> Listing | None:
        expected = held.complete if held else ()
        return list_or_none(client, bundle, expected, held.date_updated if held else None)

    found = list_all(parents.upward, listed)
    if all(listing is None for listing in found.values()):
        return None
    listings = {bundle: listing or Listing(bundle) for bundle, listing in found.items()}
    if held is None:
        held = BulkState(complete=other_numbers(listings, (), endpoint_type))
    on = {n: {b for b, there in listings.items() if n in there} for n in held.numbers}
    young = bool(held.incomplete) and seconds_young(client, held.date_updated) > 0
    waiting = set(held.incomplete) if young else set()
    now = BulkState(
        complete=[n for n, bundles in on.items() if len(bundles) == len(listings)],
        incomplete=[
            n
            for n, bundles in on.items()
            if len(bundles) < len(listings) and (bundles or n in waiting)
        ],
        existed={n: held.existed[n] & on[n] for n in on if held.existed.get(n, set()) & on[n]},
        date_updated=held.date_updated,
    )
    if exclusive:
        now.others = _removable_others(client, parents, listings, on, endpoint_type)
    return now


def _removable_others(
    client: TrustHubClient,
    parents: Parents,
    listings: Mapping[BundleRef, Listing],
    ours: Collection[str],
    endpoint_type: str,
) -> list[str]:
    """Name the other numbers on the parents, except numbers that the profile has to keep."""
    found = other_numbers(listings, ours, endpoint_type)
    if parents.profile is None or not found:
        return not_removed(client, listings.values(), found)
    on_product = listings[parents.product] if parents.product else Listing(None)
    alone = {n for n in found if n not in on_product}
    needed = numbers_by_product(client, parents.profile, alone, but=parents.product)
    return not_removed(client, listings.values(), [n for n in found if n not in needed])
