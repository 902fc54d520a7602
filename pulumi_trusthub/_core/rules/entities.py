"""End users and supporting documents, which differ in path and in what keeps them from deletion.

Their attributes are personal data: no text that this module raises or logs holds an attribute's
value, not even where Twilio repeats the value in an error.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pulumi_trusthub._core.api.exactly_once import update_once
from pulumi_trusthub._core.api.redaction import redacting, restore_integers
from pulumi_trusthub._core.model.codes import UNKNOWN_TYPE, WHY_NOT_DELETED
from pulumi_trusthub._core.model.errors import ApiError, RefusedError, missing
from pulumi_trusthub._core.model.sids import END_USERS, SUPPORTING_DOCUMENTS, last_sid

from .corrections import CORRECTED, alike, as_answered, has_arrived, or_none, same, same_name
from .idempotency import create_without_key, require_unique
from .read_lag import confirmed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from pulumi_trusthub._core.api.client import Record, TrustHubClient

_JOINED = {"address_sids"}
"""Attributes that are sent as a string of several values (OpenAPI file); inputs may be lists."""

_TYPES = {
    END_USERS: "get_end_user_types lists the types that there are.",
    SUPPORTING_DOCUMENTS: "get_supporting_document_types lists the types that there are.",
}
"""The next step after an unknown type."""

_NOUNS = {END_USERS: "end user", SUPPORTING_DOCUMENTS: "supporting document"}


def create_entity(client: TrustHubClient, collection: str, wanted: Mapping[str, Any]) -> Record:
    """Create an end user or a document, exactly once."""
    name, kind, attributes = wanted["friendly_name"], wanted["type"], wanted.get("attributes") or {}
    fields = {"FriendlyName": name, "Type": kind}
    if attributes:
        fields["Attributes"] = as_json(attributes)

    def post() -> Record:
        try:
            with redacting(attributes):
                return client.create(collection, fields)
        except ApiError as error:
            hint = _TYPES[collection] if error.code == UNKNOWN_TYPE else ""
            raise (error.with_hint(hint) if hint else error) from None

    def candidates() -> Iterator[Record]:
        for record in client.records(collection):
            # Twilio may write what was sent in another way.
            its = _content(record, attributes)
            if record.get("type") == kind and alike(_content(wanted, attributes), its):
                yield record

    key = (collection, kind, name)
    return create_without_key(
        client, key, post, candidates, lambda sid: client.delete(f"{collection}/{sid}")
    )


def find_adoptable_entity(
    client: TrustHubClient, collection: str, wanted: Mapping[str, Any], sid: str | None
) -> Record | None:
    """Find the end user or document to adopt.

    Returns:
        The object; None when no SID was given and no object has this type and name.

    Raises:
        RefusedError: No object has this SID, the object's type differs, or several match.
    """
    noun = _NOUNS[collection]
    kind = wanted["type"]
    if sid is None:
        name = wanted["friendly_name"]
        found = confirmed(
            client,
            lambda: (
                record
                for record in client.records(collection)
                if record.get("type") == kind and same_name(record.get("friendly_name"), name)
            ),
            lambda record: f"{collection}/{record['sid']}",
            f"the {noun} of this name",
        )
        return require_unique(client, found, f"Several {noun}s of type {kind} have this name")
    record = client.get_or_none(f"{collection}/{sid}")
    if record is None:
        raise RefusedError(missing(f"{noun} {sid}", client.account_sid))
    if record.get("type") not in {kind, None}:
        raise RefusedError(
            f"The {noun} {sid} is of type {record.get('type')} and not {kind}: a type cannot be "
            f"changed, so it cannot be adopted as this one."
        )
    return record


def update_entity(
    client: TrustHubClient,
    path: str,
    olds: Mapping[str, Any],
    wanted: Mapping[str, Any],
    changed: Collection[str],
) -> Record:
    """Update the changed fields of an end user or a document."""
    attributes, known = wanted.get("attributes") or {}, olds.get(CORRECTED) or {}
    before = _content(as_answered(dict(olds), known), attributes)
    fields = {}
    if "friendly_name" in changed:
        fields["FriendlyName"] = wanted["friendly_name"]
    if "attributes" in changed:
        fields["Attributes"] = as_json(attributes)

    def post() -> Record:
        with redacting({"new": attributes, "old": [olds.get("attributes"), known]}):
            return client.update(path, fields)

    def done() -> Record | None:
        record = client.get(path)
        declared = attributes_of(olds.get("attributes")) or {}
        left = _is_left(declared, attributes, attributes_of(record.get("attributes")) or {})
        now = _content(record, attributes)
        arrived = has_arrived(_content(wanted, attributes), now, before)
        return record if arrived and not left else None

    return update_once(client, post, done)


def delete_entity(client: TrustHubClient, path: str) -> bool:
    """Delete an end user or a document; False when it was gone already."""
    try:
        return client.delete(path)
    except ApiError as error:
        hint = WHY_NOT_DELETED.get(error.code or 0)
        left = client.memory.links_left.values()
        bundles = [it.bundle_path for it in left if it.object_sid == last_sid(path)]
        if bundles:
            hint = (
                f"It stays on {' and '.join(bundles)}, where Twilio does not take it off. Once "
                f"that is deleted, run this again; in a program in which the bundle depends on it "
                f"(depends_on), the bundle is deleted first."
            )
        raise (error.with_hint(hint) if hint else error) from None


def differences(record: Mapping[str, Any], wanted: Mapping[str, Any]) -> list[str]:
    """Name the differences: the name, and the path of each declared attribute."""
    attributes = wanted.get("attributes") or {}
    shown = as_declared(attributes, record.get("attributes"))
    is_named = same_name(record.get("friendly_name"), wanted.get("friendly_name"))
    return ([] if is_named else ["friendly_name"]) + [
        f"attributes.{name}" for name in attributes if not same(attributes[name], shown.get(name))
    ]


def as_declared(declared: Mapping[str, Any], live: object) -> dict[str, Any]:
    """Give Twilio's attributes in the program's spelling.

    Attributes that are not declared are left out, because Twilio may add some.  An equal value in
    another spelling is given as declared.  A response without attributes says nothing about them.
    """
    found = attributes_of(live)
    if found is None:
        return dict(declared)
    shown = {
        name: value
        if name in _JOINED and _joined(value) == _joined(found.get(name))
        else _shown(value, found.get(name))
        for name, value in declared.items()
    }
    return {name: value for name, value in shown.items() if value is not None}


def attributes_of(live: object) -> dict[str, Any] | None:
    """Read attributes: an object, or JSON text as in requests."""
    if isinstance(live, str):
        try:
            live = json.loads(live)
        except ValueError:
            return None
    return live if isinstance(live, dict) else None


def as_json(attributes: Mapping[str, Any]) -> str:
    """Write attributes as JSON, as a POST sends them."""
    sent = {
        name: _joined(value) if name in _JOINED else restore_integers(value)
        for name, value in attributes.items()
        if value is not None
    }
    return json.dumps(sent, ensure_ascii=False)


def _content(of: Mapping[str, Any], declared: Mapping[str, Any]) -> dict[str, Any]:
    attributes = as_declared(declared, of.get("attributes"))
    return {"friendly_name": of.get("friendly_name"), "attributes": attributes}


def _is_left(before: Mapping[str, Any], wanted: Mapping[str, Any], live: Mapping[str, Any]) -> bool:
    """Tell whether an attribute still exists that was declared before and no longer is."""
    for name, value in before.items():
        now, there = wanted.get(name), live.get(name)
        if now is None and or_none(there) is not None:
            return True
        deep = all(isinstance(it, dict) for it in (value, now, there))
        if deep and _is_left(value, now or {}, there or {}):
            return True
    return False


def _shown(declared: Any, live: Any) -> Any:
    if isinstance(declared, dict) and isinstance(live, dict):
        return as_declared(declared, live)
    if isinstance(declared, list) and isinstance(live, list) and len(declared) == len(live):
        return [_shown(one, other) for one, other in zip(declared, live, strict=True)]
    return declared if same(declared, live) else live


def _joined(value: Any) -> Any:
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return ",".join(value)
    return value
