"""An approval that has ended, or soon will."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from engines import resources
from world import ask, number_sids

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


@pytest.mark.parametrize(
    ("status", "said"),
    [("EXPIRED", "has expired"), ("rejected", "was rejected"), ("APPROVED", None)],
)
def test_a_refresh_says_that_a_document_is_of_no_use(
    status: str, said: str | None, launch: Launch, simulator: Simulator
) -> None:
    """Before the next review does; it is no change, and no name is shown."""
    engine = launch("people")
    assert engine.up().ok
    sid = resources(engine)["document"].id
    body = {**ask(simulator, "GET", f"SupportingDocuments/{sid}"), "status": status}
    simulator.control.fault(method="GET", path=f"/{sid}$", status=200, body=body)

    refreshed = engine.refresh()

    assert refreshed.ok, refreshed.text
    assert (said is not None) == ("the supporting document" in refreshed.text)
    assert said is None or f"the supporting document {sid} {said}: give it" in refreshed.text
    assert status == resources(engine)["document"].outputs["status"]
