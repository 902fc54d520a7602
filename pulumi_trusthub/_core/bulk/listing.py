"""The numbers on bundles, as Twilio lists them."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from pulumi_trusthub._core.api.concurrency import run_all
from pulumi_trusthub._core.api.exactly_once import poll
from pulumi_trusthub._core.model.errors import NotFoundError, counted
from pulumi_trusthub._core.model.refs import CHANNEL_ENDPOINT, BundleRef
from pulumi_trusthub._core.rules.assignments import assignments_of, read_on
from pulumi_trusthub._core.rules.read_lag import seconds_young, while_young

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from pulumi_trusthub._core.api.client import Record, TrustHubClient

_Listed = TypeVar("_Listed")


class Listing:
    """The numbers on a bundle at the time of a list.

    Attributes:
        paths: The paths of a number's assignments: two, if Twilio has doubled them.
        dates: When each assignment was created, by its path.
        asked_at: Time of the list's request, on the clock of :func:`time.monotonic`.
    """

    def __init__(
        self, bundle: BundleRef | None, records: Collection[Record] = (), *, asked_at: float = 0.0
    ) -> None:
        self.asked_at = asked_at
        self.paths: dict[str, list[str]] = {}
        self.dates: dict[str, object] = {}
        self._types: dict[str, str | None] = {}
        self._collection = CHANNEL_ENDPOINT.on(bundle) if bundle else ""
        self.add(records)

    def add(self, records: Iterable[Record]) -> None:
        """Add assignments."""
        for record in records:
            number = record.get(CHANNEL_ENDPOINT.target_field)
            if not isinstance(number, str):
                continue  # an assignment without a number must not be deleted as another number's
            self._types[number] = record.get("channel_endpoint_type")
            path = f"{self._collection}/{record['sid']}"
            self.paths.setdefault(number, []).append(path)
            self.dates[path] = record.get("date_created")

    def __contains__(self, number: object) -> bool:
        return number in self.paths

    def of_type(self, endpoint_type: str) -> list[str]:
        """Name the numbers of this channel endpoint type; a missing type matches."""
        return [n for n, its_type in self._types.items() if its_type in {None, endpoint_type}]


def list_all(
    bundles: Sequence[BundleRef], read: Callable[[BundleRef], _Listed]
) -> dict[BundleRef, _Listed]:
    """List all bundles at the same time."""
    with ThreadPoolExecutor(len(bundles)) as pool:
        return dict(zip(bundles, pool.map(read, bundles), strict=True))


def list_existing(
    client: TrustHubClient, bundle: BundleRef, expected: Collection[str] = (), since: object = None
) -> Listing:
    """List a bundle that must exist; wait until the expected numbers can be read.

    The last of them was assigned at ``since``: a number that is older is not waited for.
    """
    listing = read_on(client, bundle, lambda: _list(client, bundle), since)
    return _with_all(client, bundle, listing, expected, since)


def list_or_none(
    client: TrustHubClient, bundle: BundleRef, expected: Collection[str] = (), since: object = None
) -> Listing | None:
    """List a bundle that may be gone, as :func:`list_existing` does.

    A bundle that had expected numbers a moment ago may not be readable yet.
    """

    def listed() -> Listing:
        return _list(client, bundle)

    told = f"the {bundle} cannot be read"
    try:
        listing = while_young(client, listed, told, lambda: since if expected else None)
        return _with_all(client, bundle, listing, expected, since)
    except NotFoundError:
        if client.get_or_none(bundle.path) is not None:
            raise
        return None


def _list(client: TrustHubClient, bundle: BundleRef) -> Listing:
    asked_at = time.monotonic()
    return Listing(bundle, list(client.records(CHANNEL_ENDPOINT.on(bundle))), asked_at=asked_at)


def _with_all(
    client: TrustHubClient,
    bundle: BundleRef,
    listing: Listing,
    expected: Collection[str],
    since: object,
) -> Listing:
    """List again until every expected number can be read, as long as the last of them is young.

    Those that are still missing are asked for by themselves: what moves to the page before, because
    something else was removed while pages are read, is on no page.
    """

    def complete() -> Listing | None:
        nonlocal listing
        listing = _list(client, bundle)
        return listing if all(n in listing for n in expected) else None

    missing = [n for n in expected if n not in listing]
    seconds = seconds_young(client, since) if missing else 0.0
    if seconds:
        told = f"the {bundle} does not list {counted(len(missing), 'number')} yet"
        poll(client, complete, told, seconds)
    missing = [n for n in expected if n not in listing]
    listing.add(assignments_of(client, bundle, missing))
    return listing


def not_removed(
    client: TrustHubClient, listings: Collection[Listing], numbers: Iterable[str]
) -> list[str]:
    """Name the listed numbers that are really on a bundle: a list can show a removed number."""
    shown = {n: [path for on in listings for path in on.paths.get(n, ())] for n in numbers}
    shown = {n: paths for n, paths in shown.items() if paths}
    reads = [partial(_any_exists, client, paths) for paths in shown.values()]
    there = run_all(reads, threads=client.settings.max_concurrency, done=lambda: None)
    return [number for number, exists in zip(shown, there, strict=True) if exists]


def _any_exists(client: TrustHubClient, paths: Iterable[str]) -> bool:
    return any(client.get_or_none(path) is not None for path in paths)
