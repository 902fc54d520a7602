"""What a stack holds of many numbers, and what lists say of them."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from ._assignments import look_on
from ._errors import NotFoundError
from ._ids import CHANNEL_ENDPOINT, describe
from ._once import look_again

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from ._client import Record, TrustHubClient

_Listed = TypeVar("_Listed")


@dataclass(frozen=True)
class Parents:
    """The bundles that the numbers are on, as paths: a profile, a product, or both."""

    profile: str | None = None
    product: str | None = None

    @property
    def upward(self) -> tuple[str, ...]:
        """In the order in which a number goes onto them."""
        return tuple(bundle for bundle in (self.profile, self.product) if bundle)


@dataclass
class Held:
    """What a stack holds.

    Attributes:
        whole: Numbers that are on every parent.
        incomplete: Numbers that are on one of two, that may be there, or that could not be removed.
        existed: The parents that a number was on before, for each that was.
        others: What is on a parent although it is to have these numbers alone.
        date_updated: When the last of them was assigned, ISO 8601.
        account_sid: The account that the assignments say they belong to.
    """

    whole: list[str] = field(default_factory=list)
    incomplete: list[str] = field(default_factory=list)
    existed: dict[str, frozenset[str]] = field(default_factory=dict)
    others: list[str] = field(default_factory=list)
    date_updated: str | None = None
    account_sid: str | None = None

    @property
    def numbers(self) -> list[str]:
        """All of them, each once."""
        return list(dict.fromkeys([*self.whole, *self.incomplete]))


@dataclass(frozen=True)
class Rules:
    """What a program says of the numbers.

    Attributes:
        endpoint_type: Their channel endpoint type.
        keep_existing: What was there before is left in place.
        exclusive: Nothing else may be on the parents.
        allow_empty: They may end up empty by that.
    """

    endpoint_type: str
    keep_existing: bool = False
    exclusive: bool = False
    allow_empty: bool = False


@dataclass
class Arranged:
    """What came of it.

    Attributes:
        held: What the stack holds now.
        reasons: What could not be done, and why; empty where all is well.
        warnings: What the user should know.
    """

    held: Held
    reasons: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


class Listing:
    """The numbers on one bundle, as they were listed.

    Attributes:
        paths: The paths of a number's assignments: two, should Twilio have doubled one.
        asked: When it was asked for, on the clock of :func:`time.monotonic`.
        owner: The account that the assignments say they belong to.
    """

    def __init__(
        self, bundle: str, records: Collection[Record] = (), *, asked: float = 0.0
    ) -> None:
        self.asked = asked
        self.paths: dict[str, list[str]] = {}
        self.owner: str | None = None
        self._types: dict[str, str | None] = {}
        for record in records:
            number = record.get(CHANNEL_ENDPOINT.joins)
            self.owner = self.owner or record.get("account_sid")
            if not isinstance(number, str):
                continue  # what has no name is not to be removed as another one
            self._types[number] = record.get("channel_endpoint_type")
            path = f"{bundle}/{CHANNEL_ENDPOINT.collection}/{record['sid']}"
            self.paths.setdefault(number, []).append(path)

    def __contains__(self, number: str) -> bool:
        return number in self.paths

    def of_type(self, endpoint_type: str) -> list[str]:
        """Name those of one channel endpoint type; one of which the list says none counts."""
        return [n for n, its_type in self._types.items() if its_type in {None, endpoint_type}]


def list_all(bundles: Sequence[str], look: Callable[[str], _Listed]) -> dict[str, _Listed]:
    """List all parents at once."""
    with ThreadPoolExecutor(len(bundles)) as pool:
        return dict(zip(bundles, pool.map(look, bundles), strict=True))


def _list(client: TrustHubClient, bundle: str) -> Listing:
    asked = time.monotonic()
    records = list(client.records(f"{bundle}/{CHANNEL_ENDPOINT.collection}"))
    return Listing(bundle, records, asked=asked)


def list_to_add(client: TrustHubClient, bundle: str, expected: Collection[str]) -> Listing:
    """List a bundle that must be there; what is expected there may not be readable yet."""
    listing = look_on(client, bundle, lambda: _list(client, bundle))
    return _with_all(client, bundle, listing, expected)


def list_what_is_there(
    client: TrustHubClient, bundle: str, expected: Collection[str]
) -> Listing | None:
    """List a bundle that may be gone; what is expected there may not be readable yet."""
    try:
        return _with_all(client, bundle, _list(client, bundle), expected)
    except NotFoundError:
        if client.find(bundle) is not None:
            raise
        return None


def _with_all(
    client: TrustHubClient, bundle: str, listing: Listing, expected: Collection[str]
) -> Listing:
    """List once more, for some seconds, until everything that is expected is there."""

    def complete() -> Listing | None:
        nonlocal listing
        listing = _list(client, bundle)
        return listing if all(n in listing for n in expected) else None

    if not all(n in listing for n in expected):
        look_again(client, complete)
    return listing


def named(parents: Parents) -> str:
    """Name the parents for people."""
    return " and ".join(describe(bundle) for bundle in parents.upward)
