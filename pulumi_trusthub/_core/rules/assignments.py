"""Assignments of entities and channel endpoints to bundles."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import tenacity

from pulumi_trusthub._core.api.exactly_once import create_once, poll, retry_not_found, retry_refused
from pulumi_trusthub._core.api.request_log import Decision
from pulumi_trusthub._core.api.retry import CONFLICT
from pulumi_trusthub._core.model import errors
from pulumi_trusthub._core.model.codes import (
    ALREADY_ASSIGNED,
    CONFLICTING_UPDATE,
    NOT_ON_PROFILE,
    REFUSED_ASSIGNMENTS,
    UNKNOWN_OBJECT,
)
from pulumi_trusthub._core.model.refs import CHANNEL_ENDPOINT, ENTITY, BundleKind, BundleRef
from pulumi_trusthub._core.model.sids import END_USERS, SUPPORTING_DOCUMENTS

from .bundles import explain_missing_bundle, explain_other_kind
from .read_lag import confirmed, patience_with, seconds_young

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from pulumi_trusthub._core.api.client import Record, TrustHubClient
    from pulumi_trusthub._core.model.refs import AssignmentKind

_T = TypeVar("_T")

_SIDS_A_REQUEST = 50
"""SIDs in a single filter: few enough to keep a URL below 4 kB, which every proxy accepts."""

_REFUSALS = {400, 404}
"""Statuses with which Twilio refuses an object that cannot be assigned."""

_COLLECTIONS = {
    "BU": BundleKind.CUSTOMER_PROFILE.collection,
    "IT": END_USERS,
    "RD": SUPPORTING_DOCUMENTS,
}
"""The collections of entities, by the beginning of their SIDs."""

_BUNDLE_SID = re.compile(r"\bBU[0-9a-fA-F]{32}\b")


@dataclass(frozen=True)
class Assignment:
    """An assignment that exists now.

    Attributes:
        record: The assignment as Twilio wrote it.
        existed: Whether the assignment existed before this call.
    """

    record: Record
    existed: bool


@dataclass(frozen=True)
class _Wanted:
    """An object that is to be on a bundle."""

    client: TrustHubClient
    kind: AssignmentKind
    bundle: BundleRef
    target_sid: str

    def all(self) -> Iterator[Record]:
        """Read the assignments of the object to the bundle: two, if Twilio has doubled them.

        The records are compared, too, not only filtered by the API: the wrong collection answers
        200 with other objects.
        """
        kind, sid = self.kind, self.target_sid
        filters = {kind.wire_name: sid} if kind is CHANNEL_ENDPOINT else {}
        for record in self.client.records(kind.on(self.bundle), **filters):
            if record.get(kind.target_field) == sid:
                yield record

    def elsewhere(self, other: BundleRef) -> errors.AlreadyAssignedError:
        """Make the error of an object that another bundle has."""
        return errors.AlreadyAssignedError(
            f"{self.target_sid} is already assigned to {other}, so it cannot be assigned to "
            f"{self.bundle}: remove it there first, if nothing else needs it there, and run "
            f"`pulumi up` again."
        )


def find_assignment(
    client: TrustHubClient, kind: AssignmentKind, bundle: BundleRef, target_sid: str
) -> Record | None:
    """Find the assignment of an object to a bundle, listed or created by this run."""
    there = confirmed(
        client,
        lambda: list(_Wanted(client, kind, bundle, target_sid).all()),
        lambda record: f"{kind.on(bundle)}/{record['sid']}",
        f"{target_sid} on the {bundle}",
    )
    if there:
        return there[0]
    path, moment = client.memory.assigned(bundle.path, target_sid)
    if not path or path in client.memory.deleted:
        return None
    seconds = max(client.settings.read_lag + moment - time.monotonic(), 0.0)
    told = f"{target_sid} on the {bundle} cannot be read"
    return poll(client, lambda: client.get_or_none(path), told, seconds)


def in_parts(numbers: Sequence[str]) -> Iterator[Sequence[str]]:
    """Cut a list of numbers into parts that fit into a filter each."""
    for first in range(0, len(numbers), _SIDS_A_REQUEST):
        yield numbers[first : first + _SIDS_A_REQUEST]


def assignments_of(
    client: TrustHubClient, bundle: BundleRef, numbers: Sequence[str]
) -> Iterator[Record]:
    """Read the assignments of these numbers alone to a bundle."""
    for part in in_parts(numbers):
        filters = {"ChannelEndpointSids": ",".join(part)}
        for record in client.records(CHANNEL_ENDPOINT.on(bundle), **filters):
            if record.get(CHANNEL_ENDPOINT.target_field) in part:
                yield record


def ensure_assignment(
    client: TrustHubClient, kind: AssignmentKind, bundle: BundleRef, fields: Mapping[str, str]
) -> Assignment:
    """Assign an object to a bundle, unless the assignment exists already.

    Raises:
        AlreadyAssignedError: Another bundle has the object; the text names that bundle.
        RefusedError: The bundle does not exist, or is of the other kind.
        ApiError: Holds the next step where it is known.
    """
    target_sid = fields[kind.wire_name]
    with client.memory.lock(bundle.path, target_sid):
        try:
            found = read_on(
                client, bundle, lambda: find_assignment(client, kind, bundle, target_sid)
            )
        except errors.ApiError as error:
            raise _with_next_step(client, error, target_sid) from error
        if found is not None:
            client.decided(Decision.EXISTED, sid=found["sid"])
            return Assignment(found, existed=True)
        client.verify_credentials()
        return Assignment(create_assignment(client, kind, bundle, fields), existed=False)


def create_assignment(
    client: TrustHubClient,
    kind: AssignmentKind,
    bundle: BundleRef,
    fields: Mapping[str, str],
    *,
    needs_sid: bool = True,
) -> Record:
    """Create an assignment that is known to be missing; see :func:`ensure_assignment`.

    With ``needs_sid``, wait for a list to show an assignment that Twilio says exists; else the
    record of such an assignment is empty.
    """
    target_sid = fields[kind.wire_name]
    wanted = _Wanted(client, kind, bundle, target_sid)
    refusals = _Refusals(wanted)

    def post() -> Record:
        return _post_assignment(wanted, fields, needs_sid=needs_sid)

    try:
        try:
            record = post()
        except errors.ApiError as error:
            seconds = refusals.seconds(error)
            if not seconds:
                raise
            passing = tenacity.retry_if_exception(lambda e: refusals.seconds(e) > 0)
            told = f"Twilio does not see yet all that {target_sid} needs on the {bundle}"
            record = retry_refused(_telling_once(client, bundle), post, passing, told, seconds)
    except errors.ApiError as error:
        raise _with_next_step(client, error, target_sid) from error
    path = f"{kind.on(bundle)}/{record['sid']}" if record else ""
    client.memory.assigned_at[bundle.path, target_sid] = (path, time.monotonic())
    client.memory.refused_since.pop((bundle.path, _NOT_ON_PROFILE), None)
    if kind is ENTITY:
        client.memory.product_links = None
    return record


def _telling_once(client: TrustHubClient, bundle: BundleRef) -> TrustHubClient:
    """Give a client that tells of a bundle's long wait once, and not for each number."""

    def tell(text: str) -> None:
        if client.memory.is_first("refused for now", bundle.path):
            client.progress(text)

    return client.telling(tell)


