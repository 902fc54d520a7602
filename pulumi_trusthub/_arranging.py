"""Bringing many numbers to where they are declared to be, and reading where they are.

Each parent is listed once; then every number goes its own way onto the profile and then onto the
product, many at once.  What others put there is never touched, unless it is said that the numbers
are to be the only ones.
"""

from __future__ import annotations

from datetime import datetime, timezone
from typing import TYPE_CHECKING

from ._assignments import attach
from ._errors import NoAnswerError, ServerError
from ._ids import CHANNEL_ENDPOINT
from ._many import Outcome, counted, each, some
from ._numbers import Arranged, Held, Listing, list_all, list_to_add, list_what_is_there, named
from ._removing import TakingAway, carried

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from ._client import TrustHubClient
    from ._numbers import Parents, Rules

_UNCERTAIN = (NoAnswerError, ServerError)


def arrange(
    client: TrustHubClient,
    parents: Parents,
    wanted: Sequence[str],
    *,
    held: Held,
    rules: Rules,
    report: Callable[[str], None],
    young: bool = False,
) -> Arranged:
    """Put the wanted numbers on the parents, and take off those that are held and not wanted.

    Args:
        client: Whose Trust Hub it is in.
        parents: The bundles.
        wanted: The numbers, each once.
        held: What the stack holds so far.
        rules: What else the program says.
        report: Takes a line every few seconds.
        young: Whether a number that is held and not listed may just not be readable yet.

    Raises:
        TrustHubError: A parent could not be listed; nothing was done.
    """
    expected = held.numbers if young else ()
    listings = list_all(parents.upward, lambda bundle: list_to_add(client, bundle, expected))
    putting = _Putting(client, parents, listings, held, rules)
    ours, wanted_ones = set(held.numbers), set(wanted)
    to_do = [n for n in wanted if n not in ours or any(n not in on for on in listings.values())]
    if any(n not in on for n in to_do for on in listings.values()):
        client.prove_account()
    put = each(
        to_do,
        putting.put,
        threads=client.settings.max_concurrency,
        report=lambda line: report(f"{named(parents)}: {line} assigned"),
    )
    now = putting.held_of(wanted, put)
    result = Arranged(now, put.reasons("assigned"))
    leaving = [n for n in held.numbers if n not in wanted_ones]
    others: list[str] = []
    if rules.exclusive:
        others = _of_others(listings, wanted_ones | ours, rules.endpoint_type)
        if others and not now.whole and not rules.allow_empty:
            result.reasons.append(
                f"{some(others)}: not removed, although the numbers are to be exclusive: none of "
                f"those declared is there, so {named(parents)} would be left empty (allow_empty)."
            )
            now.others, others = others, []
    result.warnings += _existing_warnings(parents, now, held, rules)
    taking = TakingAway(client, parents, listings, held.existed, rules)
    taken = taking.take([*leaving, *others], others=set(others), report=report)
    result.warnings += taking.warnings()
    result.reasons += taken.reasons("removed")
    not_removed = [*taken.failed, *taken.untried]
    now.incomplete += [n for n in not_removed if n in ours]
    now.others += [n for n in not_removed if n not in ours]
    now.existed |= {n: held.existed[n] for n in now.incomplete if n in held.existed}
    return result


def look_at(
    client: TrustHubClient,
    parents: Parents,
    held: Held,
    *,
    exclusive: bool,
    young: bool,
    endpoint_type: str = "phone-number",
) -> Held | None:
    """Read which of the numbers are there now; None when no parent is.

    Args:
        client: Whose Trust Hub it is in.
        parents: The bundles.
        held: What the stack held so far.
        exclusive: Whether to name what else is there.
        young: Whether a number that a list does not have may just not be readable yet.
        endpoint_type: What else is there counts when it is of this type.
    """
    found = list_all(
        parents.upward,
        lambda bundle: list_what_is_there(client, bundle, held.whole if young else ()),
    )
    if all(listing is None for listing in found.values()):
        return None
    listings = {bundle: listing or Listing(bundle) for bundle, listing in found.items()}
    on = {n: {b for b, there in listings.items() if n in there} for n in held.numbers}
    waiting = set(held.incomplete) if young else set()
    now = Held(
        whole=[n for n, bundles in on.items() if len(bundles) == len(listings)],
        incomplete=[
            n
            for n, bundles in on.items()
            if len(bundles) < len(listings) and (bundles or n in waiting)
        ],
        existed={n: held.existed[n] & on[n] for n in on if held.existed.get(n, set()) & on[n]},
        date_updated=held.date_updated,
        account_sid=next((on.owner for on in listings.values() if on.owner), None),
    )
    if exclusive:
        now.others = _removable_others(client, parents, listings, on, endpoint_type)
    return now


