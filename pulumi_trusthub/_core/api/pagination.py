"""Lists of Twilio's APIs, read page by page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from pulumi_trusthub._core.model.errors import UnexpectedAnswerError

from .transport import Answer, joined

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from twilio.base.version import Version

PAGE_SIZE = 1000
"""Objects a page: the most that Twilio allows (OpenAPI file, ``PageSize``)."""


def all_pages(
    version: Version, path: str, filters: Mapping[str, str | None]
) -> Iterator[dict[str, Any]]:
    """Follow a list to its end, wherever on the configured host its pages are.

    An object that moves on to the next page while pages are read, because another was created, is
    on both of them, and is given once.

    Raises:
        UnexpectedAnswerError: A page is no list of objects, or leads back to an earlier page.
    """
    twilio = version.domain.twilio
    params: dict[str, object] = {k: v for k, v in filters.items() if v is not None}
    url = version.absolute_url(path)
    params["PageSize"] = PAGE_SIZE
    page = cast("Answer", twilio.request("GET", url, params=params)).record
    seen: set[str] = set()
    given: set[str] = set()
    while True:
        for record in _records_of(path, page):
            if record["sid"] not in given:
                given.add(record["sid"])
                yield record
        meta = page.get("meta") or {}
        # Trust Hub names the next page in "meta", the 2010 API beside its list.
        named = (meta.get("next_page_url"), page.get("next_page_url"), page.get("next_page_uri"))
        following = next(filter(None, named), None)
        if not following:
            return
        url = joined(f"GET {path}", url, str(following))
        if url in seen:
            raise UnexpectedAnswerError(f"GET {path} failed: its pages lead round in a circle.")
        seen.add(url)
        page = cast("Answer", twilio.request("GET", url)).record


def _records_of(path: str, page: dict[str, Any]) -> list[dict[str, Any]]:
    """Take the list out of a page: under the key in ``meta``, else the page's only list."""
    key = (page.get("meta") or {}).get("key")
    lists = [page[key]] if key in page else [v for v in page.values() if isinstance(v, list)]
    if len(lists) != 1 or not all(map(_is_object, lists[0] or [])):
        raise UnexpectedAnswerError(f"GET {path} failed: the answer is not a list of objects.")
    return lists[0] or []


def _is_object(record: object) -> bool:
    """Tell whether a part of a list is an object that can be named."""
    return isinstance(record, dict) and isinstance(record.get("sid"), str)
