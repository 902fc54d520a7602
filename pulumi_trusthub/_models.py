"""What lookups return: frozen, typed, and indifferent to fields that Twilio adds."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict


class Model(BaseModel):
    """One object as Twilio wrote it."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    sid: str
    account_sid: str | None = None
    url: str | None = None


class Bundle(Model):
    """What trust products and customer profiles have in common."""

    friendly_name: str | None = None
    policy_sid: str | None = None
    status: str
    email: str | None = None
    status_callback: str | None = None
    valid_until: str | None = None
    errors: tuple[dict[str, Any], ...] | None = None
    date_created: str | None = None
    date_updated: str | None = None


class CustomerProfile(Bundle):
    """A customer profile, which vouches for who a business is."""


class TrustProduct(Bundle):
    """A trust product, which vouches for the calls of its numbers."""


class PhoneNumber(Model):
    """A phone number that the account owns."""

    phone_number: str
    friendly_name: str | None = None
    status: str | None = None


class ChannelEndpointAssignment(Model):
    """A number on a bundle."""

    channel_endpoint_sid: str
    channel_endpoint_type: str | None = None
    trust_product_sid: str | None = None
    customer_profile_sid: str | None = None
    date_created: str | None = None


class EntityAssignment(Model):
    """An entity attached to a bundle."""

    object_sid: str
    trust_product_sid: str | None = None
    customer_profile_sid: str | None = None
    date_created: str | None = None


class PolicyRules(Model):
    """A policy: what a bundle must contain."""

    friendly_name: str | None = None
    requirements: Any = None
