"""Ids and SIDs: which kind of object they stand for, and what is wrong with those that are not.

A thing of its own has its SID as id.  An assignment has its path in the API below ``/v1/``, and a
submission that of its bundle, because a BU SID alone does not tell a trust product from a customer
profile (Twilio's OpenAPI file, ``sid`` patterns).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ._errors import InvalidIdError

TRUST_PRODUCTS = "TrustProducts"
CUSTOMER_PROFILES = "CustomerProfiles"
END_USERS = "EndUsers"
SUPPORTING_DOCUMENTS = "SupportingDocuments"
ENTITY_ASSIGNMENTS = "EntityAssignments"
CHANNEL_ENDPOINT_ASSIGNMENTS = "ChannelEndpointAssignments"
EVALUATIONS = "Evaluations"

SID_KINDS = {
    "AC": "account",
    "AD": "address",
    "BU": "bundle (trust product or customer profile)",
    "BV": "entity assignment",
    "EL": "evaluation",
    "IT": "end user",
    "OY": "end user or supporting document type",
    "PN": "phone number",
    "RA": "channel endpoint assignment",
    "RD": "supporting document",
    "RN": "policy",
}
BUNDLE_INPUTS = ("trust_product_sid", "customer_profile_sid")
BUNDLE_NOUNS = {TRUST_PRODUCTS: "trust product", CUSTOMER_PROFILES: "customer profile"}

_SID = re.compile(r"[A-Z]{2}[0-9a-fA-F]{32}")
_ANY_SID = re.compile(r"[a-zA-Z]{2}[0-9a-fA-F]{32}")
_PLACEHOLDER = re.compile(r"(?i)(your|my|the|insert|replace)[_ -]|x{8,}|<.*>|^\$\{?\w+")


def wrong_kind_of_sid(value: str, allowed: set[str], wanted: str) -> str | None:
    """Say that a SID is of a kind that cannot be meant, None where it may be.

    Kinds that are not known pass: Twilio has more than this module.
    """
    prefix = value[:2]
    if prefix in allowed or prefix not in SID_KINDS or not _SID.fullmatch(value):
        return None
    return f"is the SID of {_a(SID_KINDS[prefix])}; {wanted} is needed here"


def sid_problem(value: str, prefix: str | None) -> str | None:  # noqa: PLR0911 - one per mistake
    """Say what is wrong with a SID, None where nothing is.

    Args:
        value: What was given.
        prefix: The two letters it must begin with; None allows any kind.
    """
    wanted = f"{prefix or 'two letters'} and 32 hexadecimal digits"
    kind = SID_KINDS.get(prefix or "", "object")
    collection, slash, _ = value.partition("/")
    if slash and collection in BUNDLE_NOUNS:
        return f"is the id of something on a {BUNDLE_NOUNS[collection]}: give the {kind} SID alone"
    if prefix is None and _ANY_SID.fullmatch(value):
        return None
    if _SID.fullmatch(value):
        if value.startswith(prefix or value[:2]):
            return None
        other = SID_KINDS.get(value[:2], f"{value[:2]}… object")
        return f"is the SID of {_a(other)}; that of {_a(kind)} is needed here ({prefix}…)"
    if _PLACEHOLDER.search(value):
        return (
            f"still has the placeholder of an example; put the {kind} SID there ({wanted}), or an "
            f"output that has it"
        )
    if re.fullmatch(r"\+\d{6,15}", value):
        return "is a phone number; its SID is needed here (PN…): get_phone_numbers finds it"
    return f"is not a SID of {_a(kind)}: {wanted}"


def _a(noun: str) -> str:
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"


def endpoint_problem(value: str) -> str | None:
    """Say what is wrong with the SID of a channel endpoint, None where nothing is.

    Phone numbers are all that Twilio's guides know, but the API takes a SID of any kind.
    """
    wanted = "the SID of a phone number (PN…)"
    return wrong_kind_of_sid(value, {"PN"}, wanted) or sid_problem(value, None)


def last_sid(id_: str) -> str:
    """Take the SID at the end of an id."""
    return id_.rsplit("/", 1)[-1]


def require_sid(id_: str, prefix: str, noun: str) -> str:
    """Give back an id that is a SID of one kind.

    Raises:
        InvalidIdError: Shows the right form.
    """
    if sid_problem(id_, prefix) is not None:
        raise InvalidIdError(f"{id_!r} is not the id of a {noun}, which is its SID: {prefix}….")
    return id_


@dataclass(frozen=True)
class Kind:
    """One of the two kinds of assignment.

    Attributes:
        collection: Its name in the API's paths.
        prefix: How its SIDs begin.
        joins: The field that holds the SID of what is attached.
        parameter: The same in a POST.
    """

    collection: str
    prefix: str
    joins: str
    parameter: str


ENTITY = Kind(ENTITY_ASSIGNMENTS, "BV", "object_sid", "ObjectSid")
CHANNEL_ENDPOINT = Kind(
    CHANNEL_ENDPOINT_ASSIGNMENTS, "RA", "channel_endpoint_sid", "ChannelEndpointSid"
)


def require_assignment(id_: str, kind: Kind) -> tuple[str, str]:
    """Split an assignment's id into the path of its bundle and its own SID.

    Raises:
        InvalidIdError: Shows the right form.
    """
    collection, prefix = kind.collection, kind.prefix
    parts = id_.split("/")
    if (
        len(parts) != 4  # noqa: PLR2004 - bundles, bundle, collection, assignment
        or parts[0] not in BUNDLE_NOUNS
        or sid_problem(parts[1], "BU")
        or parts[2] != collection
        or sid_problem(parts[3], prefix)
    ):
        raise InvalidIdError(
            f"{id_!r} is not the id of a {SID_KINDS[prefix]}, which is its path: "
            f"TrustProducts/BU…/{collection}/{prefix}… or "
            f"CustomerProfiles/BU…/{collection}/{prefix}…."
        )
    return f"{parts[0]}/{parts[1]}", parts[3]


def require_collection(id_: str, kind: Kind) -> str:
    """Give the path of the bundle in the id of all its assignments of one kind.

    Raises:
        InvalidIdError: Shows the right form.
    """
    bundle, _, collection = id_.rpartition("/")
    parent, _, sid = bundle.partition("/")
    if collection != kind.collection or parent not in BUNDLE_NOUNS or sid_problem(sid, "BU"):
        raise InvalidIdError(
            f"{id_!r} is not the id of a bundle's {SID_KINDS[kind.prefix]}s, which is their path: "
            f"TrustProducts/BU…/{kind.collection} or CustomerProfiles/BU…/{kind.collection}."
        )
    return bundle


def require_evaluation(id_: str) -> str:
    """Give the path of the bundle in an evaluation's id.

    Raises:
        InvalidIdError: Shows the right form.
    """
    bundle, _, sid = id_.partition(f"/{EVALUATIONS}/")
    collection, _, bundle_sid = bundle.partition("/")
    if collection not in BUNDLE_NOUNS or sid_problem(bundle_sid, "BU") or sid_problem(sid, "EL"):
        raise InvalidIdError(
            f"{id_!r} is not the id of an evaluation, which is its path: "
            f"TrustProducts/BU…/{EVALUATIONS}/EL… or CustomerProfiles/BU…/{EVALUATIONS}/EL…."
        )
    return bundle


def require_bundle_path(id_: str, noun: str) -> str:
    """Give back an id that is the path of a bundle.

    Raises:
        InvalidIdError: Shows the right form.
    """
    collection, _, sid = id_.partition("/")
    if collection not in BUNDLE_NOUNS or sid_problem(sid, "BU"):
        raise InvalidIdError(
            f"{id_!r} is not the id of a {noun}, which is its bundle's path: TrustProducts/BU… or "
            f"CustomerProfiles/BU…."
        )
    return id_


def describe(path: str) -> str:
    """Name a bundle for people: ``trust product BU…``."""
    collection, _, sid = path.partition("/")
    return f"{BUNDLE_NOUNS[collection]} {sid}"
