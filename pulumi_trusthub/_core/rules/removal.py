"""Deletes of what may not come back: a link on a submitted bundle, and a bundle with its links.

Trust Hub takes no new entity on an approved bundle, and perhaps none on a bundle under review.  A
delete of a link cannot see whether its bundle goes too, so the link stays and goes with the bundle,
or with the customer profile.
"""

from __future__ import annotations

from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from pulumi_trusthub._core.model import errors
from pulumi_trusthub._core.model.codes import HELD_BUNDLE
from pulumi_trusthub._core.model.refs import CHANNEL_ENDPOINT, ENTITY, BundleKind, BundleRef
from pulumi_trusthub._core.model.statuses import status_of

from .linked_products import linked_products
from .read_lag import delete_while_young, found_while_young
from .reviews import is_submitted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pulumi_trusthub._core.api.client import TrustHubClient
    from pulumi_trusthub._core.api.run_state import LeftLink

_NO_REFUSAL = (
    errors.AuthenticationError,
    errors.PermissionDeniedError,
    errors.NotFoundError,
    errors.TooManyRequestsError,
    errors.ServerError,
)


def is_profile(object_sid: str) -> bool:
    """Tell whether the object of an entity assignment is a customer profile."""
    return object_sid.startswith("BU")


def status_for_delete(client: TrustHubClient, bundle: BundleRef) -> str:
    """Read the status of a bundle, once in a run; empty for a bundle that is gone."""
    statuses = client.memory.statuses
    with client.memory.lock("status", bundle.path):
        if bundle.path not in statuses:
            statuses[bundle.path] = status_of(client.get_or_none(bundle.path) or {})
        return statuses[bundle.path]


def must_stay_linked(client: TrustHubClient, bundle: BundleRef, object_sid: str) -> bool:
    """Tell whether an object is a customer profile that must stay on its submitted bundle.

    Where this run has put another profile on the bundle, the bundle takes links, and the old one
    was replaced.
    """
    if not is_profile(object_sid) or not is_submitted(status_for_delete(client, bundle)):
        return False
    others = (sid for path, sid in list(client.memory.assigned_at) if path == bundle.path)
    return not any(is_profile(sid) and sid != object_sid for sid in others)


def is_refused(client: TrustHubClient, bundle: BundleRef, error: errors.ApiError) -> bool:
    """Tell whether Twilio refuses to take an object off a bundle because that is submitted."""
    is_refusal = not isinstance(error, _NO_REFUSAL)
    return is_refusal and is_submitted(status_for_delete(client, bundle))


def profiles_left_on(client: TrustHubClient, bundle: BundleRef) -> dict[str, LeftLink]:
    """Give the links to profiles on a bundle that this run's deletes have left, by path."""
    links = list(client.memory.links_left.items())
    return {
        path: link
        for path, link in links
        if link.bundle_path == bundle.path and is_profile(link.object_sid)
    }


def delete_links(client: TrustHubClient, paths: Iterable[str]) -> None:
    """Delete links that this run's deletes have left in place."""
    for path in paths:
        client.delete(path)
        client.memory.links_left.pop(path, None)


def was_taken_off(client: TrustHubClient, collection: str) -> bool:
    """Tell whether this run has deleted assignments of a collection."""
    return any(path.startswith(f"{collection}/") for path in list(client.memory.deleted))


def delete_bundle(client: TrustHubClient, bundle: BundleRef) -> bool:
    """Delete a bundle with its entity assignments; False for a bundle that was gone already.

    Links to a customer profile that were left in place go with the profile.

    Whether Trust Hub deletes a bundle that has entities, or is linked to, is unverified.  Where it
    refuses to, both are taken off, unless something else holds the bundle: then they are still
    needed.
    """
    linked_to = list(client.memory.links_left.items())
    left = {path: link for path, link in linked_to if link.object_sid == bundle.sid}
    try:
        deleted = client.delete(bundle.path)
    except errors.ApiError as refused:
        if isinstance(refused, _NO_REFUSAL) or refused.code in HELD_BUNDLE:
            raise
        collection = ENTITY.on(bundle)
        entities = list(client.records(collection))
        if _is_held(client, bundle, left.values()):
            raise
        # Where nothing is on it any more, a delete that runs beside this one has just taken it off.
    else:
        delete_links(client, left)
        return deleted
    with _next_step_on_refusal(
        f"Before that link goes, the {bundle} cannot be deleted, and it goes with what it is on. "
        f"Run this again; in a program in which a product depends on its customer profile "
        f"(depends_on), the product is deleted first."
    ):
        delete_links(client, left)
    with _next_step_on_refusal(
        f"Twilio neither deletes the {bundle} with what is on it nor takes that off: delete it in "
        f"Twilio's Console, or leave it there and take it out of the stack (`pulumi state delete`)."
    ):
        for entity in entities:
            path = f"{collection}/{entity['sid']}"
            told = f"what is on the {bundle} cannot be deleted"
            delete = partial(client.delete, path)
            delete_while_young(client, delete, told, entity.get("date_created"))
            client.memory.links_left.pop(path, None)
    return client.delete(bundle.path)


@contextmanager
def _next_step_on_refusal(hint: str) -> Iterator[None]:
    """Add the next step to a refusal of Twilio's."""
    try:
        yield
    except errors.ApiError as error:
        if isinstance(error, _NO_REFUSAL):
            raise
        raise error.with_hint(hint) from error


def _is_held(client: TrustHubClient, bundle: BundleRef, left: Iterable[LeftLink]) -> bool:
    """Tell whether numbers are on a bundle, or other products are linked to a customer profile."""
    collection = CHANNEL_ENDPOINT.on(bundle)
    for record in client.records(collection):
        # A list can still show what an earlier command has just taken off.
        read = partial(client.get_or_none, f"{collection}/{record['sid']}")
        told = f"the list of the {bundle} and reads differ"
        if found_while_young(client, read, told, record.get("date_created")):
            return True
    if bundle.kind is not BundleKind.CUSTOMER_PROFILE:
        return False
    client.memory.product_links = None
    linked = {
        BundleRef(BundleKind.TRUST_PRODUCT, it["sid"]).path
        for it in linked_products(client, bundle.sid)
    }
    return bool(linked - {link.bundle_path for link in left})
