"""The life of an onboarding: up, nothing to do, change, drift, down."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from engines import resources
from world import (
    SHAKEN_STIR,
    VOICE_INTEGRITY,
    ask,
    made,
    number_sids,
    profile_sid,
    writes,
)

if TYPE_CHECKING:
    from engines import Engine, Launch

    from pulumi_trusthub.simulator import Simulator


@pytest.fixture
def onboarded(launch: Launch, simulator: Simulator) -> Engine:
    """The six steps done: a product, linked, with two numbers, submitted."""
    engine = launch(
        "onboarding",
        profileSid=profile_sid(simulator),
        numberSids=number_sids(simulator, 2),
        submit="true",
    )
    outcome = engine.up()
    assert outcome.ok, outcome.text
    simulator.control.clear_requests()
    return engine


def product_sid(engine: Engine) -> str:
    """The product's SID as the stack tells it."""
    sid = engine.outputs()["product_sid"]
    assert isinstance(sid, str)
    return sid


def approve(engine: Engine, simulator: Simulator) -> None:
    """Let Twilio's staff approve the product."""
    simulator.control.review(product_sid(engine), "in-review")
    simulator.control.review(product_sid(engine), "twilio-approved")


@pytest.mark.as_folder
def test_a_single_up_creates_everything_and_submits_the_product(
    launch: Launch, simulator: Simulator
) -> None:
    """One ``up`` declares, links, assigns profile first, evaluates and submits."""
    engine = launch(
        "onboarding",
        profileSid=profile_sid(simulator),
        numberSids=number_sids(simulator, 1),
        submit="true",
    )
    preview = engine.preview()
    assert [] == writes(simulator)
    outcome = engine.up()

    assert {"create": 5} == preview.counts == outcome.counts, outcome.text
    product = f"/v1/TrustProducts/{product_sid(engine)}"
    order = writes(simulator)
    assert order.index("POST /v1/TrustProducts") < order.index(f"POST {product}/EntityAssignments")
    assert order.index(
        f"POST /v1/CustomerProfiles/{profile_sid(simulator)}/ChannelEndpointAssignments"
    ) < order.index(f"POST {product}/ChannelEndpointAssignments")
    assert writes(simulator)[-2:] == [f"POST {product}/Evaluations", f"POST {product}"]
    assert engine.outputs()["status"] == "pending-review"
    assert (1, 1, 2) == made(simulator)


def test_a_second_up_changes_nothing_and_asks_twilio_nothing(
    onboarded: Engine, simulator: Simulator
) -> None:
    """A second preview, and a second up, change nothing and ask Twilio nothing."""
    outcomes = [onboarded.preview(), onboarded.up()]

    assert [{}, {}] == [outcome.changes for outcome in outcomes]
    assert [] == simulator.control.requests()


def test_a_rename_changes_one_thing(launch: Launch, simulator: Simulator) -> None:
    """What depends on a product that is only renamed shows no change."""
    engine = launch(
        "onboarding", profileSid=profile_sid(simulator), numberSids=number_sids(simulator, 2)
    )
    engine.up()
    simulator.control.clear_requests()
    engine.config["behaviour:friendlyName"] = "Acme, renamed"
    engine.config["behaviour:statusCallback"] = "https://example.com/status"

    preview = engine.preview()
    outcome = engine.up()

    assert {"update": ["product"]} == preview.changes == outcome.changes, outcome.text
    assert [f"POST /v1/TrustProducts/{product_sid(engine)}"] == writes(simulator)
    now = ask(simulator, "GET", f"TrustProducts/{product_sid(engine)}")
    assert ("Acme, renamed", "https://example.com/status") == (
        now["friendly_name"],
        now["status_callback"],
    )


def test_an_optional_input_that_is_left_out_is_cleared(
    launch: Launch, simulator: Simulator
) -> None:
    """Removing the callback from the program removes it from the product."""
    engine = launch(
        "onboarding",
        profileSid=profile_sid(simulator),
        statusCallback="https://example.com/status",
    )
    engine.up()
    del engine.config["behaviour:statusCallback"]
    outcome = engine.up()

    assert {"update": ["product"]} == outcome.changes
    assert not ask(simulator, "GET", f"TrustProducts/{product_sid(engine)}")["status_callback"]
    assert {} == engine.preview().changes


