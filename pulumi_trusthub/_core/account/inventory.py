"""The existing objects of an account, read for the import file and its program."""

from __future__ import annotations

import keyword
import re
import string
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from pulumi_trusthub._core.api.run import Run
from pulumi_trusthub._core.handlers.assignments import PHONE_NUMBER
from pulumi_trusthub._core.handlers.registry import HANDLERS
from pulumi_trusthub._core.model.errors import LookupFailedError
from pulumi_trusthub._core.model.refs import CHANNEL_ENDPOINT, ENTITY, BundleKind, BundleRef
from pulumi_trusthub._core.model.sids import END_USERS, SUPPORTING_DOCUMENTS, last_sid
from pulumi_trusthub._core.model.statuses import DRAFT, status_of
from pulumi_trusthub._core.rules.addresses import address_path
from pulumi_trusthub._core.rules.entities import attributes_of
from pulumi_trusthub._core.rules.primary_profile import primary_policies

from .caching_client import CachingClient
from .snapshot import UnreadableAccounts, owned_numbers, progress_pool, read_lists
from .wait import locate_bundle

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Sequence

    from pulumi_trusthub._core.api.client import Record, TrustHubClient
    from pulumi_trusthub._core.api.concurrency import ProgressPool
    from pulumi_trusthub._core.model.refs import AssignmentKind

_ENTITIES = {"IT": (END_USERS, "EndUser"), "RD": (SUPPORTING_DOCUMENTS, "SupportingDocument")}
WRITTEN = frozenset(
    {
        *(kind.type_name for kind in BundleKind),
        *(type_name for _, type_name in _ENTITIES.values()),
        "Address",
        "ChannelEndpointAssignments",
        "EntityAssignment",
        "Submission",
    }
)
"""The resource types of an inventory."""

ADDRESS_SIDS = "address_sids"
_TAKEN = {"pulumi", "trusthub", "personal"}
_RESERVED = {"false", "null", "pulumi", "true"}
"""Names that the code which `pulumi import` prints cannot have or cannot refer to."""


@dataclass
class ExistingBundle:
    """A bundle with everything on it, and its names in a program.

    Attributes:
        ref: Kind and SID of the bundle.
        record: As Twilio wrote it.
        name: The resource's name in the stack.
        links: Assignment ids of the attached entities, by SID.
        link_names: Names in the stack of the links that have a name of their own, by SID.
        numbers: Names of the phone numbers on the bundle, by SID: E.164 where that is known.
        attached: SIDs of everything that is attached to the bundle, in ``links`` or not.
        is_declared: Whether the bundle itself is imported, or only what is on it.
    """

    ref: BundleRef
    record: Record
    name: str
    links: dict[str, str] = field(default_factory=dict)
    link_names: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)
    attached: list[str] = field(default_factory=list)
    is_declared: bool = True

    def link_name(self, sid: str) -> str:
        """Give the name in the stack of the link to an entity."""
        return self.link_names.get(sid, f"{self.name}-{sid}")

    @property
    def is_submitted(self) -> bool:
        """Whether a submission of this bundle is imported."""
        return self.is_declared and status_of(self.record) != DRAFT

    @property
    def parent_input(self) -> str:
        """The input with which an assignment names this bundle."""
        return self.ref.kind.input_name

    @property
    def variable(self) -> str:
        """The variable's name in a program."""
        return _variable("bundle", self.name)


@dataclass(frozen=True)
class BulkEntry:
    """The phone numbers on the same bundles, as one resource.

    Attributes:
        name: The resource's name in the stack.
        variable: The variable's name in a program.
        numbers: Names of the numbers, by SID.
    """

    name: str
    variable: str
    product: ExistingBundle | None
    profile: ExistingBundle | None
    numbers: dict[str, str]

    @property
    def parents(self) -> list[ExistingBundle]:
        """The bundles that the numbers are on."""
        return [bundle for bundle in (self.profile, self.product) if bundle]


