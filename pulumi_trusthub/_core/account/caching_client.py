"""A client for commands that look at an account once: no read is sent twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pulumi_trusthub._core.api.client import Record, TrustHubClient
from pulumi_trusthub._core.model.errors import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Iterator

_JSON = ".json"


class CachingClient(TrustHubClient):
    """A client whose reads are answered by earlier responses where that is possible.

    An object is read from the list that has shown it, and a list is read once.  Whatever waits for
    a change needs the other client: this one would never see the change.
    """

    def __init__(self, client: TrustHubClient) -> None:
        self._lists: dict[str, list[Record]] = {}
        self._by_sid: dict[str, dict[str, Record]] = {}
        self._single: dict[str, Record] = {}
        self._missing: set[str] = set()
        # The responses too, where the client is a caching client itself.
        self.__dict__.update(client.__dict__)

    def records(self, path: str, **filters: str | None) -> Iterator[Record]:
        """Read a list to its end, the first time."""
        if filters:
            return super().records(path, **filters)
        if path not in self._lists:
            self._lists[path] = list(super().records(path))
        return iter(self._lists[path])

    def get(self, path: str) -> Record:
        """Read an object, unless a list or an earlier read has shown it."""
        found = self._listed(path) or self._single.get(path)
        if found is None:
            found = self._single[path] = super().get(path)
        return found

    def get_or_none(self, path: str) -> Record | None:
        """Read an object; None when there is none, which is remembered too."""
        if path in self._missing:
            return None
        found = super().get_or_none(path)
        if found is None:
            self._missing.add(path)
        return found

    def get_by_sid(self, path: str) -> Record | None:
        """Read an object whatever a list has shown; None when there is none.

        A list can still show an object that is gone.
        """
        try:
            return super().get(path)
        except NotFoundError:
            self._require_proven_account(path)
            return None

    def _listed(self, path: str) -> Record | None:
        suffix = _JSON if path.endswith(_JSON) else ""
        collection, _, sid = path.removesuffix(suffix).rpartition("/")
        collection += suffix
        if collection not in self._lists:
            return None
        if collection not in self._by_sid:
            listed = self._lists[collection]
            self._by_sid[collection] = {str(record.get("sid")): record for record in listed}
        return self._by_sid[collection].get(sid)
