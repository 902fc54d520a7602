"""The rules of evaluations, and the shape of their results."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from ..store.entity_types import ALLOWED_VALUES, OPTIONAL_FIELDS, fields_of, titled
from ..store.models import Account, Bundle, Evaluation, Status, SupportingDocument
from ..store.policies import (
    BundleKind,
    DocumentRequirement,
    EndUserRequirement,
    Policy,
    ProfileRequirement,
    Requirement,
)
from ..store.store import Store

END_USER_MISSING = 22214
END_USER_FIELD = 22215
DOCUMENT_MISSING = 22216
DOCUMENT_FIELD = 22217
WRONG_VALUE = 22218
ADDRESS_MISSING = 22219

Json = dict[str, Any]


def _field(name: str, code: int | None = None, reason: str | None = None) -> Json:
    """A field of a required object as in the answer; without a code the field is right."""
    return {
        "friendly_name": titled(name),
        "object_field": name,
        "passed": code is None,
        "failure_reason": reason,
        "error_code": code,
    }


def _result(
    wanted: Requirement, object_type: str, fields: list[Json], missing: tuple[int, str] | None
) -> Json:
    """The outcome of a requirement; `missing` is code and reason of an object that is not there."""
    code, reason = missing or (None, None)
    name = wanted.requirement_name
    title = titled(name) if isinstance(wanted, ProfileRequirement) else wanted.name
    return {
        "friendly_name": wanted.name,
        "object_type": object_type,
        "passed": missing is None and all(field["passed"] for field in fields),
        "failure_reason": reason,
        "error_code": code,
        "requirement_friendly_name": title,
        "requirement_name": name,
        "fields": fields,
    }


def _in_shape(shape: str, result: Json) -> Json:
    """The result in one of the two observed shapes."""
    if shape == "fields":
        return result
    fields = result.pop("fields")
    return result | {
        "valid": [it for it in fields if it["passed"]],
        "invalid": [it for it in fields if not it["passed"]],
    }


def evaluate(store: Store, bundle: Bundle, policy: Policy) -> Evaluation:
    """Look at a bundle and keep what was found, for good: evaluations cannot be deleted."""
    missed = store.settings.evaluations_miss_new_seconds
    seen = [it.object_sid for it in bundle.entities.values() if not store.is_new(it, missed)]
    results = list(_results(store, bundle, policy, seen))
    evaluation = Evaluation(
        **store.new_fields("EL", bundle.account_sid),
        bundle=bundle,
        policy_sid=policy.sid,
        status="compliant" if all(it["passed"] for it in results) else "noncompliant",
        results=[_in_shape(store.settings.evaluation_shape, it) for it in results],
    )
    bundle.evaluations[evaluation.sid] = evaluation
    return evaluation


def complies(store: Store, bundle: Bundle) -> bool:
    """Whether a bundle satisfies its own policy, without keeping an evaluation."""
    policy = store.policies[bundle.policy_sid]
    there = bundle.entities_by_object
    return all(it["passed"] for it in _results(store, bundle, policy, there))


def _results(
    store: Store, bundle: Bundle, policy: Policy, entities: Iterable[str]
) -> Iterator[Json]:
    account = store.owner(bundle)
    for person in policy.end_users:
        yield _end_user(account, entities, person)
    for document in policy.documents:
        yield _document(account, entities, document)
    for name in dict.fromkeys(wanted.requirement_name for wanted in policy.customer_profiles):
        alternatives = [it for it in policy.customer_profiles if it.requirement_name == name]
        yield _profile(store, bundle, entities, alternatives)


def _end_user(account: Account, entities: Iterable[str], wanted: EndUserRequirement) -> Json:
    found = (account.end_users.get(sid) for sid in entities)
    end_user = next((it for it in found if it is not None and it.type == wanted.type), None)
    missing = None
    if end_user is None:
        missing = END_USER_MISSING, f"No end user {wanted.name} is on the bundle. Add one."
    attributes = end_user.attributes if end_user else {}
    names = [it for it in fields_of(wanted.type) if it not in OPTIONAL_FIELDS]
    fields = [_attribute(it, attributes.get(it), on=wanted.name) for it in names]
    return _result(wanted, wanted.type, fields, missing)


def _attribute(name: str, value: Any, *, on: str) -> Json:
    if value is None or value == "":
        reason = f"{titled(name)} is missing. Enter it on {on}."
        return _field(name, END_USER_FIELD, reason)
    allowed = ALLOWED_VALUES.get(name)
    values = [part.strip() for part in str(value).split(",")]
    if allowed is not None and not allowed.issuperset(values):
        reason = f"{titled(name)} must be one of {', '.join(sorted(allowed))}."
        return _field(name, WRONG_VALUE, reason)
    return _field(name)


def _document(account: Account, entities: Iterable[str], wanted: DocumentRequirement) -> Json:
    found = (account.supporting_documents.get(sid) for sid in entities)
    document = next((it for it in found if it is not None and it.type in wanted.accepted), None)
    object_type, missing = wanted.accepted[0], None
    if document is None:
        reason = f"No supporting document {wanted.name} is on the bundle. Add one."
        missing = DOCUMENT_MISSING, reason
    else:
        object_type = document.type
    names = fields_of(object_type)
    fields = [_document_field(account, document, it) for it in names]
    return _result(wanted, object_type, fields, missing)


def _document_field(account: Account, document: SupportingDocument | None, name: str) -> Json:
    if document is None or not document.attributes.get(name):
        return _field(name, DOCUMENT_FIELD, f"{titled(name)} is missing. Enter it on the document.")
    if name == "address_sids":
        unknown = [sid for sid in address_sids(document) if sid not in account.addresses]
        if unknown:
            reason = f"There is no address {', '.join(unknown)} in this account."
            return _field(name, ADDRESS_MISSING, reason)
    return _field(name)


def _profile(
    store: Store,
    bundle: Bundle,
    entities: Iterable[str],
    alternatives: list[ProfileRequirement],
) -> Json:
    linked = {
        store.policies[profile.policy_sid].profile_type: profile
        for profile in _profiles(store, bundle, entities)
    }
    wanted = next((it for it in alternatives if it.type in linked), alternatives[0])
    profile, missing = linked.get(wanted.type), None
    enough = {Status.APPROVED}
    if bundle.kind is BundleKind.TRUST_PRODUCT:
        enough.add(Status.IN_REVIEW)
    status = _field("bundle_status")
    if profile is None:
        missing = DOCUMENT_MISSING, f"{wanted.name} is missing. Link one."
        status = _field("bundle_status", DOCUMENT_FIELD, f"{wanted.name} bundle is null.")
    elif profile.status not in enough:
        states = " or ".join(sorted(it.value for it in enough))
        reason = f"{wanted.name} must be in an approved state or in-review state ({states})."
        status = _field("bundle_status", DOCUMENT_FIELD, reason)
    return _result(wanted, wanted.type, [status], missing)


def linked_profiles(store: Store, bundle: Bundle) -> Iterator[Bundle]:
    """The customer profiles that are linked to a bundle."""
    return _profiles(store, bundle, bundle.entities_by_object)


def _profiles(store: Store, bundle: Bundle, entities: Iterable[str]) -> Iterator[Bundle]:
    for sid in entities:
        if sid.startswith("BU"):
            profile = store.profile(store.owner(bundle), sid)
            if profile is not None:
                yield profile


def address_sids(document: SupportingDocument) -> list[str]:
    """The addresses of a document: a list, or a text with commas."""
    value = document.attributes.get("address_sids") or ()
    parts: Iterable[Any] = value.split(",") if isinstance(value, str) else value
    return [str(part).strip() for part in parts]
