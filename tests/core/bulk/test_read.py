"""Where many numbers are, in few requests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from acme import connected
from many_numbers import put, take, there

from pulumi_trusthub._core.bulk.read import read
from pulumi_trusthub._core.model.refs import CHANNEL_ENDPOINT

if TYPE_CHECKING:
    from pulumi_trusthub._core.api.client import TrustHubClient
    from pulumi_trusthub._core.bulk.plan import Parents
    from pulumi_trusthub.simulator import Simulator


def test_a_read_asks_once_for_each_thousand(
    client: TrustHubClient, simulator: Simulator, parents: Parents, numbers: list[str]
) -> None:
    """The order that was given is kept; what is missing is asked for once more, and left out."""
    held = put(client, parents, numbers).state
    record = next(
        client.records(f"TrustProducts/{parents.upward[-1].sid}/ChannelEndpointAssignments")
    )
    client.delete(
        f"TrustProducts/{parents.upward[-1].sid}/ChannelEndpointAssignments/{record['sid']}"
    )
    simulator.control.clear_requests()
    held.complete.reverse()
    held.date_updated = "2026-01-01T00:00:00Z"

    now = read(client, parents, held, exclusive=False)

    gone = record["channel_endpoint_sid"]
    assert now is not None
    assert [n for n in reversed(numbers) if n != gone] == now.complete
    assert [gone] == now.incomplete
    asked = [request.path for request in simulator.control.requests()]
    assert 3 == len(asked)
    assert 1 == sum(f"ChannelEndpointSids={gone}&" in path for path in asked)


def test_a_number_that_moved_between_two_pages_is_there(
    client: TrustHubClient, simulator: Simulator, parents: Parents, numbers: list[str]
) -> None:
    """Somebody took another number off while pages were read: no page has the one that moved."""
    held = put(client, parents, numbers).state
    held.date_updated = "2026-01-01T00:00:00Z"
    lists = {bundle: list(client.records(CHANNEL_ENDPOINT.on(bundle))) for bundle in parents.upward}

    def move() -> None:
        for bundle, (_, *others) in lists.items():
            page = {"meta": {"key": "results", "next_page_url": None}, "results": others}
            path = f"{CHANNEL_ENDPOINT.on(bundle)}$"
            simulator.control.fault(method="GET", path=path, status=200, body=page)

    move()
    now = read(connected(simulator), parents, held, exclusive=False)
    move()
    take(connected(simulator), parents, held)

    assert now is not None
    assert (numbers, []) == (now.complete, now.incomplete)
    assert {0} == {fault.left for fault in simulator.control.faults()}
    assert [[], []] == [there(client, bundle) for bundle in parents.upward]


def test_lagging_reads_lose_no_number(
    client: TrustHubClient, simulator: Simulator, parents: Parents, numbers: list[str]
) -> None:
    """What was assigned a moment ago may not be listed yet, for a refresh and for a destroy."""
    simulator.control.settings(read_lag=2)
    held = put(client, parents, numbers).state

    now = read(client, parents, held, exclusive=False)
    held = put(client, parents, numbers, held).state
    take(connected(simulator), parents, held)

    assert now is not None
    assert numbers == now.complete
    simulator.control.settings(read_lag=0)
    assert [[], []] == [there(client, bundle) for bundle in parents.upward]


def test_a_young_parent_that_cannot_be_read_yet_has_its_numbers(
    client: TrustHubClient, simulator: Simulator, parents: Parents, numbers: list[str]
) -> None:
    """A refresh finds no drift, and a destroy leaves no number behind."""
    held = put(client, parents, numbers).state
    missing: dict[str, Any] = {
        "path": parents.upward[-1].path,
        "times": 3,
        "status": 404,
        "code": 20404,
    }

    simulator.control.fault(method="GET", **missing)
    now = read(client, parents, held, exclusive=False)
    simulator.control.fault(method="GET", **missing)
    taken = take(connected(simulator), parents, held)

    assert now is not None
    assert (numbers, [], []) == (now.complete, now.incomplete, taken.reasons)
    assert [[], []] == [there(client, bundle) for bundle in parents.upward]


def test_without_a_state_all_numbers_are_read(
    client: TrustHubClient, simulator: Simulator, parents: Parents, numbers: list[str]
) -> None:
    """An import knows the bundles alone; each is listed once."""
    put(client, parents, numbers)
    simulator.control.clear_requests()

    now = read(client, parents, None, exclusive=False)

    assert now is not None
    assert set(numbers) == set(now.complete)
    assert [] == now.incomplete
    assert 2 == len(simulator.control.requests())