def test_another_policy_moves_the_assignments(onboarded: Engine, simulator: Simulator) -> None:
    """The new product is made, its assignments move, the old product goes last."""
    approve(onboarded, simulator)
    old = product_sid(onboarded)
    refused = onboarded.preview()
    onboarded.config |= {
        "behaviour:policySid": VOICE_INTEGRITY,
        "behaviour:friendlyName": "Acme, other policy",
    }
    refused = onboarded.preview()
    onboarded.config["behaviour:allowReplace"] = "true"
    simulator.control.clear_requests()

    outcome = onboarded.up()

    assert not refused.ok
    assert "allow_replace=True" in refused.text
    assert outcome.ok, outcome.text
    names = {"product", "link", "submission"}
    assert names < set(outcome.changes["replace"])
    assert (1, 1, 4) == made(simulator)
    assert product_sid(onboarded) != old
    assert writes(simulator)[0] == "POST /v1/TrustProducts"
    assert writes(simulator)[-1] == f"DELETE /v1/TrustProducts/{old}"
    assert {} == onboarded.preview().changes


def test_an_input_that_twilio_does_not_get_is_an_update_of_the_state(
    launch: Launch, simulator: Simulator
) -> None:
    """``allow_replace`` is an update of the state, and so is leaving it out again."""
    engine = launch("onboarding", profileSid=profile_sid(simulator), allowReplace="true")
    engine.up()
    simulator.control.clear_requests()
    del engine.config["behaviour:allowReplace"]

    outcome = engine.up()

    assert {"update": ["product"]} == outcome.changes
    assert {} == engine.preview().changes
    assert [] == simulator.control.requests()


def test_lagging_reads_do_not_stop_an_up(launch: Launch, simulator: Simulator) -> None:
    """What was made a second ago may not be readable yet, and is there all the same."""
    simulator.control.settings(read_lag=2)
    engine = launch(
        "onboarding",
        profileSid=profile_sid(simulator),
        numberSids=number_sids(simulator, 1),
        submit="true",
    )
    # The simulator counts reads, and a busy machine takes seconds between them.
    engine.config["trusthub:readLag"] = "60"

    outcome = engine.up()
    refreshed = engine.refresh()

    assert outcome.ok, outcome.text
    assert refreshed.ok, refreshed.text
    assert (1, 1, 2) == made(simulator)
    assert {} == engine.preview().changes


def test_a_renamed_resource_keeps_its_object(launch: Launch, simulator: Simulator) -> None:
    """Made under the new name, deleted under the old one: it is the same link, and it stays."""
    engine = launch("onboarding", profileSid=profile_sid(simulator))
    engine.up()
    link = resources(engine)["link"].id
    engine.config["behaviour:linkName"] = "renamed"

    outcome = engine.up()
    refreshed = engine.refresh()

    assert {"create": ["renamed"], "delete": ["link"]} == outcome.changes, outcome.text
    assert "another resource of this program has taken it over" in outcome.text
    assert refreshed.ok, refreshed.text
    assert link == resources(engine)["renamed"].id
    assert (1, 1, 0) == made(simulator)
    assert {} == engine.preview().changes


@pytest.mark.as_native
@pytest.mark.as_folder
def test_drift_is_found_and_repaired(onboarded: Engine, simulator: Simulator) -> None:
    """Somebody renames the product in the Console: refresh shows it, up puts it back."""
    simulator.control.settings(edit_in_review_or_approved="accept")
    path = f"TrustProducts/{product_sid(onboarded)}"
    ask(simulator, "POST", path, FriendlyName="Renamed by hand")

    refreshed = onboarded.refresh()
    preview = onboarded.preview()
    repaired = onboarded.up()

    assert refreshed.ok, refreshed.text
    assert {"update": ["product"]} == preview.changes == repaired.changes
    assert ask(simulator, "GET", path)["friendly_name"] == "Acme"
    assert {} == onboarded.preview().changes


def test_a_status_that_moves_is_no_change(onboarded: Engine, simulator: Simulator) -> None:
    """Approval shows in the outputs after a refresh, and nothing is proposed."""
    approve(onboarded, simulator)

    refreshed = onboarded.refresh()

    assert refreshed.ok, refreshed.text
    outputs = resources(onboarded)["submission"].outputs
    assert "twilio-approved" == outputs["status"]
    assert outputs["valid_until"]
    assert "twilio-approved" == resources(onboarded)["product"].outputs["status"]
    assert {} == onboarded.preview().changes