@dataclass(frozen=True)
class ImportEntry:
    """A resource for the import.

    Attributes:
        type_name: The resource type, such as ``TrustProduct``.
        name: The resource's name in the stack.
    """

    type_name: str
    id: str
    name: str
    inputs: dict[str, Any]
    outputs: dict[str, Any]

    @property
    def variable(self) -> str:
        """The variable's name in a program."""
        return _variable("the", self.name)


@dataclass
class Inventory:
    """The resources to import.

    Attributes:
        described: Addresses, people and documents, in this order: everything with personal data.
        bundles: Profiles, then products.
        sets: The numbers on the bundles.
        entries: The other resources: bundles, and the assignments on them.
        primary: SIDs of the primary profiles that were left out.
        released: SIDs of numbers that were released, and are left out of the bundles' numbers.
        undecided: SIDs of numbers that may have been released, or be a subaccount's.
        unread: The accounts that were not read and may own one of the undecided numbers.
        refused: Why some objects cannot be declared, by SID; no text holds an input's value.
        gone: SIDs of wanted objects that the account does not have, by their names in Terraform.
    """

    described: list[ImportEntry] = field(default_factory=list)
    bundles: list[ExistingBundle] = field(default_factory=list)
    sets: list[BulkEntry] = field(default_factory=list)
    entries: list[ImportEntry] = field(default_factory=list)
    primary: list[str] = field(default_factory=list)
    released: list[str] = field(default_factory=list)
    undecided: list[str] = field(default_factory=list)
    unread: UnreadableAccounts | None = None
    refused: dict[str, list[str]] = field(default_factory=dict)
    gone: dict[str, str] = field(default_factory=dict)


def read_inventory(
    client: TrustHubClient,
    wanted: Sequence[str],
    on_progress: Callable[[int, int], None],
    warn: Callable[[str], None],
) -> Inventory:
    """Read bundles with everything on them, and the people, documents and addresses.

    Of ``wanted`` bundles, the people, documents and addresses are read too. Without any, everything
    is read except primary profiles and objects on them alone: those are created in Twilio's
    Console, and everything else in the account shares them.

    Raises:
        TrustHubError: A bundle does not exist.
    """
    client = CachingClient(client)
    run, rounds = Run(client, warn, warn), progress_pool(client, on_progress)
    primary: dict[BundleRef, Record] = {}
    if wanted:
        located = [partial(locate_bundle, client, id_) for id_ in dict.fromkeys(wanted)]
        records = dict(rounds.at_once(located, ahead=1))
    else:
        things = [*(kind for kind, _ in _ENTITIES.values()), f"{client.addresses()}.json"]
        read_lists(client, rounds, [*(kind.collection for kind in BundleKind), *things])
        records = {
            BundleRef(kind, record["sid"]): record
            for kind in BundleKind
            for record in client.records(kind.collection)
        }
        profiles = {it: r for it, r in records.items() if it.kind is BundleKind.CUSTOMER_PROFILE}
        policies = primary_policies(r.get("policy_sid") for r in profiles.values())
        primary = {it: r for it, r in profiles.items() if r.get("policy_sid") in policies}
        records = {it: r for it, r in records.items() if it not in primary}
    found, unused = Inventory(primary=[r["sid"] for r in primary.values()]), unused_names()
    declarable = {it: r for it, r in records.items() if can_be_declared(found, it, r)}
    on_bundles = [kind.on(it) for it in declarable for kind in (ENTITY, CHANNEL_ENDPOINT)]
    read_lists(client, rounds, [*on_bundles, *(ENTITY.on(it) for it in primary)])
    found.bundles = _bundles(client, found, declarable, unused)
    name_numbers(client, found, rounds)
    found.sets = number_sets(found.bundles, unused)
    linked = [sid for bundle in found.bundles for sid in bundle.links]
    if wanted:
        entities = linked
        read_paths(client, rounds, [path for sid in entities for path in entity_path(sid)])
        addresses = list(dict.fromkeys(_addresses_of(client, entities)))
        read_paths(client, rounds, [address_path(client, sid) for sid in addresses])
    else:
        theirs = {sid for it in primary for sid, _ in assignments_on(client, it, ENTITY)} - set(
            linked
        )
        listed = [r["sid"] for kind, _ in _ENTITIES.values() for r in client.records(kind)]
        entities = [sid for sid in listed if sid not in theirs]
        shared = set(_addresses_of(client, entities))
        theirs |= set(_addresses_of(client, [sid for sid in listed if sid in theirs])) - shared
        listed = [r["sid"] for r in client.records(f"{client.addresses()}.json")]
        addresses = [sid for sid in listed if sid not in theirs]
    # From here on everything is known: what the handlers read has been read.
    for sid in dict.fromkeys([*addresses, *_sorted_by_kind(entities)]):
        read = read_described(run, sid)
        if read is not None:
            describe(found, sid, *read, unused)
    found.entries = [entry() for entry in entries_of(run, found)]
    return found


