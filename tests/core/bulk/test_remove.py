"""Many numbers are taken off, and what others need stays."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import pytest
from acme import connected, on_number
from many_numbers import Counted, put, seeded, take, there, voice_product

from pulumi_trusthub._core.api.run import Run
from pulumi_trusthub._core.bulk.plan import BulkOptions, BulkState, Parents
from pulumi_trusthub._core.bulk.read import read
from pulumi_trusthub._core.bulk.remove import remove
from pulumi_trusthub._core.model.refs import CHANNEL_ENDPOINT, BundleRef
from pulumi_trusthub._core.rules.assignments import ensure_assignment

if TYPE_CHECKING:
    from pulumi_trusthub._core.api.client import TrustHubClient
    from pulumi_trusthub.simulator import Simulator


def test_incomplete_numbers_that_cannot_be_read_yet_are_removed(
    client: TrustHubClient, simulator: Simulator, profile: BundleRef, number: str
) -> None:
    """A destroy right after an up that failed half way finds them all the same."""
    simulator.control.settings(read_lag=2)
    client.create(f"{profile.path}/ChannelEndpointAssignments", on_number(number))

    run = Run(client, lambda _: None, lambda _: None)

    taken = remove(
        run,
        Parents(profile=profile),
        BulkState(incomplete=[number], date_updated=client.server_time().isoformat()),
        options=BulkOptions("phone-number"),
    )

    assert [] == taken.reasons
    assert 0 == simulator.control.counts()["channel_endpoint_assignments"]


@pytest.mark.parametrize("bundles", [1, 2])
def test_a_number_that_a_list_shows_before_a_delete_finds_it_is_removed(
    bundles: int,
    client: TrustHubClient,
    simulator: Simulator,
    parents: Parents,
    numbers: list[str],
) -> None:
    """What was assigned a moment ago answers 404 for a while, and is there all the same."""
    parents = parents if bundles == len(parents.upward) else Parents(profile=parents.profile)
    held = put(client, parents, numbers).state
    simulator.control.fault(method="DELETE", status=404, code=20404, times=4)

    taken = take(connected(simulator), parents, held)

    assert [0] == [fault.left for fault in simulator.control.faults()]
    assert [] == taken.reasons
    assert 0 == simulator.control.counts()["channel_endpoint_assignments"]


def test_a_number_that_only_a_list_still_shows_counts_as_removed(
    client: TrustHubClient, simulator: Simulator, parents: Parents, numbers: list[str]
) -> None:
    """Somebody has just taken it off; it is waited for no longer than until it is a minute old."""
    held = put(client, parents, numbers[:1]).state
    simulator.control.settings(lists_keep_deleted_seconds=45)
    for collection in map(CHANNEL_ENDPOINT.on, parents.upward[::-1]):
        [shown] = client.records(collection)
        connected(simulator).delete(f"{collection}/{shown['sid']}")

    taken = take(connected(simulator), parents, held)

    assert [] == taken.reasons


def test_another_products_numbers_stay_on_the_profile(
    client: TrustHubClient, simulator: Simulator, parents: Parents, numbers: list[str]
) -> None:
    """Each linked product is listed once, however many numbers leave; we ask, Twilio may not."""
    simulator.control.settings(remove_number_from_profile_while_on_product="allow")
    held = put(client, parents, numbers).state
    other = voice_product(client, parents)
    for number in numbers[:2]:
        ensure_assignment(client, CHANNEL_ENDPOINT, other, on_number(number))
    simulator.control.clear_requests()

    taken = take(connected(simulator), parents, held)

    lists = [
        entry.path
        for entry in simulator.control.requests()
        if entry.path.endswith("ChannelEndpointAssignments?PageSize=1000")
    ]
    assert 3 == len(lists) == len(set(lists))
    assert [] == taken.reasons
    assert sorted(numbers[:2]) == there(client, parents.profile)
    assert [] == there(client, parents.product)
    assert 1 == len(taken.warnings)
    assert "2 numbers left in place, although" in taken.warnings[0]
    assert taken.warnings[0].endswith(f": {', '.join(sorted(numbers[:2]))}.")
    assert "(Voice)" in taken.warnings[0]


def test_the_last_of_two_takes_the_number_off_the_profile(
    client: TrustHubClient, simulator: Simulator, parents: Parents, numbers: list[str]
) -> None:
    """Two products share profile and numbers; taken down at once, they leave nothing behind."""
    other = voice_product(client, parents)
    both = [parents, Parents(parents.profile, other)]
    held = [put(client, one, numbers).state for one in both]
    again = connected(simulator)
    threads = [
        threading.Thread(target=take, args=(again, one, its))
        for one, its in zip(both, held, strict=True)
    ]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert [[], [], []] == [there(client, bundle) for bundle in [*parents.upward, other]]


def test_a_number_that_is_gone_needs_no_removal(
    client: TrustHubClient, simulator: Simulator, parents: Parents, numbers: list[str]
) -> None:
    """A number, and a whole parent, that somebody removed meanwhile needs no removing."""
    simulator.control.settings(delete_with_assignments="allow")
    held = put(client, parents, numbers).state
    client.delete(f"TrustProducts/{parents.upward[-1].sid}")

    taken = take(connected(simulator), parents, held)

    assert [] == taken.reasons
    assert [] == there(client, parents.profile)
    assert [] == take(connected(simulator), parents, held).reasons


def test_a_removal_that_fails_is_told_and_held(
    client: TrustHubClient, simulator: Simulator, parents: Parents, numbers: list[str]
) -> None:
    """A number that could not leave the product stays on the profile, and stays the stack's."""
    held = put(client, parents, numbers).state
    simulator.control.fault(method="DELETE", path="/TrustProducts/", status=400, code=20001)

    made = put(connected(simulator), parents, numbers[1:], held)

    assert "1 of 1 numbers could not be removed:" == made.reasons[0]
    assert numbers[:1] == made.state.incomplete
    assert sorted(numbers) == there(client, parents.profile)
    again = put(connected(simulator), parents, numbers[1:], made.state)
    assert ([], []) == (again.reasons, again.state.incomplete)
    assert sorted(numbers[1:]) == there(client, parents.profile)


