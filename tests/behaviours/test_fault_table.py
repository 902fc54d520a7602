"""Each request of each verb meets each fault; then there is exactly one of everything.

On the embedded engine run all rows but those that the client cannot tell from another row, on
Pulumi's, which takes seconds for each command, the rows in which nobody knows what became of the
request.  ``make test-engine-all`` runs all rows on both.
"""

from __future__ import annotations

import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from engines import ALL, resources
from skips import needs_pulumi
from world import ask, made, number_sids, paths_on, profile_sid

if TYPE_CHECKING:
    from collections.abc import Callable

    from engines import Engine, Launch, Outcome, Resource

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
PROFILE = r"/CustomerProfiles/BU[^/]+$"


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

CUSTOMER = {
    "addresses": 1,
    "end_users": 2,
    "supporting_documents": 1,
    "customer_profiles": 1,
    "trust_products": 1,
    "entity_assignments": 5,
    "channel_endpoint_assignments": 4,
}
COLLECTIONS = {
    "CustomerProfile": "CustomerProfiles",
    "EndUser": "EndUsers",
    "SupportingDocument": "SupportingDocuments",
    "TrustProduct": "TrustProducts",
}
CUSTOMER_CREATES = [
    Target("address", "POST", r"/Addresses\.json$"),
    Target("document", "POST", "/SupportingDocuments$"),
    Target("person", "POST", "/EndUsers$"),
    Target("profile", "POST", "/CustomerProfiles$"),
    Target("part-of-profile", "POST", "/CustomerProfiles/.*/EntityAssignments$"),
    Target("numbers-on-profile", "POST", "/CustomerProfiles/.*/ChannelEndpointAssignments$"),
    Target("evaluation-of-profile", "POST", "/CustomerProfiles/.*/Evaluations$"),
    Target("submission-of-profile", "POST", PROFILE),
    Target("product", "POST", "/TrustProducts$"),
    Target("link", "POST", "/TrustProducts/.*/EntityAssignments$"),
    Target("numbers-on-product", "POST", "/TrustProducts/.*/ChannelEndpointAssignments$"),
]
CUSTOMER_SUBMITS = [
    Target("evaluation-of-product", "POST", "/TrustProducts/.*/Evaluations$"),
    Target("submission-of-product", "POST", BUNDLE),
]
CUSTOMER_READS = [
    Target("address", "GET", r"/Addresses/AD[^/]+$"),
    Target("document", "GET", "/SupportingDocuments/RD[^/]+$"),
    Target("person", "GET", "/EndUsers/IT[^/]+$"),
    Target("profile", "GET", PROFILE),
    Target("product", "GET", BUNDLE),
    Target("part-of-profile", "GET", "/CustomerProfiles/.*/EntityAssignments/BV"),
    Target("numbers-on-profile", "GET", "/CustomerProfiles/.*/ChannelEndpointAssignments$"),
    Target("numbers-on-product", "GET", "/TrustProducts/.*/ChannelEndpointAssignments$"),
]
CUSTOMER_UPDATES = [
    Target("person", "POST", "/EndUsers/IT[^/]+$"),
    Target("profile-numbers", "POST", "/CustomerProfiles/.*/ChannelEndpointAssignments$"),
    Target("product-numbers", "POST", "/TrustProducts/.*/ChannelEndpointAssignments$"),
    Target("removed-number", "DELETE", "/TrustProducts/.*/ChannelEndpointAssignments/RA"),
]
CUSTOMER_DELETES = [
    Target("numbers-on-product", "DELETE", "/TrustProducts/.*/ChannelEndpointAssignments/RA"),
    Target("numbers-on-profile", "DELETE", "/CustomerProfiles/.*/ChannelEndpointAssignments/RA"),
    Target("link", "DELETE", "/TrustProducts/.*/EntityAssignments/BV"),
    Target("part-of-profile", "DELETE", "/CustomerProfiles/.*/EntityAssignments/BV"),
    Target("product", "DELETE", BUNDLE),
    Target("profile", "DELETE", PROFILE),
    Target("person", "DELETE", "/EndUsers/IT"),
    Target("document", "DELETE", "/SupportingDocuments/RD"),
    Target("address", "DELETE", "/Addresses/AD"),
]

