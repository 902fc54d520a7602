"""What lookups return: frozen, typed, and indifferent to fields that Twilio adds.

They are dataclasses, because a stack may export them and Pulumi writes those field by field.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from ._errors import LookupFailedError

if TYPE_CHECKING:
    from collections.abc import Mapping

_M = TypeVar("_M", bound="Model")


@dataclass(frozen=True, kw_only=True)
class Model:
    """One object as Twilio wrote it; every field but the SID may be null."""

    sid: str
    account_sid: str | None = None
    url: str | None = None


@dataclass(frozen=True, kw_only=True)
class Bundle(Model):
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
class CustomerProfile(Bundle):
    """A customer profile, which vouches for who a business is."""


@dataclass(frozen=True, kw_only=True)
class TrustProduct(Bundle):
    """A trust product, which vouches for the calls of its numbers."""


@dataclass(frozen=True, kw_only=True)
class PhoneNumber(Model):
    """A phone number that the account owns."""

    phone_number: str | None = None
    friendly_name: str | None = None
    status: str | None = None


@dataclass(frozen=True, kw_only=True)
class ChannelEndpointAssignment(Model):
    """A number on a bundle."""

    channel_endpoint_sid: str | None = None
    channel_endpoint_type: str | None = None
    trust_product_sid: str | None = None
    customer_profile_sid: str | None = None
    date_created: str | None = None


@dataclass(frozen=True, kw_only=True)
class EntityAssignment(Model):
    """An entity attached to a bundle."""

    object_sid: str | None = None
    trust_product_sid: str | None = None
    customer_profile_sid: str | None = None
    date_created: str | None = None


@dataclass(frozen=True, kw_only=True)
class PolicyRules(Model):
    """A policy: what a bundle must contain."""

    friendly_name: str | None = None
    requirements: Any = None


_ADAPTERS: Mapping[type[Model], TypeAdapter[Any]] = {
    model: TypeAdapter(model)
    for model in (
        ChannelEndpointAssignment,
        CustomerProfile,
        EntityAssignment,
        PhoneNumber,
        PolicyRules,
        TrustProduct,
    )
}


def read_as(model: type[_M], record: dict[str, Any]) -> _M:
    """Read a record.

    Raises:
        LookupFailedError: It is of another form; the text holds nothing of what was read.
    """
    try:
        read: _M = _ADAPTERS[model].validate_python(record)
    except ValidationError as error:
        fields = sorted({str(problem["loc"][0]) for problem in error.errors() if problem["loc"]})
        raise LookupFailedError(
            f"Twilio's answer is not a {model.__name__}: {', '.join(fields)} of another type."
        ) from None
    return read
