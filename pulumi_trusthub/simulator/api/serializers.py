"""The objects as Twilio answers them: every field of Twilio's OpenAPI files, and no other."""

from __future__ import annotations

from email.utils import format_datetime
from typing import TYPE_CHECKING, Any

from ..store.policies import BundleKind, Policy, requirements

if TYPE_CHECKING:
    from datetime import datetime

    from ..store.entity_types import EntityType
    from ..store.models import (
        Account,
        Address,
        Bundle,
        ChannelEndpointAssignment,
        EndUser,
        EntityAssignment,
        Evaluation,
        PhoneNumber,
        SupportingDocument,
    )

COLLECTIONS = {
    BundleKind.CUSTOMER_PROFILE: "CustomerProfiles",
    BundleKind.TRUST_PRODUCT: "TrustProducts",
}

API_2010 = "/2010-04-01"


def bundle(it: Bundle, base: str) -> dict[str, Any]:
    """A customer profile or a trust product."""
    url = _bundle_url(it, base)
    prefix = f"{it.kind.value}s"
    return {
        "sid": it.sid,
        "account_sid": it.account_sid,
        "policy_sid": it.policy_sid,
        "friendly_name": it.friendly_name,
        "status": it.status.value,
        "valid_until": None if it.valid_until is None else _iso(it.valid_until),
        "email": it.email,
        "status_callback": it.status_callback,
        "date_created": _iso(it.date_created),
        "date_updated": _iso(it.date_updated),
        "url": url,
        "links": {
            f"{prefix}_entity_assignments": f"{url}/EntityAssignments",
            f"{prefix}_evaluations": f"{url}/Evaluations",
            f"{prefix}_channel_endpoint_assignment": f"{url}/ChannelEndpointAssignments",
        },
        "errors": [{"code": code} for code in it.errors] or None,
    }


def entity_assignment(it: EntityAssignment, base: str) -> dict[str, Any]:
    """An entity assignment."""
    return {
        "sid": it.sid,
        f"{it.bundle.kind.value}_sid": it.bundle.sid,
        "account_sid": it.account_sid,
        "object_sid": it.object_sid,
        "date_created": _iso(it.date_created),
        "url": f"{_bundle_url(it.bundle, base)}/EntityAssignments/{it.sid}",
    }


def channel_endpoint_assignment(it: ChannelEndpointAssignment, base: str) -> dict[str, Any]:
    """A channel endpoint assignment."""
    return {
        "sid": it.sid,
        f"{it.bundle.kind.value}_sid": it.bundle.sid,
        "account_sid": it.account_sid,
        "channel_endpoint_type": it.channel_endpoint_type,
        "channel_endpoint_sid": it.channel_endpoint_sid,
        "date_created": _iso(it.date_created),
        "url": f"{_bundle_url(it.bundle, base)}/ChannelEndpointAssignments/{it.sid}",
    }


def evaluation(it: Evaluation, base: str) -> dict[str, Any]:
    """An evaluation."""
    return {
        "sid": it.sid,
        "account_sid": it.account_sid,
        "policy_sid": it.policy_sid,
        f"{it.bundle.kind.value}_sid": it.bundle.sid,
        "status": it.status,
        "results": it.results,
        "date_created": _iso(it.date_created),
        "url": f"{_bundle_url(it.bundle, base)}/Evaluations/{it.sid}",
    }


def end_user(it: EndUser, base: str) -> dict[str, Any]:
    """An end user."""
    return {
        "sid": it.sid,
        "account_sid": it.account_sid,
        "friendly_name": it.friendly_name,
        "type": it.type,
        "attributes": it.attributes,
        "date_created": _iso(it.date_created),
        "date_updated": _iso(it.date_updated),
        "url": f"{base}/v1/EndUsers/{it.sid}",
    }


def supporting_document(it: SupportingDocument, base: str) -> dict[str, Any]:
    """A supporting document."""
    return {
        "sid": it.sid,
        "account_sid": it.account_sid,
        "friendly_name": it.friendly_name,
        "mime_type": None,
        "status": it.status.value,
        "type": it.type,
        "attributes": it.attributes,
        "date_created": _iso(it.date_created),
        "date_updated": _iso(it.date_updated),
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
                "friendly_name": name.replace("_", " ").title(),
                "constraint": "String",
            }
            for name in it.fields
        ],
        "url": f"{base}/v1/{collection}/{it.sid}",
    }


def account(it: Account) -> dict[str, Any]:
    """An account, with its token as Twilio shows it to those who hold it."""
    uri = f"{API_2010}/Accounts/{it.sid}"
    return {
        "auth_token": it.auth_token,
        "date_created": format_datetime(it.date_created),
        "date_updated": format_datetime(it.date_updated),
        "friendly_name": it.friendly_name,
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


def address(it: Address) -> dict[str, Any]:
    """An address."""
    return {
        "account_sid": it.account_sid,
        "city": it.city,
        "customer_name": it.customer_name,
        "date_created": format_datetime(it.date_created),
        "date_updated": format_datetime(it.date_updated),
        "emergency_enabled": it.emergency_enabled,
        "friendly_name": it.friendly_name,
        "iso_country": it.iso_country,
        "postal_code": it.postal_code,
        "region": it.region,
        "sid": it.sid,
        "street": it.street,
        "street_secondary": it.street_secondary,
        "uri": f"{API_2010}/Accounts/{it.account_sid}/Addresses/{it.sid}.json",
        "validated": it.validated,
        "verified": False,
    }


def phone_number(it: PhoneNumber) -> dict[str, Any]:
    """An incoming phone number that nobody has configured yet."""
    return {
        "account_sid": it.account_sid,
        "address_requirements": "none",
        "address_sid": None,
        "api_version": "2010-04-01",
        "beta": False,
        "bundle_sid": None,
        "capabilities": {"voice": True, "sms": True, "mms": True, "fax": False},
        "date_created": format_datetime(it.date_created),
        "date_updated": format_datetime(it.date_updated),
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


def _bundle_url(it: Bundle, base: str) -> str:
    return f"{base}/v1/{COLLECTIONS[it.kind]}/{it.sid}"


def _iso(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