def read_paths(client: TrustHubClient, rounds: ProgressPool, paths: Iterable[str]) -> None:
    """Read objects at the same time, for the client to remember."""
    rounds.at_once([partial(client.get_or_none, path) for path in dict.fromkeys(paths)])


def can_be_declared(found: Inventory, bundle: BundleRef, record: Record) -> bool:
    """Tell whether a program may declare a bundle; otherwise record the reason."""
    type_name = bundle.kind.type_name
    names = HANDLERS[type_name].inputs.model_fields
    inputs = {name: record[name] for name in names if record.get(name)}
    return not _refused(found, record["sid"], type_name, inputs)


def _refused(found: Inventory, sid: str, type_name: str, inputs: dict[str, Any]) -> list[str]:
    # As the inputs of an object that exists: a primary profile could not be created.
    problems = HANDLERS[type_name].check(inputs, inputs).problems
    reasons = [f"{problem.property} {problem.reason}".strip() for problem in problems]
    if reasons:
        found.refused[sid] = reasons
    return reasons


def _bundles(
    client: TrustHubClient,
    found: Inventory,
    records: dict[BundleRef, Record],
    unused: Callable[[str], str],
) -> list[ExistingBundle]:
    ordered = sorted(records.items(), key=lambda item: item[0].kind.collection)
    bundles = [
        ExistingBundle(ref, record, unused(slug(record.get("friendly_name"), "bundle")))
        for ref, record in ordered
    ]
    for bundle in bundles:
        read_assignments(client, found, bundle)
    return bundles


def read_assignments(
    client: TrustHubClient,
    found: Inventory,
    bundle: ExistingBundle,
    declared: Container[str] | None = None,
) -> set[str]:
    """Add the assignments of a bundle, of the declared ids if given; give the ids of all."""

    def wanted(assignments: list[tuple[str, str]]) -> dict[str, str]:
        if declared is not None:
            assignments = [(sid, id_) for sid, id_ in assignments if id_ in declared]
        return without_doubles(found, assignments)

    entities, numbers = (
        assignments_on(client, bundle.ref, it) for it in (ENTITY, CHANNEL_ENDPOINT)
    )
    bundle.links = wanted(entities)
    bundle.attached = [sid for sid, _ in entities]
    endpoints = wanted(numbers)
    bundle.numbers = {sid: sid for sid in endpoints if sid.startswith("PN")}
    for sid in endpoints.keys() - bundle.numbers.keys():
        found.refused[last_sid(endpoints[sid])] = [f"assigns {sid}, which is no phone number"]
    return {id_ for _, id_ in (*entities, *numbers)}


def name_numbers(client: TrustHubClient, found: Inventory, rounds: ProgressPool) -> None:
    """Name the numbers on the bundles in E.164, and leave out released numbers."""
    on_bundles = dict.fromkeys(sid for it in found.bundles for sid in it.numbers)
    if not on_bundles:
        return
    owned, found.unread = owned_numbers(client, frozenset(on_bundles), rounds)
    gone = [sid for sid in on_bundles if sid not in owned]
    if found.unread:
        found.undecided = gone
    else:
        found.released = gone
    left_out = set(found.released)
    for bundle in found.bundles:
        bundle.numbers = {
            sid: (sid in owned and owned[sid].phone_number) or sid
            for sid in bundle.numbers
            if sid not in left_out
        }


