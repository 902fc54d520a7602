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