def test_new_triggers_submit_a_rejected_product_again(
    onboarded: Engine, simulator: Simulator
) -> None:
    """Its reasons are outputs; up alone sends nothing; new triggers submit it."""
    simulator.control.review(product_sid(onboarded), "twilio-rejected", errors=[18602])

    onboarded.refresh()
    rejected = resources(onboarded)["submission"].outputs
    untouched = onboarded.up()
    nothing_sent = writes(simulator)
    onboarded.config["behaviour:triggers"] = '{"attempt": 2}'
    again = onboarded.up()

    assert "twilio-rejected" == rejected["status"]
    assert ["18602: the business registration number could not be verified"] == rejected["reasons"]
    assert {} == untouched.changes
    assert [] == nothing_sent
    assert {"update": ["submission"]} == again.changes, again.text
    assert "pending-review" == onboarded.outputs()["status"]
    assert {} == onboarded.preview().changes


def test_changed_triggers_are_recorded_under_review(
    onboarded: Engine, simulator: Simulator
) -> None:
    """A warning, and nothing sent; the next preview has nothing to do."""
    onboarded.config["behaviour:triggers"] = '{"attempt": 2}'

    outcome = onboarded.up()

    assert {"update": ["submission"]} == outcome.changes
    assert "its triggers changed while its status is pending-review" in outcome.text
    assert [] == writes(simulator)
    assert {} == onboarded.preview().changes


def test_an_assignment_deleted_by_hand_comes_back(onboarded: Engine, simulator: Simulator) -> None:
    """Refresh notices that an assignment is gone, and up makes it again."""
    name, gone = next(
        (name, r) for name, r in resources(onboarded).items() if name.startswith("product-")
    )
    ask(simulator, "DELETE", gone.id)

    onboarded.refresh()
    assert name not in resources(onboarded)
    outcome = onboarded.up()

    assert {"create": [name]} == outcome.changes
    assert (1, 1, 4) == made(simulator)
    assert resources(onboarded)[name].id != gone.id


def test_a_number_is_added_after_approval(onboarded: Engine, simulator: Simulator) -> None:
    """One more number is two assignments, and no new submission."""
    approve(onboarded, simulator)
    onboarded.config["behaviour:numberSids"] = number_sids(simulator, 3)

    outcome = onboarded.up()

    assert {"create": 2} == outcome.counts, outcome.text
    assert (1, 1, 6) == made(simulator)
    assert all(path.endswith("/ChannelEndpointAssignments") for path in writes(simulator))


def test_destroy_leaves_nothing(onboarded: Engine, simulator: Simulator) -> None:
    """A number leaves the product before the profile, and the product goes when it is bare."""
    approve(onboarded, simulator)
    product = f"DELETE /v1/TrustProducts/{product_sid(onboarded)}"
    pairs = [
        (f"DELETE /v1/{there.id}", f"DELETE /v1/{resources(onboarded)[f'profile-{number}'].id}")
        for name, there in resources(onboarded).items()
        for kind, _, number in [name.partition("-")]
        if kind == "product" and number
    ]

    outcome = onboarded.destroy()

    assert outcome.ok, outcome.text
    assert {"delete": 7} == outcome.counts
    assert (0, 0, 0) == made(simulator)
    order = writes(simulator)
    assert 2 == len(pairs)
    for on_product, on_profile in pairs:
        assert order.index(on_product) < order.index(on_profile)
        assert order.index(on_product) < order.index(product)
    assert {} == resources(onboarded)


def test_destroy_works_without_the_program(onboarded: Engine, simulator: Simulator) -> None:
    """State alone is enough to take a stack down."""
    approve(onboarded, simulator)
    onboarded.forget_program()

    outcome = onboarded.destroy()

    assert outcome.ok, outcome.text
    assert (0, 0, 0) == made(simulator)


def test_a_forced_replacement_of_an_assignment_deletes_first(
    onboarded: Engine, simulator: Simulator
) -> None:
    """``--replace`` bypasses diff; the option that the resource sets is not bypassed."""
    name, old = next(
        (name, r) for name, r in resources(onboarded).items() if name.startswith("product-")
    )

    outcome = onboarded.up(replace=[old.urn])

    assert outcome.ok, outcome.text
    assert [name] == outcome.changes["replace"]
    assert [line.split()[0] for line in writes(simulator)] == ["DELETE", "POST"]
    assert (1, 1, 4) == made(simulator)


def test_a_known_policy_is_sent_as_its_sid() -> None:
    """The enum's value is what goes over the wire."""
    from pulumi_trusthub import Policy  # noqa: PLC0415

    assert SHAKEN_STIR == Policy.SHAKEN_STIR == str(Policy.SHAKEN_STIR)
