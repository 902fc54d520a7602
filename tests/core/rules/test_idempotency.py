"""What has no natural key is created once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pulumi_trusthub._core.rules.entities import create_entity

if TYPE_CHECKING:
    from pulumi_trusthub._core.api.client import TrustHubClient
    from pulumi_trusthub.simulator import Simulator


def test_an_object_that_no_response_named_is_not_deleted(
    client: TrustHubClient, simulator: Simulator
) -> None:
    """Two POSTs lose their answers while another run creates the same: what is found stays."""
    wanted = {"friendly_name": "One", "type": "authorized_representative_1"}
    theirs = {
        **wanted,
        "sid": "IT" + "1" * 32,
        "attributes": {},
        "date_created": client.server_time().isoformat(),
    }
    ours = {**theirs, "sid": "IT" + "2" * 32}
    path, looks = "/EndUsers$", 17  # in the minute after a lost answer
    pages = [{"results": found, "meta": {"key": "results"}} for found in ([], [theirs, ours])]
    simulator.control.fault(method="POST", path=path, drop_before=True)
    simulator.control.fault(method="POST", path=path, drop_after=True)
    simulator.control.fault(method="GET", path=path, times=looks, status=200, body=pages[0])
    simulator.control.fault(method="GET", path=path, times=9, status=200, body=pages[1])

    record = create_entity(client, "EndUsers", wanted)

    methods = [entry.method for entry in simulator.control.requests()]
    assert theirs["sid"] == record["sid"]
    assert (2, 0) == (methods.count("POST"), methods.count("DELETE"))