def assignments_on(
    client: TrustHubClient, bundle: BundleRef, kind: AssignmentKind
) -> list[tuple[str, str]]:
    """List the assignments of a kind on a bundle: each object's SID and assignment id.

    Every field of a response may be null, and an assignment of nothing cannot be declared.
    """
    collection = kind.on(bundle)
    return [
        (sid, f"{collection}/{it['sid']}")
        for it in client.records(collection)
        if (sid := it.get(kind.target_field))
    ]


def without_doubles(found: Inventory, assignments: list[tuple[str, str]]) -> dict[str, str]:
    """Keep the first assignment of each object, and report others: Twilio may double them."""
    first: dict[str, str] = {}
    for sid, id_ in assignments:
        if first.setdefault(sid, id_) != id_:
            found.refused[last_sid(id_)] = [f"assigns {sid} once more, as {last_sid(first[sid])}"]
    return first


def number_sets(bundles: Sequence[ExistingBundle], unused: Callable[[str], str]) -> list[BulkEntry]:
    """Group the numbers that are on the same bundles.

    Numbers on a product and on a profile that the product is linked to are one set on both, which
    keeps the order of assigning and removing.
    """
    sets: list[BulkEntry] = []

    def add(
        numbers: dict[str, str],
        *,
        product: ExistingBundle | None = None,
        profile: ExistingBundle | None = None,
    ) -> None:
        first = product or profile
        if not numbers or first is None:
            return
        name = unused(f"{first.name}-numbers")
        nth = name.removeprefix(f"{first.name}-numbers").replace("-", "_")
        sets.append(BulkEntry(name, f"{first.variable}{nth}_numbers", product, profile, numbers))

    profiles = {
        it.record["sid"]: it for it in bundles if it.ref.kind is BundleKind.CUSTOMER_PROFILE
    }
    on_both: dict[str, set[str]] = {sid: set() for sid in profiles}
    for product in (it for it in bundles if it.ref.kind is BundleKind.TRUST_PRODUCT):
        left = dict(product.numbers)
        for sid in (sid for sid in product.attached if sid in profiles):
            both = {n: left.pop(n) for n in list(left) if n in profiles[sid].numbers}
            on_both[sid] |= both.keys()
            add(both, product=product, profile=profiles[sid])
        add(left, product=product)
    for sid, profile in profiles.items():
        add(
            {n: name for n, name in profile.numbers.items() if n not in on_both[sid]},
            profile=profile,
        )
    return sets


def entries_of(run: Run, found: Inventory) -> Iterator[Callable[[], ImportEntry]]:
    """Read the bundles and their assignments with the handlers of their types."""
    entry = partial(_entry, run)
    for bundle in found.bundles:
        if bundle.is_declared:
            yield partial(entry, bundle.ref.kind.type_name, bundle.record["sid"], bundle.name)
        for sid, id_ in bundle.links.items():
            yield partial(entry, "EntityAssignment", id_, bundle.link_name(sid))
        if bundle.is_submitted:
            yield partial(entry, "Submission", bundle.ref.path, f"{bundle.name}-submission")
    for one in found.sets:
        declared: dict[str, Any] = {
            bundle.parent_input: bundle.record["sid"] for bundle in one.parents
        }
        declared |= {
            "channel_endpoint_sids": list(one.numbers),
            "channel_endpoint_type": PHONE_NUMBER,
        }
        id_ = CHANNEL_ENDPOINT.on(one.parents[-1].ref)
        yield partial(entry, "ChannelEndpointAssignments", id_, one.name, **declared)


