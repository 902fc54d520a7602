"""The objects that Terraform has managed, read for the import file and its program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pulumi_trusthub._core.api.run import Run
from pulumi_trusthub._core.model.refs import (
    CHANNEL_ENDPOINT,
    ENTITY,
    AssignmentRef,
    BundleKind,
    BundleRef,
)
from pulumi_trusthub._core.model.sids import last_sid
from pulumi_trusthub._core.rules.addresses import address_path

from . import inventory
from .caching_client import CachingClient
from .snapshot import progress_pool, read_lists

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pulumi_trusthub._core.api.client import TrustHubClient

    from .terraform_state import TerraformObject

_BUNDLES = {kind.type_name: kind for kind in BundleKind}
_ASSIGNMENTS = {"EntityAssignment": ENTITY, "ChannelEndpointAssignment": CHANNEL_ENDPOINT}
_DESCRIBED = ("Address", "EndUser", "SupportingDocument")


def read_terraform_inventory(
    client: TrustHubClient,
    objects: Sequence[TerraformObject],
    on_progress: Callable[[int, int], None],
    warn: Callable[[str], None],
) -> inventory.Inventory:
    """Read the objects of a state of Terraform, and no others.

    What is assigned to a bundle that Terraform did not make, such as the primary profile, is taken
    without the bundle.
    """
    client = CachingClient(client)
    run, rounds = Run(client, warn, warn), progress_pool(client, on_progress)
    found, unused = inventory.Inventory(), inventory.unused_names()
    wanted = {
        BundleRef(_BUNDLES[it.type_name], it.id): it for it in objects if it.type_name in _BUNDLES
    }
    assigned = {
        it.id: (it, AssignmentRef.require(it.id, _ASSIGNMENTS[it.type_name]))
        for it in objects
        if it.type_name in _ASSIGNMENTS
    }
    parents = dict.fromkeys(ref.bundle for _, ref in assigned.values())
    described = [it for kind in _DESCRIBED for it in objects if it.type_name == kind]
    paths = [
        path
        for it in described
        for path in inventory.entity_path(it.id) or [address_path(client, it.id)]
    ]
    bundles = sorted({**wanted, **parents}, key=lambda it: it.kind.collection)
    inventory.read_paths(client, rounds, [*(it.path for it in bundles), *paths])
    records = {it: record for it in bundles if (record := client.get_or_none(it.path))}
    lists = [kind.on(it) for it in records if it in parents for kind in (ENTITY, CHANNEL_ENDPOINT)]
    read_lists(client, rounds, lists)
    named = {id_: it.name for id_, (it, _) in assigned.items()}
    there: set[str] = set()
    for ref, record in records.items():
        it = wanted.get(ref)
        is_declared = it is not None and inventory.can_be_declared(found, ref, record)
        name = unused(it.name if it else inventory.slug(record.get("friendly_name"), "bundle"))
        bundle = inventory.ExistingBundle(ref, record, name, is_declared=is_declared)
        found.bundles.append(bundle)
        if ref in parents:
            there |= inventory.read_assignments(client, found, bundle, named)
            bundle.link_names = {sid: unused(named[id_]) for sid, id_ in bundle.links.items()}
    missing = [it for ref, it in wanted.items() if ref not in records]
    missing += [it for id_, (it, _) in assigned.items() if id_ not in there]
    inventory.name_numbers(client, found, rounds)
    found.sets = inventory.number_sets(found.bundles, unused)
    for it in described:
        read = inventory.read_described(run, it.id)
        if read is None:
            missing.append(it)
        else:
            inventory.describe(found, it.id, *read, unused, it.name)
    found.gone = {it.address: last_sid(it.id) for it in missing}
    found.entries = [entry() for entry in inventory.entries_of(run, found)]
    return found
