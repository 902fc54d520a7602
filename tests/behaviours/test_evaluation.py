"""Profiles that are made here, and evaluations without a submission."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from engines import resources
from world import made, profile_sid

if TYPE_CHECKING:
    from engines import Launch

    from pulumi_trusthub.simulator import Simulator


@pytest.mark.as_native
def test_an_evaluation_is_made_again_when_its_triggers_change(
    launch: Launch, simulator: Simulator
) -> None:
    """Its failures are an output; a rename of the profile leaves it alone; destroy forgets it."""
    engine = launch("evaluation", profileSid=profile_sid(simulator))

    up = engine.up()
    outputs = engine.outputs()
    engine.config["behaviour:friendlyName"] = "Customer, renamed"
    renamed = engine.up()
    engine.config["behaviour:attempt"] = "2"
    first = resources(engine)["evaluation"].id
    again = engine.up()
    second = resources(engine)["evaluation"].id
    counted = simulator.control.counts()["evaluations"]
    nothing = engine.preview()
    destroyed = engine.destroy()

    assert {"create": 3} == up.counts, up.text
    assert "noncompliant" == outputs["status"]
    assert any("Business" in failure for failure in outputs["failures"])
    assert {"update": ["profile"]} == renamed.changes
    assert again.changes["replace"] == ["evaluation"]
    assert first != second
    assert 2 == counted
    assert {} == nothing.changes
    assert destroyed.ok, destroyed.text
    assert (0, 0, 0) == made(simulator)
    assert 1 == simulator.control.counts()["customer_profiles"]


@pytest.mark.parametrize("shape", ["invalid", "fields"])
def test_the_values_that_are_allowed_are_shown_to_the_last_and_once(
    shape: str, launch: Launch, simulator: Simulator
) -> None:
    """Twilio has said the same of two requirements, and shows that list nowhere else."""
    values = " ".join(f"Possible Value Number {number}" for number in range(200))
    reason = f"Use Case should be one of {values}"
    field = {"object_field": "use_case", "passed": False, "failure_reason": reason}
    part = {"requirement_friendly_name": "Voice Integrity", "passed": False, shape: [field]}
    found = {"sid": "EL" + "1" * 32, "status": "noncompliant", "results": [part, part]}
    simulator.control.fault(method="POST", path="/Evaluations$", status=201, body=found, times=9)
    engine = launch("onboarding", profileSid=profile_sid(simulator), submit="true")

    outcome = engine.up()

    assert not outcome.ok
    assert f"{values} (evaluation EL" in outcome.errors["submission"]
    assert 1 == outcome.errors["submission"].count(reason)
