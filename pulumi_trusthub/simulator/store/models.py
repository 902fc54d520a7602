"""The objects that a simulated Twilio holds."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from .policies import BundleKind


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


@dataclass(slots=True, eq=False, kw_only=True)
class StoredObject:
    """What all objects have."""

    sid: str
    sequence: int
    """The place in the order of creation, which lists and page tokens go by."""
    account_sid: str
    date_created: datetime
    date_updated: datetime
    reads_until_visible: int = 0
    """How many reads still miss the object."""
    made_at: float = 0.0
    """When the object was created, to the split second; 0 for what was always there."""


AnyObject = TypeVar("AnyObject", bound=StoredObject)


Index = dict[str, dict[str, AnyObject]]
"""Objects by a SID that they name, then by their own."""


class Collection(dict[str, AnyObject]):
    """Objects by SID in the order of their creation; a page needs no look at all of them."""

    __slots__ = ("_in_order",)

    def __init__(self) -> None:
        super().__init__()
        self._in_order: list[AnyObject] | None = None

    def __setitem__(self, sid: str, it: AnyObject) -> None:
        self._in_order = None
        super().__setitem__(sid, it)

    def __delitem__(self, sid: str) -> None:
        self._in_order = None
        super().__delitem__(sid)

    def in_order(self) -> list[AnyObject]:
        """The objects, which nobody may change; the same list until an object comes or goes."""
        if self._in_order is None:
            self._in_order = list(self.values())
        return self._in_order


@dataclass(slots=True, eq=False, kw_only=True)
class EntityAssignment(StoredObject):
    """An end user, a document or a customer profile on a bundle."""

    bundle: Bundle
    object_sid: str


@dataclass(slots=True, eq=False, kw_only=True)
class ChannelEndpointAssignment(StoredObject):
    """A phone number on a bundle."""

    bundle: Bundle
    channel_endpoint_sid: str
    channel_endpoint_type: str


@dataclass(slots=True, eq=False, kw_only=True)
class Evaluation(StoredObject):
    """The answer to: does this bundle have what its policy wants?"""

    bundle: Bundle
    policy_sid: str
    status: str
    results: list[dict[str, Any]]


@dataclass(slots=True, eq=False, kw_only=True)
class Bundle(StoredObject):
    """A customer profile or a trust product."""

    kind: BundleKind
    policy_sid: str
    friendly_name: str
    email: str
    status_callback: str | None = None
    status: Status = Status.DRAFT
    valid_until: datetime | None = None
    errors: list[int] = field(default_factory=list)
    submitted_at: float | None = None
    entities: Collection[EntityAssignment] = field(default_factory=Collection)
    endpoints: Collection[ChannelEndpointAssignment] = field(default_factory=Collection)
    endpoints_by_number: Index[ChannelEndpointAssignment] = field(default_factory=dict)
    entities_by_object: Index[EntityAssignment] = field(default_factory=dict)
    evaluations: Collection[Evaluation] = field(default_factory=Collection)


@dataclass(slots=True, eq=False, kw_only=True)
class EndUser(StoredObject):
    """A person or a business."""

    friendly_name: str
    type: str
    attributes: dict[str, Any]


@dataclass(slots=True, eq=False, kw_only=True)
class SupportingDocument(StoredObject):
    """A document, which here is a list of addresses."""

    friendly_name: str
    type: str
    attributes: dict[str, Any]
    status: DocumentStatus = DocumentStatus.DRAFT


@dataclass(slots=True, eq=False, kw_only=True)
class Address(StoredObject):
    """A postal address of the 2010 API."""

    customer_name: str
    street: str
    city: str
    region: str
    postal_code: str
    iso_country: str
    street_secondary: str | None = None
    friendly_name: str | None = None
    emergency_enabled: bool = False
    validated: bool = False


@dataclass(slots=True, eq=False, kw_only=True)
class PhoneNumber(StoredObject):
    """A phone number of the 2010 API."""

    phone_number: str
    friendly_name: str


@dataclass(slots=True, eq=False, kw_only=True)
class Account(StoredObject):
    """An account or a subaccount, with everything in its possession."""

    auth_token: str
    friendly_name: str
    parent: Account | None = None
    api_keys: dict[str, str] = field(default_factory=dict)
    bundles: dict[BundleKind, Collection[Bundle]] = field(
        default_factory=lambda: {kind: Collection() for kind in BundleKind}
    )
    end_users: Collection[EndUser] = field(default_factory=Collection)
    supporting_documents: Collection[SupportingDocument] = field(default_factory=Collection)
    addresses: Collection[Address] = field(default_factory=Collection)
    phone_numbers: Collection[PhoneNumber] = field(default_factory=Collection)

    def reaches(self, other: Account) -> bool:
        """Whether credentials of this account open the other one: itself, or a subaccount."""
        return other is self or other.parent is self
