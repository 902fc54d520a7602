"""What Terraform has managed, and nothing besides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pulumi_trusthub._core.account.terraform_inventory import read_terraform_inventory
from pulumi_trusthub._core.account.terraform_state import TerraformObject
from pulumi_trusthub._core.model.refs import CHANNEL_ENDPOINT, ENTITY, BundleRef
from pulumi_trusthub._core.rules.assignments import ensure_assignment

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pulumi_trusthub._core.account.inventory import Inventory
    from pulumi_trusthub._core.api.client import TrustHubClient
    from pulumi_trusthub.simulator import Simulator


def read(client: TrustHubClient, objects: Iterable[tuple[str, str, str]]) -> Inventory:
    """Read objects: their names, types and ids."""
    wanted = [TerraformObject(f"x.{name}", name, kind, id_) for name, kind, id_ in objects]
    return read_terraform_inventory(client, wanted, lambda _done, _all: None, lambda _text: None)


def link_of(client: TrustHubClient, bundle: BundleRef) -> str:
    """The id of the only link of a bundle."""
    [link] = client.records(ENTITY.on(bundle))
    return f"{ENTITY.on(bundle)}/{link['sid']}"


def test_a_link_that_terraform_did_not_make_stays_out(
    client: TrustHubClient, product: BundleRef, profile: BundleRef
) -> None:
    """The link that the state does not have, and the profile at its other end."""
    found = read(client, [("calls", "TrustProduct", product.sid)])

    assert link_of(client, product)
    assert profile.sid
    assert [("TrustProduct", product.sid, "calls")] == [
        (it.type_name, it.id, it.name) for it in found.entries
    ]
    assert {} == found.gone


def test_assignments_are_taken_without_their_bundle(
    client: TrustHubClient, product: BundleRef, profile: BundleRef
) -> None:
    """Where somebody else made the bundle; the link has the name from Terraform."""
    link = link_of(client, product)

    found = read(client, [("to_profile", "EntityAssignment", link)])

    assert [("EntityAssignment", link, "to_profile")] == [
        (it.type_name, it.id, it.name) for it in found.entries
    ]
    assert profile.sid == found.entries[0].inputs["object_sid"]
    assert [False] == [it.is_declared for it in found.bundles]


def test_a_number_is_a_set_of_what_terraform_assigned(
    client: TrustHubClient, product: BundleRef, profile: BundleRef, simulator: Simulator
) -> None:
    """Other numbers on the same bundle are not in it."""
    numbers = list(simulator.control.accounts()[0].phone_numbers.values())[:2]
    ids = []
    for sid in numbers:
        endpoint = {"ChannelEndpointType": "phone-number", "ChannelEndpointSid": sid}
        ensure_assignment(client, CHANNEL_ENDPOINT, profile, endpoint)
        made = ensure_assignment(client, CHANNEL_ENDPOINT, product, endpoint)
        ids.append(f"{CHANNEL_ENDPOINT.on(product)}/{made.record['sid']}")

    found = read(client, [("number", "ChannelEndpointAssignment", ids[0])])

    [entry] = found.entries
    assert "ChannelEndpointAssignments" == entry.type_name
    assert numbers[:1] == entry.inputs["channel_endpoint_sids"]


def test_objects_that_are_gone_are_named(client: TrustHubClient, product: BundleRef) -> None:
    """As Terraform calls them, with the SID that the account does not have."""
    gone = {"IT": "EndUser", "BU": "CustomerProfile", "AD": "Address"}
    link = f"{ENTITY.on(product)}/BV{'0' * 32}"

    found = read(
        client,
        [
            *((kind.lower(), kind, prefix + "0" * 32) for prefix, kind in gone.items()),
            ("link", "EntityAssignment", link),
        ],
    )

    assert {
        "x.enduser": "IT" + "0" * 32,
        "x.customerprofile": "BU" + "0" * 32,
        "x.address": "AD" + "0" * 32,
        "x.link": "BV" + "0" * 32,
    } == found.gone
    assert [] == [*found.entries, *found.described]
