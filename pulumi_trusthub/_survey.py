"""What an account has in Trust Hub, all of it, in a few requests for each bundle."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import TYPE_CHECKING, TypeVar

from ._bundle_status import status_of
from ._errors import AuthenticationError, NotFoundError, PermissionDeniedError
from ._ids import BUNDLE_NOUNS, CHANNEL_ENDPOINT, CUSTOMER_PROFILES, ENTITY, TRUST_PRODUCTS
from ._together import together
from .policies import Policy

if TYPE_CHECKING:
    from collections.abc import Callable

    from ._client import Record, TrustHubClient

_T = TypeVar("_T")

READERS = 8
"""Lists that are read at once, at the most: an account's limit is for all that it does."""


@dataclass(frozen=True)
class SurveyedBundle:
    """A bundle, and what is on it.

    Attributes:
        path: Its path.
        record: As Twilio wrote it.
        entities: Its entity assignments.
        endpoints: Its assignments of phone numbers; other endpoints are nobody's business here.
    """

    path: str
    record: Record
    entities: list[Record]
    endpoints: list[Record]

    @property
    def sid(self) -> str:
        """Its SID."""
        return self.path.partition("/")[2]

    @property
    def noun(self) -> str:
        """Its kind, for people."""
        return BUNDLE_NOUNS[self.path.partition("/")[0]]

    @property
    def is_product(self) -> bool:
        """Whether it is a trust product."""
        return self.path.startswith(TRUST_PRODUCTS)

    @property
    def policy_sid(self) -> str:
        """Its policy."""
        return str(self.record.get("policy_sid") or "")

    @property
    def status(self) -> str:
        """Its status, in one spelling."""
        return status_of(self.record)

    @cached_property
    def number_sids(self) -> frozenset[str]:
        """The numbers on it."""
        return frozenset(it[CHANNEL_ENDPOINT.joins] for it in self.endpoints)

    @cached_property
    def profile_sids(self) -> list[str]:
        """The customer profiles that are attached to it: of all entities only bundles are BU."""
        found = (str(it.get(ENTITY.joins) or "") for it in self.entities)
        return list(dict.fromkeys(sid for sid in found if sid.startswith("BU")))

    def twice(self) -> list[str]:
        """Name the numbers that were put on it more than once."""
        counts = Counter(it[CHANNEL_ENDPOINT.joins] for it in self.endpoints)
        return [sid for sid, count in counts.items() if count > 1]


@dataclass(frozen=True)
class OwnedNumber:
    """A phone number, and whose it is."""

    sid: str
    phone_number: str | None
    account_sid: str


@dataclass
class Survey:
    """An account as it was found.

    Attributes:
        account_sid: Whose it is.
        bundles: Its customer profiles, then its trust products.
        policies: Twilio's policies, by SID, and what they are called.
        numbers: The numbers of the account by SID, and those of subaccounts where one of them is
            on a bundle.
        complete: Whether all accounts were read that may own a number on a bundle.
    """

    account_sid: str
    bundles: list[SurveyedBundle] = field(default_factory=list)
    policies: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, OwnedNumber] = field(default_factory=dict)
    complete: bool = True

    @property
    def profiles(self) -> list[SurveyedBundle]:
        """The customer profiles."""
        return [bundle for bundle in self.bundles if not bundle.is_product]

    @property
    def products(self) -> list[SurveyedBundle]:
        """The trust products."""
        return [bundle for bundle in self.bundles if bundle.is_product]

    @cached_property
    def assigned(self) -> frozenset[str]:
        """The SIDs of all numbers that are on a bundle."""
        return frozenset[str]().union(*(bundle.number_sids for bundle in self.bundles))

    def policy_name(self, sid: str) -> str:
        """Name a policy as Twilio does, else as this package does."""
        known = {policy.value: policy.name for policy in Policy}
        return self.policies.get(sid) or known.get(sid) or sid

    def number_name(self, sid: str) -> str:
        """Name a number in E.164, else by its SID."""
        owned = self.numbers.get(sid)
        return (owned and owned.phone_number) or sid


