"""The rules of what is put on bundles: entities and phone numbers."""

from __future__ import annotations

from ..store.errors import INVALID_OBJECT, conflict, invalid
from ..store.models import Bundle, ChannelEndpointAssignment, EntityAssignment
from ..store.policies import BundleKind
from ..store.store import Store
from .bundles import refuse_new_entity, refuse_to_let_go
from .evaluations import linked_profiles

PHONE_NUMBER = "phone-number"
"""The only type of channel endpoint that Twilio's pages use."""


def assign_entity(store: Store, bundle: Bundle, *, object_sid: str) -> EntityAssignment:
    """Put an end user, a document or a customer profile on a bundle."""
    refuse_new_entity(store, bundle)
    if not _assignable(store, bundle, object_sid):
        message = f"Object {object_sid} cannot be assigned to bundle {bundle.sid}."
        raise invalid(message, code=INVALID_OBJECT)
    if object_sid in bundle.entities_by_object:
        _refuse_duplicate(store, bundle, object_sid)
    entity = EntityAssignment(
        **store.new_fields("BV", bundle.account_sid), bundle=bundle, object_sid=object_sid
    )
    store.add_entity(entity)
    return entity


def _assignable(store: Store, bundle: Bundle, object_sid: str) -> bool:
    account = store.owner(bundle)
    if object_sid.startswith("BU"):
        return object_sid != bundle.sid and store.profile(account, object_sid) is not None
    return object_sid in account.end_users or object_sid in account.supporting_documents


def remove_entity(store: Store, entity: EntityAssignment) -> None:
    """Take an end user, a document or a customer profile off a bundle."""
    refuse_to_let_go(store, entity.bundle)
    store.remove_entity(entity)


def assign_endpoint(
    store: Store, bundle: Bundle, *, channel_endpoint_type: str, channel_endpoint_sid: str
) -> ChannelEndpointAssignment:
    """Put a phone number on a bundle, in any status of the bundle."""
    if channel_endpoint_type != PHONE_NUMBER:
        raise invalid(f"ChannelEndpointType {channel_endpoint_type!r} is not {PHONE_NUMBER}.")
    number = store.phone_numbers.get(channel_endpoint_sid)
    if number is None or not store.owner(bundle).reaches(store.accounts[number.account_sid]):
        raise invalid(f"Channel endpoint {channel_endpoint_sid} was not found in this account.")
    if channel_endpoint_sid in bundle.endpoints_by_number:
        _refuse_duplicate(store, bundle, channel_endpoint_sid)
    if bundle.kind is BundleKind.TRUST_PRODUCT:
        _refuse_second_product(store, bundle, channel_endpoint_sid)
        _require_on_profile(store, bundle, channel_endpoint_sid)
    endpoint = ChannelEndpointAssignment(
        **store.new_fields("RA", bundle.account_sid),
        bundle=bundle,
        channel_endpoint_sid=channel_endpoint_sid,
        channel_endpoint_type=channel_endpoint_type,
    )
    store.add_endpoint(endpoint)
    return endpoint


def _refuse_duplicate(store: Store, bundle: Bundle, sid: str) -> None:
    if store.settings.duplicate_assignments == "refuse":
        raise conflict(f"{sid} is already assigned to a {bundle.kind.value}_sid: {bundle.sid}")


def _refuse_second_product(store: Store, bundle: Bundle, number: str) -> None:
    if store.settings.number_exclusivity == "none":
        return
    for held in store.products_by_number.get(number, {}).values():
        if held.bundle is not bundle and held.bundle.policy_sid == bundle.policy_sid:
            raise conflict(
                f"{number} is already assigned to a trust_product_sid: {held.bundle.sid}"
            )


def _require_on_profile(store: Store, bundle: Bundle, number: str) -> None:
    for profile in linked_profiles(store, bundle):
        if number in profile.endpoints_by_number:
            return
    raise invalid(
        f"Channel endpoint {number} is not assigned to all the required supporting bundles: "
        "Customer profile."
    )


def remove_endpoint(store: Store, endpoint: ChannelEndpointAssignment) -> None:
    """Take a number off a bundle."""
    bundle, number = endpoint.bundle, endpoint.channel_endpoint_sid
    last = len(bundle.endpoints_by_number[number]) == 1
    if (
        bundle.kind is BundleKind.CUSTOMER_PROFILE
        and last
        and store.settings.remove_number_from_profile_while_on_product == "refuse"
    ):
        for held in store.products_by_number.get(number, {}).values():
            if bundle.sid in held.bundle.entities_by_object:
                raise conflict(
                    f"{number} cannot leave customer profile {bundle.sid}: "
                    f"it is still assigned to a trust_product_sid: {held.bundle.sid}"
                )
    store.remove_endpoint(endpoint)
