"""Many numbers as one resource: its life, what is shared, and what a failure leaves behind."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from engines import PULUMI_ALONE, resources
from world import ask, assign, made, number_sids, paths_on, profile_sid, writes

if TYPE_CHECKING:
    from engines import Engine, Launch

    from pulumi_trusthub.simulator import Simulator

ON_PRODUCT = "/TrustProducts/.*/ChannelEndpointAssignments$"


@pytest.fixture
def numbers(simulator: Simulator) -> list[str]:
    """Three numbers of the account."""
    return number_sids(simulator, 3).split()


@pytest.fixture
def engine(launch: Launch, simulator: Simulator, numbers: list[str]) -> Engine:
    """A product that is linked to the profile, and two of the numbers to put on both."""
    return launch("bulk", profileSid=profile_sid(simulator), numberSids=" ".join(numbers[:2]))


def on_bundle(simulator: Simulator, bundle: str) -> set[str]:
    """The numbers that are on a bundle."""
    return set(paths_on(simulator, bundle))


def on_both(simulator: Simulator, engine: Engine) -> tuple[set[str], set[str]]:
    """The numbers on the profile and on the product."""
    product = resources(engine)["product"].id
    return (
        on_bundle(simulator, f"CustomerProfiles/{profile_sid(simulator)}"),
        on_bundle(simulator, f"TrustProducts/{product}"),
    )


def test_a_set_of_numbers_comes_up_stays_unchanged_and_goes(
    engine: Engine, simulator: Simulator, numbers: list[str]
) -> None:
    """One resource puts numbers on both parents; then nothing to do, and nothing is left."""
    preview = engine.preview()
    up = engine.up()
    on_the_way_up = writes(simulator)
    simulator.control.clear_requests()
    again = engine.up()
    asked = simulator.control.requests()
    whole = on_both(simulator, engine)
    down = engine.destroy()

    assert {"create": 3} == preview.counts == up.counts, up.text
    assert "there before" not in up.text
    first_on_product = next(i for i, w in enumerate(on_the_way_up) if re.search(ON_PRODUCT, w))
    assert any("/CustomerProfiles/" in write for write in on_the_way_up[:first_on_product])
    assert {} == again.changes
    assert [] == asked
    assert (set(numbers[:2]), set(numbers[:2])) == whole
    assert down.ok, down.text
    assert (0, 0, 0) == made(simulator)


def test_another_set_of_numbers_updates_the_difference_alone(
    engine: Engine, simulator: Simulator, numbers: list[str]
) -> None:
    """Another set of numbers is an update that adds and removes the difference alone."""
    engine.up()
    simulator.control.clear_requests()
    engine.config["behaviour:numberSids"] = f"{numbers[2]} {numbers[1]}"

    outcome = engine.up()

    assert {"update": ["numbers"]} == outcome.changes, outcome.text
    assert (set(numbers[1:]), set(numbers[1:])) == on_both(simulator, engine)
    kinds = [
        (write.split("/")[0].strip(), write.split("/")[2].split("/")[0])
        for write in writes(simulator)
    ]
    assert [
        ("POST", "CustomerProfiles"),
        ("POST", "TrustProducts"),
        ("DELETE", "TrustProducts"),
        ("DELETE", "CustomerProfiles"),
    ] == kinds
    assert {} == engine.preview().changes


def test_the_numbers_of_one_set_are_those_of_another(
    launch: Launch, simulator: Simulator, numbers: list[str]
) -> None:
    """A program that passes them on sees no free place, in no preview."""
    profile = profile_sid(simulator)
    engine = launch("bulk_in_turn", profileSid=profile, numberSids=" ".join(numbers))
    engine.up()
    engine.config["behaviour:numberSids"] = f"{numbers[0]} {numbers[2]}"

    preview = engine.preview()

    assert preview.ok, preview.text
    assert {"update": ["on-product", "on-profile"]} == {
        kind: sorted(names) for kind, names in preview.changes.items()
    }


def test_a_number_removed_by_hand_comes_back(
    engine: Engine, simulator: Simulator, numbers: list[str]
) -> None:
    """A number that somebody took off the product shows after a refresh, and up puts it back."""
    engine.up()
    product = f"TrustProducts/{resources(engine)['product'].id}"
    listed = ask(simulator, "GET", f"{product}/ChannelEndpointAssignments")["results"]
    ask(simulator, "DELETE", f"{product}/ChannelEndpointAssignments/{listed[0]['sid']}")

    simulator.control.clear_requests()
    refreshed = engine.refresh()
    preview = engine.preview()
    engine.up()

    assert refreshed.ok, refreshed.text
    assert {"update": ["numbers"]} == preview.changes
    assert (set(numbers[:2]), set(numbers[:2])) == on_both(simulator, engine)
    assert {} == engine.preview().changes


@pytest.mark.as_native
def test_a_half_assigned_set_is_kept_and_finished(
    engine: Engine, simulator: Simulator, numbers: list[str]
) -> None:
    """A number that the product refused is in state, is told, and the next up finishes it."""
    simulator.control.fault(method="POST", path=ON_PRODUCT, status=400, code=20001)

    failed = engine.up()
    outputs = resources(engine)["numbers"].outputs
    preview = engine.preview()
    finished = engine.up()

    assert not failed.ok
    assert "1 of 2 numbers could not be assigned" in failed.text
    assert "(code 20001, HTTP 400, request RQ" in failed.text
    assert 1 == len(outputs["incomplete"]) == len(outputs["channel_endpoint_sids"])
    assert {"update": ["numbers"]} == preview.changes
    assert finished.ok, finished.text
    assert (set(numbers[:2]), set(numbers[:2])) == on_both(simulator, engine)
    assert [] == resources(engine)["numbers"].outputs["incomplete"]
    assert {} == engine.preview().changes


@pytest.mark.parametrize("refresh", [False, True], ids=["at-once", "after-a-refresh"])
def test_a_half_assigned_set_is_taken_down(
    engine: Engine,
    simulator: Simulator,
    refresh: bool,  # noqa: FBT001
) -> None:
    """A destroy without another up leaves nothing, whether a refresh came in between or not."""
    simulator.control.fault(method="POST", path=ON_PRODUCT, times=2, status=400, code=20001)

    failed = engine.up()
    half = made(simulator)
    if refresh:
        refreshed = engine.refresh()
        assert refreshed.ok, refreshed.text
        assert 2 == len(resources(engine)["numbers"].outputs["incomplete"])
    down = engine.destroy()

    assert not failed.ok
    assert (1, 1, 2) == half
    assert down.ok, down.text
    assert (0, 0, 0) == made(simulator)
    assert {} == resources(engine)


def test_a_half_assigned_set_is_finished_after_a_refresh(
    engine: Engine, simulator: Simulator, numbers: list[str]
) -> None:
    """A refresh takes the engine's own mark away; the next up finishes all the same."""
    simulator.control.fault(method="POST", path=ON_PRODUCT, status=400, code=20001)
    engine.up()
    engine.refresh()

    finished = engine.up()

    assert {"update": ["numbers"]} == finished.changes, finished.text
    assert (set(numbers[:2]), set(numbers[:2])) == on_both(simulator, engine)


