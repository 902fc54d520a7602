"""Taking many numbers off a customer profile, a trust product, or both.

What is to be kept, what another resource of the program has taken over, and what the calls of
another product need, stays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ._assignments import linked_products
from ._errors import TrustHubError
from ._ids import TRUST_PRODUCTS, describe
from ._many import Outcome, counted, each, some
from ._numbers import Arranged, Held, Listing, list_all, list_what_is_there, named

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from ._client import TrustHubClient
    from ._numbers import Parents, Rules


def take_away(
    client: TrustHubClient,
    parents: Parents,
    held: Held,
    *,
    rules: Rules,
    young: bool,
    report: Callable[[str], None],
) -> Arranged:
    """Take off the parents what the stack holds; what is gone already is done."""
    found = list_all(
        parents.upward,
        lambda bundle: list_what_is_there(client, bundle, held.numbers if young else ()),
    )
    listings = {bundle: listing or Listing(bundle) for bundle, listing in found.items()}
    taking = TakingAway(client, parents, listings, held.existed, rules)
    taken = taking.take(held.numbers, others=set(), report=report)
    return Arranged(Held(), taken.reasons("removed"), taking.warnings())


class TakingAway:
    """Takes one number after another off the parents, and remembers what stays and why."""

    def __init__(
        self,
        client: TrustHubClient,
        parents: Parents,
        listings: Mapping[str, Listing],
        existed: Mapping[str, frozenset[str]],
        rules: Rules,
    ) -> None:
        self._client, self._parents, self._rules = client, parents, rules
        self._listings, self._existed = listings, existed
        self._carried: dict[str, list[str]] = {}
        self._others: set[str] = set()
        self._stays: set[str] = set()
        self._kept: list[str] = []
        self._taken: list[str] = []
        self._needed: list[str] = []

    def take(
        self, numbers: Sequence[str], *, others: set[str], report: Callable[[str], None]
    ) -> Outcome:
        """Take numbers off, all of them off the product first; each one's failure is its own.

        Which other products need a number is asked when it has left this one: of two resources
        that let go of the same number at once, the later one then takes it off the profile.
        """
        self._others = others
        there = [n for n in numbers if any(n in on for on in self._listings.values())]
        outcome = Outcome(len(there))
        for bundle in reversed(self._parents.upward):
            going = [n for n in there if n in self._listings[bundle] and self._may_go(n, outcome)]
            if bundle == self._parents.profile:
                try:
                    self._carried = carried(self._client, bundle, going, but=self._parents.product)
                except TrustHubError as error:
                    outcome.failed |= dict.fromkeys(going, error)
                    break
            part = each(
                going,
                lambda number, bundle=bundle: self._take(number, bundle),  # type: ignore[misc]
                threads=self._client.settings.max_concurrency,
                report=lambda line, bundle=bundle: report(  # type: ignore[misc]
                    f"{describe(bundle)}: {line} removed"
                ),
            )
            outcome.failed |= part.failed
            outcome.untried += part.untried
        return outcome

    def _may_go(self, number: str, outcome: Outcome) -> bool:
        """Tell whether a number has left the product: what stays there needs the profile."""
        stays = number in self._stays
        return not (stays or number in outcome.failed or number in outcome.untried)

    def _take(self, number: str, bundle: str) -> None:
        listed = self._listings[bundle].paths[number]
        for path in (path for path in listed if path not in self._client.deleted):
            with self._client.alone(bundle, number):
                staying = self._staying(number, bundle, path)
                if staying is None:
                    self._client.delete(path)
                else:
                    self._stays.add(number)
                    staying.append(number)
                    return

    def _staying(self, number: str, bundle: str, path: str) -> list[str] | None:
        if path in self._client.taken:
            return self._taken
        keeps = self._rules.keep_existing and number not in self._others
        if keeps and bundle in self._existed.get(number, ()):
            return self._kept
        if bundle == self._parents.profile and number in self._carried:
            return self._needed
        return None

    def warnings(self) -> list[str]:
        """Tell what stays, and why."""
        told, where = [], named(self._parents)
        if self._kept:
            told.append(
                f"{where}: {counted(self._kept)} left in place, because they were there before "
                f"this stack (keep_existing): {some(sorted(self._kept))}."
            )
        if self._taken:
            told.append(
                f"{where}: {counted(self._taken)} left in place, because another resource of this "
                f"program has taken them over in this run: {some(sorted(self._taken))}."
            )
        if self._needed:
            products = dict.fromkeys(p for n in self._needed for p in self._carried[n])
            told.append(
                f"{describe(str(self._parents.profile))}: {counted(self._needed)} left in place, "
                f"although this stack no longer manages them there, because they are still on "
                f"trust product {some(list(products))}, whose calls would lose their attestation: "
                f"{some(sorted(self._needed))}."
            )
        return told


def carried(
    client: TrustHubClient, profile: str, numbers: Collection[str], *, but: str | None
) -> dict[str, list[str]]:
    """Find which trust products linked to a profile carry which of its numbers.

    Each product is listed once, however many numbers there are.

    Args:
        client: Whose Trust Hub it is in.
        profile: The path of the customer profile.
        numbers: The numbers in question; none asks nothing.
        but: The product that does not count, because the numbers leave it too.
    """
    found: dict[str, list[str]] = {}
    if not numbers:
        return found
    for product in linked_products(client, profile.partition("/")[2]):
        bundle = f"{TRUST_PRODUCTS}/{product['sid']}"
        listing = None if bundle == but else list_what_is_there(client, bundle, ())
        for number in numbers if listing else ():
            if listing is not None and number in listing:
                name = f"{product['sid']} ({product.get('friendly_name')})"
                found.setdefault(number, []).append(name)
    return found
