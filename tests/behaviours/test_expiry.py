"""An approval that has ended, or soon will."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from engines import resources
from world import number_sids

if TYPE_CHECKING:
    from engines import Launch

    from pulumi_trusthub.simulator import Simulator


@pytest.mark.as_native
@pytest.mark.parametrize(
    ("days", "warning", "letter"),
    [(-1, "ended on", "B"), (10, "ends on", "A"), (90, None, "A")],
)
def test_a_refresh_says_when_an_approval_ends(
    days: float, warning: str | None, letter: str, launch: Launch, simulator: Simulator
) -> None:
    """From a month before; once it has ended, the numbers sign with B and the reason is named."""
    simulator.control.settings(approval_days=days)
    engine = launch("shaken_stir", numberSids=number_sids(simulator, 1))
    assert engine.up().ok
    simulator.control.review(engine.outputs()["product_sid"], "twilio-approved")

    refreshed = engine.refresh()
    up = engine.up()
    [found] = engine.outputs()["attestations"].values()

    assert refreshed.ok, refreshed.text
    assert (warning is not None) == ("its approval" in refreshed.text)
    assert warning is None or f"its approval {warning} 20" in refreshed.text
    assert up.ok, up.text
    assert not {"create", "delete", "replace"} & up.changes.keys()
    assert letter == found["attestation"]
    assert (letter == "B") == ("the approval of trust product" in str(found["missing"]))
    assert "twilio-approved" == resources(engine)["acme-submission"].outputs["status"]
