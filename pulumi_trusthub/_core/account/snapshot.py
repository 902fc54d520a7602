"""A snapshot of an account's Trust Hub, read with a few requests for each bundle."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING

from pulumi_trusthub._core.api.concurrency import ProgressPool
from pulumi_trusthub._core.model import errors, statuses
from pulumi_trusthub._core.model.config import DEFAULT_EXPIRY_WARNING_DAYS
from pulumi_trusthub._core.model.policies import Policy
from pulumi_trusthub._core.model.refs import CHANNEL_ENDPOINT, ENTITY, BundleKind, BundleRef
from pulumi_trusthub._core.rules.read_lag import while_young

from .caching_client import CachingClient

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Sequence

    from pulumi_trusthub._core.api.client import Record, TrustHubClient

CLOSED = "closed"
"""Status of a closed account, whose numbers were all released (Twilio's page on subaccounts); the
account stays in the list of accounts, but cannot be read."""

_REFUSED = (errors.AuthenticationError, errors.PermissionDeniedError, errors.NotFoundError)
_OWN_TOKEN = "use the account's own token"  # noqa: S105 - advice


@dataclass(frozen=True)
class BundleSnapshot:
    """A bundle with the objects assigned to it.

    Attributes:
        ref: Kind and SID of the bundle.
        record: As Twilio wrote it.
        entities: The bundle's entity assignments.
        endpoints: The bundle's assignments of phone numbers; other endpoints are left out.
        is_whole: Whether Twilio had the lists of both; else they are empty here.
    """

    ref: BundleRef
    record: Record
    entities: list[Record]
    endpoints: list[Record]
    is_whole: bool = True

    @property
    def sid(self) -> str:
        """The bundle's SID."""
        return self.ref.sid

    @property
    def noun(self) -> str:
        """The bundle's kind, for people."""
        return self.ref.kind.noun

    @property
    def is_product(self) -> bool:
        """Whether the bundle is a trust product."""
        return self.ref.kind is BundleKind.TRUST_PRODUCT

    @property
    def policy_sid(self) -> str:
        """The bundle's policy."""
        return str(self.record.get("policy_sid") or "")

    @property
    def status(self) -> str:
        """The bundle's status, in one spelling."""
        return statuses.status_of(self.record)

    @property
    def is_approved(self) -> bool:
        """Whether the bundle is approved, and its approval has not ended."""
        return statuses.is_approved(self.record)

    @property
    def standing(self) -> str:
        """The status for people, and when an approval ended."""
        ended = statuses.approval_ended(self.record)
        return f"{self.status}, but its approval ended on {ended}" if ended else self.status

    @cached_property
    def number_sids(self) -> frozenset[str]:
        """The numbers on the bundle."""
        return frozenset(it[CHANNEL_ENDPOINT.target_field] for it in self.endpoints)

    @cached_property
    def profile_sids(self) -> list[str]:
        """The attached customer profiles: no other entities have SIDs with BU."""
        found = (str(it.get(ENTITY.target_field) or "") for it in self.entities)
        return list(dict.fromkeys(sid for sid in found if sid.startswith("BU")))

    def twice(self) -> list[str]:
        """The numbers that are assigned to the bundle more than once."""
        counts = Counter(it[CHANNEL_ENDPOINT.target_field] for it in self.endpoints)
        return [sid for sid, count in counts.items() if count > 1]


@dataclass(frozen=True)
class OwnedNumber:
    """A phone number and its account."""

    sid: str
    phone_number: str | None
    account_sid: str


@dataclass(frozen=True)
class UnreadableAccounts:
    """Accounts that may own a number on a bundle, but were not read.

    Attributes:
        why: Which accounts were not read, and why: half a sentence.
        next_step: What would help: the other half.
    """

    why: str
    next_step: str

    def __str__(self) -> str:
        return f"{self.why}: {self.next_step}"


@dataclass
class AccountSnapshot:
    """A snapshot of an account.

    Attributes:
        bundles: The account's customer profiles, then its trust products.
        policies: Names of Twilio's policies, by SID.
        numbers: The numbers of the account by SID, and those of subaccounts if a bundle has any
            number of theirs.
        unread: The accounts that were not read and may own a number that is on a bundle but not
            in ``numbers``; None where there are none.
        expiry_warning_days: Days before the end of an approval from which on it is a finding.
        vanished: The bundles that a list has shown and that were gone when they were read.
    """

    account_sid: str
    bundles: list[BundleSnapshot] = field(default_factory=list)
    policies: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, OwnedNumber] = field(default_factory=dict)
    unread: UnreadableAccounts | None = None
    expiry_warning_days: float = DEFAULT_EXPIRY_WARNING_DAYS
    vanished: list[BundleRef] = field(default_factory=list)

    @property
    def profiles(self) -> list[BundleSnapshot]:
        """The customer profiles."""
        return [bundle for bundle in self.bundles if not bundle.is_product]

    @property
    def products(self) -> list[BundleSnapshot]:
        """The trust products."""
        return [bundle for bundle in self.bundles if bundle.is_product]

    @cached_property
    def assigned(self) -> frozenset[str]:
        """The SIDs of all numbers on bundles."""
        return frozenset[str]().union(*(bundle.number_sids for bundle in self.bundles))

    def omissions(self) -> list[str]:
        """Say in sentences which bundles are missing from the snapshot, or are not whole."""
        gone = [f"The {bundle} went away while it was being read." for bundle in self.vanished]
        return gone + [
            f"The {bundle.ref} is there, but Twilio has no lists of what is on it."
            for bundle in self.bundles
            if not bundle.is_whole
        ]

    def policy_name(self, sid: str) -> str:
        """Give a policy's name at Twilio, else in this package."""
        known = {policy.value: policy.name for policy in Policy}
        return self.policies.get(sid) or known.get(sid) or sid

    def number_name(self, sid: str) -> str:
        """Give a number in E.164, else its SID."""
        owned = self.numbers.get(sid)
        return (owned and owned.phone_number) or sid