UNKNOWN = {"dropped-after", "not-json-before", "not-json-after", "time-out"}
"""Faults after which the client cannot know whether the work was done."""
LIKE_503 = {"dropped-before", "500", "not-json-before"}
"""Faults that end as a 503 does: the work was not done, and the client cannot know that."""
RUN = {
    "embedded": FAULTS.keys() - LIKE_503,
    "pulumi": UNKNOWN,
    "pulumi-native": {"dropped-after"},
}
ROWS = [
    pytest.param(
        name, fault, marks=needs_pulumi if name.startswith("pulumi") else (), id=f"{name}-{fault}"
    )
    for name, faults in RUN.items()
    for fault in FAULTS
    if ALL or fault in faults
]


def troubled(engine: Engine, simulator: Simulator) -> Engine:
    """Give it little patience, and an address of the server that may change."""
    del engine.config["trusthub:baseUrl"]
    engine.config["trusthub:timeout"] = "1"
    engine.config["trusthub:readLag"] = "2"
    engine.environment["TRUSTHUB_BASE_URL"] = simulator.url
    return engine


@pytest.fixture
def engine(launch: Launch, simulator: Simulator) -> Engine:
    """The onboarding of one number, by single resources."""
    launched = launch(
        "onboarding",
        profileSid=profile_sid(simulator),
        numberSids=number_sids(simulator, 1),
        submit="true",
    )
    return troubled(launched, simulator)


@pytest.fixture
def customer(launch: Launch, simulator: Simulator) -> Engine:
    """An ISV's customer: every other resource, and two numbers on both bundles as one."""
    launched = launch("isv_customer", numberSids=number_sids(simulator, 2))
    return troubled(launched, simulator)


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


def survive(
    simulator: Simulator,
    engine: Engine,
    fault: str,
    verb: Callable[[], Outcome],
    *targets: Target,
) -> None:
    """Run a verb whose requests meet the fault, and again without."""
    order(simulator, engine, fault, *targets)
    outcome = verb()
    recover(simulator, engine)
    assert (fault != "refused") == outcome.ok, outcome.text
    again = verb()
    assert again.ok, again.text


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
def test_every_verb_survives_a_fault(fault: str, engine: Engine, simulator: Simulator) -> None:
    """Whatever any request of a verb meets, the next run of it ends with one of everything."""
    simulator.control.settings(edit_in_review_or_approved="accept")

    survive(simulator, engine, fault, engine.up, *CREATES)
    assert_whole(simulator, engine)

    survive(simulator, engine, fault, engine.refresh, Target("product", "GET", BUNDLE))
    assert_whole(simulator, engine)

    engine.config["behaviour:friendlyName"] = "New"
    survive(simulator, engine, fault, engine.up, Target("product", "POST", BUNDLE))
    assert_whole(simulator, engine)
    product = resources(engine)["product"]
    assert "New" == product.outputs["friendly_name"]

    for status in ("in-review", "twilio-approved"):
        simulator.control.review(product.id, status)
    number = Target("number", "DELETE", "/ChannelEndpointAssignments/")
    survive(simulator, engine, fault, engine.destroy, number)
    assert ((0, 0, 0), {}) == (made(simulator), resources(engine))


def assert_customer_whole(
    simulator: Simulator, engine: Engine, before: dict[str, int], *, numbers: set[str]
) -> None:
    """One of everything that a customer consists of; the state says the same, of each."""
    after = simulator.control.counts()
    assert CUSTOMER == {kind: after[kind] - before[kind] for kind in CUSTOMER}
    state = resources(engine)
    for resource in state.values():
        if resource.type in {"Submission", "Address", "ChannelEndpointAssignments"}:
            continue
        assert ask(simulator, "GET", path_of(resource))
    lag = simulator.control.settings().lists_miss_new_seconds
    simulator.control.settings(lists_miss_new_seconds=0, lists_keep_deleted_seconds=0)
    for bundle in ("product", "profile"):
        assert numbers == set(paths_on(simulator, path_of(state[f"acme-{bundle}"])))
    simulator.control.settings(lists_miss_new_seconds=lag, lists_keep_deleted_seconds=lag)
    assert numbers == set(state["acme-numbers"].outputs["channel_endpoint_sids"])
    assert [] == state["acme-numbers"].outputs["incomplete"]
    assert {} == engine.preview().changes