def test_lost_answers_double_no_assignment(
    engine: Engine, simulator: Simulator, numbers: list[str]
) -> None:
    """Every kind of request is done, its answer lost, and each command ends well all the same."""
    simulator.control.settings(duplicate_assignments="accept")
    endpoints = "/ChannelEndpointAssignments"
    for bundle in ("CustomerProfiles", "TrustProducts"):
        for method in ("GET", "POST", "DELETE"):
            simulator.control.fault(method=method, path=f"/{bundle}/.*{endpoints}", drop_after=True)

    up = engine.up()
    whole = on_both(simulator, engine)
    assignments = made(simulator)
    nothing = engine.preview()
    down = engine.destroy()

    assert up.ok, up.text
    assert (set(numbers[:2]), set(numbers[:2])) == whole
    assert (1, 1, 4) == assignments
    assert {} == nothing.changes
    assert down.ok, down.text
    assert {0} == {fault.left for fault in simulator.control.faults()}
    assert (0, 0, 0) == made(simulator)


def test_a_wholly_refused_set_is_not_in_the_state(engine: Engine, simulator: Simulator) -> None:
    """When every number is refused, the error is plain and nothing is left to take down."""
    simulator.control.fault(
        method="POST", path="/ChannelEndpointAssignments$", times=2, status=400, code=20001
    )

    failed = engine.up()

    assert not failed.ok
    assert "2 of 2 numbers could not be assigned" in failed.errors["numbers"]
    assert 1 == len(failed.errors["numbers"].splitlines())
    assert "numbers" not in resources(engine)
    assert (1, 1, 0) == made(simulator)


