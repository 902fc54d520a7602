"""Changing the parents of many numbers to what a program declares.

Each parent is listed once; then every number is assigned to the profile and after that to the
product, many numbers at a time.  Other numbers are never touched, unless ``exclusive`` asks for it.
"""

from __future__ import annotations

from datetime import datetime, timezone
from typing import TYPE_CHECKING

from pulumi_trusthub._core.api.request_log import Decision
from pulumi_trusthub._core.model.errors import NoAnswerError, ServerError, counted, first_few
from pulumi_trusthub._core.model.refs import CHANNEL_ENDPOINT, BundleRef
from pulumi_trusthub._core.rules.assignments import create_assignment, find_assignment

from .batch import BatchResult, run_batch
from .listing import Listing, list_all, list_existing
from .plan import BulkOptions, BulkResult, BulkState, Parents, missing_numbers
from .remove import Remover, other_numbers

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pulumi_trusthub._core.api.run import Run

_UNCERTAIN = (NoAnswerError, ServerError)


def apply(
    run: Run,
    parents: Parents,
    wanted: Sequence[str],
    *,
    held: BulkState,
    options: BulkOptions,
    was_kept: bool = False,
) -> BulkResult:
    """Put the wanted numbers on the parents, and remove held numbers that are not wanted.

    ``was_kept`` tells whether the state had ``keep_existing``.

    Raises:
        TrustHubError: A parent could not be listed; nothing was changed.
    """
    client = run.client

    def listed(bundle: BundleRef) -> Listing:
        return list_existing(client, bundle, held.numbers, held.date_updated)

    listings = list_all(parents.upward, listed)
    ours, wanted_ones = set(held.numbers), set(wanted)
    to_assign = missing_numbers(wanted, set(held.complete), listings.values())
    if any(n not in on for n in to_assign for on in listings.values()):
        client.verify_credentials()
    assigner = _Assigner(run, parents, listings, held, options)
    assigned = run_batch(
        to_assign,
        assigner.assign,
        threads=client.settings.max_concurrency,
        on_progress=lambda line: run.progress(f"{parents}: {line} assigned"),
    )
    state = assigner.state(wanted, assigned)
    result = BulkResult(state, assigned.reasons("assigned"))
    leaving = [n for n in held.numbers if n not in wanted_ones]
    others: list[str] = []
    if options.exclusive:
        others = other_numbers(listings, wanted_ones | ours, options.endpoint_type)
        if others and not state.complete and not options.allow_empty:
            result.reasons.append(
                f"{first_few(others)}: not removed, although the numbers are to be exclusive: none "
                f"of those declared is there, so {parents} would be left empty (allow_empty)."
            )
            state.others, others = others, []
    result.warnings += _existing_warnings(
        parents, state, BulkState() if was_kept else held, options
    )
    remover = Remover(run, parents, listings, held.existed, options)
    removed = remover.remove([*leaving, *others], others=set(others))
    result.warnings += remover.warnings()
    result.reasons += removed.reasons("removed")
    not_removed = [*removed.failed, *removed.untried]
    state.incomplete += [n for n in not_removed if n in ours]
    state.others += [n for n in not_removed if n not in ours]
    state.existed |= {n: held.existed[n] for n in state.incomplete if n in held.existed}
    return result


class _Assigner:
    """Assigns numbers to the parents, and remembers how far each number has come."""

    def __init__(
        self,
        run: Run,
        parents: Parents,
        listings: Mapping[BundleRef, Listing],
        held: BulkState,
        options: BulkOptions,
    ) -> None:
        self._client, self._parents, self._held = run.client, parents, held
        self._listings, self._type = listings, options.endpoint_type
        self._ours, self._complete = set(held.numbers), set(held.complete)
        self._found: dict[str, set[BundleRef]] = {}
        self._created: dict[str, set[BundleRef]] = {}
        self._dates: list[str] = []

    def _needs_no_post(self, bundle: BundleRef, number: str) -> bool:
        """Tell whether a number is on a bundle.

        Other resources of the program may have assigned or removed the number since the parents
        were listed, which counts; and a list can miss a new number, or still show a removed number.
        """
        memory, listing = self._client.memory, self._listings[bundle]
        listed = [p for p in listing.paths.get(number, []) if p not in memory.deleted]
        created, moment = memory.assigned(bundle.path, number)
        if listed and created not in listed and number not in self._complete:
            listed = self._confirmed(bundle, number, listed)
        if listed:
            if number not in self._ours:
                memory.adopted.update(listed)
                if created not in listed:
                    self._found.setdefault(number, set()).add(bundle)
                    self._client.decided(Decision.EXISTED, path=listed[0])
            return True
        if not created or created in memory.deleted:
            return False
        if moment <= listing.asked_at:
            found = find_assignment(self._client, CHANNEL_ENDPOINT, bundle, number)
            if found is None:
                return False
            created = f"{CHANNEL_ENDPOINT.on(bundle)}/{found['sid']}"
        memory.adopted.add(created)
        return True

    def _confirmed(self, bundle: BundleRef, number: str, listed: list[str]) -> list[str]:
        """Drop the assignments that only the list still shows."""
        if all(self._client.get_or_none(path) is not None for path in listed):
            return listed
        found = find_assignment(self._client, CHANNEL_ENDPOINT, bundle, number)
        return [f"{CHANNEL_ENDPOINT.on(bundle)}/{found['sid']}"] if found else []

    def assign(self, number: str) -> None:
        """Assign a number to each parent without it, the profile first."""
        for bundle in self._parents.upward:
            with self._client.memory.lock(bundle.path, number):
                if bundle in self._created.get(number, ()) or self._needs_no_post(bundle, number):
                    continue
                fields = {"ChannelEndpointType": self._type, CHANNEL_ENDPOINT.wire_name: number}
                record = create_assignment(
                    self._client, CHANNEL_ENDPOINT, bundle, fields, needs_sid=False
                )
            self._created.setdefault(number, set()).add(bundle)
            self._dates.append(str(record.get("date_created") or ""))

    def state(self, wanted: Sequence[str], outcome: BatchResult) -> BulkState:
        """Give the state of the wanted numbers as of now."""
        state = BulkState(date_updated=self._held.date_updated)
        missing = outcome.failed.keys() | set(outcome.untried)
        for number in wanted:
            found, created = self._found.get(number, set()), self._created.get(number, set())
            uncertain = isinstance(outcome.failed.get(number), _UNCERTAIN)
            if number not in missing:
                state.complete.append(number)
            elif created or uncertain or number in self._ours:
                state.incomplete.append(number)
            else:
                continue
            before = self._held.existed.get(number, frozenset()) - created | found
            if before:
                state.existed[number] = before
        if self._dates or state.incomplete:
            state.date_updated = max(self._dates, default="") or _this_moment()
        return state


def _existing_warnings(
    parents: Parents, now: BulkState, before: BulkState, options: BulkOptions
) -> list[str]:
    """Warn once of numbers that were there before and belong to the stack from here on."""
    new = [n for n in now.existed if n not in before.existed]
    if not new or options.keep_existing:
        return []
    were, they, them = ("was", "it is", "it") if len(new) == 1 else ("were", "they are", "them")
    owned = (
        f"{parents}: {counted(len(new), 'number')} {were} there before this stack, or another "
        f"resource of it has put {them} there; {they} owned by this one now, and destroy will "
        f"remove {them} (keep_existing=True would leave {them} in place): {first_few(new)}."
    )
    return [owned]


def _this_moment() -> str:
    return datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
