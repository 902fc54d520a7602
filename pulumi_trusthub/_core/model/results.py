"""The results of lookups: frozen and typed; fields that Twilio adds are ignored.

They are dataclasses, because a stack may export them, and Pulumi writes dataclasses field by field.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, TypeVar

from pydantic import SkipValidation, TypeAdapter, ValidationError

from .errors import LookupFailedError

_M = TypeVar("_M", bound="Result")


@dataclass(frozen=True, kw_only=True)
class Result:
    """An object as Twilio wrote it; every field but the SID may be null."""

    sid: str
    account_sid: str | None = None
    url: str | None = None


@dataclass(frozen=True, kw_only=True)
class BundleResult(Result):
    """What trust products and customer profiles have in common."""

    friendly_name: str | None = None
    policy_sid: str | None = None
    status: str | None = None
    email: str | None = None
    status_callback: str | None = None
    valid_until: str | None = None
    errors: tuple[Any, ...] | None = None
    date_created: str | None = None
    date_updated: str | None = None


@dataclass(frozen=True, kw_only=True)
class CustomerProfileResult(BundleResult):
    """A customer profile, which vouches for who a business is."""


@dataclass(frozen=True, kw_only=True)
class TrustProductResult(BundleResult):
    """A trust product, which vouches for the calls of its numbers."""


@dataclass(frozen=True, kw_only=True)
class PhoneNumberResult(Result):
    """A phone number that the account owns."""

    phone_number: str | None = None
    friendly_name: str | None = None
    status: str | None = None


@dataclass(frozen=True, kw_only=True)
class ChannelEndpointAssignmentResult(Result):
    """A number on a bundle."""

    channel_endpoint_sid: str | None = None
    channel_endpoint_type: str | None = None
    trust_product_sid: str | None = None
    customer_profile_sid: str | None = None
    date_created: str | None = None


@dataclass(frozen=True, kw_only=True)
class EntityAssignmentResult(Result):
    """An entity attached to a bundle."""

    object_sid: str | None = None
    trust_product_sid: str | None = None
    customer_profile_sid: str | None = None
    date_created: str | None = None


@dataclass(frozen=True, kw_only=True)
class EvaluationResult(Result):
    """An evaluation: Twilio's comparison of a bundle with a policy."""

    trust_product_sid: str | None = None
    customer_profile_sid: str | None = None
    policy_sid: str | None = None
    status: str | None = None
    failures: tuple[str, ...] = ()
    results: tuple[Any, ...] | None = None
    date_created: str | None = None


@dataclass(frozen=True, kw_only=True)
class EntityResult(Result):
    """What end users and supporting documents have in common."""

    friendly_name: str | None = None
    type: str | None = None
    # Validation would make a plain dictionary of whatever mapping guards the personal data.
    attributes: SkipValidation[Mapping[str, Any] | None] = field(default=None, repr=False)
    date_created: str | None = None
    date_updated: str | None = None


@dataclass(frozen=True, kw_only=True)
class EndUserResult(EntityResult):
    """An end user: a business, or a person who represents it; attributes become secrets."""


@dataclass(frozen=True, kw_only=True)
class SupportingDocumentResult(EntityResult):
    """A supporting document: evidence about a business; attributes become secrets."""

    mime_type: str | None = None
    status: str | None = None


@dataclass(frozen=True, kw_only=True)
class PolicyResult(Result):
    """A policy: what a bundle must contain."""

    friendly_name: str | None = None
    requirements: Any = None


@dataclass(frozen=True, kw_only=True)
class EntityTypeResult(Result):
    """What the types of end users and of supporting documents have in common."""

    friendly_name: str | None = None
    machine_name: str | None = None
    fields: tuple[Any, ...] | None = None


@dataclass(frozen=True, kw_only=True)
class EndUserTypeResult(EntityTypeResult):
    """A type of end user: which fields the attributes have."""


@dataclass(frozen=True, kw_only=True)
class SupportingDocumentTypeResult(EntityTypeResult):
    """A type of supporting document: which fields the attributes have."""


@cache
def _adapter(model: type[Result]) -> TypeAdapter[Any]:
    """Build the validator of a model, which takes a while, for the models that a run reads."""
    return TypeAdapter(model)


def read_as(model: type[_M], record: dict[str, Any]) -> _M:
    """Turn a record into a result.

    Raises:
        LookupFailedError: The record has another form; the text holds none of its values.
    """
    try:
        read: _M = _adapter(model).validate_python(record)  # type: ignore[arg-type]  # has a hash
    except ValidationError as error:
        fields = sorted({str(problem["loc"][0]) for problem in error.errors() if problem["loc"]})
        noun = model.__name__.removesuffix("Result")
        raise LookupFailedError(
            f"Twilio's answer is not a {noun}: {', '.join(fields)} of another type."
        ) from None
    return read
