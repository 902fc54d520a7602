"""Bundles: trust products and customer profiles, which differ in their path alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ._errors import AlreadyExistsError, RefusedError, missing
from ._ids import BUNDLE_NOUNS, CUSTOMER_PROFILES, TRUST_PRODUCTS, describe
from ._once import look_again, post_once

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from ._client import Record, TrustHubClient
    from ._errors import ApiError

FIELDS = {
    "friendly_name": "FriendlyName",
    "email": "Email",
    "status_callback": "StatusCallback",
}
"""What can be changed on a bundle, and its name on the wire (OpenAPI file, POST update)."""


def same_name(
    client: TrustHubClient, collection: str, policy_sid: str, friendly_name: str
) -> list[Record]:
    """Find the bundles of one policy and name; the filters of the API are not relied on."""
    return [
        record
        for record in client.records(collection, PolicySid=policy_sid, FriendlyName=friendly_name)
        if (record.get("policy_sid"), record.get("friendly_name")) == (policy_sid, friendly_name)
    ]


def create_bundle(client: TrustHubClient, collection: str, wanted: Mapping[str, str]) -> Record:
    """Make a bundle, which is always a draft, unless there is one of its policy and name.

    Raises:
        AlreadyExistsError: Names it, and both ways out.
    """
    key = (wanted["policy_sid"], wanted["friendly_name"])
    with client.alone(collection, *key):
        before = same_name(client, collection, *key)
        if before:
            raise _already_exists(collection, wanted["friendly_name"], before)
        client.prove_account()

        def ours() -> Record | None:
            # None was there before, so what is there now came from the POST whose answer was lost.
            found = same_name(client, collection, *key)
            return found[0] if found else None

        sent = 0

        def post() -> Record:
            nonlocal sent
            sent += 1
            return client.create(collection, {"PolicySid": key[0], **_on_the_wire(wanted)})

        record, _ = post_once(client, post, ours)
        return record if sent == 1 else _without_twin(client, collection, key, record)


def _without_twin(
    client: TrustHubClient, collection: str, key: tuple[str, str], ours: Record
) -> Record:
    """Take back what a second POST made, where the first has shown up after all."""
    twin = next((r for r in same_name(client, collection, *key) if r["sid"] != ours["sid"]), None)
    if twin is None:
        return ours
    client.delete(f"{collection}/{ours['sid']}")
    return twin


def adopted_bundle(
    client: TrustHubClient, collection: str, wanted: Mapping[str, str], adopt: str | None
) -> Record | None:
    """Find the bundle to take over.

    Args:
        client: Whose Trust Hub it is in.
        collection: Which of the two kinds.
        wanted: The inputs; the policy must match.
        adopt: The SID; None for the one of the same policy and name.

    Returns:
        The bundle as it is; None when no SID was given and there is none of that name.

    Raises:
        RefusedError: There is none of that SID, its policy is another, or several match.
    """
    noun = BUNDLE_NOUNS[collection]
    if adopt is None:
        found = same_name(client, collection, wanted["policy_sid"], wanted["friendly_name"])
        if len(found) > 1:
            sids = ", ".join(_brief(record) for record in found)
            raise RefusedError(
                f"Several {noun}s of this policy are named {wanted['friendly_name']!r}: {sids}. "
                f'Say which one with adopt="BU…".'
            )
        return found[0] if found else None
    record = client.find(f"{collection}/{adopt}")
    if record is None:
        raise RefusedError(missing_bundle(client, f"{collection}/{adopt}"))
    if record.get("policy_sid") != wanted["policy_sid"]:
        raise RefusedError(
            f"The {noun} {adopt} has policy {record.get('policy_sid')} and not "
            f"{wanted['policy_sid']}: a bundle's policy cannot be changed, so it cannot be adopted "
            f"as this one."
        )
    return record


def as_it_is(error: ApiError, record: Record) -> ApiError:
    """Say how to declare a bundle that was adopted and does not let itself be changed."""
    return error.with_hint(
        f"It was adopted and is {record.get('status')}: if it cannot be changed, declare it as it "
        f"is, with friendly_name={record.get('friendly_name')!r} and "
        f"email={record.get('email')!r}."
    )


def update_bundle(
    client: TrustHubClient, path: str, wanted: Mapping[str, str], changed: Collection[str]
) -> Record:
    """Bring the changed fields of a bundle to what is wanted; what is left out is cleared.

    The status is never among them: Twilio may refuse both in one request (code 22204).
    """
    fields = _on_the_wire({name: wanted.get(name) or "" for name in changed})

    def done() -> Record | None:
        record = client.fetch(path)
        return None if set(changed) & set(differences(record, wanted)) else record

    record, _ = post_once(client, lambda: client.update(path, fields), done)
    return record


def differences(record: Mapping[str, str | None], wanted: Mapping[str, str]) -> list[str]:
    """Name the fields in which a bundle is not as wanted."""
    return [name for name in FIELDS if (record.get(name) or "") != (wanted.get(name) or "")]


def other_kind(client: TrustHubClient, path: str) -> str | None:
    """Say so where a SID is that of the other kind: BU does not tell a product from a profile."""
    collection, _, sid = path.partition("/")
    other = CUSTOMER_PROFILES if collection == TRUST_PRODUCTS else TRUST_PRODUCTS
    if client.find(f"{other}/{sid}") is None:
        return None
    noun, found = BUNDLE_NOUNS[collection], BUNDLE_NOUNS[other]
    return (
        f"{sid} is a {found}; the SID of a {noun} is needed here. If the {found} is meant, it "
        f"goes into {found.replace(' ', '_')}_sid, or {found.title().replace(' ', '')}."
    )


def missing_bundle(client: TrustHubClient, path: str) -> str:
    """Explain why a bundle is not there."""
    return other_kind(client, path) or _not_there(client, path)


def _not_there(client: TrustHubClient, path: str) -> str:
    return missing(describe(path), client.account_sid)


def read_bundle(client: TrustHubClient, path: str) -> Record:
    """Read a bundle that must be there, though it may have been made a moment ago.

    Raises:
        RefusedError: There is no such bundle, or it is of the other kind.
    """
    record = client.find(path)
    if record is not None:
        return record
    wrong = other_kind(client, path)
    record = None if wrong else look_again(client, lambda: client.find(path))
    if record is None:
        raise RefusedError(wrong or _not_there(client, path))
    return record


def _on_the_wire(values: Mapping[str, str]) -> dict[str, str]:
    return {FIELDS[name]: values[name] for name in FIELDS if name in values}


def _brief(record: Record) -> str:
    return f"{record['sid']} ({record.get('status')})"


def _already_exists(collection: str, friendly_name: str, found: list[Record]) -> Exception:
    noun = BUNDLE_NOUNS[collection]
    sids = ", ".join(_brief(record) for record in found)
    return AlreadyExistsError(
        f"A {noun} named {friendly_name!r} with this policy exists already: {sids}. Take it over "
        f'with adopt="{found[0]["sid"]}", or give this one another friendly_name. (Where it is '
        f"the one being replaced, set delete_before_replace=True.)"
    )
