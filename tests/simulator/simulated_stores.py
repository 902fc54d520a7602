"""Shorthands for tests of the rules as plain Python."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from pulumi_trusthub.simulator.rules import assignments, bundles, entities
from pulumi_trusthub.simulator.store.policies import (
    SECONDARY_CUSTOMER_PROFILE,
    SHAKEN_STIR,
    BundleKind,
)

if TYPE_CHECKING:
    from pulumi_trusthub.simulator.store.models import (
        Account,
        Bundle,
        ChannelEndpointAssignment,
        EndUser,
        SupportingDocument,
    )
    from pulumi_trusthub.simulator.store.store import Store

CNAM = "RNf3db3cd1fe25fcfd3c3ded065c8fea53"

BUSINESS = {
    "business_name": "Example Business",
    "business_identity": "isv_reseller_or_partner",
    "business_type": "Corporation",
    "business_industry": "TECHNOLOGY",
    "business_registration_identifier": "EIN",
    "business_registration_number": "00-0000000",
    "business_regions_of_operation": "EUROPE,USA_AND_CANADA",
    "website_url": "https://business.example.com",
}
PERSON = {
    "first_name": "Erika",
    "last_name": "Example",
    "email": "erika@example.com",
    "phone_number": "+12025550100",
    "business_title": "Director",
    "job_position": "Director",
}


def change_settings(store: Store, **changes: Any) -> None:
    """Set switches of a plain store."""
    store.settings = store.settings.changed(changes)


def product(store: Store, account: Account, *, policy_sid: str = SHAKEN_STIR) -> Bundle:
    """A new trust product."""
    return bundles.create_bundle(
        store,
        account,
        BundleKind.TRUST_PRODUCT,
        friendly_name="Example product",
        email="compliance@example.com",
        policy_sid=policy_sid,
        status_callback=None,
    )


def secondary(store: Store, account: Account) -> Bundle:
    """A new secondary customer profile."""
    return bundles.create_bundle(
        store,
        account,
        BundleKind.CUSTOMER_PROFILE,
        friendly_name="Example customer",
        email="compliance@example.com",
        policy_sid=SECONDARY_CUSTOMER_PROFILE,
        status_callback=None,
    )


def primary(account: Account) -> Bundle:
    """The approved profile of the default world."""
    return next(iter(account.bundles[BundleKind.CUSTOMER_PROFILE].values()))


def numbers(account: Account) -> list[str]:
    """The SIDs of an account's phone numbers."""
    return list(account.phone_numbers)


def put(store: Store, bundle: Bundle, sid: str) -> ChannelEndpointAssignment:
    """A phone number on a bundle."""
    return assignments.assign_endpoint(
        store,
        bundle,
        channel_endpoint_type="phone-number",
        channel_endpoint_sid=sid,
    )


def link(store: Store, bundle: Bundle, object_sid: str) -> None:
    """An object on a bundle."""
    assignments.assign_entity(store, bundle, object_sid=object_sid)


def end_user(store: Store, account: Account, *, kind: str, attributes: str = "{}") -> EndUser:
    """A new end user."""
    return entities.create_end_user(
        store, account, friendly_name="Example", kind=kind, attributes=attributes
    )


def document(store: Store, account: Account, *, attributes: str = "{}") -> SupportingDocument:
    """A new document with an address."""
    return entities.create_document(
        store,
        account,
        friendly_name="Example",
        kind="customer_profile_address",
        attributes=attributes,
    )


@dataclasses.dataclass(frozen=True)
class Onboarding:
    """A product that is linked to the approved profile, with a number on both."""

    product: Bundle
    profile: Bundle
    number: str
    on_profile: ChannelEndpointAssignment
    on_product: ChannelEndpointAssignment


def onboarding(store: Store, account: Account) -> Onboarding:
    """The steps of SHAKEN/STIR but for the submission."""
    bundle, profile, number = product(store, account), primary(account), numbers(account)[0]
    on_profile = put(store, profile, number)
    link(store, bundle, profile.sid)
    on_product = put(store, bundle, number)
    return Onboarding(bundle, profile, number, on_profile, on_product)