class _Putting:
    """Puts one number after another onto the parents, and remembers how far each has come."""

    def __init__(
        self,
        client: TrustHubClient,
        parents: Parents,
        listings: Mapping[str, Listing],
        held: Held,
        rules: Rules,
    ) -> None:
        self._client, self._parents, self._held = client, parents, held
        self._listings, self._type = listings, rules.endpoint_type
        self._ours = set(held.numbers)
        self._found: dict[str, set[str]] = {}
        self._made: dict[str, set[str]] = {}
        self._born: list[str] = []

    def _is_there(self, bundle: str, number: str) -> bool:
        """Tell whether a number needs no POST.

        Since the parents were listed, other resources of the program may have assigned or removed
        it: what they did counts.
        """
        client = self._client
        listed = self._listings[bundle].paths.get(number, [])
        there = [path for path in listed if path not in client.deleted]
        made, moment = client.joined.get((bundle, number), ("", 0.0))
        if there:
            if number not in self._ours:
                client.taken.update(there)
                if made not in there:
                    self._found.setdefault(number, set()).add(bundle)
            return True
        if moment <= self._listings[bundle].asked or made in client.deleted:
            return False
        client.taken.add(made)
        return True

    def put(self, number: str) -> None:
        """Put a number on each parent that does not have it, the profile first."""
        for bundle in self._parents.upward:
            with self._client.alone(bundle, number):
                if bundle in self._made.get(number, ()) or self._is_there(bundle, number):
                    continue
                fields = {"ChannelEndpointType": self._type, CHANNEL_ENDPOINT.parameter: number}
                record = attach(self._client, CHANNEL_ENDPOINT, bundle, fields)
            self._made.setdefault(number, set()).add(bundle)
            self._born.append(str(record.get("date_created") or ""))

    def held_of(self, wanted: Sequence[str], outcome: Outcome) -> Held:
        """Tell what the stack holds of the wanted numbers now."""
        now = Held(date_updated=self._held.date_updated)
        now.account_sid = next((on.owner for on in self._listings.values() if on.owner), None)
        missing = outcome.failed.keys() | set(outcome.untried)
        for number in wanted:
            found, made = self._found.get(number, set()), self._made.get(number, set())
            uncertain = isinstance(outcome.failed.get(number), _UNCERTAIN)
            if number not in missing:
                now.whole.append(number)
            elif made or uncertain or number in self._ours:
                now.incomplete.append(number)
            else:
                continue
            before = self._held.existed.get(number, frozenset()) - made | found
            if before:
                now.existed[number] = before
        if self._born or now.incomplete:
            now.date_updated = max(self._born, default="") or _this_moment()
        return now


def _of_others(
    listings: Mapping[str, Listing], ours: Collection[str], endpoint_type: str
) -> list[str]:
    """Name what else is on the parents."""
    there = dict.fromkeys(n for on in listings.values() for n in on.of_type(endpoint_type))
    return [n for n in there if n not in ours]


def _removable_others(
    client: TrustHubClient,
    parents: Parents,
    listings: Mapping[str, Listing],
    ours: Collection[str],
    endpoint_type: str,
) -> list[str]:
    """Name what else is on the parents, but for what has to stay on the profile."""
    found = _of_others(listings, ours, endpoint_type)
    if parents.profile is None or not found:
        return found
    on_product = listings[parents.product] if parents.product else Listing("")
    alone = {n for n in found if n not in on_product}
    needed = carried(client, parents.profile, alone, but=parents.product)
    return [n for n in found if n not in needed]


def _existing_warnings(parents: Parents, now: Held, before: Held, rules: Rules) -> list[str]:
    """Say once what was there before and is the stack's own from here on."""
    new = [n for n in now.existed if n not in before.existed]
    if not new or rules.keep_existing:
        return []
    were, they, them = ("was", "it is", "it") if len(new) == 1 else ("were", "they are", "them")
    owned = (
        f"{named(parents)}: {counted(new)} {were} there before this stack; {they} owned by it now, "
        f"and destroy will remove {them} (keep_existing=True would leave {them} in place): "
        f"{some(new)}."
    )
    return [owned]


def _this_moment() -> str:
    return datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