def survey_of(client: TrustHubClient, seen: Callable[[int, int], None]) -> Survey:
    """Read an account.

    Assignments are read before numbers: a number that is bought and assigned meanwhile is then
    found, instead of being taken for a released one.

    Args:
        client: Whose Trust Hub it is.
        seen: Told, after each list, how many have been read and how many there are to read.

    Raises:
        TrustHubError: Twilio refused, or did not answer.
    """
    reader = _Reader(client, seen)
    client.prove_account()
    profiles, products, policies = reader.lists(CUSTOMER_PROFILES, TRUST_PRODUCTS, "Policies")
    records = {
        f"{collection}/{record['sid']}": record
        for collection, found in ((CUSTOMER_PROFILES, profiles), (TRUST_PRODUCTS, products))
        for record in found or []
    }
    kinds = (ENTITY, CHANNEL_ENDPOINT)
    on_them = reader.lists(*(f"{path}/{kind.collection}" for path in records for kind in kinds))
    survey = Survey(
        client.account_sid,
        [
            SurveyedBundle(path, record, entities, _phone_numbers(endpoints))
            for (path, record), entities, endpoints in zip(
                records.items(), on_them[::2], on_them[1::2], strict=True
            )
            if entities is not None and endpoints is not None  # else it was deleted meanwhile
        ],
        {record["sid"]: str(record.get("friendly_name") or "") for record in policies or []},
    )
    survey.numbers, survey.complete = owned_numbers(client, survey.assigned, seen=reader.seen)
    return survey


def owned_numbers(
    client: TrustHubClient, wanted: frozenset[str], *, seen: Callable[[int, int], None]
) -> tuple[dict[str, OwnedNumber], bool]:
    """Read the numbers of an account, and those of its subaccounts where that is needed.

    Args:
        client: Whose they are.
        wanted: SIDs of numbers; subaccounts are read when the account does not own all of them.
        seen: As for :func:`survey_of`.

    Returns:
        The numbers by SID, and whether all accounts were read that may own one of them.
    """
    reader = _Reader(client, seen)
    owned = reader.numbers([client.account_sid])
    if wanted <= owned.keys():
        return owned, True
    subaccounts = _subaccounts(client)
    if subaccounts is None:
        return owned, False
    try:
        return {**reader.numbers(subaccounts), **owned}, True
    except (AuthenticationError, PermissionDeniedError, NotFoundError):
        return owned, False  # a subaccount that is closed, for example


def _subaccounts(client: TrustHubClient) -> list[str] | None:
    """List the subaccounts; None where the credentials don't tell.

    An API key may read everything but accounts (Twilio's page on API keys).  Where there is no such
    list at all, the account's own token proves that there is none below it.
    """
    try:
        accounts = [str(it["sid"]) for it in client.accounts()]
    except (AuthenticationError, PermissionDeniedError):
        return None
    except NotFoundError:
        return [] if client.settings.credentials.proves_account else None
    return [sid for sid in accounts if sid != client.account_sid]


def _phone_numbers(endpoints: list[Record]) -> list[Record]:
    return [it for it in endpoints if str(it.get(CHANNEL_ENDPOINT.joins)).startswith("PN")]


class _Reader:
    """Reads lists at the same time, and counts them."""

    def __init__(self, client: TrustHubClient, seen: Callable[[int, int], None]) -> None:
        self._client = client
        self._threads = min(READERS, client.settings.max_concurrency)
        self._told = seen
        self._done = 0
        self._known = 0

    def lists(self, *paths: str) -> list[list[Record] | None]:
        """Read lists; None for one that is not there."""
        return self._at_once([partial(self._list, path) for path in paths])

    def numbers(self, accounts: list[str]) -> dict[str, OwnedNumber]:
        """Read the numbers of accounts."""
        found = self._at_once([partial(self._numbers, account) for account in accounts])
        return {number.sid: number for numbers in found for number in numbers}

    def seen(self, done: int, known: int) -> None:
        """Pass on what another reader counts, on top of what this one has."""
        self._told(self._done + done, self._known + known)

    def _list(self, path: str) -> list[Record] | None:
        try:
            return list(self._client.records(path))
        except NotFoundError:
            return None

    def _numbers(self, account: str) -> list[OwnedNumber]:
        return [
            OwnedNumber(str(it["sid"]), it.get("phone_number"), account)
            for it in self._client.phone_numbers(account)
        ]

    def _at_once(self, calls: list[Callable[[], _T]]) -> list[_T]:
        self._known += len(calls)
        self._told(self._done, self._known)

        def one_more() -> None:
            self._done += 1
            self._told(self._done, self._known)

        return together(calls, threads=self._threads, done=one_more)
