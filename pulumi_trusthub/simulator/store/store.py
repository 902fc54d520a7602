"""The store: all objects of a simulated Twilio, with indexes in place of searches."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from datetime import datetime, timezone
from functools import lru_cache
from typing import Any

from .models import (
    Account,
    Bundle,
    ChannelEndpointAssignment,
    EntityAssignment,
    Index,
    PhoneNumber,
    StoredObject,
)
from .policies import POLICIES, BundleKind, Policy
from .settings import Settings


class Store:
    """Everything there is, with the indexes that keep ten thousand numbers quick."""

    def __init__(self, *, clock: Callable[[], float] = time.time) -> None:
        self.clock = clock
        self.settings = Settings()
        self.policies: dict[str, Policy] = {policy.sid: policy for policy in POLICIES}
        self.accounts: dict[str, Account] = {}
        self.users: dict[str, tuple[str, Account]] = {}
        """User name of basic auth (AC… or SK…) to its password and account."""
        self.phone_numbers: dict[str, PhoneNumber] = {}
        self.products_by_number: Index[ChannelEndpointAssignment] = {}
        """Phone number SID to its assignments on trust products of any account."""
        self.assignments_by_object: Index[EntityAssignment] = {}
        """SID of an end user, document or profile to where it is assigned."""
        self.callbacks: list[dict[str, Any]] = []
        """The status callbacks that Twilio would have sent."""
        self.reads_lag = False
        """Whether any object was made that reads did not see at once."""
        self._deleted: list[tuple[float, str, StoredObject]] = []
        self._count = 0

    def now(self, *, in_days: float = 0) -> datetime:
        """The simulator's time, in whole seconds as Twilio tells it, or a time so many days on."""
        return _instant(int(self.clock() + in_days * 86_400))

    def new_sid(self, prefix: str) -> tuple[str, int]:
        """The next SID, which looks random and is the same in every run, and its number."""
        self._count += 1
        digest = hashlib.blake2b(f"trusthub/{self._count}".encode(), digest_size=16)
        return prefix + digest.hexdigest(), self._count

    def new_fields(self, prefix: str, account_sid: str, *, lag: bool = True) -> dict[str, Any]:
        """The fields of a new object that all objects have."""
        sid, sequence = self.new_sid(prefix)
        now = self.now()
        self.reads_lag |= lag and self.settings.read_lag > 0
        return {
            "sid": sid,
            "sequence": sequence,
            "account_sid": account_sid,
            "date_created": now,
            "date_updated": now,
            "reads_until_visible": self.settings.read_lag if lag else 0,
            "made_at": self.clock() if lag else 0.0,
        }

    def keep_deleted(self, path: str, it: StoredObject) -> None:
        """Keep a deleted object for the list of this path, where lists lag behind."""
        if self.settings.lists_keep_deleted_seconds:
            self._deleted.append((self.clock(), path, it))

    def deleted(self, path: str) -> list[StoredObject]:
        """The deleted objects that the list of this path still shows."""
        since = self.clock() - self.settings.lists_keep_deleted_seconds
        self._deleted = [kept for kept in self._deleted if kept[0] > since]
        return [it for _, listed_in, it in self._deleted if listed_in == path]

    def is_new(self, it: StoredObject, seconds: float) -> bool:
        """Whether an object was created less than so many seconds ago."""
        return seconds > 0 and it.made_at > self.clock() - seconds

    def owner(self, it: StoredObject) -> Account:
        """The account of an object."""
        return self.accounts[it.account_sid]

    def add_account(self, account: Account) -> None:
        """Take in an account with its token."""
        self.accounts[account.sid] = account
        self.users[account.sid] = (account.auth_token, account)

    def add_api_key(self, account: Account, sid: str, secret: str) -> None:
        """Let an API key speak for an account."""
        account.api_keys[sid] = secret
        self.users[sid] = (secret, account)

    def release_phone_number(self, account: Account, sid: str) -> None:
        """Take a phone number away; its assignments stay behind, as Twilio's do."""
        del account.phone_numbers[sid]
        del self.phone_numbers[sid]

    def remove_bundle(self, bundle: Bundle) -> None:
        """Remove a bundle, its assignments, and its links to other bundles."""
        for endpoint in list(bundle.endpoints.values()):
            self.remove_endpoint(endpoint)
        for entity in list(bundle.entities.values()):
            self.remove_entity(entity)
        for link in list(self.assignments_by_object.get(bundle.sid, {}).values()):
            self.remove_entity(link)
        del self.owner(bundle).bundles[bundle.kind][bundle.sid]

    def add_entity(self, entity: EntityAssignment) -> None:
        """Put an object on a bundle."""
        bundle = entity.bundle
        bundle.entities[entity.sid] = entity
        bundle.entities_by_object.setdefault(entity.object_sid, {})[entity.sid] = entity
        self.assignments_by_object.setdefault(entity.object_sid, {})[entity.sid] = entity

    def remove_entity(self, entity: EntityAssignment) -> None:
        """Take an object off its bundle."""
        del entity.bundle.entities[entity.sid]
        _take(entity.bundle.entities_by_object, entity.object_sid, entity.sid)
        _take(self.assignments_by_object, entity.object_sid, entity.sid)

    def add_endpoint(self, endpoint: ChannelEndpointAssignment) -> None:
        """Put a number on a bundle."""
        bundle, number = endpoint.bundle, endpoint.channel_endpoint_sid
        bundle.endpoints[endpoint.sid] = endpoint
        bundle.endpoints_by_number.setdefault(number, {})[endpoint.sid] = endpoint
        if bundle.kind is BundleKind.TRUST_PRODUCT:
            self.products_by_number.setdefault(number, {})[endpoint.sid] = endpoint

    def remove_endpoint(self, endpoint: ChannelEndpointAssignment) -> None:
        """Take a number off its bundle."""
        bundle, number = endpoint.bundle, endpoint.channel_endpoint_sid
        del bundle.endpoints[endpoint.sid]
        _take(bundle.endpoints_by_number, number, endpoint.sid)
        if bundle.kind is BundleKind.TRUST_PRODUCT:
            _take(self.products_by_number, number, endpoint.sid)

    def profile(self, account: Account, sid: str) -> Bundle | None:
        """The customer profile with this SID, in the account or in its parent."""
        profiles = account.bundles[BundleKind.CUSTOMER_PROFILE]
        if sid in profiles or account.parent is None:
            return profiles.get(sid)
        return account.parent.bundles[BundleKind.CUSTOMER_PROFILE].get(sid)


@lru_cache(maxsize=8)
def _instant(seconds: int) -> datetime:
    """The time of a second; a seed asks for the same one thousands of times."""
    return datetime.fromtimestamp(seconds, tz=timezone.utc)


def _take(index: Index[Any], key: str, sid: str) -> None:
    """Remove an entry from an index and leave no empty place behind."""
    entries = index[key]
    del entries[sid]
    if not entries:
        del index[key]
