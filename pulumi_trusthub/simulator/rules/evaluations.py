"""The rules of evaluations, and the shape of their results."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from typing import Any

from ..store.entity_types import (
    ALLOWED_VALUES,
    END_USER_TYPES,
    OPTIONAL_FIELDS,
    SUPPORTING_DOCUMENT_TYPES,
    entity_type,
)
from ..store.models import Account, Bundle, Evaluation, Status, SupportingDocument
from ..store.policies import (
    BundleKind,
    DocumentRequirement,
    EndUserRequirement,
    Policy,
    ProfileRequirement,
)
from ..store.store import Store

END_USER_MISSING = 22214
END_USER_FIELD = 22215
DOCUMENT_MISSING = 22216
DOCUMENT_FIELD = 22217
WRONG_VALUE = 22218
ADDRESS_MISSING = 22219


@dataclasses.dataclass(frozen=True, slots=True)
class Field:
    """A field of a required object; without a code the field is right."""

    name: str
    error_code: int | None = None
    failure_reason: str | None = None

    def as_json(self) -> dict[str, Any]:
        """The field as an element of `valid`, `invalid` or `fields`."""
        return {
            "friendly_name": _title(self.name),
            "object_field": self.name,
            "passed": self.error_code is None,
            "failure_reason": self.failure_reason,
            "error_code": self.error_code,
        }


@dataclasses.dataclass(frozen=True, slots=True)
class Result:
    """The outcome of a requirement; `missing` has code and reason where the object is not there."""

    requirement_name: str
    requirement_friendly_name: str
    friendly_name: str
    object_type: str
    fields: list[Field]
    missing: tuple[int, str] | None

    @property
    def passed(self) -> bool:
        """Whether the object is there and every field of it is right."""
        return self.missing is None and all(field.error_code is None for field in self.fields)

    def as_json(self, shape: str) -> dict[str, Any]:
        """The result as an element of `results`, in either of the observed shapes."""
        error_code, failure_reason = self.missing or (None, None)
        item: dict[str, Any] = {
            "friendly_name": self.friendly_name,
            "object_type": self.object_type,
            "passed": self.passed,
            "failure_reason": failure_reason,
            "error_code": error_code,
            "requirement_friendly_name": self.requirement_friendly_name,
            "requirement_name": self.requirement_name,
        }
        fields = [field.as_json() for field in self.fields]
        if shape == "fields":
            return item | {"fields": fields}
        return item | {
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
        status="compliant" if all(result.passed for result in results) else "noncompliant",
        results=[result.as_json(store.settings.evaluation_shape) for result in results],
    )
    bundle.evaluations[evaluation.sid] = evaluation
    return evaluation


def complies(store: Store, bundle: Bundle) -> bool:
    """Whether a bundle satisfies its own policy, without keeping an evaluation."""
    policy = store.policies[bundle.policy_sid]
    there = bundle.entities_by_object
    return all(result.passed for result in _results(store, bundle, policy, there))


def _results(
    store: Store, bundle: Bundle, policy: Policy, entities: Iterable[str]
) -> Iterator[Result]:
    account = store.owner(bundle)
    for person in policy.end_users:
        yield _end_user(account, entities, person)
    for document in policy.documents:
        yield _document(account, entities, document)
    for name in dict.fromkeys(wanted.requirement_name for wanted in policy.customer_profiles):
        alternatives = [it for it in policy.customer_profiles if it.requirement_name == name]
        yield _profile(store, bundle, entities, alternatives)


def _end_user(account: Account, entities: Iterable[str], wanted: EndUserRequirement) -> Result:
    found = (account.end_users.get(sid) for sid in entities)
    end_user = next((it for it in found if it is not None and it.type == wanted.type), None)
    attributes, missing = {}, None
    if end_user is None:
        missing = END_USER_MISSING, f"No end user {wanted.name} is on the bundle. Add one."
    else:
        attributes = end_user.attributes
    known = entity_type(wanted.type, of=END_USER_TYPES)
    names = [] if known is None else [it for it in known.fields if it not in OPTIONAL_FIELDS]
    fields = [_attribute(it, attributes.get(it), on=wanted.name) for it in names]
    return Result(wanted.type, wanted.name, wanted.name, wanted.type, fields, missing)


def _attribute(name: str, value: Any, *, on: str) -> Field:
    if value is None or value == "":
        reason = f"{_title(name)} is missing. Enter it on {on}."
        return Field(name, END_USER_FIELD, reason)
    allowed = ALLOWED_VALUES.get(name)
    values = [part.strip() for part in str(value).split(",")]
    if allowed is not None and not allowed.issuperset(values):
        reason = f"{_title(name)} must be one of {', '.join(sorted(allowed))}."
        return Field(name, WRONG_VALUE, reason)
    return Field(name)


def _document(account: Account, entities: Iterable[str], wanted: DocumentRequirement) -> Result:
    found = (account.supporting_documents.get(sid) for sid in entities)
    document = next((it for it in found if it is not None and it.type in wanted.accepted), None)
    object_type, missing = wanted.accepted[0], None
    if document is None:
        reason = f"No supporting document {wanted.name} is on the bundle. Add one."
        missing = DOCUMENT_MISSING, reason
    else:
        object_type = document.type
    known = entity_type(object_type, of=SUPPORTING_DOCUMENT_TYPES)
    fields = [_document_field(account, document, it) for it in (known.fields if known else ())]
    name = wanted.requirement_name
    return Result(name, wanted.name, wanted.name, object_type, fields, missing)


def _document_field(account: Account, document: SupportingDocument | None, name: str) -> Field:
    if document is None or not document.attributes.get(name):
        return Field(name, DOCUMENT_FIELD, f"{_title(name)} is missing. Enter it on the document.")
    if name == "address_sids":
        unknown = [sid for sid in address_sids(document) if sid not in account.addresses]
        if unknown:
            reason = f"There is no address {', '.join(unknown)} in this account."
            return Field(name, ADDRESS_MISSING, reason)
    return Field(name)


def _profile(
    store: Store, bundle: Bundle, entities: Iterable[str], alternatives: list[ProfileRequirement]
) -> Result:
    linked = {
        store.policies[profile.policy_sid].profile_type: profile
        for profile in _profiles(store, bundle, entities)
    }
    wanted = next((it for it in alternatives if it.type in linked), alternatives[0])
    profile, missing = linked.get(wanted.type), None
    enough = {Status.APPROVED}
    if bundle.kind is BundleKind.TRUST_PRODUCT:
        enough.add(Status.IN_REVIEW)
    status = Field("bundle_status")
    if profile is None:
        missing = DOCUMENT_MISSING, f"{wanted.name} is missing. Link one."
        status = Field("bundle_status", DOCUMENT_FIELD, f"{wanted.name} bundle is null.")
    elif profile.status not in enough:
        states = " or ".join(sorted(it.value for it in enough))
        reason = f"{wanted.name} must be in an approved state or in-review state ({states})."
        status = Field("bundle_status", DOCUMENT_FIELD, reason)
    name = wanted.requirement_name
    return Result(name, _title(name), wanted.name, wanted.type, [status], missing)


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


def _title(name: str) -> str:
    return name.replace("_", " ").title()
