"""Loading of seeds: accounts and their objects from JSON.

`docs/testing.md` says how a seed is written, and `seed_schema.py` checks that. An account with the
SID of one that exists is added to; without a SID a new one is made. Objects point at each other by
SID or by friendly name, and at numbers by SID or in E.164. Seeds know no rules: what Trust Hub
would refuse can be seeded all the same.
"""

from __future__ import annotations

import dataclasses
import itertools
import re
import sys
from collections import ChainMap
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from ..rules.assignments import PHONE_NUMBER
from ..store import models
from ..store.models import Account, Bundle, Status
from ..store.policies import PRIMARY_CUSTOMER_PROFILE, SHAKEN_STIR, BundleKind, Policy
from ..store.store import Store
from . import seed_schema
from .seed_schema import UnknownSeedError

_FICTIONAL_PER_AREA = 100
_BUNDLE_FIELDS = {"friendly_name", "email", "status_callback", "status", "errors"}


def load_seed(store: Store, document: Any) -> list[dict[str, Any]]:
    """Plant a seed; the answer says which SIDs came of it, account by account."""
    seed = seed_schema.parse_seed(document)
    for policy in seed.policies:
        store.policies[policy.sid] = Policy(**dict(policy))
    numbers = _Numbers(store)
    return [
        _SeedLoader(store, account, numbers, path=f"accounts[{place}]").load()
        for place, account in enumerate(seed.accounts)
    ]


def fictional_numbers() -> Iterator[str]:
    """Numbers that are set aside for fiction, some 60,000 of them."""
    for area in range(201, 1000):
        if area % 100 != 11 and area != 555:  # noqa: PLR2004 - N11 and 555 are no area codes
            yield from (f"+1{area}55501{last:02}" for last in range(_FICTIONAL_PER_AREA))


class _Numbers:
    """The phone numbers of all accounts by E.164, so that no reference scans the store."""

    def __init__(self, store: Store) -> None:
        self.sids: dict[str, str] = {}
        for sid, it in store.phone_numbers.items():
            self.sids.setdefault(it.phone_number, sid)
        self.free = (number for number in fictional_numbers() if number not in self.sids)