@pytest.mark.parametrize(
    "effect",
    [{"drop_before": True}, {"drop_after": True}, {"status": 503}, {"not_json": True}],
    ids=str,
)
@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_lists_and_removals_survive_a_fault(
    client: TrustHubClient,
    simulator: Simulator,
    parents: Parents,
    numbers: list[str],
    method: str,
    effect: dict[str, Any],
) -> None:
    """A list that is lost is asked for again, and so is a removal that may have been done."""
    simulator.control.fault(method=method, path="/ChannelEndpoint", times=2, **effect)

    held = put(client, parents, numbers).state
    made = put(connected(simulator), parents, numbers[1:], held)
    now = read(connected(simulator), parents, made.state, exclusive=False)
    taken = take(connected(simulator), parents, made.state)

    assert now is not None
    assert numbers[1:] == now.complete
    assert [] == made.reasons + taken.reasons
    assert [[], []] == [there(client, bundle) for bundle in parents.upward]
    assert [0] == [fault.left for fault in simulator.control.faults()]


def test_a_removal_that_ends_early_does_not_search_the_others_for_each(
    client: TrustHubClient, simulator: Simulator, parents: Parents, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of two hundred numbers that were not tried, each is looked for once; no list is searched."""
    numbers = seeded(simulator, 200)
    held = put(client, parents, numbers).state
    simulator.control.fault(method="DELETE", times=100_000, status=401, code=20003)
    monkeypatch.setattr(Counted, "comparisons", 0)

    made = put(connected(simulator), parents, [], held)

    assert "not tried any more" in made.reasons[-1]
    assert set(numbers) == set(made.state.incomplete)
    assert Counted.comparisons < 20 * len(numbers)