def _entry(run: Run, type_name: str, id_: str, name: str, **declared: Any) -> ImportEntry:
    read = _read_whole(run, type_name, id_, declared)
    if read is None:
        raise LookupFailedError(HANDLERS[type_name].explain_missing(run.client, id_))
    return ImportEntry(type_name, id_, name, *read)


def _sorted_by_kind(sids: Iterable[str]) -> list[str]:
    """Give the people, then the documents; leave out every other kind."""
    return sorted((sid for sid in sids if sid[:2] in _ENTITIES), key=lambda sid: sid[:2])


def entity_path(sid: str) -> list[str]:
    """Give the path of a person or a document; a profile has none of them."""
    return [f"{_ENTITIES[sid[:2]][0]}/{sid}"] if sid[:2] in _ENTITIES else []


def _addresses_of(client: TrustHubClient, entities: Sequence[str]) -> list[str]:
    """Give the SIDs of the addresses that documents refer to."""
    found: list[str] = []
    for sid in entities:
        if sid.startswith("RD"):
            record = client.get_or_none(f"{SUPPORTING_DOCUMENTS}/{sid}") or {}
            found += address_sids(attributes_of(record.get("attributes")) or {})
    return [sid.strip() for sid in found]


def address_sids(attributes: dict[str, Any]) -> list[str]:
    """Give the address SIDs in attributes: a text with commas, or a list."""
    value = attributes.get(ADDRESS_SIDS)
    parts = value.split(",") if isinstance(value, str) else value
    return [str(part) for part in parts] if isinstance(parts, list) else []


def type_of(sid: str) -> str:
    """Give the resource type of an end user, document or address."""
    return _ENTITIES[sid[:2]][1] if sid[:2] in _ENTITIES else "Address"


def read_described(run: Run, sid: str) -> tuple[dict[str, Any], dict[str, Any]] | None:
    """Read an end user, document or address with the handler of its type.

    A document may refer to an address that is gone or another account's: then there is none.
    """
    return _read_whole(run, type_of(sid), sid, {})


def describe(
    found: Inventory,
    sid: str,
    inputs: dict[str, Any],
    outputs: dict[str, Any],
    unused: Callable[[str], str],
    name: str = "",
) -> None:
    """Add an end user, document or address, unless a program may not declare it."""
    type_name = type_of(sid)
    if _refused(found, sid, type_name, inputs):
        return
    name = unused(name or slug(inputs.get("friendly_name"), type_name.lower()))
    found.described.append(ImportEntry(type_name, sid, name, inputs, outputs))


def _read_whole(
    run: Run, type_name: str, id_: str, declared: dict[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]] | None:
    """Read inputs and outputs with the handler of the type; None when the object is gone."""
    state = HANDLERS[type_name].read(run, id_, declared)
    if state is None:
        return None
    # The engine stores no nulls, and would show a null that it does not store as a change.
    return state.inputs, {k: v for k, v in state.outputs.items() if v is not None}


def _variable(prefix: str, name: str) -> str:
    """Make a variable's name: no keyword, and no name that the program uses otherwise."""
    variable = re.sub(r"\W+", "_", name).strip("_")
    usable = variable[:1].isalpha() and not keyword.iskeyword(variable)
    if usable and variable not in _TAKEN and not variable.endswith(("_links", "_numbers")):
        return variable
    return f"{prefix}_{variable}_"


def slug(name: object, otherwise: str) -> str:
    """Make a name that the code of every language may refer to."""
    found = re.sub(r"[^a-z0-9]+", "-", str(name or "").lower()).strip("-")
    if not found:
        return otherwise
    usable = found[0] in string.ascii_lowercase and found not in _RESERVED
    return found if usable else f"{otherwise}-{found}"


def unused_names() -> Callable[[str], str]:
    """Give names without repeating one."""
    given: dict[str, int] = {}

    def unused(name: str) -> str:
        given[name] = given.get(name, 0) + 1
        return name if given[name] == 1 else unused(f"{name}-{given[name]}")

    return unused
