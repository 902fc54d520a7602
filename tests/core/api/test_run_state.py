"""What a run remembers of its own writes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from acme import ACME, ADDRESS, on_number
from policy_sids import SHAKEN_STIR

from pulumi_trusthub._core.model.refs import CHANNEL_ENDPOINT, BundleKind, BundleRef
from pulumi_trusthub._core.rules.addresses import create_address, delete_address
from pulumi_trusthub._core.rules.assignments import ensure_assignment, find_assignment
from pulumi_trusthub._core.rules.bundles import create_bundle, find_by_name

if TYPE_CHECKING:
    from pulumi_trusthub._core.api.client import TrustHubClient
    from pulumi_trusthub.simulator import Simulator


def page(*records: dict[str, Any]) -> dict[str, Any]:
    """A list as Twilio answers it."""
    return {"results": list(records), "meta": {"key": "results", "next_page_url": None}}


def test_an_object_deleted_by_this_run_is_in_no_list(
    client: TrustHubClient, simulator: Simulator, profile: BundleRef, number: str
) -> None:
    """A list may still show it for a while: neither taken over nor in anybody's way."""
    made = ensure_assignment(client, CHANNEL_ENDPOINT, profile, on_number(number)).record
    bundle = create_bundle(client, BundleKind.TRUST_PRODUCT, ACME)
    address = create_address(client, ADDRESS)
    client.delete(f"{profile.path}/ChannelEndpointAssignments/{made['sid']}")
    client.delete(f"TrustProducts/{bundle['sid']}")
    delete_address(client, address["sid"])
    simulator.control.fault(
        method="GET", path="/ChannelEndpointAssignments$", status=200, body=page(made)
    )
    simulator.control.fault(method="GET", path="/TrustProducts$", status=200, body=page(bundle))
    simulator.control.fault(
        method="GET", path=r"/Addresses\.json$", status=200, body={"addresses": [address]}
    )

    assert find_assignment(client, CHANNEL_ENDPOINT, profile, number) is None
    assert [] == find_by_name(client, BundleKind.TRUST_PRODUCT, SHAKEN_STIR, "Acme")
    assert [] == list(client.records(f"{client.addresses()}.json"))
    assert {0} == {fault.left for fault in simulator.control.faults()}
