"""The rules of customer profiles and trust products."""

from __future__ import annotations

from typing import TypedDict

from ..store import errors
from ..store.errors import TwilioError, conflict, invalid
from ..store.models import UNDER_REVIEW, Account, Bundle, Status
from ..store.policies import BundleKind
from ..store.store import Store
from .reviews import submit

FROZEN = frozenset({Status.IN_REVIEW, Status.APPROVED})
"""Statuses in which name and email are fixed; `pending-review` still allows edits."""


class BundleChanges(TypedDict, total=False):
    """Fields of an update; a field left out stays, an empty callback clears the callback."""

    status: str
    friendly_name: str
    email: str
    status_callback: str


def create_bundle(
    store: Store,
    account: Account,
    kind: BundleKind,
    *,
    friendly_name: str,
    email: str,
    policy_sid: str,
    status_callback: str | None = None,
) -> Bundle:
    """Make a bundle, which is a draft whatever was asked for."""
    policy = store.policies.get(policy_sid)
    if policy is None:
        raise invalid(f"Policy {policy_sid} was not found.")
    if policy.kind is not kind:
        wanted = kind.value.replace("_", " ")
        raise invalid(f"Policy {policy_sid} ({policy.friendly_name}) is not one of a {wanted}.")
    if policy.console_only and store.settings.primary_profile_by_api == "refuse":
        message = f"A {policy.friendly_name} can only be created through Twilio console."
        raise TwilioError(403, errors.FORBIDDEN, message)
    bundle = Bundle(
        **store.new_fields("BU", account.sid),
        kind=kind,
        policy_sid=policy_sid,
        friendly_name=friendly_name,
        email=email,
        status_callback=status_callback or None,
    )
    account.bundles[kind][bundle.sid] = bundle
    return bundle


def update_bundle(store: Store, bundle: Bundle, changes: BundleChanges) -> None:
    """Change a bundle's properties, or submit it."""
    status, properties = changes.get("status"), changes.keys() - {"status"}
    settings = store.settings
    if status is not None and properties and settings.status_with_properties == "refuse":
        message = "Bundle status and properties cannot be updated in the same request."
        raise invalid(message, code=errors.STATUS_WITH_PROPERTIES)
    if (
        bundle.status in FROZEN
        and settings.edit_in_review_or_approved == "refuse"
        and {"friendly_name", "email"} & properties
    ):
        raise conflict(f"Bundle {bundle.sid} cannot be edited while it is {bundle.status.value}.")
    if status is not None:
        submit(store, bundle, status)
    if properties:
        bundle.friendly_name = changes.get("friendly_name", bundle.friendly_name)
        bundle.email = changes.get("email", bundle.email)
        bundle.status_callback = changes.get("status_callback", bundle.status_callback) or None
        bundle.date_updated = store.now()


def delete_bundle(store: Store, bundle: Bundle) -> None:
    """Remove a bundle that nothing holds on to."""
    settings = store.settings
    if bundle.status in UNDER_REVIEW and settings.delete_under_review == "refuse":
        message = f"Bundle {bundle.sid} is {bundle.status.value} and cannot be deleted."
        raise invalid(message, code=errors.BUNDLE_UNDER_REVIEW)
    if settings.delete_with_assignments == "refuse":
        if bundle.endpoints:
            message = f"Bundle {bundle.sid} cannot be deleted: it has active number assignments."
            raise invalid(message, code=errors.BUNDLE_HAS_NUMBERS)
        for link in store.assignments_by_object.get(bundle.sid, {}).values():
            raise conflict(
                f"Bundle {bundle.sid} cannot be deleted: it is assigned to {link.bundle.sid}."
            )
    if bundle.entities and settings.delete_with_entities == "refuse":
        raise conflict(f"Bundle {bundle.sid} cannot be deleted: entities are assigned to it.")
    store.remove_bundle(bundle)


def refuse_new_entity(store: Store, bundle: Bundle) -> None:
    """Refuse to put an object on a bundle whose content has been reviewed, or is being."""
    closed = {Status.APPROVED: "TWILIO_APPROVED"}
    if store.settings.edit_in_review_or_approved == "refuse":
        closed[Status.IN_REVIEW] = "IN_REVIEW"
    if bundle.status in closed:
        status = closed[bundle.status]
        message = f"Bundle {bundle.sid} is in status {status} and takes no new entity."
        raise invalid(message, code=errors.NOT_EDITABLE)


def refuse_to_let_go(store: Store, bundle: Bundle) -> None:
    """Refuse to take an object off a bundle whose content has been reviewed, or is being."""
    rule = store.settings.remove_entity_in_review_or_approved
    if bundle.status in FROZEN and rule == "refuse":
        message = f"Bundle {bundle.sid} is {bundle.status.value} and lets no entity go."
        raise invalid(message, code=errors.NOT_EDITABLE)
