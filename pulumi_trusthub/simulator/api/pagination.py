"""Collections: finding an object, and answering a page of a list in the envelope of either API.

A token names the last item that was seen, so that pages neither repeat nor skip anything while
objects come and go.
"""

from __future__ import annotations

import bisect
import dataclasses
import hashlib
import operator
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Generic, Protocol, TypeVar
from urllib.parse import urlencode

from ..store.errors import INVALID_PAGE_TOKEN, PAGE_SIZE_TOO_LARGE, TwilioError, invalid, not_found
from ..store.models import AnyObject, Collection
from ..store.store import Store
from .parameters import field_of
from .routing import ApiRequest

DEFAULT_SIZE = 50
MAXIMUM_SIZE = 1000

_AFTER, _BEFORE = "PA", "PB"
_NUMBER_DIGITS = 12
_order = operator.attrgetter("sequence")


class Listed(Protocol):
    """An item of a list, with fields of `StoredObject`."""

    sequence: int
    reads_until_visible: int
    made_at: float


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
    """A page, and the tokens of its neighbours where there are any."""

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
        raise TwilioError(400, PAGE_SIZE_TOO_LARGE, f"Page size {wanted} is above {MAXIMUM_SIZE}.")
    if wanted < 1:
        raise invalid(f"PageSize {wanted} is below 1.")
    if number > 0 and not token:
        raise TwilioError(
            400, INVALID_PAGE_TOKEN, "Invalid PageToken: Page goes with the PageToken of its URL."
        )
    return PageRequest(path, wanted, number, token or None)


def paginate(seen: Sequence[AnyItem], request: PageRequest) -> Page[AnyItem]:
    """The page that was asked for, of items in the order of their creation."""
    if request.token is None:
        start = 0
    else:
        direction, number = _read_token(request.path, request.token)
        if direction == _AFTER:
            start = bisect.bisect_right(seen, number, key=_order)
        else:
            start = max(0, bisect.bisect_left(seen, number, key=_order) - request.size)
    shown = tuple(seen[start : start + request.size])
    after = before = None
    if start + request.size < len(seen):
        after = _token(_AFTER, request.path, shown[-1].sequence)
    if start and shown:
        before = _token(_BEFORE, request.path, shown[0].sequence)
    return Page(shown, request, start, next_token=after, previous_token=before)


def visible(item: Listed) -> bool:
    """Whether a read sees the item; each read that misses counts down."""
    if item.reads_until_visible:
        item.reads_until_visible -= 1
        return False
    return True


def _whole(name: str, text: str | None, *, default: int) -> int:
    if text is None:
        return default
    if not text.isascii() or not text.isdigit():
        raise invalid(f"{name} {text!r} is not a whole number.")
    return int(text)


def _token(direction: str, path: str, number: int) -> str:
    checksum = hashlib.blake2b(f"{direction}{path}{number}".encode(), digest_size=10).hexdigest()
    return f"{direction}{number:0{_NUMBER_DIGITS}x}{checksum}"


def _read_token(path: str, token: str) -> tuple[str, int]:
    direction, digits = token[:2], token[2 : 2 + _NUMBER_DIGITS]
    try:
        number = int(digits, 16)
    except ValueError:
        number = -1
    if direction not in {_AFTER, _BEFORE} or token != _token(direction, path, number):
        raise TwilioError(400, INVALID_PAGE_TOKEN, "Invalid PageToken: use the URLs of the answer.")
    return direction, number


def find(request: ApiRequest, objects: Mapping[str, AnyItem], name: str = "sid") -> AnyItem:
    """The object in the path, for a change."""
    found = objects.get(request.path_values[name])
    if found is None:
        raise not_found(request.path)
    return found


def reading(objects: Callable[[ApiRequest], Collection[Any]]) -> Callable[[ApiRequest], Any]:
    """Handler that reads the object in the path; the read may lag behind."""

    def handler(request: ApiRequest) -> Any:
        found = find(request, objects(request))
        if not visible(found):
            raise not_found(request.path)
        return found

    return handler


