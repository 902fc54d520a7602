"""Each request of each verb meets each fault; then there is exactly one of everything.

All rows run on the embedded engine; on the real one, which takes seconds for each command, the
worst of them: an answer that is lost after the work was done.
"""

from __future__ import annotations

import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from engines import needs_cli, resources
from world import ask, made, number_sids, profile_sid

if TYPE_CHECKING:
    from engines import Engine, Launch

    from pulumi_trusthub.simulator import Simulator

FAULTS: dict[str, dict[str, Any]] = {
    "refused": {},  # no connection at all: see unreachable()
    "dropped-before": {"drop_before": True},
    "dropped-after": {"drop_after": True},
    "429": {"status": 429, "code": 20429},
    "429-retry-after": {"status": 429, "code": 20429, "headers": {"Retry-After": "1"}},
    "500": {"status": 500, "code": 20500},
    "503": {"status": 503, "code": 20503},
    "not-json-before": {"not_json": True, "work": "before"},
    "not-json-after": {"not_json": True, "work": "after"},
    "time-out": {"delay_seconds": 3},
}
BUNDLE = r"/TrustProducts/BU[^/]+$"


@dataclass(frozen=True)
class Target:
    """A request that a verb sends."""

    name: str
    method: str
    path: str


CREATES = [
    Target("look", "GET", "/TrustProducts$"),
    Target("product", "POST", "/TrustProducts$"),
    Target("link", "POST", "/EntityAssignments$"),
    Target("number-on-profile", "POST", "/CustomerProfiles/.*/ChannelEndpointAssignments$"),
    Target("number-on-product", "POST", "/TrustProducts/.*/ChannelEndpointAssignments$"),
    Target("evaluation", "POST", "/Evaluations$"),
    Target("submission", "POST", BUNDLE),
]

ON_CLI = "dropped-after"
ROWS = [
    pytest.param(name, fault, marks=needs_cli if name == "pulumi" else (), id=f"{name}-{fault}")
    for name in ("embedded", "pulumi")
    for fault in FAULTS
    if name == "embedded" or fault == ON_CLI
]


@pytest.fixture
def engine(launch: Launch, simulator: Simulator) -> Engine:
    """The onboarding of one number, with a short time-out; the server's address may change."""
    made_ready = launch(
        "onboarding",
        profileSid=profile_sid(simulator),
        numberSids=number_sids(simulator, 1),
        submit="true",
    )
    del made_ready.config["trusthub:baseUrl"]
    made_ready.config["trusthub:timeout"] = "1"
    made_ready.environment["TRUSTHUB_BASE_URL"] = simulator.url
    return made_ready


def order(simulator: Simulator, engine: Engine, fault: str, *targets: Target) -> None:
    """Let the next request of each kind meet the fault."""
    if fault == "refused":
        with socket.socket() as closed:
            closed.bind(("127.0.0.1", 0))
            port = closed.getsockname()[1]
        engine.environment["TRUSTHUB_BASE_URL"] = f"http://127.0.0.1:{port}"
    else:
        for target in targets:
            simulator.control.fault(method=target.method, path=target.path, **FAULTS[fault])


def recover(simulator: Simulator, engine: Engine) -> None:
    """End the trouble, and make sure that there was some."""
    if engine.environment["TRUSTHUB_BASE_URL"] == simulator.url:
        assert {0} == {fault.left for fault in simulator.control.faults()}
    engine.environment["TRUSTHUB_BASE_URL"] = simulator.url
    simulator.control.clear_faults()


def assert_whole(simulator: Simulator, engine: Engine) -> None:
    """One product, one link, one number on both, one evaluation; the state says the same."""
    assert (1, 1, 2) == made(simulator)
    assert 1 == simulator.control.counts()["evaluations"]
    state = resources(engine)
    assert 5 == len(state)
    there = ask(simulator, "GET", f"TrustProducts/{state['product'].id}")
    assert "pending-review" == there["status"]
    assert there["friendly_name"] == state["product"].outputs["friendly_name"]
    for name, resource in state.items():
        if name not in {"product", "submission"}:
            assert ask(simulator, "GET", resource.id)
    assert {} == engine.preview().changes


@pytest.mark.parametrize(("launch", "fault"), ROWS, indirect=["launch"])
def test_every_verb_survives(fault: str, engine: Engine, simulator: Simulator) -> None:
    """Whatever any request of a verb meets, the next run of it ends with one of everything."""
    simulator.control.settings(edit_in_review_or_approved="accept")
    passes = fault != "refused"

    order(simulator, engine, fault, *CREATES)
    created = engine.up()
    recover(simulator, engine)
    assert (passes, True) == (created.ok, engine.up().ok), created.text
    assert_whole(simulator, engine)

    order(simulator, engine, fault, Target("product", "GET", BUNDLE))
    read = engine.refresh()
    recover(simulator, engine)
    assert passes == read.ok, read.text
    assert_whole(simulator, engine)

    engine.config["behaviour:friendlyName"] = "New"
    order(simulator, engine, fault, Target("product", "POST", BUNDLE))
    updated = engine.up()
    recover(simulator, engine)
    assert (passes, True) == (updated.ok, engine.up().ok), updated.text
    assert_whole(simulator, engine)
    product = resources(engine)["product"]
    assert "New" == product.outputs["friendly_name"]

    for status in ("in-review", "twilio-approved"):
        simulator.control.review(product.id, status)
    order(simulator, engine, fault, Target("number", "DELETE", "/ChannelEndpointAssignments/"))
    destroyed = engine.destroy()
    recover(simulator, engine)
    assert (passes, True) == (destroyed.ok, engine.destroy().ok), destroyed.text
    assert ((0, 0, 0), {}) == (made(simulator), resources(engine))
