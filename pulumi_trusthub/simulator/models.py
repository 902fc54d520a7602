"""What a simulated Twilio holds: the objects, and the store that finds them without searching."""

from __future__ import annotations

import dataclasses
import enum
import hashlib
import time
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

from .policies import POLICIES, BundleKind, Policy
from .settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable


class Status(str, enum.Enum):
    """The status of a bundle."""

    DRAFT = "draft"
    PENDING_REVIEW = "pending-review"
    IN_REVIEW = "in-review"
    REJECTED = "twilio-rejected"
    APPROVED = "twilio-approved"


UNDER_REVIEW = frozenset({Status.PENDING_REVIEW, Status.IN_REVIEW})


class DocumentStatus(str, enum.Enum):
    """The status of a supporting document, in the capitals that Twilio answers with."""

    DRAFT = "DRAFT"
    PENDING_REVIEW = "PENDING_REVIEW"
    REJECTED = "REJECTED"
    APPROVED = "APPROVED"
    EXPIRED = "EXPIRED"
    PROVISIONALLY_APPROVED = "PROVISIONALLY_APPROVED"


@dataclasses.dataclass(slots=True, eq=False, kw_only=True)
class Item:
    """What all objects have."""

    sid: str
    number: int
    """The place in the order of creation, which lists and page tokens go by."""
    account_sid: str
    date_created: datetime
    date_updated: datetime
    hidden_reads: int = 0
    """How many reads still miss the object."""


@dataclasses.dataclass(slots=True, eq=False, kw_only=True)
class EntityAssignment(Item):
    """An end user, a document or a customer profile on a bundle."""

    bundle: Bundle
    object_sid: str


@dataclasses.dataclass(slots=True, eq=False, kw_only=True)
class ChannelEndpointAssignment(Item):
    """A phone number on a bundle."""

    bundle: Bundle
    channel_endpoint_sid: str
    channel_endpoint_type: str


@dataclasses.dataclass(slots=True, eq=False, kw_only=True)
class Evaluation(Item):
    """The answer to: does this bundle have what its policy wants?"""

    bundle: Bundle
    policy_sid: str
    status: str
    results: list[dict[str, Any]]


@dataclasses.dataclass(slots=True, eq=False, kw_only=True)
class Bundle(Item):
    """A customer profile or a trust product."""

    kind: BundleKind
    policy_sid: str
    friendly_name: str
    email: str
    status_callback: str | None = None
    status: Status = Status.DRAFT
    valid_until: datetime | None = None
    errors: list[int] = dataclasses.field(default_factory=list)
    submitted_at: float | None = None
    entities: dict[str, EntityAssignment] = dataclasses.field(default_factory=dict)
    endpoints: dict[str, ChannelEndpointAssignment] = dataclasses.field(default_factory=dict)
    endpoints_by_number: dict[str, dict[str, ChannelEndpointAssignment]] = dataclasses.field(
        default_factory=dict
    )
    entities_by_object: dict[str, dict[str, EntityAssignment]] = dataclasses.field(
        default_factory=dict
    )
    evaluations: dict[str, Evaluation] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(slots=True, eq=False, kw_only=True)
class EndUser(Item):
    """A person or a business."""

    friendly_name: str
    type: str
    attributes: dict[str, Any]


@dataclasses.dataclass(slots=True, eq=False, kw_only=True)
class SupportingDocument(Item):
    """A document, which here is a list of addresses."""

    friendly_name: str
    type: str
    attributes: dict[str, Any]
    status: DocumentStatus = DocumentStatus.DRAFT


@dataclasses.dataclass(slots=True, eq=False, kw_only=True)
class Address(Item):
    """A postal address of the 2010 API."""

    customer_name: str
    street: str
    street_secondary: str | None
    city: str
    region: str
    postal_code: str
    iso_country: str
    friendly_name: str | None
    emergency_enabled: bool
    validated: bool


@dataclasses.dataclass(slots=True, eq=False, kw_only=True)
class PhoneNumber(Item):
    """A phone number of the 2010 API."""

    phone_number: str
    friendly_name: str


