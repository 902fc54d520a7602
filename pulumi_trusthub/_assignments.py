"""Assignments: what is attached to a bundle, entities and channel endpoints alike."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, TypeVar

import tenacity

from ._bundles import missing_bundle, other_kind
from ._codes import ALREADY_ASSIGNED, CONFLICTING_UPDATE, REFUSED_ASSIGNMENTS
from ._errors import (
    AGAIN,
    AlreadyAssignedError,
    AnswerLostError,
    ApiError,
    ConflictError,
    NotFoundError,
    RefusedError,
    ServerError,
)
from ._ids import CHANNEL_ENDPOINT, ENTITY, TRUST_PRODUCTS, Kind, describe
from ._once import look_again, post_once, while_it_lags
from ._together import together

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ._client import Record, TrustHubClient

_T = TypeVar("_T")

CONFLICTS = 4
"""How often a conflict that nobody explains is taken for a passing one."""

LINKS_ARE_FRESH = 30.0
"""Seconds for which what products are linked to is remembered: a destroy asks for each number of
each profile."""

LINK_READERS = 4
"""Products whose links are read at once."""

_BUNDLE_SID = re.compile(r"\bBU[0-9a-fA-F]{32}\b")


@dataclass(frozen=True)
class Assignment:
    """An assignment that is there now.

    Attributes:
        record: As Twilio wrote it.
        existed: Whether it was there before this program asked for it.
    """

    record: Record
    existed: bool


def find_assignment(
    client: TrustHubClient, kind: Kind, bundle: str, joined_sid: str
) -> Record | None:
    """Find the assignment of one thing to a bundle."""
    return next(_assignments_of(client, kind, bundle, joined_sid), None)


def _assignments_of(
    client: TrustHubClient, kind: Kind, bundle: str, joined_sid: str
) -> Iterator[Record]:
    """Read the assignments of one thing to a bundle: two, should Twilio have doubled it.

    Both the filter of the API and what it answers are compared: the wrong collection answers 200
    with other things.
    """
    filters = {kind.parameter: joined_sid} if kind is CHANNEL_ENDPOINT else {}
    for record in client.records(f"{bundle}/{kind.collection}", **filters):
        if record.get(kind.joins) == joined_sid:
            yield record


def assign(
    client: TrustHubClient, kind: Kind, bundle: str, fields: Mapping[str, str]
) -> Assignment:
    """Attach something to a bundle, unless it is attached already.

    Args:
        client: Whose Trust Hub it is in.
        kind: Entity or channel endpoint.
        bundle: The path of the bundle.
        fields: The fields of the POST.

    Raises:
        AlreadyAssignedError: Another bundle holds it; the text names that bundle.
        RefusedError: There is no such bundle, or it is of the other kind.
        ApiError: With the next step where one is known.
    """
    joined_sid = fields[kind.parameter]
    with client.alone(bundle, joined_sid):
        try:
            found = look_on(
                client, bundle, lambda: find_assignment(client, kind, bundle, joined_sid)
            )
        except ApiError as error:
            raise _with_next_step(error, joined_sid) from error
        if found is not None:
            return Assignment(found, existed=True)
        client.prove_account()
        return Assignment(attach(client, kind, bundle, fields), existed=False)


def attach(client: TrustHubClient, kind: Kind, bundle: str, fields: Mapping[str, str]) -> Record:
    """Attach what was looked for and is not there; see :func:`assign`."""
    joined_sid = fields[kind.parameter]
    try:
        record = _new_on(client, kind, bundle, fields)
    except ApiError as error:
        raise _with_next_step(error, joined_sid) from error
    path = f"{bundle}/{kind.collection}/{record['sid']}"
    client.joined[bundle, joined_sid] = (path, time.monotonic())
    if kind is ENTITY:
        client.links = None
    return record


def look_on(client: TrustHubClient, bundle: str, look: Callable[[], _T]) -> _T:
    """Look for something on a bundle that may have been made a moment ago.

    Raises:
        RefusedError: It is a bundle of the other kind.
        NotFoundError: There is no such bundle.
    """
    try:
        return look()
    except NotFoundError:
        is_there = client.find(bundle) is not None
        wrong = None if is_there else other_kind(client, bundle)
        if wrong is not None:
            raise RefusedError(wrong) from None
    try:
        return while_it_lags(client, look)
    except NotFoundError as error:
        raise (error if is_there else error.with_hint(missing_bundle(client, bundle))) from error


def _new_on(client: TrustHubClient, kind: Kind, bundle: str, fields: Mapping[str, str]) -> Record:
    """Attach something to a bundle that this run may have made a moment ago."""
    try:
        return _new(client, kind, bundle, fields)
    except NotFoundError:
        if bundle.partition("/")[2] not in client.made:
            raise
        return while_it_lags(client, lambda: _new(client, kind, bundle, fields))


def _new(client: TrustHubClient, kind: Kind, bundle: str, fields: Mapping[str, str]) -> Record:
    path, joined_sid = f"{bundle}/{kind.collection}", fields[kind.parameter]

    def look() -> Record | None:
        return find_assignment(client, kind, bundle, joined_sid)

    lost = False

    def send() -> Record:
        nonlocal lost
        try:
            return client.create(path, fields)
        except (AnswerLostError, ServerError):
            lost = True
            raise

    def post() -> Record:
        try:
            made, _ = post_once(client, send, look)
        except ApiError as conflict:
            # That alone proves nothing: ask who holds it.
            if not _says_taken(conflict):
                raise
            found = look_again(client, look) if lost else look()
            if found is None:
                _require_no_named_holder(client, kind, bundle, joined_sid, conflict)
                raise (_perhaps_ours(conflict) if lost else conflict) from None
            return found
        return _without_twin(client, kind, bundle, made) if lost else made

    try:
        return tenacity.Retrying(
            # The door has already been patient with an update in progress.
            retry=tenacity.retry_if_exception(
                lambda e: isinstance(e, ConflictError) and e.code != CONFLICTING_UPDATE
            ),
            stop=tenacity.stop_after_attempt(CONFLICTS),
            wait=tenacity.wait_random_exponential(multiplier=0.3, max=5),
            sleep=client.sleep,
            reraise=True,
        )(post)
    except ApiError as conflict:
        if kind is CHANNEL_ENDPOINT and _says_taken(conflict):
            _require_no_holder_of_the_same_policy(client, bundle, joined_sid, conflict)
        raise


def _says_taken(error: ApiError) -> bool:
    """Tell whether Twilio says that something is assigned already: with 409, or with 400."""
    return isinstance(error, ConflictError) or bool(ALREADY_ASSIGNED.search(error.message))


def _perhaps_ours(conflict: ApiError) -> AnswerLostError:
    """Say that what is in the way may be what a lost POST has made."""
    return AnswerLostError(
        f"{conflict} An earlier answer was lost, so that may be this very assignment, which cannot "
        f"be read yet. {AGAIN}"
    )


def _without_twin(client: TrustHubClient, kind: Kind, bundle: str, ours: Record) -> Record:
    """Take back what a second POST made, where the first has shown up after all."""
    for record in _assignments_of(client, kind, bundle, str(ours.get(kind.joins))):
        if record["sid"] != ours["sid"]:
            client.delete(f"{bundle}/{kind.collection}/{ours['sid']}")
            return record
    return ours


def _require_no_named_holder(
    client: TrustHubClient, kind: Kind, bundle: str, joined_sid: str, conflict: ApiError
) -> None:
    """Say who holds it where Twilio's words name a bundle that really does."""
    collection, _, own_sid = bundle.partition("/")
    for sid in _BUNDLE_SID.findall(conflict.message):
        other = f"{collection}/{sid}"
        if sid not in {own_sid, joined_sid} and holds(client, kind, other, joined_sid):
            raise _held_by(other, bundle, joined_sid) from conflict


