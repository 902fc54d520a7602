"""What many numbers ask of Trust Hub, to the last request, and what is told of those that fail."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import pytest
from acme import connected, on_number, patient
from many_numbers import (
    EXCLUSIVE,
    KEEP,
    Counted,
    profile_of,
    put,
    seeded,
    take,
    tally,
    there,
    voice_product,
)

from pulumi_trusthub._core.bulk.plan import BulkState, Parents
from pulumi_trusthub._core.bulk.read import read
from pulumi_trusthub._core.model.errors import NotFoundError, RefusedError
from pulumi_trusthub._core.model.refs import CHANNEL_ENDPOINT
from pulumi_trusthub._core.rules.assignments import ensure_assignment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pulumi_trusthub._core.api.client import TrustHubClient
    from pulumi_trusthub.simulator import Simulator


def test_each_parent_is_listed_once(
    client: TrustHubClient, simulator: Simulator, parents: Parents, numbers: list[str]
) -> None:
    """Two lists, and two POSTs a number; the profile comes first for each."""
    made = put(client, parents, numbers)

    lists = "ChannelEndpointAssignments?PageSize=1000"
    assert {
        f"GET CustomerProfiles {lists}": 1,
        f"GET TrustProducts {lists}": 1,
        "POST CustomerProfiles ChannelEndpointAssignments": 5,
        "POST TrustProducts ChannelEndpointAssignments": 5,
    } == tally(simulator)
    assert (numbers, [], {}, []) == (
        made.state.complete,
        made.state.incomplete,
        made.state.existed,
        made.reasons,
    )
    for number in numbers:
        onto = [
            entry.path.split("/")[2]
            for entry in simulator.control.requests()
            if entry.method == "POST" and number in entry.form.values()
        ]
        assert ["CustomerProfiles", "TrustProducts"] == onto


def test_only_missing_assignments_are_added(
    client: TrustHubClient, simulator: Simulator, parents: Parents, numbers: list[str]
) -> None:
    """What is there is taken, marked as such, and told once."""
    assert parents.profile is not None
    for number in numbers[:4]:
        ensure_assignment(client, CHANNEL_ENDPOINT, profile_of(parents), on_number(number))
    simulator.control.clear_requests()

    made = put(connected(simulator), parents, numbers)

    assert 1 == tally(simulator)["POST CustomerProfiles ChannelEndpointAssignments"]
    assert dict.fromkeys(numbers[:4], frozenset({parents.profile})) == made.state.existed
    assert 1 == len(made.warnings)
    assert (
        "4 numbers were there before this stack, or another resource of it has put them"
        in made.warnings[0]
    )
    assert made.warnings[0].endswith(f": {', '.join(numbers[:3])} and 1 more.")
    assert [] == put(connected(simulator), parents, numbers, options=KEEP).warnings


def test_an_update_adds_and_removes_the_difference(
    client: TrustHubClient, simulator: Simulator, parents: Parents, numbers: list[str]
) -> None:
    """The rest is not asked about; others' numbers are not touched."""
    assert parents.product is not None
    held = put(client, parents, numbers[:3]).state
    ensure_assignment(client, CHANNEL_ENDPOINT, profile_of(parents), on_number(numbers[4]))
    simulator.control.clear_requests()

    made = put(connected(simulator), parents, [numbers[3], *numbers[1:3]], held)

    assert [numbers[3], *numbers[1:3]] == made.state.complete
    assert sorted(numbers[1:4]) == there(client, parents.product)
    assert sorted(numbers[1:5]) == there(client, parents.profile)
    counts = tally(simulator)
    assert (1, 1, 1, 1) == tuple(
        counts[key]
        for key in (
            "POST CustomerProfiles ChannelEndpointAssignments",
            "POST TrustProducts ChannelEndpointAssignments",
            "DELETE CustomerProfiles",
            "DELETE TrustProducts",
        )
    )


def test_a_number_that_is_refused_stops_no_other(
    client: TrustHubClient, simulator: Simulator, parents: Parents, numbers: list[str]
) -> None:
    """What is on one of two parents is held; what is on none is not."""
    unknown = "PN" + "0" * 32
    simulator.control.fault(
        method="POST", path="/TrustProducts/.*/ChannelEndpointAssignments$", status=400, code=20001
    )

    made = put(client, parents, [*numbers, unknown])

    assert 4 == len(made.state.complete)
    assert 1 == len(made.state.incomplete)
    assert unknown not in made.state.numbers
    assert "2 of 6 numbers could not be assigned:" == made.reasons[0]
    assert 3 == len(made.reasons)
    assert any(f"{unknown}: POST" in reason for reason in made.reasons)
    assert [] == take(connected(simulator), parents, made.state).reasons
    assert [[], []] == [there(client, bundle) for bundle in parents.upward]


