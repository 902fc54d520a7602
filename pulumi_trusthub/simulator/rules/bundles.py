"""The rules of customer profiles and trust products."""

from __future__ import annotations

import dataclasses

from ..store.errors import (
    BUNDLE_HAS_NUMBERS,
    BUNDLE_UNDER_REVIEW,
    FORBIDDEN,
    NOT_EDITABLE,
    STATUS_WITH_PROPERTIES,
    TwilioError,
    conflict,
    invalid,
)
from ..store.models import UNDER_REVIEW, Account, Bundle, Status
from ..store.policies import BundleKind
from ..store.store import Store
from .reviews import submit

FROZEN = frozenset({Status.IN_REVIEW, Status.APPROVED})
"""Statuses in which name and email are fixed; `pending-review` still allows edits."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class BundleChanges:
    """Fields of an update; None leaves a field as it is, an empty callback clears the callback."""

    status: str | None = None
    friendly_name: str | None = None
    email: str | None = None
    status_callback: str | None = None

    def properties(self) -> dict[str, str]:
        """All that was asked for, but the status."""
        asked = dataclasses.asdict(self)
        del asked["status"]
        return {name: value for name, value in asked.items() if value is not None}


def create_bundle(
    store: Store,
    account: Account,
    kind: BundleKind,
    *,
    friendly_name: str,
    email: str,
    policy_sid: str,
    status_callback: str | None,
) -> Bundle:
    """Make a bundle, which is a draft whatever was asked for."""
    policy = store.policies.get(policy_sid)
    if policy is None:
        raise invalid(f"Policy {policy_sid} was not found.")
    if policy.kind is not kind:
        raise invalid(
            f"Policy {policy_sid} ({policy.friendly_name}) is not one of a "
            f"{kind.value.replace('_', ' ')}."
        )
    if policy.console_only and store.settings.primary_profile_by_api == "refuse":
        raise TwilioError(
            403, FORBIDDEN, f"A {policy.friendly_name} can only be created through Twilio console."
        )
    bundle = Bundle(
        **store.new_fields("BU", account.sid),
        kind=kind,
        policy_sid=policy_sid,
        friendly_name=friendly_name,
        email=email,
        status_callback=status_callback or None,
    )
    store.add_bundle(account, bundle)
    return bundle


def update_bundle(store: Store, bundle: Bundle, changes: BundleChanges) -> None:
    """Change a bundle's properties, or submit it."""
    properties = changes.properties()
    settings = store.settings
    if changes.status is not None and properties and settings.status_with_properties == "refuse":
        raise invalid(
            "Bundle status and properties cannot be updated in the same request.",
            code=STATUS_WITH_PROPERTIES,
        )
    if (
        bundle.status in FROZEN
        and settings.edit_in_review_or_approved == "refuse"
        and {"friendly_name", "email"} & properties.keys()
    ):
        raise conflict(f"Bundle {bundle.sid} cannot be edited while it is {bundle.status.value}.")
    if changes.status is not None:
        submit(store, bundle, changes.status)
    if not properties:
        return
    bundle.friendly_name = properties.get("friendly_name", bundle.friendly_name)
    bundle.email = properties.get("email", bundle.email)
    if "status_callback" in properties:
        bundle.status_callback = properties["status_callback"] or None
    bundle.date_updated = store.now()


def delete_bundle(store: Store, bundle: Bundle) -> None:
    """Remove a bundle that nothing holds on to."""
    settings = store.settings
    if bundle.status in UNDER_REVIEW and settings.delete_under_review == "refuse":
        raise invalid(
            f"Bundle {bundle.sid} is {bundle.status.value} and cannot be deleted.",
            code=BUNDLE_UNDER_REVIEW,
        )
    if settings.delete_with_assignments == "refuse":
        if bundle.endpoints:
            raise invalid(
                f"Bundle {bundle.sid} cannot be deleted: it has active number assignments.",
                code=BUNDLE_HAS_NUMBERS,
            )
        for link in store.assignments_by_object.get(bundle.sid, {}).values():
            raise conflict(
                f"Bundle {bundle.sid} cannot be deleted: it is assigned to {link.bundle.sid}."
            )
    if bundle.entities and settings.delete_with_entities == "refuse":
        raise conflict(f"Bundle {bundle.sid} cannot be deleted: entities are assigned to it.")
    store.remove_bundle(bundle)


def refuse_new_entity(store: Store, bundle: Bundle) -> None:
    """Refuse to put an object on a bundle whose content has been reviewed, or is being."""
    if bundle.status is Status.APPROVED:
        raise invalid(
            f"Bundle {bundle.sid} is in status TWILIO_APPROVED and takes no new entity.",
            code=NOT_EDITABLE,
        )
    if bundle.status is Status.IN_REVIEW and store.settings.edit_in_review_or_approved == "refuse":
        raise invalid(
            f"Bundle {bundle.sid} is in status IN_REVIEW and takes no new entity.",
            code=NOT_EDITABLE,
        )


def refuse_to_let_go(store: Store, bundle: Bundle) -> None:
    """Refuse to take an object off a bundle whose content has been reviewed, or is being."""
    rule = store.settings.remove_entity_in_review_or_approved
    if bundle.status in FROZEN and rule == "refuse":
        raise invalid(
            f"Bundle {bundle.sid} is {bundle.status.value} and lets no entity go.",
            code=NOT_EDITABLE,
        )