def _require_no_holder_of_the_same_policy(
    client: TrustHubClient, bundle: str, joined_sid: str, conflict: ApiError
) -> None:
    """Say who holds it where Twilio did not: a number is on one bundle of a policy."""
    collection, _, own_sid = bundle.partition("/")
    policy_sid = client.fetch(bundle).get("policy_sid")
    for record in client.records(collection, PolicySid=policy_sid):
        other = f"{collection}/{record['sid']}"
        if record["sid"] == own_sid or record.get("policy_sid") != policy_sid:
            continue
        if holds(client, CHANNEL_ENDPOINT, other, joined_sid):
            raise _held_by(other, bundle, joined_sid) from conflict


def _held_by(other: str, bundle: str, joined_sid: str) -> AlreadyAssignedError:
    return AlreadyAssignedError(
        f"{joined_sid} is already assigned to {describe(other)}, so it cannot be assigned to "
        f"{describe(bundle)}: remove it there first, if nothing else needs it there, and run "
        f"`pulumi up` again."
    )


def products_that_carry(client: TrustHubClient, profile_sid: str, number_sid: str) -> list[Record]:
    """Find the trust products linked to a customer profile that still carry a number.

    Taking it off the profile would take the trust from their calls.
    """
    return [
        product
        for product in linked_products(client, profile_sid)
        if holds(client, CHANNEL_ENDPOINT, f"{TRUST_PRODUCTS}/{product['sid']}", number_sid)
    ]


def linked_products(client: TrustHubClient, profile_sid: str) -> list[Record]:
    """Find the trust products that are linked to a customer profile."""
    with client.alone("links"):
        links = client.links
        if links is None or time.monotonic() - links[0] > LINKS_ARE_FRESH:
            products = list(client.records(TRUST_PRODUCTS))
            joined = together(
                [partial(_linked_to, client, product) for product in products],
                threads=min(LINK_READERS, client.settings.max_concurrency),
                done=lambda: None,
            )
            links = (time.monotonic(), list(zip(products, joined, strict=True)))
            client.links = links
        return [product for product, sids in links[1] if profile_sid in sids]


def _linked_to(client: TrustHubClient, product: Record) -> frozenset[str]:
    """Give what a product is linked to; one that is gone is linked to nothing."""
    path = f"{TRUST_PRODUCTS}/{product['sid']}/{ENTITY.collection}"
    try:
        return frozenset(str(record.get(ENTITY.joins)) for record in client.records(path))
    except NotFoundError:
        return frozenset()


def holds(client: TrustHubClient, kind: Kind, bundle: str, joined_sid: str) -> bool:
    """Tell whether something is assigned to a bundle; to one that is gone nothing is."""
    try:
        return find_assignment(client, kind, bundle, joined_sid) is not None
    except NotFoundError:
        # It is being taken down meanwhile, or is a bundle of the other kind.
        return False


def _with_next_step(error: ApiError, joined_sid: str) -> ApiError:
    for words, step in REFUSED_ASSIGNMENTS.items():
        if words.search(error.message):
            return error.with_hint(step)
    if isinstance(error, NotFoundError) and not error.hint:
        return error.with_hint(f"Is {joined_sid} an object of this account?")
    return error
