"""What routes do with collections: find one, read one, and answer a page in either envelope."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlencode

from .errors import not_found
from .pages import Listed, Page, cut, page_request, visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from .routing import Call

AnyItem = TypeVar("AnyItem", bound=Listed)


def find(call: Call, objects: Mapping[str, AnyItem], name: str = "sid") -> AnyItem:
    """The object that the path names, for a change of it."""
    found = objects.get(call.path_values[name])
    if found is None:
        raise not_found(call.path)
    return found


def read(call: Call, objects: Mapping[str, AnyItem], name: str = "sid") -> AnyItem:
    """The object that the path names, for a look at it, which may lag behind."""
    found = find(call, objects, name)
    if not visible(found):
        raise not_found(call.path)
    return found


def listed(
    call: Call,
    items: Iterable[AnyItem],
    answer: Callable[[AnyItem, str], dict[str, Any]],
    *,
    key: str = "results",
) -> dict[str, Any]:
    """A page in the envelope of Trust Hub, with absolute URLs in `meta`."""
    page = _cut(call, items)
    path = call.base + call.path
    return {
        key: [answer(item, call.base) for item in page.items],
        "meta": {
            "page": page.request.page,
            "page_size": page.request.size,
            "first_page_url": path + _query(call, page, 0, None),
            "previous_page_url": page.previous_token and path + _previous(call, page),
            "url": path + _query(call, page, page.request.page, page.request.token),
            "next_page_url": page.next_token and path + _next(call, page),
            "key": key,
        },
    }


def listed_2010(
    call: Call,
    items: Iterable[AnyItem],
    answer: Callable[[AnyItem], dict[str, Any]],
    *,
    key: str,
) -> dict[str, Any]:
    """A page in the envelope of the 2010 API, with relative URIs beside the items."""
    page = _cut(call, items)
    return {
        key: [answer(item) for item in page.items],
        "end": page.start + max(0, len(page.items) - 1),
        "first_page_uri": call.path + _query(call, page, 0, None),
        "next_page_uri": page.next_token and call.path + _next(call, page),
        "page": page.request.page,
        "page_size": page.request.size,
        "previous_page_uri": page.previous_token and call.path + _previous(call, page),
        "start": page.start,
        "uri": call.path + _query(call, page, page.request.page, page.request.token),
    }


def _cut(call: Call, items: Iterable[AnyItem]) -> Page[AnyItem]:
    values = call.values
    return cut(
        items,
        page_request(
            call.path,
            size=values.get("PageSize"),
            page=values.get("Page"),
            token=values.get("PageToken"),
        ),
    )


def _next(call: Call, page: Page[AnyItem]) -> str:
    return _query(call, page, page.request.page + 1, page.next_token)


def _previous(call: Call, page: Page[AnyItem]) -> str:
    return _query(call, page, max(0, page.request.page - 1), page.previous_token)


def _query(call: Call, page: Page[AnyItem], number: int, token: str | None) -> str:
    values = {name: it for name, it in call.values.items() if not name.startswith("Page")}
    values |= {"PageSize": str(page.request.size), "Page": str(number)}
    if token is not None:
        values["PageToken"] = token
    return "?" + urlencode(values)
