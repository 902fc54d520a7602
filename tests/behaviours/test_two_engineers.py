"""Two stacks on the same bundles, and hands that move things while an up runs.

Each ends in success or in an error that says what is the matter; nothing goes round in a loop, and
nothing of anybody is lost unasked.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from world import ask, assign, made, number_sids, product_by_hand, profile_sid

from benchmarks.campaign.trouble import Trouble

if TYPE_CHECKING:
    from collections.abc import Callable

    from engines import Engine, Launch

    from pulumi_trusthub.simulator import Simulator

ON_PRODUCT = "ChannelEndpointAssignments"


@pytest.fixture
def numbers(simulator: Simulator) -> list[str]:
    """Three numbers of the account."""
    return number_sids(simulator, 3).split()


def on_profile(simulator: Simulator) -> list[str]:
    """The numbers on the profile, as often as they are there."""
    path = f"CustomerProfiles/{profile_sid(simulator)}/ChannelEndpointAssignments"
    return sorted(it["channel_endpoint_sid"] for it in ask(simulator, "GET", path)["results"])


def test_two_stacks_share_numbers(launch: Launch, simulator: Simulator, numbers: list[str]) -> None:
    """The second is told that it shares; what one takes down the other puts back."""
    stacks: list[Engine] = [
        launch(
            "bulk",
            profileSid=profile_sid(simulator),
            parents="profile",
            friendlyName=name,
            numberSids=" ".join(shared),
        )
        for name, shared in (("One", numbers[:2]), ("Two", numbers[1:]))
    ]
    one, two = stacks

    ups = [one.up(), two.up()]
    together = on_profile(simulator)
    down = one.destroy()
    left = on_profile(simulator)
    two.refresh()
    repaired = two.up()
    whole = on_profile(simulator)
    again = two.preview()

    assert [True, True] == [up.ok for up in ups], ups
    assert (
        "1 number was there before this stack, or another resource of it has put it there"
        in ups[1].text
    )
    assert sorted(numbers) == together
    assert down.ok, down.text
    assert numbers[2:] == left
    assert repaired.ok, repaired.text
    assert sorted(numbers[1:]) == whole
    assert {} == again.changes


@pytest.mark.parametrize("launch", ["embedded"], indirect=True)
@pytest.mark.parametrize("duplicates", ["refuse", "accept"])
def test_an_assignment_that_another_host_makes_meanwhile_is_taken(
    launch: Launch, simulator: Simulator, numbers: list[str], duplicates: str
) -> None:
    """Whoever comes second between look and POST takes what the first has made."""
    simulator.control.settings(duplicate_assignments=duplicates)
    engine = launch(
        "bulk", profileSid=profile_sid(simulator), parents="profile", numberSids=" ".join(numbers)
    )

    def by_hand() -> None:
        assign(simulator, f"CustomerProfiles/{profile_sid(simulator)}", numbers[0])

    with Trouble(simulator.url, patience=0) as between:
        engine.config["trusthub:baseUrl"] = between.url
        meanwhile(simulator, engine, between, "CustomerProfiles", by_hand)
        up = engine.up()
        there = on_profile(simulator)
        between.plan({}, lambda: None)
        nothing = engine.preview()
        down = engine.destroy()

    assert up.ok, up.text
    assert set(numbers) == set(there)
    # Two that are there because Twilio took both are both known by what they join.
    assert len(there) == len(numbers) + (duplicates == "accept")
    assert {} == nothing.changes
    assert down.ok, down.text
    assert [] == on_profile(simulator)


@pytest.mark.as_native
def test_a_number_moved_away_during_up_is_named_and_finished_later(
    launch: Launch, simulator: Simulator, numbers: list[str]
) -> None:
    """The error names who holds it now; when it is free again, the next up finishes."""
    engine = launch("bulk", profileSid=profile_sid(simulator), numberSids=numbers[0])
    profile = profile_sid(simulator)
    held: list[str] = []

    def by_hand() -> None:
        other = product_by_hand(simulator, "Other")
        ask(simulator, "POST", f"TrustProducts/{other}/EntityAssignments", ObjectSid=profile)
        held.extend([other, assign(simulator, f"TrustProducts/{other}", numbers[0])])

    with Trouble(simulator.url, patience=0) as between:
        engine.config["trusthub:baseUrl"] = between.url
        meanwhile(simulator, engine, between, "TrustProducts", by_hand)
        refused = engine.up()
        between.plan({}, lambda: None)
        other, taken = held
        ask(simulator, "DELETE", taken)
        finished = engine.up()
        nothing = engine.preview()
        down = engine.destroy()

    assert not refused.ok
    assert f"already assigned to trust product {other}" in refused.errors["numbers"]
    assert finished.ok, finished.text
    assert {} == nothing.changes
    assert down.ok, down.text
    assert (1, 1, 0) == made(simulator)


def meanwhile(
    simulator: Simulator, engine: Engine, between: Trouble, kind: str, act: Callable[[], None]
) -> None:
    """Let something happen when the next up is about to put the first number on such a bundle.

    One up and destroy beforehand show which of its requests that is.
    """
    simulator.control.clear_requests()
    assert engine.up().ok
    sent = simulator.control.requests()
    first = next(
        index
        for index, it in enumerate(sent, start=1)
        if it.method == "POST" and f"/{kind}/" in it.path and it.path.endswith(ON_PRODUCT)
    )
    assert engine.destroy().ok
    once = threading.Lock()

    def only_once() -> None:
        if once.acquire(blocking=False):
            act()

    between.plan({first: "meanwhile"}, only_once)