def held(request: ApiRequest, objects: Collection[AnyObject]) -> list[AnyObject]:
    """The objects of a list, with deleted objects that the list still shows."""
    kept: list[Any] = request.store.deleted(request.path)
    return sorted([*objects.in_order(), *kept], key=_order) if kept else objects.in_order()


def matching(request: ApiRequest, items: list[AnyItem], *filters: str) -> list[AnyItem]:
    """The items with the values that were asked for, each in the field of its filter's name."""
    asked = {field_of(name): request.values[name] for name in filters if name in request.values}
    if not asked:
        return items
    return [it for it in items if all(getattr(it, name) == asked[name] for name in asked)]


def removing(
    objects: Callable[[ApiRequest], Collection[Any]], delete: Callable[[Store, Any], None]
) -> Callable[[ApiRequest], None]:
    """Handler that deletes the object in the path, which its list may show for a while."""

    def handler(request: ApiRequest) -> None:
        it = find(request, objects(request))
        delete(request.store, it)
        path, _, name = request.path.rpartition("/")
        request.store.keep_deleted(path + name.removeprefix(it.sid), it)

    return handler


def listed(
    request: ApiRequest,
    items: Sequence[AnyItem],
    answer: Callable[[AnyItem, str], dict[str, Any]],
    *,
    key: str = "results",
) -> dict[str, Any]:
    """A page in the envelope of Trust Hub, with absolute URLs in `meta`."""
    page = _page(request, items)
    links = _links(request, page, request.base + request.path)
    return {
        key: [answer(item, request.base) for item in page.items],
        "meta": {
            "page": page.request.page,
            "page_size": page.request.size,
            "first_page_url": links["first"],
            "previous_page_url": links["previous"],
            "url": links["this"],
            "next_page_url": links["next"],
            "key": key,
        },
    }


def listed_2010(
    request: ApiRequest,
    items: Sequence[AnyItem],
    answer: Callable[[AnyItem, str], dict[str, Any]],
    *,
    key: str,
) -> dict[str, Any]:
    """A page in the envelope of the 2010 API, with relative URIs beside the items."""
    page = _page(request, items)
    links = _links(request, page, request.path)
    return {
        key: [answer(item, request.base) for item in page.items],
        "end": page.start + max(0, len(page.items) - 1),
        "first_page_uri": links["first"],
        "next_page_uri": links["next"],
        "page": page.request.page,
        "page_size": page.request.size,
        "previous_page_uri": links["previous"],
        "start": page.start,
        "uri": links["this"],
    }


def _page(request: ApiRequest, items: Sequence[AnyItem]) -> Page[AnyItem]:
    size, page, token = map(request.values.get, ("PageSize", "Page", "PageToken"))
    missed = request.store.settings.lists_miss_new_seconds
    since = request.store.clock() - missed
    if missed:
        items = [item for item in items if item.made_at <= since]
    if request.store.reads_lag:  # a read misses new items, and with each look one time less
        items = [item for item in items if visible(item)]
    return paginate(items, page_request(request.path, size=size, page=page, token=token))


def _links(request: ApiRequest, page: Page[Any], url: str) -> dict[str, str | None]:
    """Where the first, the previous, this and the next page are, with the filters of this one."""
    asked = page.request
    filters = {name: it for name, it in request.values.items() if not name.startswith("Page")}

    def link(number: int, token: str | None) -> str:
        values = filters | {"PageSize": str(asked.size), "Page": str(number)}
        return f"{url}?{urlencode(values if token is None else values | {'PageToken': token})}"

    return {
        "first": link(0, None),
        "previous": page.previous_token and link(max(0, asked.page - 1), page.previous_token),
        "this": link(asked.page, asked.token),
        "next": page.next_token and link(asked.page + 1, page.next_token),
    }