@pytest.mark.parametrize(
    "effect",
    [
        {"drop_before": True},
        {"drop_after": True},
        {"status": 503},
        {"not_json": True},
        {"status": 429, "code": 20429},
        {"status": 409, "code": 20162},
        {"status": 409, "code": 20409},
    ],
    ids=str,
)
@pytest.mark.parametrize("duplicates", ["refuse", "accept"])
def test_lost_answers_double_nothing(
    client: TrustHubClient,
    simulator: Simulator,
    parents: Parents,
    numbers: list[str],
    effect: dict[str, Any],
    duplicates: str,
) -> None:
    """Whether Twilio refuses a second assignment or doubles it, there is one of each."""
    simulator.control.settings(duplicate_assignments=duplicates)
    simulator.control.fault(method="POST", path="/ChannelEndpoint", skip=2, times=3, **effect)

    made = put(client, parents, numbers)

    assert [] == made.reasons
    assert [sorted(numbers)] * 2 == [there(client, bundle) for bundle in parents.upward]
    assert [0] == [fault.left for fault in simulator.control.faults()]


def test_an_assignment_of_unknown_fate_is_held(
    client: TrustHubClient, simulator: Simulator, parents: Parents, numbers: list[str]
) -> None:
    """The POST was done, its answer lost, and so was every look: a destroy must find it."""
    look = "ChannelEndpointSid="
    simulator.control.fault(method="POST", path="/CustomerProfiles/.*/Ch", drop_after=True)
    simulator.control.fault(method="GET", query=look, times=50, status=500)

    made = put(client, Parents(parents.profile), numbers[:1])
    simulator.control.clear_faults()
    left = there(client, parents.profile)
    take(connected(simulator), Parents(parents.profile), made.state)

    assert (numbers[:1], []) == (made.state.incomplete, made.state.complete)
    assert made.state.date_updated
    assert numbers[:1] == left
    assert [] == there(client, parents.profile)


def test_a_server_that_is_down_is_given_up(
    client: TrustHubClient, simulator: Simulator, parents: Parents, numbers: list[str]
) -> None:
    """Of many numbers only the first are tried; what was done before is held."""
    many = numbers + [f"PN{index:032x}" for index in range(200)]
    simulator.control.fault(method="POST", skip=4, times=100_000, drop_before=True)
    simulator.control.fault(method="GET", query="ChannelEndpointSid=", times=100_000, status=500)

    made = put(client, parents, many)

    assert len(simulator.control.requests()) < 600
    assert "not tried any more" in made.reasons[-1]
    held = set(made.state.numbers)
    simulator.control.clear_faults()
    assert {*there(client, parents.profile), *there(client, parents.product)} <= held


def test_missing_parents_are_named(
    client: TrustHubClient, parents: Parents, numbers: list[str]
) -> None:
    """No such bundle, and one of the other kind, are errors before anything is done."""
    with pytest.raises(NotFoundError, match="There is no trust product BU0"):
        put(client, Parents.of(profile_of(parents).sid, "BU" + "0" * 32), numbers)
    swapped = Parents.of(None, profile_of(parents).sid)
    with pytest.raises(RefusedError, match="is a customer profile"):
        put(client, swapped, numbers)
    assert [] == there(client, parents.profile)


def test_an_earlier_assignment_is_kept_on_its_parent(
    client: TrustHubClient, simulator: Simulator, parents: Parents, numbers: list[str]
) -> None:
    """Only the profile's was there before: the product's goes, the profile's stays."""
    ensure_assignment(client, CHANNEL_ENDPOINT, profile_of(parents), on_number(numbers[0]))
    held = put(connected(simulator), parents, numbers[:2], options=KEEP).state

    taken = take(connected(simulator), parents, held, KEEP)

    assert "1 number left in place" in taken.warnings[0]
    assert "(keep_existing)" in taken.warnings[0]
    assert numbers[:1] == there(client, parents.profile)
    assert [] == there(client, parents.product)


def test_an_assignment_made_by_the_same_run_is_not_an_earlier_one(
    client: TrustHubClient, simulator: Simulator, parents: Parents, numbers: list[str]
) -> None:
    """Two components of one program share the profile: neither warns, and neither keeps it."""
    ensure_assignment(client, CHANNEL_ENDPOINT, profile_of(parents), on_number(numbers[0]))
    put(client, parents, numbers[1:2])
    alone = Parents(parents.profile)

    of_the_run = put(client, alone, numbers[:2])
    of_a_later_run = put(connected(simulator), alone, numbers[:2])

    assert ({}, []) == (of_the_run.state.existed, of_the_run.warnings)
    assert set(numbers[:2]) == set(of_a_later_run.state.existed)
    assert 1 == len(of_a_later_run.warnings)


