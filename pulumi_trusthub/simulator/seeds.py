"""Worlds from JSON: what a test wants to be there before it begins.

`docs/testing.md` says how a seed is written, and `seed_keys.py` checks that. An account with the
SID of one that exists is added to; without a SID a new one is made. Objects point at each other by
SID or by friendly name, and at numbers by SID or in E.164. Seeds know no rules: what Trust Hub
would refuse can be seeded all the same.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from .models import (
    Account,
    Address,
    Bundle,
    ChannelEndpointAssignment,
    DocumentStatus,
    EndUser,
    EntityAssignment,
    PhoneNumber,
    Status,
    SupportingDocument,
    World,
)
from .policies import PRIMARY_CUSTOMER_PROFILE, SHAKEN_STIR, BundleKind, Policy
from .reviews import VALIDITY
from .seed_keys import KEYS, UnknownSeedError, check_seed

if TYPE_CHECKING:
    from collections.abc import Iterator

_FICTIONAL_PER_AREA = 100


def plant(world: World, seed: dict[str, Any]) -> list[dict[str, Any]]:
    """Plant a seed; the answer says which SIDs came of it, account by account."""
    check_seed(seed)
    for policy in seed.get("policies", ()):
        world.policies[policy["sid"]] = Policy(
            sid=policy["sid"],
            friendly_name=policy["friendly_name"],
            kind=BundleKind(policy["kind"]),
        )
    return [
        _Planter(world, account, path=f"accounts[{place}]").plant()
        for place, account in enumerate(seed.get("accounts", ()))
    ]


def fictional_numbers() -> Iterator[str]:
    """Numbers that are set aside for fiction, some 60,000 of them."""
    for area in range(201, 1000):
        if area % 100 != 11 and area != 555:  # noqa: PLR2004 - N11 and 555 are no area codes
            yield from (f"+1{area}55501{last:02}" for last in range(_FICTIONAL_PER_AREA))


class _Planter:
    """Plants one account."""

    def __init__(
        self, world: World, seed: dict[str, Any], *, path: str, parent: Account | None = None
    ) -> None:
        self.world = world
        self.seed = seed
        self.path = path
        self.account = self._account(parent)

    def plant(self) -> dict[str, Any]:
        """Plant the account's things, those that others point at first."""
        seed = self.seed
        return {
            "sid": self.account.sid,
            "auth_token": self.account.auth_token,
            "api_keys": [self._api_key(it) for it in seed.get("api_keys", ())],
            "phone_numbers": self._phone_numbers(seed.get("phone_numbers", ())),
            "addresses": [self._address(it) for it in seed.get("addresses", ())],
            "end_users": [self._end_user(it) for it in seed.get("end_users", ())],
            "supporting_documents": [
                self._document(it) for it in seed.get("supporting_documents", ())
            ],
            "customer_profiles": [
                self._bundle(BundleKind.CUSTOMER_PROFILE, it, path=path).sid
                for path, it in self._entries("customer_profiles")
            ],
            "trust_products": [
                self._bundle(BundleKind.TRUST_PRODUCT, it, path=path).sid
                for path, it in self._entries("trust_products")
            ],
            "subaccounts": [
                _Planter(self.world, it, path=path, parent=self.account).plant()
                for path, it in self._entries("subaccounts")
            ],
        }

    def _entries(self, key: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """The entries of a list of the account, each with its path."""
        for place, entry in enumerate(self.seed.get(key, ())):
            yield f"{self.path}.{key}[{place}]", entry

    def _account(self, parent: Account | None) -> Account:
        seed = self.seed
        sid = seed.get("sid")
        if sid in self.world.accounts:
            return self.world.accounts[sid]
        made = self.world.made("AC", "", lag=False)
        account_sid = sid or made["sid"]
        account = Account(
            **made | {"sid": account_sid, "account_sid": account_sid},
            auth_token=seed.get("auth_token") or self.world.new_sid("")[0],
            friendly_name=seed.get("friendly_name", "Example"),
            parent=parent,
        )
        self.world.add_account(account)
        return account

    def _made(self, prefix: str, seed: dict[str, Any]) -> dict[str, Any]:
        made = self.world.made(prefix, self.account.sid, lag=False)
        return made | ({"sid": seed["sid"]} if "sid" in seed else {})

    def _api_key(self, seed: dict[str, Any]) -> dict[str, str]:
        sid = seed.get("sid") or self.world.new_sid("SK")[0]
        secret = seed.get("secret") or self.world.new_sid("")[0]
        self.world.add_api_key(self.account, sid, secret)
        return {"sid": sid, "secret": secret}

    def _phone_numbers(self, seed: Any) -> dict[str, str]:
        if isinstance(seed, int):
            taken = {it.phone_number for it in self.world.phone_numbers.values()}
            free = (number for number in fictional_numbers() if number not in taken)
            wanted, seed = seed, [it for _, it in zip(range(seed), free, strict=False)]
            if len(seed) < wanted:
                raise UnknownSeedError(
                    f"{self.path}.phone_numbers is at most {len(seed)}, as no more fictional "
                    f"numbers are left, not {wanted}."
                )
        planted = {}
        for entry in seed:
            number = {"phone_number": entry} if isinstance(entry, str) else entry
            e164 = number["phone_number"]
            made = PhoneNumber(
                **self._made("PN", number),
                phone_number=e164,
                friendly_name=number.get("friendly_name", e164),
            )
            self.world.add_phone_number(self.account, made)
            planted[e164] = made.sid
        return planted

    def _address(self, seed: dict[str, Any]) -> str:
        address = Address(
            **self._made("AD", seed),
            **{name: seed[name] for name in KEYS["address"].required},
            street_secondary=seed.get("street_secondary"),
            friendly_name=seed.get("friendly_name"),
            emergency_enabled=False,
            validated=False,
        )
        self.account.addresses[address.sid] = address
        return address.sid

    def _end_user(self, seed: dict[str, Any]) -> str:
        end_user = EndUser(
            **self._made("IT", seed),
            friendly_name=seed["friendly_name"],
            type=seed["type"],
            attributes=seed.get("attributes", {}),
        )
        self.account.end_users[end_user.sid] = end_user
        return end_user.sid

    def _document(self, seed: dict[str, Any]) -> str:
        document = SupportingDocument(
            **self._made("RD", seed),
            friendly_name=seed["friendly_name"],
            type=seed["type"],
            attributes=seed.get("attributes", {}),
            status=DocumentStatus(seed.get("status", "DRAFT")),
        )
        self.account.supporting_documents[document.sid] = document
        return document.sid

    def _bundle(self, kind: BundleKind, seed: dict[str, Any], *, path: str) -> Bundle:
        profile = kind is BundleKind.CUSTOMER_PROFILE
        policy = seed.get("policy_sid") or (PRIMARY_CUSTOMER_PROFILE if profile else SHAKEN_STIR)
        if policy not in self.world.policies:
            raise UnknownSeedError(f"{path}.policy_sid: there is no policy {policy!r}.")
        status = Status(seed.get("status", "draft"))
        bundle = Bundle(
            **self._made("BU", seed),
            kind=kind,
            policy_sid=policy,
            friendly_name=seed.get("friendly_name", "Example Business"),
            email=seed.get("email", "compliance@example.com"),
            status_callback=seed.get("status_callback"),
            status=status,
            errors=list(seed.get("errors", ())),
            valid_until=self.world.now() + VALIDITY if status is Status.APPROVED else None,
            submitted_at=self.world.clock(),
        )
        self.world.add_bundle(self.account, bundle)
        for key in ("customer_profiles", "entities"):
            for place, name in enumerate(seed.get(key, ())):
                self._link(bundle, self._entity_sid(name, path=f"{path}.{key}[{place}]"))
        for place, number in enumerate(seed.get("phone_numbers", ())):
            sid = self._number_sid(number, path=f"{path}.phone_numbers[{place}]")
            self._put_number(bundle, sid)
        if seed.get("automatic_shaken_stir_product"):
            product = self._bundle(
                BundleKind.TRUST_PRODUCT,
                {"friendly_name": "SHAKEN/STIR", "status": Status.APPROVED.value},
                path=path,
            )
            self._link(product, bundle.sid)
        return bundle

    def _link(self, bundle: Bundle, object_sid: str) -> None:
        made = self.world.made("BV", self.account.sid, lag=False)
        self.world.add_entity(EntityAssignment(**made, bundle=bundle, object_sid=object_sid))

    def _put_number(self, bundle: Bundle, number_sid: str) -> None:
        made = self.world.made("RA", self.account.sid, lag=False)
        self.world.add_endpoint(
            ChannelEndpointAssignment(
                **made,
                bundle=bundle,
                channel_endpoint_sid=number_sid,
                channel_endpoint_type="phone-number",
            )
        )

    def _entity_sid(self, name: str, *, path: str) -> str:
        if re.fullmatch(r"(?:BU|IT|RD)[0-9a-fA-F]{32}", name):
            return name
        account = self.account
        for objects in (
            account.bundles[BundleKind.CUSTOMER_PROFILE],
            account.end_users,
            account.supporting_documents,
            account.parent.bundles[BundleKind.CUSTOMER_PROFILE] if account.parent else {},
        ):
            for sid, it in objects.items():
                if it.friendly_name == name:
                    return sid
        raise UnknownSeedError(f"{path}: nothing in {account.sid} is called {name!r}.")

    def _number_sid(self, number: str, *, path: str) -> str:
        for sid, it in self.world.phone_numbers.items():
            if number in {sid, it.phone_number}:
                return sid
        raise UnknownSeedError(f"{path}: there is no phone number {number!r}.")
