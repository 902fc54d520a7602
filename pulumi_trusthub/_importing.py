"""What exists in an account, read for the file and the program that import it."""

from __future__ import annotations

import keyword
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ._assigning import bundle_input
from ._errors import LookupFailedError
from ._ids import CHANNEL_ENDPOINT, CUSTOMER_PROFILES, ENTITY, TRUST_PRODUCTS, last_sid
from ._people import END_USERS, SUPPORTING_DOCUMENTS, attributes_of
from ._waiting import locate_bundle
from .address import Address
from .customer_profile import CustomerProfile
from .end_user import EndUser
from .policies import Policy
from .supporting_document import SupportingDocument
from .trust_product import TrustProduct

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from ._client import Record, TrustHubClient
    from ._ids import Kind
    from ._provider import TrustHubProvider
    from ._resource import TrustHubResource

BUNDLES: dict[str, type[TrustHubResource]] = {
    CUSTOMER_PROFILES: CustomerProfile,
    TRUST_PRODUCTS: TrustProduct,
}
_ENTITIES: dict[str, tuple[str, type[TrustHubResource]]] = {
    "IT": (END_USERS, EndUser),
    "RD": (SUPPORTING_DOCUMENTS, SupportingDocument),
}
ADDRESS_SIDS = "address_sids"
_TAKEN = {"pulumi", "trusthub", "personal", "filter", "number", "sid"}


@dataclass
class Existing:
    """A bundle with everything on it, and the names it gets in a program.

    Attributes:
        path: The bundle's path.
        record: As Twilio wrote it.
        name: What the stack calls it.
        links: SID of what is attached, and the assignment's id.
        numbers: Number, its SID, and the assignment's id.
    """

    path: str
    record: Record
    name: str
    links: list[tuple[str, str]] = field(default_factory=list)
    numbers: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def collection(self) -> str:
        """Which of the two kinds it is."""
        return self.path.partition("/")[0]

    @property
    def parent_input(self) -> str:
        """The input by which what is on it names it."""
        return next(iter(bundle_input(self.path)))

    @property
    def variable(self) -> str:
        """What a program calls it."""
        return _variable("bundle", self.name)


@dataclass(frozen=True)
class Described:
    """A person, a document or an address: what has personal data in it.

    Attributes:
        resource: Its class.
        sid: Its SID.
        name: What the stack calls it.
        inputs: What would have made it.
        outputs: What the state will hold.
    """

    resource: type[TrustHubResource]
    sid: str
    name: str
    inputs: dict[str, Any]
    outputs: dict[str, Any]

    @property
    def variable(self) -> str:
        """What a program calls it."""
        return _variable("the", self.name)


@dataclass
class Found:
    """What is to be imported.

    Attributes:
        described: Addresses, people and documents, in this order.
        bundles: Profiles, then products.
        refused: Why some things cannot be declared, by SID; no text holds what they say.
    """

    described: list[Described] = field(default_factory=list)
    bundles: list[Existing] = field(default_factory=list)
    refused: dict[str, list[str]] = field(default_factory=dict)


def existing(client: TrustHubClient, wanted: Sequence[str]) -> Found:
    """Read bundles with everything on them, and the people, documents and addresses.

    Args:
        client: Whose they are.
        wanted: SIDs or paths of bundles, whose people, documents and addresses come along; none for
            everything but primary profiles and what belongs to them alone: those are made in
            Twilio's Console and shared by all that the account does.

    Raises:
        TrustHubError: One of them does not exist.
    """
    primary: dict[str, Record] = {}
    if wanted:
        paths = [locate_bundle(client, id_) for id_ in wanted]
        records = {path: client.fetch(path) for path in paths}
    else:
        records = {
            f"{collection}/{record['sid']}": record
            for collection in BUNDLES
            for record in client.records(collection)
        }
        policy = Policy.PRIMARY_CUSTOMER_PROFILE.value
        primary = {path: r for path, r in records.items() if r.get("policy_sid") == policy}
        records = {path: r for path, r in records.items() if path not in primary}
    found, unused = Found(), _unused()
    declarable = {path: r for path, r in records.items() if _can_be_declared(found, path, r)}
    found.bundles = _bundles(client, found, declarable, unused)
    linked = [sid for bundle in found.bundles for sid, _ in bundle.links]
    if wanted:
        entities = linked
        addresses = _addresses_of(client, entities)
    else:
        theirs = {sid for path in primary for sid, _ in _on(client, path, ENTITY)} - set(linked)
        listed = [r["sid"] for kind, _ in _ENTITIES.values() for r in client.records(kind)]
        entities = [sid for sid in listed if sid not in theirs]
        shared = set(_addresses_of(client, entities))
        theirs |= set(_addresses_of(client, [sid for sid in listed if sid in theirs])) - shared
        listed = [r["sid"] for r in client.records(f"{client.addresses()}.json")]
        addresses = [sid for sid in listed if sid not in theirs]
    for sid in dict.fromkeys([*addresses, *_sorted_by_kind(entities)]):
        _describe(found, sid, unused)
    return found


