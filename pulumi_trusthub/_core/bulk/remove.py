"""Removing many numbers from a customer profile, a trust product, or both.

A number stays if it is to be kept, if another resource of the program has adopted its assignment,
or if the calls of another product need it.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from pulumi_trusthub._core.model.errors import TrustHubError, counted, first_few
from pulumi_trusthub._core.model.refs import BundleKind, BundleRef
from pulumi_trusthub._core.rules.linked_products import linked_products
from pulumi_trusthub._core.rules.read_lag import delete_while_young

from .batch import BatchResult, run_batch
from .listing import Listing, list_all, list_or_none, not_removed
from .plan import BulkOptions, BulkResult, BulkState, Parents

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from pulumi_trusthub._core.api.client import TrustHubClient
    from pulumi_trusthub._core.api.run import Run


def remove(run: Run, parents: Parents, held: BulkState, *, options: BulkOptions) -> BulkResult:
    """Remove the held numbers from the parents; a number that is gone already is done."""

    def listed(bundle: BundleRef) -> Listing | None:
        return list_or_none(run.client, bundle, held.numbers, held.date_updated)

    found = list_all(parents.upward, listed)
    listings = {bundle: listing or Listing(bundle) for bundle, listing in found.items()}
    remover = Remover(run, parents, listings, held.existed, options)
    removed = remover.remove(held.numbers, others=set())
    return BulkResult(BulkState(), removed.reasons("removed"), remover.warnings())


def other_numbers(
    listings: Mapping[BundleRef, Listing], ours: Collection[str], endpoint_type: str
) -> list[str]:
    """Name the numbers on the parents that the stack does not hold."""
    there = dict.fromkeys(n for on in listings.values() for n in on.of_type(endpoint_type))
    return [n for n in there if n not in ours]


class Remover:
    """Removes numbers from the parents, and remembers which numbers stay and why."""

    def __init__(
        self,
        run: Run,
        parents: Parents,
        listings: Mapping[BundleRef, Listing],
        existed: Mapping[str, frozenset[BundleRef]],
        options: BulkOptions,
    ) -> None:
        self._run, self._client = run, run.client
        self._parents, self._options = parents, options
        self._listings, self._existed = listings, existed
        self._products: dict[str, list[str]] = {}
        self._others: set[str] = set()
        self._stays: set[str] = set()
        self._kept: list[str] = []
        self._adopted: list[str] = []
        self._needed: list[str] = []

    def remove(self, numbers: Sequence[str], *, others: set[str]) -> BatchResult:
        """Remove numbers, all of them from the product first; a failure concerns its number alone.

        Other products are checked once the number has left this product: of two resources that
        remove the same number at once, the later one then removes the number from the profile.
        """
        self._others = others
        there = [n for n in numbers if any(n in on for on in self._listings.values())]
        outcome = BatchResult(len(there))
        for bundle in reversed(self._parents.upward):
            # A number stays on the profile while it is on the product.
            staying = self._stays | outcome.failed.keys() | set(outcome.untried)
            going = [n for n in there if n in self._listings[bundle] and n not in staying]
            if bundle == self._parents.profile:
                try:
                    self._products = numbers_by_product(
                        self._client, bundle, going, but=self._parents.product
                    )
                except TrustHubError as error:
                    outcome.failed |= dict.fromkeys(going, error)
                    break
            part = run_batch(
                going,
                lambda number, bundle=bundle: self._remove(number, bundle),  # type: ignore[misc]
                threads=self._client.settings.max_concurrency,
                on_progress=lambda line, bundle=bundle: self._run.progress(  # type: ignore[misc]
                    f"{bundle}: {line} removed"
                ),
            )
            outcome.failed |= part.failed
            outcome.untried += part.untried
        return outcome

    def _remove(self, number: str, bundle: BundleRef) -> None:
        client, listing = self._client, self._listings[bundle]
        told = f"the young assignment of {number} to the {bundle} cannot be deleted"
        for path in (p for p in listing.paths[number] if p not in client.memory.deleted):
            with client.memory.lock(bundle.path, number):
                staying = self._staying(number, bundle, path)
                if staying is None:
                    delete = partial(client.delete, path)
                    delete_while_young(client, delete, told, listing.dates[path])
                else:
                    self._stays.add(number)
                    staying.append(number)
                    return

    def _staying(self, number: str, bundle: BundleRef, path: str) -> list[str] | None:
        if path in self._client.memory.adopted:
            return self._adopted
        keeps = self._options.keep_existing and number not in self._others
        if keeps and bundle in self._existed.get(number, ()):
            return self._kept
        if bundle == self._parents.profile and number in self._products:
            return self._needed
        return None

    def warnings(self) -> list[str]:
        """Say which numbers stay, and why."""
        found, where = [], self._parents
        if self._kept:
            found.append(
                f"{where}: {_numbers(self._kept)} left in place, because they were there before "
                f"this stack (keep_existing): {first_few(sorted(self._kept))}."
            )
        if self._adopted:
            found.append(
                f"{where}: {_numbers(self._adopted)} left in place, because another resource of "
                f"this program has taken them over in this run: {first_few(sorted(self._adopted))}."
            )
        if self._needed:
            products = dict.fromkeys(p for n in self._needed for p in self._products[n])
            found.append(
                f"{self._parents.profile}: {_numbers(self._needed)} left in place, although this "
                f"stack no longer manages them there, because they are still on trust product "
                f"{first_few(list(products))}, whose calls would lose their attestation: "
                f"{first_few(sorted(self._needed))}."
            )
        return found


def _numbers(found: Collection[str]) -> str:
    return counted(len(found), "number")


def numbers_by_product(
    client: TrustHubClient, profile: BundleRef, numbers: Collection[str], *, but: BundleRef | None
) -> dict[str, list[str]]:
    """Find the trust products linked to a profile that have some of its numbers.

    Each product is listed once, however many numbers there are. Without numbers, no request is
    sent. The product ``but`` does not count: the numbers leave it too.

    Returns:
        SID and name of the products of each number that is on any.
    """
    found: dict[str, list[str]] = {}
    if not numbers:
        return found
    for product in linked_products(client, profile.sid):
        bundle = BundleRef(BundleKind.TRUST_PRODUCT, product["sid"])
        listing = None if bundle == but else list_or_none(client, bundle)
        for number in not_removed(client, [listing], numbers) if listing else ():
            name = f"{product['sid']} ({product.get('friendly_name')})"
            found.setdefault(number, []).append(name)
    return found