_UNKNOWN, _NOT_ON_PROFILE = "unknown", "not on the profile"
"""Reasons for which Twilio refuses an assignment, and may accept the same a moment later."""


class _Refusals:
    """Judges whether the refusals of one POST may pass by themselves.

    Of many numbers that a bundle refuses for one reason, the first is waited for, and the others as
    long as the first is.
    """

    def __init__(self, wanted: _Wanted) -> None:
        self._wanted = wanted
        self._found: dict[str, float] = {}

    def seconds(self, error: BaseException) -> float:
        """Give the seconds for which what is missing may be there, and not be seen yet."""
        reason = _reason(error)
        if reason is None:
            return 0.0
        if reason not in self._found:
            self._found[reason] = self._seconds(reason)
        return self._found[reason]

    def _seconds(self, reason: str) -> float:
        wanted, memory = self._wanted, self._wanted.client.memory
        client, key = wanted.client, (wanted.bundle.path, reason)
        is_number, now = wanted.kind is CHANNEL_ENDPOINT, time.monotonic()
        lag = client.settings.read_lag
        if is_number and memory.refused_since.get(key, now) + lag <= now:
            return 0.0
        try:
            if reason == _UNKNOWN:
                seconds = _seconds_unseen(client, wanted.bundle, wanted.target_sid)
            else:
                seconds = lag if _is_on_profile(wanted) else 0.0
        except (errors.ApiError, errors.NoAnswerError):
            return 0.0  # the refusal says more than an error of these reads
        if seconds and is_number:
            seconds = min(seconds, memory.refused_since.setdefault(key, now) + lag - now)
        return seconds