def path_of(resource: Resource) -> str:
    """The path in Trust Hub of what a resource has made."""
    collection = COLLECTIONS.get(resource.type)
    return f"{collection}/{resource.id}" if collection else resource.id


@pytest.mark.parametrize(("launch", "fault"), ROWS, indirect=["launch"])
def test_an_evaluation_survives_a_fault(fault: str, launch: Launch, simulator: Simulator) -> None:
    """Trust Hub keeps every evaluation, so there must be one; a destroy asks nothing of it."""
    engine = troubled(launch("evaluation", profileSid=profile_sid(simulator)), simulator)
    target = Target("evaluation", "POST", "/CustomerProfiles/.*/Evaluations$")

    survive(simulator, engine, fault, engine.up, target)
    first = resources(engine)["evaluation"]
    engine.config["behaviour:attempt"] = "2"
    survive(simulator, engine, fault, engine.up, target)
    second = resources(engine)["evaluation"]
    read = Target("read", "GET", "/CustomerProfiles/.*/Evaluations/EL")
    survive(simulator, engine, fault, engine.refresh, read)

    assert first.id != second.id
    assert 2 == simulator.control.counts()["evaluations"]
    assert {} == engine.preview().changes
    assert engine.destroy().ok


@pytest.mark.parametrize(("launch", "fault"), ROWS, indirect=["launch"])
def test_every_resource_survives_a_fault(
    fault: str, customer: Engine, simulator: Simulator
) -> None:
    """Profile, people, document, address, links, many numbers, evaluation and both submissions."""
    simulator.control.settings(edit_in_review_or_approved="accept")
    before = simulator.control.counts()
    all_three = number_sids(simulator, 3).split()

    survive(simulator, customer, fault, customer.up, *CUSTOMER_CREATES)
    assert_customer_whole(simulator, customer, before, numbers=set(all_three[:2]))

    simulator.control.review(customer.outputs()["profile_sid"], "in-review")
    survive(simulator, customer, fault, customer.refresh, *CUSTOMER_READS)
    survive(simulator, customer, fault, customer.up, *CUSTOMER_SUBMITS)
    assert "pending-review" == customer.outputs()["status"]
    assert_customer_whole(simulator, customer, before, numbers=set(all_three[:2]))

    customer.config["behaviour:married"] = "true"
    customer.config["behaviour:numberSids"] = " ".join(all_three[1:])
    survive(simulator, customer, fault, customer.up, *CUSTOMER_UPDATES)
    assert_customer_whole(simulator, customer, before, numbers=set(all_three[1:]))
    person = resources(customer)["acme-authorized-representative-1"]
    held = ask(simulator, "GET", path_of(person))
    assert "King" == held["attributes"]["last_name"]

    for bundle in ("profile_sid", "product_sid"):
        for status in ("in-review", "twilio-approved"):
            simulator.control.review(customer.outputs()[bundle], status)
    survive(simulator, customer, fault, customer.destroy, *CUSTOMER_DELETES)
    after = simulator.control.counts()
    assert dict.fromkeys(CUSTOMER, 0) == {kind: after[kind] - before[kind] for kind in CUSTOMER}
    assert {} == resources(customer)


@pytest.mark.parametrize("launch", ["embedded"], indirect=True)
@pytest.mark.parametrize("fault", sorted(FAULTS) if ALL else ["dropped-after"])
def test_every_verb_survives_while_lists_lag(
    fault: str, engine: Engine, simulator: Simulator
) -> None:
    """No list shows what a lost POST has made, and every list what a lost DELETE has deleted."""
    simulator.control.settings(lists_miss_new_seconds=1, lists_keep_deleted_seconds=1)

    test_every_verb_survives_a_fault(fault, engine, simulator)


@pytest.mark.parametrize("launch", ["embedded"], indirect=True)
@pytest.mark.parametrize("fault", sorted(FAULTS) if ALL else ["not-json-after"])
def test_every_resource_survives_while_lists_lag(
    fault: str, customer: Engine, simulator: Simulator
) -> None:
    """Evaluations lag as well."""
    simulator.control.settings(
        lists_miss_new_seconds=1, lists_keep_deleted_seconds=1, evaluations_miss_new_seconds=1
    )

    test_every_resource_survives_a_fault(fault, customer, simulator)
