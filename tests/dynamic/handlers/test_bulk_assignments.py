"""Many numbers as one resource, as the engine calls it."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import grpc
import pytest
from google.protobuf import json_format
from hosts import PRODUCT, UNKNOWN

from pulumi_trusthub.dynamic.providers import (
    ChannelEndpointAssignmentProvider,
    ChannelEndpointAssignmentsProvider,
    EntityAssignmentProvider,
    TrustProductProvider,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from hosts import Wire

    from pulumi_trusthub.simulator import Simulator

ENDPOINT = {"channel_endpoint_type": "phone-number"}
provider = ChannelEndpointAssignmentsProvider()


@pytest.fixture
def numbers(simulator: Simulator) -> list[str]:
    """Numbers of the account."""
    return list(simulator.control.accounts()[0].phone_numbers.values())


@pytest.fixture
def parents(wire: Wire, simulator: Simulator) -> dict[str, str]:
    """The approved profile and a product that is linked to it."""
    profile = simulator.control.accounts()[0].customer_profiles[0]
    product = str(wire.ask("Create", TrustProductProvider(), properties=PRODUCT)["id"])
    link = {"trust_product_sid": product, "object_sid": profile}
    wire.ask("Create", EntityAssignmentProvider(), properties=link)
    return {"trust_product_sid": product, "customer_profile_sid": profile}


def on_bundles(simulator: Simulator) -> int:
    """How many assignments of numbers there are."""
    return simulator.control.counts()["channel_endpoint_assignments"]


def test_a_set_passes_through_every_verb(
    wire: Wire, simulator: Simulator, parents: dict[str, str], numbers: list[str]
) -> None:
    """Check, create, diff, update, read and delete; read asks once a parent."""
    inputs = {**parents, **ENDPOINT, "channel_endpoint_sids": numbers[:2]}

    checked = wire.ask("Check", provider, olds={}, news=inputs)
    made = wire.ask("Create", provider, properties=inputs)
    more = {**inputs, "channel_endpoint_sids": [numbers[2], numbers[1]]}
    diff = wire.ask("Diff", provider, id=made["id"], olds=made["properties"], news=more)
    updated = wire.ask("Update", provider, id=made["id"], olds=made["properties"], news=more)
    simulator.control.clear_requests()
    read = wire.ask("Read", provider, id=made["id"], properties=updated["properties"])
    reads = len(simulator.control.requests())
    unchanged = wire.ask("Diff", provider, id=made["id"], olds=read["properties"], news=more)
    wire.ask("Delete", provider, id=made["id"], properties=read["properties"])

    assert "failures" not in checked
    product = f"TrustProducts/{parents['trust_product_sid']}"
    assert f"{product}/ChannelEndpointAssignments" == made["id"]
    assert {
        **inputs,
        "existed_on_customer_profile": [],
        "existed_on_trust_product": [],
        "incomplete": [],
        "others": [],
        "account_sid": simulator.account_sid,
    }.items() <= made["properties"].items()
    assert "RA" not in str(made["properties"]).replace(made["properties"]["__provider"], "")
    assert {"changes": "DIFF_SOME"} == diff
    assert {**more, "__provider": read["inputs"]["__provider"]} == read["inputs"]
    assert 2 == reads
    assert {"changes": "DIFF_NONE"} == unchanged
    assert 0 == on_bundles(simulator)
    assert not any("warning" in line or "of 2 numbers" in line for line in wire.printed)


def test_unknown_numbers_pass(wire: Wire, parents: dict[str, str], numbers: list[str]) -> None:
    """Numbers that are bought in the same program are known only later."""
    inputs = {**parents, **ENDPOINT, "channel_endpoint_sids": numbers[:2]}
    news = {**inputs, "channel_endpoint_sids": [numbers[1], UNKNOWN, numbers[0]]}

    checked = wire.ask("Check", provider, olds=inputs, news=news)
    diff = wire.ask("Diff", provider, id="x", olds=inputs, news=news)

    assert "failures" not in checked
    assert [*numbers[:2], UNKNOWN] == checked["inputs"]["channel_endpoint_sids"]
    assert {"changes": "DIFF_SOME"} == diff


def test_a_half_assigned_set_carries_its_numbers(
    wire: Wire, simulator: Simulator, parents: dict[str, str], numbers: list[str]
) -> None:
    """The engine saves the id, the numbers that are whole and the one that is not."""
    inputs = {**parents, **ENDPOINT, "channel_endpoint_sids": numbers[:3]}
    simulator.control.fault(method="POST", path="/TrustProducts/.*/Ch", status=400, code=20001)

    failure = wire.fail("Create", provider, properties=inputs)
    partial = failure.partial
    outputs: dict[str, Any] = dict(partial.properties)
    finished = wire.ask(
        "Update",
        provider,
        id=partial.id,
        olds={
            **inputs,
            "channel_endpoint_sids": list(outputs["channel_endpoint_sids"]),
            "incomplete": list(outputs["incomplete"]),
            "account_sid": simulator.account_sid,
        },
        news=inputs,
    )

    assert partial.id.endswith("/ChannelEndpointAssignments")
    assert (2, 1) == (len(outputs["channel_endpoint_sids"]), len(outputs["incomplete"]))
    assert numbers[:3] == json_format.MessageToDict(partial.inputs)["channel_endpoint_sids"]
    assert outputs["__provider"] == partial.inputs["__provider"]
    assert "1 of 3 numbers could not be assigned:" == partial.reasons[0]
    assert 2 == len(partial.reasons)
    assert set(numbers[:3]) == set(finished["properties"]["channel_endpoint_sids"])
    assert [] == finished["properties"]["incomplete"]
    assert 6 == on_bundles(simulator)


def test_a_removal_that_fails_is_one_line(
    wire: Wire, simulator: Simulator, parents: dict[str, str], numbers: list[str]
) -> None:
    """The state stays as it was, and the next destroy does the rest."""
    inputs = {**parents, **ENDPOINT, "channel_endpoint_sids": numbers[:3]}
    made = wire.ask("Create", provider, properties=inputs)
    simulator.control.fault(method="DELETE", path="/TrustProducts/", status=400, code=20001)

    failure = wire.fail("Delete", provider, id=made["id"], properties=made["properties"])
    left = on_bundles(simulator)
    wire.ask("Delete", provider, id=made["id"], properties=made["properties"])

    assert failure.status.message.startswith("1 of 3 numbers could not be removed: PN")
    assert "\n" not in failure.status.message
    assert 2 == left
    assert 0 == on_bundles(simulator)


def test_get_takes_the_numbers_that_exist(
    wire: Wire, simulator: Simulator, parents: dict[str, str], numbers: list[str]
) -> None:
    """It gives those that are there; of a bundle that is not there it raises."""
    inputs = {**parents, **ENDPOINT, "channel_endpoint_sids": numbers[:2]}
    id_ = wire.ask("Create", provider, properties=inputs)["id"]
    simulator.control.clear_requests()

    read = wire.ask("Read", provider, id=id_, properties={"channel_endpoint_sids": numbers[1:4]})
    missing = wire.fail(
        "Read",
        provider,
        id=f"TrustProducts/BU{'0' * 32}/ChannelEndpointAssignments",
        properties={"channel_endpoint_sids": numbers[:1]},
    )
    wrong = wire.fail("Read", provider, id="TrustProducts/BU1", properties={})

    assert [numbers[1]] == read["properties"]["channel_endpoint_sids"]
    assert "phone-number" == read["properties"]["channel_endpoint_type"]
    assert "There is no trust product BU0" in missing.status.message
    assert "TrustProducts/BU…/ChannelEndpointAssignments" in wrong.status.message


def test_the_wrong_account_is_refused(
    wire: Wire, parents: dict[str, str], numbers: list[str], simulator: Simulator
) -> None:
    """Before anything is asked, in every verb that has a state to compare."""
    inputs = {**parents, **ENDPOINT, "channel_endpoint_sids": numbers[:2]}
    olds = {**inputs, "account_sid": "AC" + "9" * 32}
    id_ = f"TrustProducts/{parents['trust_product_sid']}/ChannelEndpointAssignments"
    simulator.control.clear_requests()

    for failure in (
        wire.fail("Diff", provider, id=id_, olds=olds, news=inputs),
        wire.fail("Read", provider, id=id_, properties=olds),
        wire.fail("Update", provider, id=id_, olds=olds, news=inputs),
        wire.fail("Delete", provider, id=id_, properties=olds),
    ):
        assert "nothing was read or changed" in failure.status.message
    assert [] == simulator.control.requests()


def test_numbers_that_are_no_longer_kept_are_told(
    new_wire: Callable[[], Wire], parents: dict[str, str], numbers: list[str]
) -> None:
    """Whoever takes ``keep_existing`` away reads that the next destroy takes more along."""
    inputs = {**parents, **ENDPOINT, "channel_endpoint_sids": numbers[:2]}
    new_wire().ask("Create", provider, properties=inputs)
    wire = new_wire()
    kept = wire.ask("Create", provider, properties={**inputs, "keep_existing": True})
    assert [] == [line for line in wire.printed if "there before this stack" in line]

    wire.ask("Update", provider, id=kept["id"], olds=kept["properties"], news=inputs)

    [told] = wire.printed.having("there before this stack")
    assert "2 numbers were" in told
    assert "destroy will remove them" in told


def test_a_single_leaves_what_a_set_has_taken_over(
    wire: Wire,
    new_wire: Callable[[], Wire],
    simulator: Simulator,
    parents: dict[str, str],
    numbers: list[str],
) -> None:
    """From singles to a set in one run: made anew first, deleted then, and still there."""
    single = ChannelEndpointAssignmentProvider()
    properties = {
        "customer_profile_sid": parents["customer_profile_sid"],
        "channel_endpoint_sid": numbers[0],
        **ENDPOINT,
    }
    made = wire.ask("Create", single, properties=properties)
    run = new_wire()
    only_profile = {k: v for k, v in parents.items() if k == "customer_profile_sid"}
    inputs = {**only_profile, **ENDPOINT, "channel_endpoint_sids": numbers[:2]}

    bulk = run.ask("Create", provider, properties=inputs)
    run.ask("Delete", single, id=made["id"], properties=made["properties"])
    new_wire().ask("Delete", provider, id=bulk["id"], properties=bulk["properties"])

    assert numbers[:1] == bulk["properties"]["existed_on_customer_profile"]
    assert run.printed.having("has taken it over in this run")
    assert run.printed.having("there before this stack")
    assert 0 == on_bundles(simulator)


def test_a_host_killed_half_way_doubles_no_assignment(
    wire: Wire, new_wire: Callable[[], Wire], simulator: Simulator, parents: dict[str, str]
) -> None:
    """Nothing is in state then: the next create takes what is there and adds what is missing."""
    simulator.control.settings(duplicate_assignments="accept")
    planted = {
        "sid": simulator.account_sid,
        "phone_numbers": [f"+12025550{i}" for i in range(300, 340)],
    }
    account = simulator.control.seed({"accounts": [planted]})[0]
    numbers = [account.phone_numbers[e164] for e164 in planted["phone_numbers"]]
    inputs = {**parents, **ENDPOINT, "channel_endpoint_sids": numbers}
    simulator.control.settings(latency_seconds=0.1)

    def create() -> None:
        with pytest.raises(grpc.RpcError):
            wire.ask("Create", provider, properties=inputs)

    creating = threading.Thread(target=create)
    creating.start()
    deadline = time.monotonic() + 30
    while on_bundles(simulator) < 20 and time.monotonic() < deadline:
        pass
    wire.kill()
    creating.join(30)
    half = on_bundles(simulator)
    simulator.control.settings(latency_seconds=0)
    made = new_wire().ask("Create", provider, properties=inputs)
    whole = on_bundles(simulator)
    new_wire().ask("Delete", provider, id=made["id"], properties=made["properties"])

    assert 20 <= half < 80
    assert 80 == whole
    assert numbers == made["properties"]["channel_endpoint_sids"]
    assert 0 == on_bundles(simulator)


@pytest.mark.parametrize("duplicates", ["refuse", "accept"])
def test_two_hosts_assign_and_remove_the_same_numbers_at_once(
    duplicates: str, new_wire: Callable[[], Wire], simulator: Simulator, numbers: list[str]
) -> None:
    """As two engineers do: both succeed, and when both have destroyed nothing is left."""
    simulator.control.settings(duplicate_assignments=duplicates)
    profile_sid = simulator.control.accounts()[0].customer_profiles[0]
    inputs = {
        "customer_profile_sid": profile_sid,
        "channel_endpoint_sids": numbers,
        "channel_endpoint_type": "phone-number",
    }
    hosts = [new_wire(), new_wire()]

    with ThreadPoolExecutor(2) as pool:
        made = list(pool.map(lambda it: it.ask("Create", provider, properties=inputs), hosts))
        there = {
            record["channel_endpoint_sid"]
            for account in simulator.control.state()["accounts"].values()
            for record in account["channel_endpoint_assignments"]
        }
        gone = [
            pool.submit(it.ask, "Delete", provider, id=its["id"], properties=its["properties"])
            for it, its in zip([new_wire(), new_wire()], made, strict=True)
        ]
        for one in gone:
            one.result()

    assert [set(numbers)] * 2 == [set(it["properties"]["channel_endpoint_sids"]) for it in made]
    assert set(numbers) == there
    assert 0 == simulator.control.counts()["channel_endpoint_assignments"]
