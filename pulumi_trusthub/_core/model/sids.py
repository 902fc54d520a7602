"""SIDs: the kind of object for each prefix, and the problems of a text that is no SID."""

from __future__ import annotations

import re

from .errors import InvalidIdError

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

_BUNDLES = {"CustomerProfiles", "TrustProducts"}

_SID = re.compile(r"[A-Z]{2}[0-9a-fA-F]{32}")
_ANY_SID = re.compile(r"[a-zA-Z]{2}[0-9a-fA-F]{32}")
_SID_IN_TEXT = re.compile(r"\b([a-zA-Z]{2})([0-9a-fA-F]{32})\b")
_PLACEHOLDER = re.compile(r"(?i)(your|my|the|insert|replace)[_ -]|x{8,}|<.*>|^\$\{?\w+")


def wrong_kind_of_sid(value: str, allowed: set[str], wanted: str) -> str | None:
    """Say that a SID is of a wrong kind; None where its kind is allowed.

    Unknown kinds pass: Twilio has more than this module lists.
    """
    prefix = value[:2]
    if prefix in allowed or prefix not in SID_KINDS or not _SID.fullmatch(value):
        return None
    return f"is the SID of {with_article(SID_KINDS[prefix])}; {wanted} is needed here"


def sid_problem(value: str, prefix: str | None) -> str | None:  # noqa: PLR0911 - one per mistake
    """Say what is wrong with a SID; None where nothing is.

    Without a prefix, a SID of any kind will do.
    """
    wanted = f"{prefix or 'two letters'} and 32 hexadecimal digits"
    kind = SID_KINDS.get(prefix or "", "object")
    collection, slash, _ = value.partition("/")
    if slash and collection in _BUNDLES:
        return f"is a path below {collection}: give the {kind} SID alone"
    if prefix is None and _ANY_SID.fullmatch(value):
        return _small_letters(value)
    if _SID.fullmatch(value):
        if value.startswith(prefix or value[:2]):
            return None
        other = SID_KINDS.get(value[:2], f"{value[:2]}… object")
        return (
            f"is the SID of {with_article(other)}; that of {with_article(kind)} is needed here "
            f"({prefix}…)"
        )
    if _PLACEHOLDER.search(value):
        return (
            f"still has the placeholder of an example; put the {kind} SID there ({wanted}), or an "
            f"output that has it"
        )
    if re.fullmatch(r"\+\d{6,15}", value):
        return "is a phone number; its SID is needed here (PN…): get_phone_numbers finds it"
    return f"is not a SID of {with_article(kind)}: {wanted}"


def _small_letters(value: str) -> str | None:
    """Say that a SID begins with small letters.

    The pattern of the OpenAPI file has them, but what Twilio answers begins with capitals, and
    would be another SID than the declared one.
    """
    kind = value[:2].upper()
    if value.startswith(kind) or kind not in SID_KINDS:
        return None
    return f"begins with small letters: the SID of {with_article(SID_KINDS[kind])} is {kind}…"


def with_article(noun: str) -> str:
    """Write a noun with its article."""
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"


def in_one_case(text: str) -> str:
    """Write the SIDs of a text with small letters: hexadecimal digits have no case."""
    digits = text[2:]
    if digits == digits.lower():  # as Twilio writes them
        return text
    return _SID_IN_TEXT.sub(lambda found: found[1] + found[2].lower(), text)


def endpoint_problem(value: str) -> str | None:
    """Say what is wrong with the SID of a channel endpoint; None where nothing is.

    Twilio's guides use phone numbers alone, but the API takes a SID of any kind.
    """
    wanted = "the SID of a phone number (PN…)"
    return wrong_kind_of_sid(value, {"PN"}, wanted) or sid_problem(value, None)


def last_sid(id_: str) -> str:
    """Take the SID at the end of an id."""
    return id_.rsplit("/", 1)[-1]


def require_sid(id_: str, prefix: str, noun: str) -> str:
    """Return an id, a SID with this prefix, in one case, or raise an :class:`InvalidIdError`."""
    if sid_problem(id_, prefix) is not None:
        raise InvalidIdError(
            f"{id_!r} is not the id of {with_article(noun)}, which is its SID: {prefix}…."
        )
    return in_one_case(id_)
