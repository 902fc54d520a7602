"""The objects as Twilio answers them: every field of Twilio's OpenAPI files, and no other."""

from __future__ import annotations

import enum
from collections.abc import Callable
from datetime import datetime
from email.utils import format_datetime
from typing import Any

from ..store import models
from ..store.entity_types import LIST_FIELDS, EntityType, titled
from ..store.policies import BundleKind, Policy, requirements

COLLECTIONS = {
    BundleKind.CUSTOMER_PROFILE: "CustomerProfiles",
    BundleKind.TRUST_PRODUCT: "TrustProducts",
}

API_2010 = "/2010-04-01"


def _iso_8601(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _fields(
    it: models.StoredObject, names: str, date: Callable[[datetime], str] = _iso_8601
) -> dict[str, Any]:
    """The fields of these names, as JSON has them."""

    def shown(value: Any) -> Any:
        if isinstance(value, datetime):
            return date(value)
        return value.value if isinstance(value, enum.Enum) else value

    return {name: shown(getattr(it, name)) for name in names.split()}


def _bundle_url(it: models.Bundle, base: str) -> str:
    return f"{base}/v1/{COLLECTIONS[it.kind]}/{it.sid}"


def bundle(it: models.Bundle, base: str) -> dict[str, Any]:
    """A customer profile or a trust product."""
    url = _bundle_url(it, base)
    prefix = f"{it.kind.value}s"
    names = "sid account_sid policy_sid friendly_name status valid_until email status_callback"
    return {
        **_fields(it, f"{names} date_created date_updated"),
        "url": url,
        "links": {
            f"{prefix}_entity_assignments": f"{url}/EntityAssignments",
            f"{prefix}_evaluations": f"{url}/Evaluations",
            f"{prefix}_channel_endpoint_assignment": f"{url}/ChannelEndpointAssignments",
        },
        "errors": [{"code": code} for code in it.errors] or None,
    }


def entity_assignment(it: models.EntityAssignment, base: str) -> dict[str, Any]:
    """An entity assignment."""
    return {
        "sid": it.sid,
        f"{it.bundle.kind.value}_sid": it.bundle.sid,
        **_fields(it, "account_sid object_sid date_created"),
        "url": f"{_bundle_url(it.bundle, base)}/EntityAssignments/{it.sid}",
    }


def channel_endpoint_assignment(it: models.ChannelEndpointAssignment, base: str) -> dict[str, Any]:
    """A channel endpoint assignment."""
    return {
        "sid": it.sid,
        f"{it.bundle.kind.value}_sid": it.bundle.sid,
        **_fields(it, "account_sid channel_endpoint_type channel_endpoint_sid date_created"),
        "url": f"{_bundle_url(it.bundle, base)}/ChannelEndpointAssignments/{it.sid}",
    }


def evaluation(it: models.Evaluation, base: str) -> dict[str, Any]:
    """An evaluation."""
    return {
        **_fields(it, "sid account_sid policy_sid"),
        f"{it.bundle.kind.value}_sid": it.bundle.sid,
        **_fields(it, "status results date_created"),
        "url": f"{_bundle_url(it.bundle, base)}/Evaluations/{it.sid}",
    }


def end_user(it: models.EndUser, base: str) -> dict[str, Any]:
    """An end user."""
    return {
        **_fields(it, "sid account_sid friendly_name type attributes date_created date_updated"),
        "url": f"{base}/v1/EndUsers/{it.sid}",
    }


def supporting_document(it: models.SupportingDocument, base: str) -> dict[str, Any]:
    """A supporting document."""
    return {
        **_fields(it, "sid account_sid friendly_name"),
        "mime_type": None,
        **_fields(it, "status type attributes date_created date_updated"),
        "url": f"{base}/v1/SupportingDocuments/{it.sid}",
    }


def policy(it: Policy, base: str) -> dict[str, Any]:
    """A policy."""
    return {
        "sid": it.sid,
        "friendly_name": it.friendly_name,
        "requirements": requirements(it),
        "url": f"{base}/v1/Policies/{it.sid}",
    }


def entity_type(it: EntityType, base: str, *, collection: str) -> dict[str, Any]:
    """A type of end user or supporting document."""
    return {
        "sid": it.sid,
        "friendly_name": it.friendly_name,
        "machine_name": it.machine_name,
        "fields": [
            {
                "machine_name": name,
                "friendly_name": titled(name),
                "constraint": "List" if name in LIST_FIELDS else "String",
            }
            for name in it.fields
        ],
        "url": f"{base}/v1/{collection}/{it.sid}",
    }


def account(it: models.Account, _base: str = "") -> dict[str, Any]:
    """An account with its token, as Twilio shows both to their holder."""
    uri = f"{API_2010}/Accounts/{it.sid}"
    return {
        **_fields(it, "auth_token date_created date_updated friendly_name", format_datetime),
        "owner_account_sid": it.sid if it.parent is None else it.parent.sid,
        "sid": it.sid,
        "status": "active",
        "subresource_uris": {
            "addresses": f"{uri}/Addresses.json",
            "incoming_phone_numbers": f"{uri}/IncomingPhoneNumbers.json",
        },
        "type": "Full",
        "uri": f"{uri}.json",
    }


def address(it: models.Address, _base: str = "") -> dict[str, Any]:
    """An address."""
    names = "account_sid city customer_name date_created date_updated emergency_enabled"
    names += " friendly_name iso_country postal_code region sid street street_secondary"
    return {
        **_fields(it, names, format_datetime),
        "uri": f"{API_2010}/Accounts/{it.account_sid}/Addresses/{it.sid}.json",
        "validated": it.validated,
        "verified": False,
    }


def phone_number(it: models.PhoneNumber, _base: str = "") -> dict[str, Any]:
    """An incoming phone number that nobody has configured yet."""
    return {
        "account_sid": it.account_sid,
        "address_requirements": "none",
        "address_sid": None,
        "api_version": "2010-04-01",
        "beta": False,
        "bundle_sid": None,
        "capabilities": {"voice": True, "sms": True, "mms": True, "fax": False},
        **_fields(it, "date_created date_updated", format_datetime),
        "emergency_address_sid": None,
        "emergency_address_status": "unregistered",
        "emergency_status": "Inactive",
        "friendly_name": it.friendly_name,
        "identity_sid": None,
        "origin": "twilio",
        "phone_number": it.phone_number,
        "sid": it.sid,
        "sms_application_sid": None,
        "sms_fallback_method": "POST",
        "sms_fallback_url": None,
        "sms_method": "POST",
        "sms_url": None,
        "status": "in-use",
        "status_callback": None,
        "status_callback_method": "POST",
        "trunk_sid": None,
        "type": "local",
        "uri": f"{API_2010}/Accounts/{it.account_sid}/IncomingPhoneNumbers/{it.sid}.json",
        "voice_application_sid": None,
        "voice_caller_id_lookup": False,
        "voice_fallback_method": "POST",
        "voice_fallback_url": None,
        "voice_method": "POST",
        "voice_receive_mode": "voice",
        "voice_url": None,
    }