def test_exclusive_leaves_the_numbers_that_other_products_need(
    client: TrustHubClient, simulator: Simulator, parents: Parents, numbers: list[str]
) -> None:
    """Everything else goes, and what has to stay on the profile is not reported for ever."""
    other = voice_product(client, parents)
    for number in numbers[2:4]:
        ensure_assignment(client, CHANNEL_ENDPOINT, profile_of(parents), on_number(number))
    ensure_assignment(client, CHANNEL_ENDPOINT, other, on_number(numbers[2]))

    made = put(connected(simulator), parents, numbers[:2], options=EXCLUSIVE)
    now = read(connected(simulator), parents, made.state, exclusive=True)

    assert [] == made.reasons
    assert sorted(numbers[:3]) == there(client, parents.profile)
    assert now is not None
    assert ([], numbers[:2]) == (now.others, now.complete)


def test_exclusive_means_endpoints_of_one_type(
    client: TrustHubClient, parents: Parents, numbers: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An endpoint of another type is nobody's number: it is neither reported nor removed."""
    put(client, parents, numbers)
    listed = client.records

    def records(path: str, **filters: str | None) -> Iterator[dict[str, Any]]:
        for record in listed(path, **filters):
            is_other = record.get("channel_endpoint_sid") == numbers[4]
            yield {**record, "channel_endpoint_type": "other"} if is_other else record

    monkeypatch.setattr(client, "records", records)
    made = put(client, parents, numbers[:2], options=EXCLUSIVE)
    now = read(client, parents, made.state, exclusive=True)

    assert now is not None
    assert ([], []) == (made.reasons, now.others)
    assert [sorted([*numbers[:2], numbers[4]])] * 2 == [there(client, b) for b in parents.upward]


def test_exclusive_removes_nothing_when_every_assignment_fails(
    client: TrustHubClient, simulator: Simulator, parents: Parents, numbers: list[str]
) -> None:
    """When none of the declared numbers could be assigned, the others stay."""
    profile = Parents(parents.profile)
    ensure_assignment(client, CHANNEL_ENDPOINT, profile_of(parents), on_number(numbers[0]))
    missing = "PN" + "0" * 32

    made = put(connected(simulator), profile, [missing], options=EXCLUSIVE)

    assert "would be left empty (allow_empty)" in made.reasons[-1]
    assert numbers[:1] == there(client, parents.profile) == made.state.others


def test_an_update_that_follows_at_once_doubles_nothing(
    client: TrustHubClient, simulator: Simulator, parents: Parents, numbers: list[str]
) -> None:
    """What another run assigned a moment ago may not be listed yet, where Twilio takes it twice."""
    simulator.control.settings(read_lag=2, duplicate_assignments="accept")
    held = put(client, parents, numbers[:4]).state

    made = put(connected(simulator), parents, numbers, held)

    assert numbers == made.state.complete
    for bundle in parents.upward * 2:
        there(client, bundle)
    assert [sorted(numbers)] * 2 == [there(client, bundle) for bundle in parents.upward]


def test_two_resources_of_one_run_share_a_number(
    client: TrustHubClient, simulator: Simulator, parents: Parents, numbers: list[str]
) -> None:
    """Whichever comes first, what one takes over the other leaves; at once, it is made once."""
    simulator.control.settings(duplicate_assignments="accept")
    gate = threading.Barrier(2)

    def together() -> None:
        gate.wait(10)
        put(client, parents, numbers)

    threads = [threading.Thread(target=together) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert [sorted(numbers)] * 2 == [there(client, bundle) for bundle in parents.upward]

    run = connected(simulator)
    held = BulkState(complete=list(numbers))
    put(run, parents, numbers[:1])
    stays = take(run, parents, held)

    assert numbers[:1] == there(client, parents.product) == there(client, parents.profile)
    assert "another resource of this program has taken them over" in stays.warnings[0]


def test_conflicting_changes_of_a_bundle_are_done_in_turn(
    client: TrustHubClient, simulator: Simulator, parents: Parents, numbers: list[str]
) -> None:
    """Should Twilio refuse two at once (20162), what is left is done in turn."""
    simulator.control.settings(conflict_on_parallel_updates=True, latency_seconds=0.02)

    made = put(client, parents, numbers)
    whole = [there(client, bundle) for bundle in parents.upward]
    taken = take(connected(simulator), parents, made.state)

    assert ([], numbers) == (made.reasons, made.state.complete)
    assert [sorted(numbers)] * 2 == whole
    assert [] == taken.reasons
    assert [[], []] == [there(client, bundle) for bundle in parents.upward]


def test_numbers_that_no_list_shows_yet_are_neither_doubled_nor_found(
    client: TrustHubClient, simulator: Simulator, parents: Parents, numbers: list[str]
) -> None:
    """A refusal that names the very bundles is success, and needs no wait."""
    simulator.control.settings(lists_miss_new_seconds=45)
    first = put(client, parents, numbers).state
    again = connected(simulator)
    again.sleep = _no_wait

    made = put(again, parents, numbers)
    held = put(patient(simulator), parents, numbers[1:], first).state

    assert (numbers, [], {}) == (made.state.complete, made.reasons, made.state.existed)
    assert (numbers[1:], {}) == (held.complete, held.existed)
    assert 8 == simulator.control.counts()["channel_endpoint_assignments"]


def test_a_refresh_waits_for_numbers_that_are_young(
    client: TrustHubClient, simulator: Simulator, parents: Parents, numbers: list[str]
) -> None:
    """As long as they are, and not for what is old."""
    simulator.control.settings(lists_miss_new_seconds=45)
    held = put(client, parents, numbers).state
    again = patient(simulator)

    now = read(again, parents, held, exclusive=False)
    held.date_updated = "2026-01-01T00:00:00Z"
    simulator.control.settings(lists_miss_new_seconds=3_600)
    again.sleep = _no_wait
    later = read(again, parents, held, exclusive=False)

    assert now is not None
    assert numbers == now.complete
    assert later is not None
    assert [] == later.complete


def test_numbers_that_only_lists_still_show_are_assigned(
    client: TrustHubClient, simulator: Simulator, parents: Parents, numbers: list[str]
) -> None:
    """Removed by another command a moment ago: they were not there before, and are there now."""
    simulator.control.settings(lists_keep_deleted_seconds=45)
    held = put(client, parents, numbers).state
    held = put(connected(simulator), parents, numbers[:3], held).state
    simulator.control.clear_requests()

    made = put(patient(simulator), parents, numbers, held)

    assert (numbers, {}, []) == (made.state.complete, made.state.existed, made.warnings)
    assert 10 == simulator.control.counts()["channel_endpoint_assignments"]


def test_exclusive_sees_no_others_that_only_lists_still_show(
    client: TrustHubClient, simulator: Simulator, parents: Parents, numbers: list[str]
) -> None:
    """A refresh right after their removal finds nothing to do."""
    simulator.control.settings(lists_keep_deleted_seconds=45)
    put(client, parents, numbers)
    made = put(connected(simulator), parents, numbers[:2], options=EXCLUSIVE)

    now = read(patient(simulator), parents, made.state, exclusive=True)

    assert now is not None
    assert ([], numbers[:2]) == (now.others, now.complete)


def test_no_product_keeps_a_number_that_it_only_seems_to_have(
    client: TrustHubClient, simulator: Simulator, parents: Parents, numbers: list[str]
) -> None:
    """Another product lost its number a moment ago: the number leaves the profile."""
    simulator.control.settings(lists_keep_deleted_seconds=45)
    held = put(client, parents, numbers[:1]).state
    other = Parents(product=voice_product(client, parents))
    take(connected(simulator), other, put(client, other, numbers[:1]).state)

    take(connected(simulator), parents, held)

    assert 0 == simulator.control.counts()["channel_endpoint_assignments"]


def _no_wait(seconds: float) -> None:
    raise AssertionError(f"waits for {seconds} s")


def test_an_assignment_of_the_same_run_that_no_read_shows_yet_is_not_doubled(
    client: TrustHubClient, simulator: Simulator, parents: Parents, numbers: list[str]
) -> None:
    """Neither its list nor a read by its SID, where Twilio takes it twice."""
    simulator.control.settings(read_lag=3, duplicate_assignments="accept")
    [profile] = [it for it in parents.upward if it == parents.profile]
    ensure_assignment(client, CHANNEL_ENDPOINT, profile, on_number(numbers[0]))

    put(client, Parents(profile=profile), numbers)

    simulator.control.settings(read_lag=0)
    for _ in range(4):
        found = there(client, profile)
    assert sorted(numbers) == found


def test_a_repair_of_many_numbers_searches_no_list_for_each(
    client: TrustHubClient, simulator: Simulator, parents: Parents, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two hundred numbers that have left the product alone are put there again."""
    numbers = seeded(simulator, 200)
    held = put(client, parents, numbers).state
    take(client, Parents(product=parents.product), held)
    monkeypatch.setattr(Counted, "comparisons", 0)

    made = put(connected(simulator), parents, numbers, held)

    assert ([], numbers) == (made.reasons, made.state.complete)
    assert sorted(numbers) == there(client, parents.product)
    assert Counted.comparisons < 20 * len(numbers)
