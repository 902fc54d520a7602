"""A server that allows fewer requests at once than the engine and its threads send."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from pulumi_trusthub.dynamic.providers import ChannelEndpointAssignmentProvider

if TYPE_CHECKING:
    from hosts import Wire

    from pulumi_trusthub.simulator import Simulator

NUMBERS = 40


@pytest.mark.parametrize("retry_after", [None, 1])
def test_what_is_refused_as_too_much_is_done_once(
    wire: Wire, simulator: Simulator, retry_after: int | None
) -> None:
    """Forty creates and deletes by four workers where two are let in: one of each, then none."""
    accounts = simulator.control.seed(
        {"accounts": [{"sid": simulator.account_sid, "phone_numbers": NUMBERS}]}
    )
    profile = {"customer_profile_sid": simulator.customer_profile_sid}
    provider = ChannelEndpointAssignmentProvider()
    numbers = list(accounts[0].phone_numbers.values())[-NUMBERS:]
    before = simulator.control.counts()
    simulator.control.settings(
        max_concurrent_requests=2, latency_seconds=0.01, retry_after=retry_after
    )

    def create(number: str) -> dict[str, Any]:
        inputs = {
            **profile,
            "channel_endpoint_sid": number,
            "channel_endpoint_type": "phone-number",
        }
        return wire.ask("Create", provider, properties=inputs)

    def delete(made: dict[str, Any]) -> None:
        wire.ask("Delete", provider, id=made["id"], properties=made["properties"])

    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(create, numbers))
        between = simulator.control.counts()
        list(pool.map(delete, made))

    refused = [r for r in simulator.control.requests() if r.status == 429]
    assert refused
    assert NUMBERS == len({answer["id"] for answer in made})
    added = {kind: count - before[kind] for kind, count in between.items() if count != before[kind]}
    assert {"channel_endpoint_assignments": NUMBERS} == added
    assert before == simulator.control.counts()