def _reason(error: BaseException) -> str | None:
    if _is_unseen(error):
        return _UNKNOWN
    if isinstance(error, errors.ApiError) and NOT_ON_PROFILE.search(error.message):
        return _NOT_ON_PROFILE
    return None


def _is_unseen(error: BaseException) -> bool:
    """Tell whether Twilio does not know the bundle or the object: with 404, or 400 in words."""
    return isinstance(error, errors.NotFoundError) or (
        isinstance(error, errors.ApiError)
        and error.status in _REFUSALS
        and bool(UNKNOWN_OBJECT.search(error.message))
    )


def _is_on_profile(wanted: _Wanted) -> bool:
    """Tell whether a number is, by reads or this run's own, on a profile of its product."""
    client, product = wanted.client, wanted.bundle
    linked = {str(it.get(ENTITY.target_field)) for it in client.records(ENTITY.on(product))}
    linked |= {sid for path, sid in list(client.memory.assigned_at) if path == product.path}
    profiles = (BundleRef(BundleKind.CUSTOMER_PROFILE, sid) for sid in linked if sid[:2] == "BU")
    return any(is_assigned(client, CHANNEL_ENDPOINT, it, wanted.target_sid) for it in profiles)


def _seconds_unseen(client: TrustHubClient, bundle: BundleRef, target_sid: str) -> float:
    """Give the seconds for which Twilio may not know a bundle, or the object for it, yet.

    Where this run has created neither, an earlier run may have, just before.
    """
    if {bundle.sid, target_sid} & client.memory.created:
        return client.settings.read_lag
    paths = [bundle.path]
    if target_sid[:2] in _COLLECTIONS:
        paths.append(f"{_COLLECTIONS[target_sid[:2]]}/{target_sid}")
    records = (client.get_or_none(path) or {} for path in paths)
    return max(seconds_young(client, record.get("date_created")) for record in records)


def read_on(
    client: TrustHubClient, bundle: BundleRef, read: Callable[[], _T], since: object = None
) -> _T:
    """Read a list of a bundle that may have been created a moment ago.

    Raises:
        RefusedError: The bundle is of the other kind.
        NotFoundError: The bundle does not exist.
    """
    try:
        return read()
    except errors.NotFoundError:
        there = client.get_or_none(bundle.path)
        wrong = explain_other_kind(client, bundle) if there is None else None
        if wrong is not None:
            raise errors.RefusedError(wrong) from None
    young = seconds_young(client, there.get("date_created") if there else since)
    try:
        seconds = max(patience_with(client, bundle.sid), young)
        return retry_not_found(client, read, f"the {bundle} cannot be read", seconds)
    except errors.NotFoundError as error:
        if there is not None:
            raise
        raise error.with_hint(explain_missing_bundle(client, bundle)) from error


def _post_assignment(wanted: _Wanted, fields: Mapping[str, str], *, needs_sid: bool) -> Record:
    client, path = wanted.client, wanted.kind.on(wanted.bundle)
    response_was_lost = False

    def send() -> Record:
        nonlocal response_was_lost
        try:
            return client.create(path, fields)
        except (errors.ResponseLostError, errors.ServerError):
            response_was_lost = True
            raise

    def create() -> Record:
        try:
            return create_once(
                client,
                send,
                find_lost=wanted.all,
                delete=lambda sid: client.delete(f"{path}/{sid}"),
            )
        except errors.ApiError as conflict:
            if not _is_already_assigned(conflict):
                raise
            here = _says_here(conflict, wanted)
            if here and not needs_sid:
                return {}
            return _find_conflicting(wanted, conflict, lost=response_was_lost, here=here)

    unexplained = tenacity.retry_if_exception(
        # The transport has already repeated a conflict with a running update.
        lambda e: isinstance(e, errors.ConflictError) and e.code != CONFLICTING_UPDATE
    )
    try:
        sleep = client.sleep_before(Decision.SENT_AGAIN)
        return CONFLICT.run(create, on=unexplained, sleep=sleep)
    except errors.ApiError as conflict:
        if wanted.kind is CHANNEL_ENDPOINT and _is_already_assigned(conflict):
            _require_not_assigned_elsewhere(wanted, conflict)
        raise