def test_numbers_move_from_single_resources_to_a_set_and_back(
    engine: Engine, simulator: Simulator, numbers: list[str]
) -> None:
    """The same numbers under other resources stay assigned all the time."""
    engine.config["behaviour:singleSids"] = engine.config.pop("behaviour:numberSids")
    engine.up()
    simulator.control.clear_requests()

    engine.config["behaviour:numberSids"] = engine.config.pop("behaviour:singleSids")
    to_bulk = engine.up()
    after_bulk = on_both(simulator, engine)
    engine.config["behaviour:singleSids"] = engine.config.pop("behaviour:numberSids")
    to_singles = engine.up()

    assert to_bulk.ok, to_bulk.text
    assert to_singles.ok, to_singles.text
    assert (set(numbers[:2]), set(numbers[:2])) == after_bulk == on_both(simulator, engine)
    assert [] == writes(simulator)
    assert engine.destroy().ok
    assert (0, 0, 0) == made(simulator)


def test_a_number_moves_between_two_sets(
    engine: Engine, simulator: Simulator, numbers: list[str]
) -> None:
    """From one bulk resource to another of the same parents: it is there when both are done."""
    engine.config["behaviour:moreSids"] = numbers[2]
    engine.up()
    engine.config["behaviour:numberSids"] = numbers[0]
    engine.config["behaviour:moreSids"] = " ".join(numbers[1:])

    moved = engine.up()
    refreshed = engine.refresh()

    assert {"update": ["more", "numbers"]} == moved.changes, moved.text
    assert refreshed.ok, refreshed.text
    assert (set(numbers), set(numbers)) == on_both(simulator, engine)
    assert {} == engine.preview().changes
    assert engine.destroy().ok
    assert (0, 0, 0) == made(simulator)


def test_keep_existing_keeps_earlier_assignments_on_destroy(
    engine: Engine, simulator: Simulator, numbers: list[str]
) -> None:
    """With keep_existing a destroy leaves it in place; what the stack added goes."""
    profile = f"CustomerProfiles/{profile_sid(simulator)}"
    assign(simulator, profile, numbers[0])
    engine.config["behaviour:flags"] = "keep_existing"

    up = engine.up()
    outputs = resources(engine)["numbers"].outputs
    down = engine.destroy()

    assert up.ok, up.text
    assert "destroy will remove them" not in up.text
    assert numbers[:1] == outputs["existed_on_customer_profile"]
    assert down.ok, down.text
    assert "because they were there before this stack (keep_existing)" in down.text
    assert {numbers[0]} == on_bundle(simulator, profile)


def test_exclusive_removes_the_numbers_that_others_added(
    engine: Engine, simulator: Simulator, numbers: list[str]
) -> None:
    """Without it others' numbers stay; with it a refresh shows them and up removes them."""
    engine.up()
    product = f"TrustProducts/{resources(engine)['product'].id}"
    for bundle in (f"CustomerProfiles/{profile_sid(simulator)}", product):
        assign(simulator, bundle, numbers[2])
    engine.refresh()
    untouched = engine.preview()
    engine.config["behaviour:flags"] = "exclusive"
    engine.up()
    alone = on_both(simulator, engine)
    for bundle in (f"CustomerProfiles/{profile_sid(simulator)}", product):
        assign(simulator, bundle, numbers[2])
    nothing_known = engine.preview()
    engine.refresh()
    found = engine.preview()
    engine.up()

    assert {} == untouched.changes
    assert (set(numbers[:2]), set(numbers[:2])) == alone
    assert {} == nothing_known.changes
    assert {"update": ["numbers"]} == found.changes
    assert (set(numbers[:2]), set(numbers[:2])) == on_both(simulator, engine)
    assert {} == engine.preview().changes


def test_exclusive_does_not_empty_a_bundle_without_allow_empty(
    engine: Engine, simulator: Simulator
) -> None:
    """An empty list with exclusive is refused in the preview, unless allow_empty says it."""
    engine.up()
    engine.config |= {"behaviour:numberSids": "", "behaviour:flags": "exclusive"}
    refused = engine.preview()
    engine.config["behaviour:flags"] = "exclusive allow_empty"
    emptied = engine.up()

    assert not refused.ok
    assert "set allow_empty=True if that is meant" in refused.errors["numbers"]
    assert emptied.ok, emptied.text
    assert (set(), set()) == on_both(simulator, engine)