@dataclasses.dataclass
class _SeedLoader:
    """Loads one account."""

    store: Store
    seed: seed_schema.AccountSeed
    numbers: _Numbers
    path: str
    parent: Account | None = None

    def __post_init__(self) -> None:
        self.account = self._account()

    def load(self) -> dict[str, Any]:
        """Load the objects of the account, referenced objects first."""
        seed, account = self.seed, self.account
        return {
            "sid": account.sid,
            "auth_token": account.auth_token,
            "api_keys": [self._api_key(it) for it in seed.api_keys],
            "phone_numbers": self._phone_numbers(),
            "addresses": self._objects("addresses", models.Address, "AD"),
            "end_users": self._objects("end_users", models.EndUser, "IT"),
            "supporting_documents": self._objects(
                "supporting_documents", models.SupportingDocument, "RD"
            ),
            "customer_profiles": self._bundles("customer_profiles", BundleKind.CUSTOMER_PROFILE),
            "trust_products": self._bundles("trust_products", BundleKind.TRUST_PRODUCT),
            "subaccounts": [
                _SeedLoader(self.store, it, self.numbers, path=path, parent=self.account).load()
                for path, it in self._entries("subaccounts")
            ],
        }

    def _entries(self, key: str) -> Iterator[tuple[str, Any]]:
        """The entries of a list of the account, each with its path."""
        for place, entry in enumerate(getattr(self.seed, key)):
            yield f"{self.path}.{key}[{place}]", entry

    def _account(self) -> Account:
        seed = self.seed
        if seed.sid in self.store.accounts:
            return self.store.accounts[seed.sid]
        made = self.store.new_fields("AC", "", lag=False)
        sid = seed.sid or made["sid"]
        account = Account(
            **made | {"sid": sid, "account_sid": sid},
            auth_token=seed.auth_token or self.store.new_sid("")[0],
            friendly_name=seed.friendly_name,
            parent=self.parent,
        )
        self.store.add_account(account)
        return account

    def _new_fields(self, prefix: str, sid: str = "") -> dict[str, Any]:
        made = self.store.new_fields(prefix, self.account.sid, lag=False)
        return made | ({"sid": sid} if sid else {})

    def _api_key(self, seed: seed_schema.ApiKeySeed) -> dict[str, str]:
        sid = seed.sid or self.store.new_sid("SK")[0]
        secret = seed.secret or self.store.new_sid("")[0]
        self.store.add_api_key(self.account, sid, secret)
        return {"sid": sid, "secret": secret}

    def _phone_numbers(self) -> dict[str, str]:
        entries = self.seed.phone_numbers
        if isinstance(entries, int):
            entries = self._fictional(entries)
        planted = {}
        for entry in entries:
            sid = self._own(self.store.phone_numbers, models.PhoneNumber, "PN", entry)
            self.account.phone_numbers[sid] = self.store.phone_numbers[sid]
            self.numbers.sids.setdefault(entry.phone_number, sid)
            planted[entry.phone_number] = sid
        return planted

    def _fictional(self, count: int) -> list[seed_schema.PhoneNumberSeed]:
        found = list(itertools.islice(self.numbers.free, min(count, sys.maxsize)))
        if len(found) < count:
            raise UnknownSeedError(
                f"{self.path}.phone_numbers is at most {len(found)}, as no more fictional "
                f"numbers are left, not {count}."
            )
        return [seed_schema.PhoneNumberSeed.model_validate(number) for number in found]

    def _own(
        self, held: dict[str, Any], kind: type[Any], prefix: str, seed: seed_schema.OwnedSeed
    ) -> str:
        """Make an object from the fields of its seed, and return its SID."""
        fields = self._new_fields(prefix, seed.sid) | seed.model_dump(exclude={"sid"})
        held[fields["sid"]] = kind(**fields)
        return str(fields["sid"])

    def _objects(self, key: str, kind: type[Any], prefix: str) -> list[str]:
        held = getattr(self.account, key)
        return [self._own(held, kind, prefix, it) for it in getattr(self.seed, key)]

    def _bundles(self, key: str, kind: BundleKind) -> list[str]:
        return [self._bundle(kind, it, path=path).sid for path, it in self._entries(key)]

    def _bundle(self, kind: BundleKind, seed: seed_schema.BundleSeed, *, path: str) -> Bundle:
        profile = kind is BundleKind.CUSTOMER_PROFILE
        policy = seed.policy_sid or (PRIMARY_CUSTOMER_PROFILE if profile else SHAKEN_STIR)
        if policy not in self.store.policies:
            raise UnknownSeedError(f"{path}.policy_sid: there is no policy {policy!r}.")
        ends = self.store.now(in_days=self.store.settings.approval_days)
        bundle = Bundle(
            **self._new_fields("BU", seed.sid),
            kind=kind,
            policy_sid=policy,
            **seed.model_dump(include=_BUNDLE_FIELDS),
            valid_until=ends if seed.status is Status.APPROVED else None,
            submitted_at=self.store.clock(),
        )
        self.account.bundles[kind][bundle.sid] = bundle
        if profile:
            self._profiles.setdefault(bundle.friendly_name, bundle.sid)
        for key in ("customer_profiles", "entities"):
            for place, name in enumerate(getattr(seed, key)):
                self._link(bundle, self._entity_sid(name, path=f"{path}.{key}[{place}]"))
        for place, number in enumerate(seed.phone_numbers):
            sid = self._number_sid(number, path=f"{path}.phone_numbers[{place}]")
            fields = self._new_fields("RA") | {"channel_endpoint_type": PHONE_NUMBER}
            fields |= {"channel_endpoint_sid": sid, "bundle": bundle}
            self.store.add_endpoint(models.ChannelEndpointAssignment(**fields))
        if seed.automatic_shaken_stir_product:
            automatic = seed_schema.BundleSeed(friendly_name="SHAKEN/STIR", status=Status.APPROVED)
            self._link(self._bundle(BundleKind.TRUST_PRODUCT, automatic, path=path), bundle.sid)
        return bundle

    def _link(self, bundle: Bundle, object_sid: str) -> None:
        self.store.add_entity(
            models.EntityAssignment(**self._new_fields("BV"), bundle=bundle, object_sid=object_sid)
        )

    def _entity_sid(self, name: str, *, path: str) -> str:
        if re.fullmatch(r"(?:BU|IT|RD)[0-9a-fA-F]{32}", name):
            return name
        if name in self._names:
            return self._names[name]
        raise UnknownSeedError(f"{path}: nothing in {self.account.sid} is called {name!r}.")

    @cached_property
    def _profiles(self) -> dict[str, str]:
        """The account's customer profiles by name; each that is loaded is added."""
        return _by_name(self.account.bundles[BundleKind.CUSTOMER_PROFILE])

    @cached_property
    def _names(self) -> Mapping[str, str]:
        """What an entity may mean by its name: the first match counts."""
        account, parent = self.account, self.account.parent
        return ChainMap(
            self._profiles,
            _by_name(account.end_users),
            _by_name(account.supporting_documents),
            _by_name(parent.bundles[BundleKind.CUSTOMER_PROFILE]) if parent else {},
        )

    def _number_sid(self, number: str, *, path: str) -> str:
        sid = number if number in self.store.phone_numbers else self.numbers.sids.get(number)
        if sid is None:
            raise UnknownSeedError(f"{path}: there is no phone number {number!r}.")
        return sid


def _by_name(objects: Mapping[str, Any]) -> dict[str, str]:
    """SIDs by friendly name; of several with one name the first."""
    return {it.friendly_name: sid for sid, it in reversed(list(objects.items()))}
