"""The rules of customer profiles and trust products."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from .errors import (
    BUNDLE_HAS_NUMBERS,
    BUNDLE_UNDER_REVIEW,
    FORBIDDEN,
    NOT_EDITABLE,
    STATUS_WITH_PROPERTIES,
    Refusal,
    conflict,
    invalid,
)
from .models import UNDER_REVIEW, Account, Bundle, Status, World
from .reviews import submit

if TYPE_CHECKING:
    from .policies import BundleKind

FROZEN = frozenset({Status.IN_REVIEW, Status.APPROVED})
"""Where a bundle's name and email are fixed; one that waits in `pending-review` can be edited."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class BundleChanges:
    """What an update asks for; None is not asked for, an empty callback clears it."""

    status: str | None = None
    friendly_name: str | None = None
    email: str | None = None
    status_callback: str | None = None

    def properties(self) -> dict[str, str]:
        """All that was asked for, but the status."""
        asked = {
            "friendly_name": self.friendly_name,
            "email": self.email,
            "status_callback": self.status_callback,
        }
        return {name: value for name, value in asked.items() if value is not None}


def create_bundle(
    world: World,
    account: Account,
    kind: BundleKind,
    *,
    friendly_name: str,
    email: str,
    policy_sid: str,
    status_callback: str | None,
) -> Bundle:
    """Make a bundle, which is a draft whatever was asked for."""
    policy = world.policies.get(policy_sid)
    if policy is None:
        raise invalid(f"Policy {policy_sid} was not found.")
    if policy.kind is not kind:
        raise invalid(
            f"Policy {policy_sid} ({policy.friendly_name}) is not one of a "
            f"{kind.value.replace('_', ' ')}."
        )
    if policy.console_only and world.settings.primary_profile_by_api == "refuse":
        raise Refusal(
            403,
            FORBIDDEN,
            f"A {policy.friendly_name} can only be created through Twilio console.",
        )
    bundle = Bundle(
        **world.made("BU", account.sid),
        kind=kind,
        policy_sid=policy_sid,
        friendly_name=friendly_name,
        email=email,
        status_callback=status_callback or None,
    )
    world.add_bundle(account, bundle)
    return bundle


def update_bundle(world: World, account: Account, bundle: Bundle, changes: BundleChanges) -> None:
    """Change a bundle's properties, or submit it."""
    properties = changes.properties()
    settings = world.settings
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
        submit(world, account, bundle, changes.status)
    if not properties:
        return
    bundle.friendly_name = properties.get("friendly_name", bundle.friendly_name)
    bundle.email = properties.get("email", bundle.email)
    if "status_callback" in properties:
        bundle.status_callback = properties["status_callback"] or None
    bundle.date_updated = world.now()


def delete_bundle(world: World, account: Account, bundle: Bundle) -> None:
    """Remove a bundle that nothing holds on to."""
    settings = world.settings
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
        for link in world.assignments_by_object.get(bundle.sid, {}).values():
            raise conflict(
                f"Bundle {bundle.sid} cannot be deleted: it is assigned to {link.bundle.sid}."
            )
    world.remove_bundle(account, bundle)


def refuse_new_entity(world: World, bundle: Bundle) -> None:
    """Refuse to put an object on a bundle whose content has been reviewed, or is being."""
    if bundle.status is Status.APPROVED:
        raise invalid(
            f"Bundle {bundle.sid} is in status TWILIO_APPROVED and takes no new entity.",
            code=NOT_EDITABLE,
        )
    if bundle.status is Status.IN_REVIEW and world.settings.edit_in_review_or_approved == "refuse":
        raise invalid(
            f"Bundle {bundle.sid} is in status IN_REVIEW and takes no new entity.",
            code=NOT_EDITABLE,
        )
