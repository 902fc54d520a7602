"""Pages of a list: which items are on one, and the tokens that lead to its neighbours.

A token names the last item that was seen, so that pages neither repeat nor skip anything while
objects come and go.
"""

from __future__ import annotations

import bisect
import dataclasses
import hashlib
import operator
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from .errors import INVALID_PAGE_TOKEN, PAGE_SIZE_TOO_LARGE, Refusal, invalid

if TYPE_CHECKING:
    from collections.abc import Iterable

DEFAULT_SIZE = 50
MAXIMUM_SIZE = 1000

_AFTER, _BEFORE = "PA", "PB"
_NUMBER_DIGITS = 12
_order = operator.attrgetter("number")


class Listed(Protocol):
    """What a list can hold."""

    number: int
    """The place in the list."""
    hidden_reads: int
    """How many reads still miss it."""


AnyItem = TypeVar("AnyItem", bound=Listed)


@dataclasses.dataclass(frozen=True, slots=True)
class PageRequest:
    """Which page a client asks for."""

    path: str
    size: int
    page: int
    token: str | None


@dataclasses.dataclass(frozen=True, slots=True)
class Page(Generic[AnyItem]):
    """One page, and the tokens of the next and the previous one where there are any."""

    items: tuple[AnyItem, ...]
    request: PageRequest
    start: int
    next_token: str | None
    previous_token: str | None


def page_request(
    path: str, *, size: str | None, page: str | None, token: str | None
) -> PageRequest:
    """Check `PageSize`, `Page` and `PageToken`."""
    number = _whole("Page", page, default=0)
    wanted = _whole("PageSize", size, default=DEFAULT_SIZE)
    if wanted > MAXIMUM_SIZE:
        raise Refusal(400, PAGE_SIZE_TOO_LARGE, f"Page size {wanted} is above {MAXIMUM_SIZE}.")
    if wanted < 1:
        raise invalid(f"PageSize {wanted} is below 1.")
    if number > 0 and not token:
        raise Refusal(
            400, INVALID_PAGE_TOKEN, "Invalid PageToken: Page goes with the PageToken of its URL."
        )
    return PageRequest(path, wanted, number, token or None)


def cut(items: Iterable[AnyItem], request: PageRequest) -> Page[AnyItem]:
    """The page that was asked for, of items in the order of their creation.

    A read that lags behind misses new items, and with each look one time less.
    """
    seen = [item for item in items if visible(item)]
    if request.token is None:
        start = 0
    else:
        direction, number = _read_token(request.path, request.token)
        if direction == _AFTER:
            start = bisect.bisect_right(seen, number, key=_order)
        else:
            start = max(0, bisect.bisect_left(seen, number, key=_order) - request.size)
    shown = tuple(seen[start : start + request.size])
    more = start + request.size < len(seen)
    return Page(
        items=shown,
        request=request,
        start=start,
        next_token=_token(_AFTER, request.path, shown[-1].number) if more else None,
        previous_token=_token(_BEFORE, request.path, shown[0].number) if start and shown else None,
    )


def visible(item: Listed) -> bool:
    """Whether a read sees the item; one that does not is used up."""
    if item.hidden_reads:
        item.hidden_reads -= 1
        return False
    return True


def _whole(name: str, text: str | None, *, default: int) -> int:
    if text is None:
        return default
    if not text.isascii() or not text.isdigit():
        raise invalid(f"{name} {text!r} is not a whole number.")
    return int(text)


def _token(direction: str, path: str, number: int) -> str:
    return f"{direction}{number:0{_NUMBER_DIGITS}x}{_checksum(direction, path, number)}"


def _read_token(path: str, token: str) -> tuple[str, int]:
    direction, digits = token[:2], token[2 : 2 + _NUMBER_DIGITS]
    try:
        number = int(digits, 16)
    except ValueError:
        number = -1
    if direction not in {_AFTER, _BEFORE} or token != _token(direction, path, number):
        raise Refusal(400, INVALID_PAGE_TOKEN, "Invalid PageToken: use the URLs of the answer.")
    return direction, number


def _checksum(direction: str, path: str, number: int) -> str:
    return hashlib.blake2b(f"{direction}{path}{number}".encode(), digest_size=10).hexdigest()