def _can_be_declared(found: Found, path: str, record: Record) -> bool:
    """Tell whether a program may say what a bundle says, and remember why where it may not."""
    provider = BUNDLES[path.partition("/")[0]]._verbs  # noqa: SLF001 - as the class itself does
    inputs = {name: record[name] for name in provider.inputs.model_fields if record.get(name)}
    return not _refused(found, record["sid"], provider, inputs)


def _refused(
    found: Found, sid: str, provider: TrustHubProvider, inputs: dict[str, Any]
) -> list[str]:
    failures = provider.check({}, inputs).failures
    reasons = [f"{failure.property} {failure.reason}".strip() for failure in failures]
    if reasons:
        found.refused[sid] = reasons
    return reasons


def _bundles(
    client: TrustHubClient,
    found: Found,
    records: dict[str, Record],
    unused: Callable[[str], str],
) -> list[Existing]:
    e164 = {n["sid"]: n.get("phone_number") for n in client.phone_numbers(client.account_sid)}
    bundles = []
    for path, record in sorted(records.items(), key=lambda item: item[0].partition("/")[0]):
        name = unused(_slug(record.get("friendly_name"), "bundle"))
        bundle = Existing(path, record, name)
        bundle.links = _once(found, _on(client, path, ENTITY))
        for sid, id_ in _once(found, _on(client, path, CHANNEL_ENDPOINT)):
            bundle.numbers.append((e164.get(sid) or sid, sid, id_))
        bundles.append(bundle)
    return bundles


def _on(client: TrustHubClient, path: str, kind: Kind) -> list[tuple[str, str]]:
    """Give the SID of everything of one kind that is on a bundle, and the assignment's id."""
    collection = f"{path}/{kind.collection}"
    return [(it[kind.joins], f"{collection}/{it['sid']}") for it in client.records(collection)]


def _once(found: Found, assignments: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Give the first assignment of each thing, and remember others: Twilio may double them."""
    first: dict[str, str] = {}
    for sid, id_ in assignments:
        if first.setdefault(sid, id_) != id_:
            found.refused[last_sid(id_)] = [f"assigns {sid} once more, as {last_sid(first[sid])}"]
    return list(first.items())


def _sorted_by_kind(sids: Iterable[str]) -> list[str]:
    """Give people, then documents, and nothing else that can be attached."""
    return sorted((sid for sid in sids if sid[:2] in _ENTITIES), key=lambda sid: sid[:2])


def _addresses_of(client: TrustHubClient, entities: Sequence[str]) -> list[str]:
    """Give the SIDs of the addresses that the documents among these refer to."""
    found: list[str] = []
    for sid in entities:
        if sid.startswith("RD"):
            record = client.find(f"{SUPPORTING_DOCUMENTS}/{sid}") or {}
            found += address_sids(attributes_of(record.get("attributes")) or {})
    return [sid.strip() for sid in found]


def address_sids(attributes: dict[str, Any]) -> list[str]:
    """Give the SIDs of addresses in attributes: a string with commas, or a list."""
    value = attributes.get(ADDRESS_SIDS)
    parts = value.split(",") if isinstance(value, str) else value
    return [str(part) for part in parts] if isinstance(parts, list) else []


def _describe(found: Found, sid: str, unused: Callable[[str], str]) -> None:
    """Read one person, document or address as its own provider does."""
    resource = _ENTITIES[sid[:2]][1] if sid[:2] in _ENTITIES else Address
    try:
        inputs, outputs = read_whole(resource, sid)
    except LookupFailedError:  # what refers to it may outlive it, or be another account's
        return
    provider = resource._verbs  # noqa: SLF001 - the provider that the class itself uses
    if _refused(found, sid, provider, inputs):
        return
    kind = resource.__name__.lower()
    name = unused(_slug(inputs.get("friendly_name"), kind))
    found.described.append(Described(resource, sid, name, inputs, outputs))


def read_whole(resource: type[TrustHubResource], id_: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Read inputs and outputs, as the resource's own provider does."""
    read = resource._verbs.read(id_, {})  # noqa: SLF001 - the provider that the class itself uses
    # The engine stores no nulls, and what it does not store it would show as a change.
    outputs = {key: value for key, value in (read.outs or {}).items() if value is not None}
    return dict(read.inputs or {}), outputs


def _variable(prefix: str, name: str) -> str:
    """Make a name for a program: no keyword, and nothing that the program uses otherwise."""
    variable = re.sub(r"\W+", "_", name).strip("_")
    usable = variable[:1].isalpha() and not keyword.iskeyword(variable)
    if usable and variable not in _TAKEN and not variable.endswith(("_links", "_numbers")):
        return variable
    return f"{prefix}_{variable}_"


def _slug(name: object, otherwise: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", str(name or "").lower()).strip("-") or otherwise


def _unused() -> Callable[[str], str]:
    """Give names that were not given before."""
    given: dict[str, int] = {}

    def unused(name: str) -> str:
        given[name] = given.get(name, 0) + 1
        return name if given[name] == 1 else unused(f"{name}-{given[name]}")

    return unused