def progress_pool(client: TrustHubClient, on_progress: Callable[[int, int], None]) -> ProgressPool:
    """Create the threads that read lists: as many as the account may have requests at once."""
    return ProgressPool(client.settings.max_concurrency, on_progress)


def read_account(
    client: TrustHubClient, on_progress: Callable[[int, int], None]
) -> AccountSnapshot:
    """Read a snapshot of an account.

    Assignments are read before numbers: a number that is bought and assigned meanwhile is then
    found and not taken for a released number.
    """
    client = CachingClient(client)
    rounds = progress_pool(client, on_progress)
    client.verify_credentials()
    *bundles, policies = read_lists(
        client, rounds, [*(kind.collection for kind in BundleKind), "Policies"]
    )
    records = {
        BundleRef(kind, record["sid"]): record
        for kind, found in zip(BundleKind, bundles, strict=True)
        for record in found or []
    }
    kinds = (ENTITY, CHANNEL_ENDPOINT)
    on_them = read_lists(client, rounds, [kind.on(bundle) for bundle in records for kind in kinds])
    there, vanished = [], []
    for bundle, entities, endpoints in zip(records, on_them[::2], on_them[1::2], strict=True):
        if entities is None or endpoints is None:
            found = _read_again(client, bundle)
        else:
            found = BundleSnapshot(bundle, records[bundle], entities, _phone_numbers(endpoints))
        if found is None:
            vanished.append(bundle)
        else:
            there.append(found)
    assigned = frozenset[str]().union(*(bundle.number_sids for bundle in there))
    numbers, unread = owned_numbers(client, assigned, rounds)
    return AccountSnapshot(
        client.account_sid,
        there if unread else _without_deleted(client, there, numbers, rounds),
        {record["sid"]: str(record.get("friendly_name") or "") for record in policies or []},
        numbers,
        unread,
        client.settings.expiry_warning_days,
        vanished,
    )


def _read_again(client: CachingClient, bundle: BundleRef) -> BundleSnapshot | None:
    """Read a bundle whose lists were missing; None for a bundle that is gone.

    A list of bundles can still show a deleted bundle, and the lists of a new bundle can lag behind.
    """
    record = client.get_by_sid(bundle.path)
    if record is None:
        return None

    def read() -> BundleSnapshot:
        entities, endpoints = (
            list(client.records(kind.on(bundle))) for kind in (ENTITY, CHANNEL_ENDPOINT)
        )
        return BundleSnapshot(bundle, record, entities, _phone_numbers(endpoints))

    told = f"what is on the {bundle} cannot be read"
    try:
        return while_young(client, read, told, lambda: record.get("date_created"))
    except errors.NotFoundError:
        return BundleSnapshot(bundle, record, [], [], is_whole=False)


