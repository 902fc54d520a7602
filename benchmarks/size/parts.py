"""Each step of a set of numbers alone, with the server's own work beside it."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from benchmarks.served import used
from benchmarks.speed.world import world
from pulumi_trusthub._core.api.client import TrustHubClient
from pulumi_trusthub._core.api.run import Run
from pulumi_trusthub._core.handlers.bulk_assignments import ChannelEndpointAssignmentsHandler
from pulumi_trusthub._core.model.config import Credentials, Settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.speed.world import World

AT_ONCE = 16


@dataclass(frozen=True)
class Part:
    """What a step took.

    Attributes:
        client: Milliseconds of a core of the client.
        server: Milliseconds of a core of the server.
        requests: Requests.
    """

    client: float
    server: float
    requests: int


def parts(count: int) -> dict[str, Part]:
    """Take over so many numbers that are assigned already, and change one of them."""
    taken: dict[str, Part] = {}
    began = time.process_time()
    with world(count + 1, latency=0.0, assigned=count) as there:
        seeding = 1000 * (time.process_time() - began)
        taken["the account is seeded"] = Part(seeding, 1000 * there.seeding, 0)

        def step(name: str, work: Callable[[], Any]) -> Any:
            before, begun = used(there.control), time.process_time()
            result = work()
            ended, after = time.process_time(), used(there.control)
            taken[name] = Part(
                1000 * (ended - begun),
                1000 * (after.processor - before.processor),
                after.requests - before.requests,
            )
            return result

        _live(there, count, step)
    return taken


def _live(there: World, count: int, step: Callable[[str, Callable[[], Any]], Any]) -> None:
    handler = ChannelEndpointAssignmentsHandler()
    inputs = {
        "channel_endpoint_sids": there.numbers[:count],
        "channel_endpoint_type": "phone-number",
        "customer_profile_sid": there.profile_sid,
        "trust_product_sid": there.product_sid,
    }
    changed = {**inputs, "channel_endpoint_sids": there.numbers[1:]}
    checked = step("check of a first up", lambda: handler.check({}, inputs)).inputs
    made = step("create: all are there", lambda: handler.create(_run(there), checked))
    # An engine keeps inputs, outputs and id, and gives them back in a new process.
    state = {**checked, **made.outputs}
    step("check of a next up", lambda: handler.check(checked, inputs))
    step("diff without a change", lambda: handler.diff(state, checked))
    read = step("read", lambda: handler.read(_run(there), made.id, state))
    news = step("check of one other", lambda: handler.check(checked, changed)).inputs
    step("diff of one other", lambda: handler.diff(state, news))
    step("update of one other", lambda: handler.update(_run(there), made.id, read.outputs, news))


def _run(there: World) -> Run:
    """Give a new client each time, as each command has one."""
    credentials = Credentials(there.account_sid, there.account_sid, there.auth_token)
    client = TrustHubClient(Settings(credentials, there.control.url, max_concurrency=AT_ONCE))
    return Run(client, lambda _: None, lambda _: None)