@dataclasses.dataclass(slots=True, eq=False, kw_only=True)
class Account(Item):
    """An account or a subaccount, and all that it owns."""

    auth_token: str
    friendly_name: str
    parent: Account | None = None
    api_keys: dict[str, str] = dataclasses.field(default_factory=dict)
    bundles: dict[BundleKind, dict[str, Bundle]] = dataclasses.field(
        default_factory=lambda: {kind: {} for kind in BundleKind}
    )
    end_users: dict[str, EndUser] = dataclasses.field(default_factory=dict)
    supporting_documents: dict[str, SupportingDocument] = dataclasses.field(default_factory=dict)
    addresses: dict[str, Address] = dataclasses.field(default_factory=dict)
    phone_numbers: dict[str, PhoneNumber] = dataclasses.field(default_factory=dict)

    def reaches(self, other: Account) -> bool:
        """Whether credentials of this account open the other one: itself, or a subaccount."""
        return other is self or other.parent is self


class World:
    """Everything there is, with the indexes that keep ten thousand numbers quick."""

    def __init__(
        self,
        *,
        clock: Callable[[], float] = time.time,
        settings: Settings | None = None,
        seed: str = "trusthub",
    ) -> None:
        self.clock = clock
        self.settings = settings or Settings()
        self.policies: dict[str, Policy] = {policy.sid: policy for policy in POLICIES}
        self.accounts: dict[str, Account] = {}
        self.users: dict[str, tuple[str, Account]] = {}
        """User name of basic auth (AC… or SK…) to its password and account."""
        self.phone_numbers: dict[str, PhoneNumber] = {}
        self.products_by_number: dict[str, dict[str, ChannelEndpointAssignment]] = {}
        """Phone number SID to its assignments on trust products of any account."""
        self.assignments_by_object: dict[str, dict[str, EntityAssignment]] = {}
        """SID of an end user, document or profile to where it is assigned."""
        self.callbacks: list[dict[str, Any]] = []
        """The status callbacks that Twilio would have sent."""
        self._seed = seed
        self._count = 0

    def now(self) -> datetime:
        """The simulator's time, in whole seconds as Twilio tells it."""
        return datetime.fromtimestamp(int(self.clock()), tz=timezone.utc)

    def new_sid(self, prefix: str) -> tuple[str, int]:
        """The next SID, which looks random and is the same in every run, and its number."""
        self._count += 1
        digest = hashlib.blake2b(f"{self._seed}/{self._count}".encode(), digest_size=16)
        return prefix + digest.hexdigest(), self._count

    def made(self, prefix: str, account_sid: str, *, lag: bool = True) -> dict[str, Any]:
        """The fields of a new object that all objects have."""
        sid, number = self.new_sid(prefix)
        now = self.now()
        return {
            "sid": sid,
            "number": number,
            "account_sid": account_sid,
            "date_created": now,
            "date_updated": now,
            "hidden_reads": self.settings.read_lag if lag else 0,
        }

    def add_account(self, account: Account) -> None:
        """Take in an account with its token."""
        self.accounts[account.sid] = account
        self.users[account.sid] = (account.auth_token, account)

    def add_api_key(self, account: Account, sid: str, secret: str) -> None:
        """Let an API key speak for an account."""
        account.api_keys[sid] = secret
        self.users[sid] = (secret, account)

    def add_phone_number(self, account: Account, number: PhoneNumber) -> None:
        """Give an account a phone number."""
        account.phone_numbers[number.sid] = number
        self.phone_numbers[number.sid] = number

    def release_phone_number(self, account: Account, sid: str) -> None:
        """Take a phone number away; its assignments stay behind, as Twilio's do."""
        del account.phone_numbers[sid]
        del self.phone_numbers[sid]

    def add_bundle(self, account: Account, bundle: Bundle) -> None:
        """Take in a bundle."""
        account.bundles[bundle.kind][bundle.sid] = bundle

    def remove_bundle(self, account: Account, bundle: Bundle) -> None:
        """Forget a bundle, what is on it, and where it is linked."""
        for endpoint in list(bundle.endpoints.values()):
            self.remove_endpoint(endpoint)
        for entity in list(bundle.entities.values()):
            self.remove_entity(entity)
        for link in list(self.assignments_by_object.get(bundle.sid, {}).values()):
            self.remove_entity(link)
        del account.bundles[bundle.kind][bundle.sid]

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
        """The customer profile with this SID, in the account or in the one above it."""
        profiles = account.bundles[BundleKind.CUSTOMER_PROFILE]
        if sid in profiles or account.parent is None:
            return profiles.get(sid)
        return account.parent.bundles[BundleKind.CUSTOMER_PROFILE].get(sid)


def _take(index: dict[str, dict[str, Any]], key: str, sid: str) -> None:
    """Remove an entry from an index and leave no empty place behind."""
    entries = index[key]
    del entries[sid]
    if not entries:
        del index[key]
