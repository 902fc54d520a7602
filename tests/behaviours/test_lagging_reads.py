"""Lists that show the new too late and the deleted too long, and evaluations that see too little.

The lag is seconds here and up to a minute at Twilio; ``trusthub:readLag`` says for how long the
client expects it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from engines import resources
from test_adopt import held
from world import ask, made, number_sids, profile_sid

if TYPE_CHECKING:
    from engines import Engine, Launch

    from pulumi_trusthub.simulator import Simulator

LAG = 2.0
BEFORE = "there before this stack"


@pytest.fixture(autouse=True)
def lagging(simulator: Simulator) -> None:
    """Let everything lag that can."""
    simulator.control.settings(
        lists_miss_new_seconds=LAG,
        lists_keep_deleted_seconds=LAG,
        evaluations_miss_new_seconds=LAG,
        edit_in_review_or_approved="accept",
    )


def approve(engine: Engine, simulator: Simulator, *outputs: str) -> None:
    """Give bundles the approval that lets them go."""
    for name in outputs:
        for status in ("in-review", "twilio-approved"):
            simulator.control.review(engine.outputs()[name], status)


def test_an_up_and_all_that_follows_at_once(launch: Launch, simulator: Simulator) -> None:
    """A refresh, a changed set of numbers, a destroy and all of it again: each as if by itself."""
    engine = launch("isv_customer", numberSids=number_sids(simulator, 2))
    before = simulator.control.counts()

    first = engine.up()
    refreshed = engine.refresh()
    nothing = engine.preview()
    engine.config["behaviour:numberSids"] = " ".join(number_sids(simulator, 3).split()[1:])
    changed = engine.up()
    engine.config["behaviour:numberSids"] = number_sids(simulator, 2)
    back = engine.up()
    simulator.control.review(engine.outputs()["profile_sid"], "in-review")
    submitted = engine.up()
    engine.refresh()
    engine.up()
    approve(engine, simulator, "profile_sid", "product_sid")
    destroyed = engine.destroy()
    empty = simulator.control.counts()
    second = engine.up()

    outcomes = [first, refreshed, changed, back, submitted, destroyed, second]
    assert [True] * 7 == [it.ok for it in outcomes], [it.text for it in outcomes if not it.ok]
    assert not any(BEFORE in it.text or "are declared by two" in it.text for it in outcomes)
    assert {} == refreshed.changes == nothing.changes
    assert {"update": ["acme-numbers"]} == changed.changes == back.changes
    assert first.counts == second.counts
    kept = ("evaluations", "phone_numbers")
    assert {k: n for k, n in before.items() if k not in kept} == {
        k: n for k, n in empty.items() if k not in kept
    }
    for bundle in ("CustomerProfiles", "TrustProducts"):
        sid = engine.outputs()["profile_sid" if bundle[0] == "C" else "product_sid"]
        assert ask(simulator, "GET", f"{bundle}/{sid}")["status"] in {"pending-review", "draft"}


def test_single_numbers_come_and_go(launch: Launch, simulator: Simulator) -> None:
    """An assignment that was deleted a moment ago is not there, and one that was made is."""
    engine = launch(
        "onboarding",
        profileSid=profile_sid(simulator),
        numberSids=number_sids(simulator, 1),
        submit="true",
    )
    up = engine.up()
    engine.config["behaviour:numberSids"] = ""
    less = engine.up()
    engine.config["behaviour:numberSids"] = number_sids(simulator, 1)
    more = engine.up()

    assert all(it.ok and BEFORE not in it.text for it in (up, less, more)), up.text + more.text
    assert (1, 1, 2) == made(simulator)
    assert all(not r.outputs["existed"] for r in resources(engine).values() if "-" in r.name)
    assert {} == engine.refresh().changes


@pytest.mark.as_native
def test_a_deleted_object_is_not_adopted(launch: Launch, simulator: Simulator) -> None:
    """Its name stands in a list still: a new one is made, of each kind."""
    adopt = json.dumps(dict.fromkeys(("product", "person", "document", "address"), True))
    engine = launch("adopt", adopt=adopt)
    before = held(simulator)

    first = engine.up()
    gone = {name: it.id for name, it in resources(engine).items()}
    destroyed = engine.destroy()
    again = engine.up()

    assert all(it.ok for it in (first, destroyed, again)), first.text + again.text
    assert [False] * 4 == engine.outputs()["adopted"]
    assert [it + 1 for it in before] == held(simulator)
    now = {name: it.id for name, it in resources(engine).items()}
    assert not set(gone.values()) & set(now.values())


@pytest.mark.parametrize("launch", ["embedded"], indirect=True)
@pytest.mark.parametrize(
    "effect",
    [{"drop_after": True}, {"status": 503, "code": 20503}, {"not_json": True}],
    ids=lambda effect: next(iter(effect)),
)
def test_lost_answers_double_nothing(
    effect: dict[str, Any], launch: Launch, simulator: Simulator
) -> None:
    """What a lost POST has made is in no list yet, and Twilio would take it twice."""
    simulator.control.settings(duplicate_assignments="accept")
    posts = ("/TrustProducts$", "/EntityAssignments$", "/ChannelEndpointAssignments$")
    for path in posts:
        simulator.control.fault(method="POST", path=path, **effect)
    engine = launch(
        "onboarding",
        profileSid=profile_sid(simulator),
        numberSids=number_sids(simulator, 1),
    )

    outcome = engine.up()

    assert outcome.ok, outcome.text
    assert (1, 1, 2) == made(simulator)
    assert {0} == {fault.left for fault in simulator.control.faults()}
    if "status" in effect:  # nothing was made, so all of the time passes
        assert "this waits for up to 4 seconds" in outcome.text
