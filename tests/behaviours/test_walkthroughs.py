"""What the READMEs of two examples walk through, on both engines."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from engines import PROGRAMS, Engine, Launch, resources
from world import ask, made, writes

if TYPE_CHECKING:
    from pathlib import Path

    from pulumi_trusthub.simulator import Simulator

EXAMPLES = PROGRAMS.parents[2] / "examples"


@pytest.fixture
def submitted(launch: Launch, simulator: Simulator) -> Engine:
    """The product of example 06, under review."""
    engine = launch(str(EXAMPLES / "06-rejected-and-resubmitted"), email="someone@mail.example.net")
    outcome = engine.up()
    assert outcome.ok, outcome.text
    assert engine.outputs()["status"] == "pending-review"
    simulator.control.clear_requests()
    return engine


def product_of(engine: Engine) -> str:
    """The product's SID as the stack tells it."""
    return str(engine.outputs()["trust_product_sid"])


def reject(engine: Engine, simulator: Simulator, code: int) -> None:
    """Reject the product, and let the stack notice."""
    simulator.control.review(product_of(engine), "twilio-rejected", errors=[code])
    refreshed = engine.refresh()
    assert refreshed.ok, refreshed.text
    simulator.control.clear_requests()


@pytest.mark.as_native
def test_a_rejected_product_is_mended_and_submitted_again(
    submitted: Engine, simulator: Simulator
) -> None:
    """The reason is an output; the mended product is sent first, then submitted; then approved."""
    path = f"/v1/TrustProducts/{product_of(submitted)}"
    reject(submitted, simulator, 18606)

    unmended = submitted.up()
    told = submitted.outputs()
    sent_unmended = writes(simulator)
    submitted.config["behaviour:email"] = "compliance@example.com"
    preview = submitted.preview()
    mended = submitted.up()

    assert {} == unmended.changes, unmended.text
    assert [] == sent_unmended
    assert "twilio-rejected" == told["status"]
    [reason] = told["reasons"]
    assert reason.startswith("18606: the domain of the e-mail address does not match")
    both = {"update": ["shaken-stir", "submission"]}
    assert both == preview.changes == mended.changes, mended.text
    assert [f"POST {path}", f"POST {path}/Evaluations", f"POST {path}"] == writes(simulator)
    now = ask(simulator, "GET", path.removeprefix("/v1/"))
    assert ("compliance@example.com", "pending-review") == (now["email"], now["status"])
    assert ("pending-review", []) == (
        submitted.outputs()["status"],
        submitted.outputs()["reasons"],
    )


def test_a_higher_attempt_submits_a_product_mended_elsewhere(
    submitted: Engine, simulator: Simulator
) -> None:
    """One update, of the submission alone; approved, it can be taken down."""
    reject(submitted, simulator, 18602)
    submitted.config["behaviour:attempt"] = "2"

    outcome = submitted.up()
    resubmitted = submitted.outputs()["status"]
    simulator.control.review(product_of(submitted), "twilio-approved")
    submitted.refresh()
    nothing = submitted.up()
    approved = submitted.outputs()["status"]
    destroyed = submitted.destroy()

    assert {"update": ["submission"]} == outcome.changes, outcome.text
    assert ("pending-review", "twilio-approved") == (resubmitted, approved)
    assert {} == nothing.changes
    assert destroyed.ok, destroyed.text
    assert (0, 0, 0) == made(simulator)


def test_changed_triggers_send_nothing_under_review(
    submitted: Engine, simulator: Simulator
) -> None:
    """A warning says so, and the new ones are recorded."""
    submitted.config["behaviour:attempt"] = "2"

    outcome = submitted.up()
    again = submitted.preview()

    assert outcome.ok, outcome.text
    assert "so nothing was submitted" in outcome.text
    assert [] == writes(simulator)
    assert {} == again.changes
    assert 2 == resources(submitted)["submission"].outputs["triggers"]["attempt"]


def test_a_file_of_another_provider_follows_the_review(
    launch: Launch, simulator: Simulator, tmp_path: Path
) -> None:
    """Empty under review, all numbers after the approval, mended by hand, gone on destroy."""
    numbers = list(simulator.phone_numbers)[:2]
    file = tmp_path / "caller-ids.json"
    engine = launch(
        str(EXAMPLES / "07-next-to-other-infrastructure"),
        email="compliance@example.com",
        phoneNumbers=json.dumps(numbers),
        reportFile=str(file),
    )

    preview = engine.preview()
    untouched = file.exists()
    up = engine.up()
    under_review = json.loads(file.read_text(encoding="utf-8"))
    simulator.control.review(product_of(engine), "twilio-approved")
    engine.refresh()
    simulator.control.clear_requests()
    approved = engine.up()
    sent = writes(simulator)
    with_a = json.loads(file.read_text(encoding="utf-8"))
    outputs = engine.outputs()
    file.write_text("by hand", encoding="utf-8")
    engine.refresh()
    engine.up()
    mended = json.loads(file.read_text(encoding="utf-8"))
    destroyed = engine.destroy()

    assert preview.ok, preview.text
    assert not untouched
    assert up.ok, up.text
    assert {"caller_ids": []} == under_review
    assert approved.ok, approved.text
    assert [] == sent
    assert {"caller_ids": numbers} == with_a == mended
    assert (numbers, str(file)) == (outputs["caller_ids"], outputs["report_file"])
    assert destroyed.ok, destroyed.text
    assert not file.exists()
    assert (0, 0, 0) == made(simulator)
