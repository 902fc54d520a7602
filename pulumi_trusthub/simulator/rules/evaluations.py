"""Does a bundle have what its policy wants? The rules of evaluations, and the shape of results."""

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
from ..store.models import Account, Bundle, EndUser, Evaluation, Status, SupportingDocument
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
    """One field of an object that a policy wants; without a code it is fine."""

    name: str
    error_code: int | None = None
    failure_reason: str | None = None

    def answer(self) -> dict[str, Any]:
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
    """How one requirement of a policy came out."""

    requirement_name: str
    requirement_friendly_name: str
    friendly_name: str
    object_type: str
    fields: tuple[Field, ...]
    error_code: int | None = None
    failure_reason: str | None = None

    @property
    def passed(self) -> bool:
        """Whether the object is there and every field of it is right."""
        return self.error_code is None and all(field.error_code is None for field in self.fields)

    def answer(self, shape: str) -> dict[str, Any]:
        """The result as an element of `results`, in one of the two shapes that were seen."""
        item: dict[str, Any] = {
            "friendly_name": self.friendly_name,
            "object_type": self.object_type,
            "passed": self.passed,
            "failure_reason": self.failure_reason,
            "error_code": self.error_code,
            "requirement_friendly_name": self.requirement_friendly_name,
            "requirement_name": self.requirement_name,
        }
        if shape == "fields":
            return item | {"fields": [field.answer() for field in self.fields]}
        return item | {
            "valid": [field.answer() for field in self.fields if field.error_code is None],
            "invalid": [field.answer() for field in self.fields if field.error_code is not None],
        }


def evaluate(store: Store, account: Account, bundle: Bundle, policy: Policy) -> Evaluation:
    """Look at a bundle and keep what was found, for good: evaluations cannot be deleted."""
    results = list(_results(store, account, bundle, policy))
    evaluation = Evaluation(
        **store.new_fields("EL", account.sid),
        bundle=bundle,
        policy_sid=policy.sid,
        status="compliant" if all(result.passed for result in results) else "noncompliant",
        results=[result.answer(store.settings.evaluation_shape) for result in results],
    )
    bundle.evaluations[evaluation.sid] = evaluation
    return evaluation


def complies(store: Store, account: Account, bundle: Bundle) -> bool:
    """Whether a bundle has what its own policy wants, without keeping an evaluation."""
    policy = store.policies[bundle.policy_sid]
    return all(result.passed for result in _results(store, account, bundle, policy))


def _results(store: Store, account: Account, bundle: Bundle, policy: Policy) -> Iterator[Result]:
    for person in policy.end_users:
        yield _end_user(account, bundle, person)
    for document in policy.documents:
        yield _document(account, bundle, document)
    for name in dict.fromkeys(wanted.requirement_name for wanted in policy.customer_profiles):
        alternatives = [it for it in policy.customer_profiles if it.requirement_name == name]
        yield _profile(store, account, bundle, alternatives)


def _end_user(account: Account, bundle: Bundle, wanted: EndUserRequirement) -> Result:
    known = entity_type(wanted.type, of=END_USER_TYPES)
    names = [] if known is None else [it for it in known.fields if it not in OPTIONAL_FIELDS]
    end_user = next(_assigned_end_users(account, bundle, wanted.type), None)
    attributes = {} if end_user is None else end_user.attributes
    missing = end_user is None
    return Result(
        requirement_name=wanted.type,
        requirement_friendly_name=wanted.name,
        friendly_name=wanted.name,
        object_type=wanted.type,
        fields=tuple(_attribute(it, attributes.get(it), on=wanted.name) for it in names),
        error_code=END_USER_MISSING if missing else None,
        failure_reason=f"No end user {wanted.name} is on the bundle. Add one." if missing else None,
    )


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


def _document(account: Account, bundle: Bundle, wanted: DocumentRequirement) -> Result:
    document = next(_assigned_documents(account, bundle, wanted.accepted), None)
    object_type = wanted.accepted[0] if document is None else document.type
    known = entity_type(object_type, of=SUPPORTING_DOCUMENT_TYPES)
    names = known.fields if known else ()
    missing = document is None
    reason = f"No supporting document {wanted.name} is on the bundle. Add one."
    return Result(
        requirement_name=wanted.requirement_name,
        requirement_friendly_name=wanted.name,
        friendly_name=wanted.name,
        object_type=object_type,
        fields=tuple(_document_field(account, document, it) for it in names),
        error_code=DOCUMENT_MISSING if missing else None,
        failure_reason=reason if missing else None,
    )


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
    store: Store, account: Account, bundle: Bundle, alternatives: list[ProfileRequirement]
) -> Result:
    linked = {
        store.policies[profile.policy_sid].profile_type: profile
        for profile in linked_profiles(store, account, bundle)
    }
    wanted = next((it for it in alternatives if it.type in linked), alternatives[0])
    profile = linked.get(wanted.type)
    enough = {Status.APPROVED}
    if bundle.kind is BundleKind.TRUST_PRODUCT:
        enough.add(Status.IN_REVIEW)
    if profile is None:
        status = Field("bundle_status", DOCUMENT_FIELD, f"{wanted.name} bundle is null.")
    elif profile.status in enough:
        status = Field("bundle_status")
    else:
        states = " or ".join(sorted(it.value for it in enough))
        reason = f"{wanted.name} must be in an approved state or in-review state ({states})."
        status = Field("bundle_status", DOCUMENT_FIELD, reason)
    missing = profile is None
    return Result(
        requirement_name=wanted.requirement_name,
        requirement_friendly_name=_title(wanted.requirement_name),
        friendly_name=wanted.name,
        object_type=wanted.type,
        fields=(status,),
        error_code=DOCUMENT_MISSING if missing else None,
        failure_reason=f"{wanted.name} is missing. Link one." if missing else None,
    )


def linked_profiles(store: Store, account: Account, bundle: Bundle) -> Iterator[Bundle]:
    """The customer profiles that are linked to a bundle."""
    for sid in bundle.entities_by_object:
        if sid.startswith("BU"):
            profile = store.profile(account, sid)
            if profile is not None:
                yield profile


def address_sids(document: SupportingDocument) -> list[str]:
    """The addresses of a document: a list, or a text with commas."""
    value = document.attributes.get("address_sids") or ()
    parts: Iterable[Any] = value.split(",") if isinstance(value, str) else value
    return [str(part).strip() for part in parts]


def _assigned_end_users(account: Account, bundle: Bundle, kind: str) -> Iterator[EndUser]:
    for sid in bundle.entities_by_object:
        end_user = account.end_users.get(sid)
        if end_user is not None and end_user.type == kind:
            yield end_user


def _assigned_documents(
    account: Account, bundle: Bundle, kinds: tuple[str, ...]
) -> Iterator[SupportingDocument]:
    for sid in bundle.entities_by_object:
        document = account.supporting_documents.get(sid)
        if document is not None and document.type in kinds:
            yield document


def _title(name: str) -> str:
    return name.replace("_", " ").title()