def _find_conflicting(
    wanted: _Wanted, conflict: errors.ApiError, *, lost: bool, here: bool
) -> Record:
    """Find the assignment that Twilio says exists; a 409 alone proves nothing.

    ``lost`` tells that the response to an earlier POST was lost, ``here`` that Twilio names this
    very bundle.
    """
    client, bundle = wanted.client, wanted.bundle

    def find() -> Record | None:
        return find_assignment(client, wanted.kind, bundle, wanted.target_sid)

    told = f"{wanted.target_sid} is on the {bundle} already, and no list shows that"
    found = poll(client, find, told) if here or lost else find()
    if found is not None:
        client.decided(Decision.EXISTED, sid=found["sid"], error=conflict)
        return found
    _require_not_assigned_to_named(wanted, conflict)
    raise (_perhaps_ours(conflict, lost=lost) if here or lost else conflict) from None


def _is_already_assigned(error: errors.ApiError) -> bool:
    """Tell whether Twilio refuses an object because it is assigned already: with 409 or 400."""
    return isinstance(error, errors.ConflictError) or bool(ALREADY_ASSIGNED.search(error.message))


def _says_here(conflict: errors.ApiError, wanted: _Wanted) -> bool:
    """Tell whether Twilio says that an object is assigned to this bundle, and names no other."""
    if not ALREADY_ASSIGNED.search(conflict.message):
        return False
    named = {sid.lower() for sid in _BUNDLE_SID.findall(conflict.message)}
    return named - {wanted.target_sid.lower()} == {wanted.bundle.sid.lower()}


def _perhaps_ours(conflict: errors.ApiError, *, lost: bool) -> errors.ResponseLostError:
    """Turn a conflict into a lost response: the assignment exists, and nothing shows its SID."""
    why = "An earlier answer was lost, so that" if lost else "That"
    return errors.ResponseLostError(
        f"{conflict} {why} may be this very assignment, which cannot be read yet. "
        f"{errors.RERUN_HINT}"
    )


def _require_not_assigned_to_named(wanted: _Wanted, conflict: errors.ApiError) -> None:
    """Raise an error with the object's bundle, if Twilio's text names the right bundle."""
    bundle, target_sid = wanted.bundle, wanted.target_sid
    for sid in _BUNDLE_SID.findall(conflict.message):
        other = BundleRef(bundle.kind, sid)
        if sid not in {bundle.sid, target_sid} and is_assigned(
            wanted.client, wanted.kind, other, target_sid
        ):
            raise wanted.elsewhere(other) from conflict


def _require_not_assigned_elsewhere(wanted: _Wanted, conflict: errors.ApiError) -> None:
    """Raise an error that names the number's bundle, where Twilio's text names none."""
    client, bundle = wanted.client, wanted.bundle
    policy_sid = client.get(bundle.path).get("policy_sid")
    for record in client.records(bundle.kind.collection, PolicySid=policy_sid):
        other = BundleRef(bundle.kind, record["sid"])
        if other == bundle or record.get("policy_sid") != policy_sid:
            continue
        if is_assigned(client, CHANNEL_ENDPOINT, other, wanted.target_sid):
            raise wanted.elsewhere(other) from conflict


def is_assigned(
    client: TrustHubClient, kind: AssignmentKind, bundle: BundleRef, target_sid: str
) -> bool:
    """Tell whether an object is assigned to a bundle; nothing is assigned to a missing bundle."""
    try:
        return find_assignment(client, kind, bundle, target_sid) is not None
    except errors.NotFoundError:
        # The bundle is being deleted, or is of the other kind.
        return False


def _with_next_step(
    client: TrustHubClient, error: errors.ApiError, target_sid: str
) -> errors.ApiError:
    for words, step in REFUSED_ASSIGNMENTS.items():
        if words.search(error.message):
            return error.with_hint(step)
    if target_sid.startswith("BU") and error.status in _REFUSALS:
        # Only a customer profile can be attached, and SIDs of trust products begin in the same way.
        wrong = explain_other_kind(client, BundleRef(BundleKind.CUSTOMER_PROFILE, target_sid))
        if wrong:
            return error.with_hint(wrong)
    if _is_unseen(error) and not error.hint:
        return error.with_hint(f"Is {target_sid} an object of this account?")
    return error