def test_another_product_moves_the_numbers(
    engine: Engine, simulator: Simulator, numbers: list[str]
) -> None:
    """A new parent is a replacement, and the numbers leave the old one first."""
    engine.up()
    old = resources(engine)["product"].id
    engine.config["behaviour:policySid"] = "RN5b3660f9598883b1df4e77f77acefba0"
    engine.config["behaviour:friendlyName"] = "Another"

    outcome = engine.up()

    assert outcome.ok, outcome.text
    assert {"link", "numbers", "product"} == set(outcome.changes["replace"])
    assert old != resources(engine)["product"].id
    assert (set(numbers[:2]), set(numbers[:2])) == on_both(simulator, engine)
    assert (1, 1, 4) == made(simulator)


def test_a_deleted_products_numbers_leave_the_profile_on_destroy(
    engine: Engine, simulator: Simulator, numbers: list[str]
) -> None:
    """The numbers are still on the profile: after a refresh, destroy takes them off it."""
    engine.up()
    simulator.control.settings(delete_with_assignments="allow")
    ask(simulator, "DELETE", f"TrustProducts/{resources(engine)['product'].id}")
    state = engine.export()
    for resource in state["deployment"]["resources"]:
        if resource.get("outputs", {}).get("date_created"):
            resource["outputs"]["date_created"] = "2024-01-01T00:00:00Z"
        if resource.get("outputs", {}).get("date_updated"):
            resource["outputs"]["date_updated"] = "2024-01-01T00:00:00Z"
    engine.load(state)

    refreshed = engine.refresh()
    left = resources(engine)
    down = engine.destroy()

    assert refreshed.ok, refreshed.text
    assert numbers[:2] == left["numbers"].outputs["incomplete"]
    assert down.ok, down.text
    assert (0, 0, 0) == made(simulator)


@pytest.mark.parametrize("launch", PULUMI_ALONE, indirect=True)
@pytest.mark.parametrize("program", ["bulk", "shaken_stir"])
def test_a_changed_number_reads_as_one_line_of_a_long_list(
    program: str, launch: Launch, simulator: Simulator
) -> None:
    """In the middle of a sorted list of 500, on the real engine, with every detail shown."""
    account = simulator.control.seed(
        {
            "accounts": [
                {
                    "sid": simulator.account_sid,
                    "phone_numbers": [f"+1202555{index:04d}" for index in range(1000, 1500)],
                }
            ]
        }
    )[0]
    numbers = sorted(account.phone_numbers.values())[:500]
    engine = launch(
        program,
        profileSid=profile_sid(simulator),
        numberSids=" ".join(n for n in numbers if n != numbers[250]),
    )
    engine.up()

    def shown(wanted: list[str]) -> list[str]:
        engine.config["behaviour:numberSids"] = " ".join(wanted)
        lines = [line.strip() for line in engine.screen("preview", diff=True).splitlines()]
        return [line for line in lines if re.match(r"[-+~] (\[\d+\]|PN\w+):", line)]

    def told(sign: str, number: str) -> list[str]:
        """The line of a number in the outputs, which are the component's."""
        return [f"{sign} {number}: {{"] if program == "shaken_stir" else []

    more = shown(numbers)
    less = shown([n for n in numbers if n not in {numbers[100], numbers[250]}])
    engine.up()
    nothing = shown([n for n in numbers if n not in {numbers[100], numbers[250]}])
    filled = shown([n for n in numbers if n != numbers[100]])

    assert [f'+ [499]: "{numbers[250]}"', *told("+", numbers[250])] == more
    assert [f'- [100]: "{numbers[100]}"', *told("-", numbers[100])] == less
    assert [] == nothing
    assert [f'+ [100]: "{numbers[250]}"', *told("+", numbers[250])] == filled


def test_a_half_assigned_set_of_many_numbers_is_kept(launch: Launch, simulator: Simulator) -> None:
    """What was done of very many numbers is saved, though all of it travels beside the error."""
    count = 500
    account = simulator.control.seed(
        {"accounts": [{"sid": simulator.account_sid, "phone_numbers": count}]}
    )[0]
    numbers = list(account.phone_numbers.values())[-count:]
    engine = launch("bulk", profileSid=profile_sid(simulator), numberSids=" ".join(numbers))
    simulator.control.fault(method="POST", path=ON_PRODUCT, skip=100, times=3, status=400)

    first = engine.up()
    kept = resources(engine)["numbers"]
    second = engine.up()

    assert not first.ok
    assert f"3 of {count:,}" in first.errors["numbers"], first.text
    assert count - 3 == len(kept.outputs["channel_endpoint_sids"])
    assert 3 == len(kept.outputs["incomplete"])
    assert second.ok, second.text
    assert 2 * count == made(simulator)[-1]