def _without_deleted(
    client: CachingClient,
    bundles: list[BundleSnapshot],
    numbers: Container[str],
    rounds: ProgressPool,
) -> list[BundleSnapshot]:
    """Leave out the assignments without a number that only a list still shows.

    Whoever removes such assignments looks again at once, and lists can lag behind.  All the other
    assignments are too many to be read one by one.
    """
    paths = {
        it["sid"]: f"{CHANNEL_ENDPOINT.on(bundle.ref)}/{it['sid']}"
        for bundle in bundles
        for it in bundle.endpoints
        if it[CHANNEL_ENDPOINT.target_field] not in numbers
    }
    found = rounds.at_once([partial(client.get_by_sid, path) for path in paths.values()])
    gone = {sid for sid, record in zip(paths, found, strict=True) if record is None}
    return [
        replace(bundle, endpoints=[it for it in bundle.endpoints if it["sid"] not in gone])
        for bundle in bundles
    ]


def read_lists(
    client: TrustHubClient, rounds: ProgressPool, paths: Sequence[str]
) -> list[list[Record] | None]:
    """Read lists at the same time; None for a missing list.  The account's numbers come later."""

    def read(path: str) -> list[Record] | None:
        try:
            return list(client.records(path))
        except errors.NotFoundError:
            return None

    return rounds.at_once([partial(read, path) for path in paths], ahead=1)


def owned_numbers(
    client: TrustHubClient, wanted: frozenset[str], rounds: ProgressPool
) -> tuple[dict[str, OwnedNumber], UnreadableAccounts | None]:
    """Read the numbers of an account, and of its subaccounts where needed.

    Subaccounts are read when the account does not own all of the wanted numbers.

    Returns:
        The numbers by SID, and the accounts that were not read and may own one of the wanted
        numbers that is missing.
    """
    [own] = rounds.at_once([partial(_numbers_of, client, client.account_sid)])
    owned = {number.sid: number for number in own}
    if wanted <= owned.keys():
        return owned, None
    subaccounts = _subaccounts(client)
    if isinstance(subaccounts, UnreadableAccounts):
        return owned, subaccounts
    below, refused = _numbers_where_allowed(client, rounds, subaccounts)
    owned = {**below, **owned}
    if not refused or wanted <= owned.keys():
        return owned, None
    nouns, whose = ("subaccounts", "their") if len(refused) > 1 else ("subaccount", "its")
    named = ", ".join(f"{sid} ({_briefly(error)})" for sid, error in refused.items())
    return owned, UnreadableAccounts(
        f"the numbers of {nouns} {named} cannot be read",
        f"look at {whose} status and {whose} numbers in Twilio's Console"
        if client.settings.credentials.proves_account
        else _OWN_TOKEN,
    )


def _subaccounts(client: TrustHubClient) -> list[str] | UnreadableAccounts:
    """List the subaccounts that may own numbers.

    An API key may read everything but accounts (Twilio's page on API keys).  If the list itself
    does not exist, the account's own token proves that there are no subaccounts.
    """
    own_token = client.settings.credentials.proves_account
    try:
        accounts = list(client.accounts())
    except _REFUSED as error:
        if own_token and isinstance(error, errors.NotFoundError):
            return []
        if own_token:
            return UnreadableAccounts(
                f"the subaccounts of {client.account_sid} cannot be listed ({_briefly(error)})",
                "look at its status in Twilio's Console",
            )
        return UnreadableAccounts(
            f"this API key cannot list the subaccounts of {client.account_sid}", _OWN_TOKEN
        )
    return [
        str(it["sid"])
        for it in accounts
        if it["sid"] != client.account_sid and statuses.status_of(it) != CLOSED
    ]


def _briefly(error: errors.ApiError) -> str:
    code = "" if error.code is None else f"code {error.code}, "
    return f"{code}HTTP {error.status}"


def _phone_numbers(endpoints: list[Record]) -> list[Record]:
    return [it for it in endpoints if str(it.get(CHANNEL_ENDPOINT.target_field)).startswith("PN")]


def _numbers_of(client: TrustHubClient, account: str) -> list[OwnedNumber]:
    """Read the numbers of an account."""
    return [
        OwnedNumber(str(it["sid"]), it.get("phone_number"), account)
        for it in client.phone_numbers(account)
    ]


def _numbers_where_allowed(
    client: TrustHubClient, rounds: ProgressPool, accounts: list[str]
) -> tuple[dict[str, OwnedNumber], dict[str, errors.ApiError]]:
    """Read the numbers of accounts; the second result has the accounts without permission."""
    refused: dict[str, errors.ApiError] = {}

    def numbers(account: str) -> list[OwnedNumber]:
        try:
            return _numbers_of(client, account)
        except _REFUSED as error:
            refused[account] = error
            return []

    found = rounds.at_once([partial(numbers, account) for account in accounts])
    owned = {number.sid: number for numbers in found for number in numbers}
    return owned, dict(sorted(refused.items()))
