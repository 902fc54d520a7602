"""Bundles: trust products and customer profiles, which differ only in their path."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pulumi_trusthub._core.api.exactly_once import create_once, poll, update_once
from pulumi_trusthub._core.model.errors import AlreadyExistsError, ApiError, RefusedError, missing
from pulumi_trusthub._core.model.refs import BundleKind, BundleRef

from .corrections import has_arrived, name_filter, same_name
from .read_lag import confirmed, patience_with

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from pulumi_trusthub._core.api.client import Record, TrustHubClient

FIELDS = {"friendly_name": "FriendlyName", "email": "Email", "status_callback": "StatusCallback"}
"""The changeable fields of a bundle, and their names in a POST (OpenAPI file, POST update)."""

RENAMED_HINT = (
    "If this stack made it under another resource name, keep it with the resource option aliases."
)
"""The first way out where an object exists already: an adopted object would stay on destroy."""


def find_by_name(
    client: TrustHubClient, kind: BundleKind, policy_sid: str, friendly_name: str
) -> list[Record]:
    """Find the bundles of a policy and name; the filters of the API are not relied on."""
    name = name_filter(friendly_name)
    found = [
        it
        for it in client.records(kind.collection, PolicySid=policy_sid, FriendlyName=name)
        if _is_named(it, policy_sid, friendly_name)
    ]
    ours = client.memory.bundles.get(_named(kind, policy_sid, friendly_name))
    if ours is None or f"{kind.collection}/{ours['sid']}" in client.memory.deleted:
        return found
    return found if any(it["sid"] == ours["sid"] for it in found) else [*found, ours]


def _existing_by_name(
    client: TrustHubClient, kind: BundleKind, policy_sid: str, friendly_name: str
) -> list[Record]:
    """Find the bundles of a policy and name that reads by SID find, and find by this name."""
    found = confirmed(
        client,
        lambda: find_by_name(client, kind, policy_sid, friendly_name),
        lambda record: f"{kind.collection}/{record['sid']}",
        f"the {kind.noun} named {friendly_name!r}",
    )
    return [it for it in found if _is_named(it, policy_sid, friendly_name)]


def _named(kind: BundleKind, policy_sid: str, friendly_name: str) -> tuple[str, str, str]:
    """Give the key of the bundles of a kind, policy and name."""
    return kind.collection, policy_sid, friendly_name.strip()


def _is_named(record: Record, policy_sid: str, friendly_name: str) -> bool:
    """Tell whether a bundle is of a policy and name."""
    of_policy = record.get("policy_sid") == policy_sid
    return of_policy and same_name(record.get("friendly_name"), friendly_name)


def create_bundle(client: TrustHubClient, kind: BundleKind, wanted: Mapping[str, str]) -> Record:
    """Create a bundle, always a draft, unless a bundle of the same policy and name exists.

    Raises:
        AlreadyExistsError: Names the existing bundle, and both ways out.
    """
    key = (wanted["policy_sid"], wanted["friendly_name"])
    named = _named(kind, *key)
    with client.memory.lock(*named):
        existing = _existing_by_name(client, kind, *key)
        if existing:
            raise _already_exists(kind, wanted["friendly_name"], existing)
        client.verify_credentials()
        made = create_once(
            client,
            post=lambda: client.create(
                kind.collection, {"PolicySid": key[0], **_wire_fields(wanted)}
            ),
            # No such bundle existed before, so a bundle that exists now came from the lost POST.
            find_lost=lambda: find_by_name(client, kind, *key),
            delete=lambda sid: client.delete(f"{kind.collection}/{sid}"),
        )
        client.memory.bundles[named] = made
        return made


def find_adoptable_bundle(
    client: TrustHubClient, kind: BundleKind, wanted: Mapping[str, str], sid: str | None
) -> Record | None:
    """Find the bundle to adopt.

    Returns:
        The bundle; None when no SID was given and no bundle has this name.

    Raises:
        RefusedError: No bundle has this SID, the bundle's policy differs, or several match.
    """
    if sid is None:
        found = _existing_by_name(client, kind, wanted["policy_sid"], wanted["friendly_name"])
        if len(found) > 1:
            sids = ", ".join(_brief(record) for record in found)
            raise RefusedError(
                f"Several {kind.noun}s of this policy are named {wanted['friendly_name']!r}: "
                f'{sids}. Say which one with adopt="BU…".'
            )
        return found[0] if found else None
    bundle = BundleRef(kind, sid)
    record = client.get_or_none(bundle.path)
    if record is None:
        raise RefusedError(explain_missing_bundle(client, bundle))
    if record.get("policy_sid") != wanted["policy_sid"]:
        raise RefusedError(
            f"The {bundle} has policy {record.get('policy_sid')} and not {wanted['policy_sid']}: "
            f"a bundle's policy cannot be changed, so it cannot be adopted as this one."
        )
    return record


def with_adoption_hint(error: ApiError, record: Record) -> ApiError:
    """Add to an error how to declare an adopted bundle that Twilio refuses to update."""
    return error.with_hint(
        f"It was adopted and is {record.get('status')}: if it cannot be changed, declare it as it "
        f"is, with friendly_name={record.get('friendly_name')!r} and "
        f"email={record.get('email')!r}."
    )


def update_bundle(
    client: TrustHubClient,
    bundle: BundleRef,
    before: Mapping[str, Any],
    wanted: Mapping[str, str],
    changed: Collection[str],
) -> Record:
    """Update fields of a bundle; a field that the inputs leave out is cleared.

    The status is never among them: Twilio may refuse both in one request (code 22204).
    """
    fields = _wire_fields({name: wanted.get(name) or "" for name in changed})

    def updated() -> Record | None:
        record = client.get(bundle.path)
        arrived = (has_arrived(wanted.get(n), record.get(n), before.get(n)) for n in changed)
        return record if all(arrived) else None

    return update_once(client, lambda: client.update(bundle.path, fields), updated)


def differences(record: Mapping[str, str | None], wanted: Mapping[str, str]) -> list[str]:
    """Name the fields in which a bundle differs from the inputs.

    Capitals make no other e-mail address, and a bundle may be approved and refuse to be changed.
    """
    found = {name: (record.get(name) or "", wanted.get(name) or "") for name in FIELDS}
    return [
        name
        for name, (live, given) in found.items()
        if not same_name(live, given)
        and not (name == "email" and live.casefold() == given.casefold())
    ]


def explain_other_kind(client: TrustHubClient, bundle: BundleRef) -> str | None:
    """Say which kind of bundle a SID belongs to, where that is another kind."""
    for other in bundle.other_kinds:
        if client.get_or_none(other.path) is not None:
            return (
                f"{bundle.sid} is a {other.kind.noun}; the SID of a {bundle.kind.noun} is needed "
                f"here. If the {other.kind.noun} is meant, it goes into {other.kind.input_name}, "
                f"or {other.kind.type_name}."
            )
    return None


def explain_missing_bundle(client: TrustHubClient, bundle: BundleRef) -> str:
    """Say why a bundle was not found."""
    return explain_other_kind(client, bundle) or missing(str(bundle), client.account_sid)


def read_bundle(client: TrustHubClient, bundle: BundleRef) -> Record:
    """Read a bundle, which must exist but may have been created a moment ago.

    Raises:
        RefusedError: The bundle does not exist, or is of another kind.
    """
    record = client.get_or_none(bundle.path)
    if record is not None:
        return record
    wrong = explain_other_kind(client, bundle)
    if not wrong:
        seconds = patience_with(client, bundle.sid)
        told = f"the {bundle} cannot be read"
        record = poll(client, lambda: client.get_or_none(bundle.path), told, seconds)
    if record is None:
        raise RefusedError(wrong or missing(str(bundle), client.account_sid))
    return record


def _wire_fields(values: Mapping[str, str]) -> dict[str, str]:
    return {FIELDS[name]: values[name] for name in FIELDS if name in values}


def _brief(record: Record) -> str:
    return f"{record['sid']} ({record.get('status')})"


def _already_exists(kind: BundleKind, friendly_name: str, found: list[Record]) -> Exception:
    sids = ", ".join(_brief(record) for record in found)
    return AlreadyExistsError(
        f"A {kind.noun} named {friendly_name!r} with this policy exists already: {sids}. "
        f'{RENAMED_HINT} Otherwise take it over with adopt="{found[0]["sid"]}", which leaves it in '
        f"place on destroy, or give this one another friendly_name. (Where it is the one being "
        f"replaced, set delete_before_replace=True.)"
    )
