"""A bundle is submitted once, and a review says what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from acme import ACME, LOST, asked, named

from pulumi_trusthub._core.model.errors import (
    NoncompliantError,
    NotSubmittedError,
    UnderReviewError,
)
from pulumi_trusthub._core.model.refs import BundleKind, BundleRef
from pulumi_trusthub._core.rules.bundles import create_bundle
from pulumi_trusthub._core.rules.reviews import (
    is_submitted,
    rejection_reasons,
    require_no_review,
    submit,
)

if TYPE_CHECKING:
    from pulumi_trusthub._core.api.client import TrustHubClient
    from pulumi_trusthub.simulator import Simulator


def test_submitting_evaluates_first(
    client: TrustHubClient, simulator: Simulator, product: BundleRef
) -> None:
    """Read, evaluate, submit; the status travels alone."""
    record = submit(client, product)

    assert asked(simulator) == [
        f"GET {product.path}",
        f"GET {product.path}/Evaluations?PageSize=1000",
        f"POST {product.path}/Evaluations",
        f"POST {product.path}",
    ]
    assert simulator.control.requests()[-1].form == {"Status": "pending-review"}
    assert "pending-review" == record["status"]


@pytest.mark.parametrize("status", ["pending-review", "in-review", "twilio-approved"])
def test_a_submitted_product_is_not_submitted_again(
    status: str, client: TrustHubClient, simulator: Simulator, product: BundleRef
) -> None:
    """A review under way or won costs one read."""
    submit(client, product)
    if status != "pending-review":
        simulator.control.review(product.sid, status)  # type: ignore[arg-type]
    simulator.control.clear_requests()

    assert status == submit(client, product)["status"]
    assert asked(simulator) == [f"GET {product.path}"]


def test_a_rejected_product_can_be_submitted_again(
    client: TrustHubClient, simulator: Simulator, product: BundleRef
) -> None:
    """It goes back into review when it is told to."""
    submit(client, product)
    simulator.control.review(product.sid, "twilio-rejected", errors=[18601])

    assert "pending-review" == submit(client, product)["status"]


def test_a_submission_that_stays_a_draft_is_an_error(
    client: TrustHubClient, simulator: Simulator, product: BundleRef
) -> None:
    """200 is not acceptance."""
    simulator.control.settings(submit_answer="draft")

    with pytest.raises(NotSubmittedError, match="still draft"):
        submit(client, product)


@pytest.mark.parametrize("answer", ["pending-review", "in-review"])
def test_both_answers_to_a_submission_are_accepted(
    answer: str, client: TrustHubClient, simulator: Simulator, product: BundleRef
) -> None:
    """The answer is no echo."""
    simulator.control.settings(submit_answer=answer)

    assert answer == submit(client, product)["status"]


@pytest.mark.parametrize("shape", ["invalid", "fields"])
def test_a_noncompliant_product_is_refused_with_every_failure(
    shape: str, client: TrustHubClient, simulator: Simulator
) -> None:
    """Nothing is submitted, whatever the shape of the evaluation."""
    simulator.control.settings(evaluation_shape=shape)
    bare = BundleRef(
        BundleKind.TRUST_PRODUCT, create_bundle(client, BundleKind.TRUST_PRODUCT, ACME)["sid"]
    )

    with pytest.raises(NoncompliantError, match=r"nothing was submitted: \(1\) .+ \(evaluation EL"):
        submit(client, bare)

    assert "draft" == client.get(bare.path)["status"]


@pytest.mark.parametrize("step", ["Evaluations", ""])
@pytest.mark.parametrize("fault", LOST, ids=named)
def test_a_submission_survives_a_fault(
    fault: dict[str, Any],
    step: str,
    client: TrustHubClient,
    simulator: Simulator,
    product: BundleRef,
) -> None:
    """One evaluation and one submission are left, whichever of the two was lost."""
    path = f"/{product.path}/{step}$" if step else f"/{product.path}$"
    simulator.control.fault(method="POST", path=path, **fault)

    record = submit(client, product)

    assert "pending-review" == record["status"]
    assert 1 == len(list(client.records(f"{product.path}/Evaluations")))


@pytest.mark.parametrize("status", ["pending-review", "in-review"])
def test_the_gate_is_shut_while_a_review_runs(
    status: str, client: TrustHubClient, simulator: Simulator, product: BundleRef
) -> None:
    """Before, after and without a bundle it is open."""
    require_no_review(client, product)
    submit(client, product)
    simulator.control.review(product.sid, status)  # type: ignore[arg-type]

    with pytest.raises(UnderReviewError, match="force_destroy=True"):
        require_no_review(client, product)
    require_no_review(client, BundleRef(BundleKind.TRUST_PRODUCT, "BU" + "0" * 32))


@pytest.mark.parametrize("status", ["TWILIO_APPROVED", "In-Review"])
def test_a_status_in_another_case_is_the_same(
    status: str, client: TrustHubClient, simulator: Simulator, product: BundleRef
) -> None:
    """What is approved is not submitted again, however it is spelled."""
    body = {"sid": product.sid, "status": status}
    simulator.control.fault(method="GET", path=f"/{product.path}$", status=200, body=body)

    assert status == submit(client, product)["status"]
    assert [f"GET {product.path}"] == asked(simulator)


def test_a_200_that_changes_nothing_is_no_submission(
    client: TrustHubClient, simulator: Simulator, product: BundleRef
) -> None:
    """Only a new time or new reasons tell a second rejection from nothing at all."""
    submit(client, product)
    simulator.control.review(product.sid, "twilio-rejected", errors=[18601])
    same = client.get(product.path)
    simulator.control.fault(method="POST", path=f"/{product.path}$", status=200, body=same)

    with pytest.raises(NotSubmittedError, match="still twilio-rejected"):
        submit(client, product)


def test_a_submission_that_shows_late_was_made(
    client: TrustHubClient, simulator: Simulator, product: BundleRef
) -> None:
    """The answer, and the look after it, may still have the old status."""
    before = client.get(product.path)
    done = client.update(product.path, {"Status": "pending-review"})
    path = f"/{product.path}$"
    simulator.control.fault(method="GET", path=path, status=200, body=before)
    simulator.control.fault(method="POST", path=path, status=200, body=before)
    simulator.control.fault(method="GET", path=path, times=2, status=200, body=before)

    submitted = submit(client, product, evaluate_first=False)

    assert done["status"] == submitted["status"] == "pending-review"


def test_rejection_codes_have_words() -> None:
    """A known code is explained; an unknown one stands for itself."""
    record = {
        "errors": [
            {"code": 18601.0},
            {"code": 99},
            {"code": 7, "message": "Because."},
            18603,
            "18604",
            {"code": "E1"},
            {"code": None, "message": "Only words."},
            {"code": None, "more_info": "x"},
            {"error_code": 18605, "failure_reason": "Not known."},
            {"error_code": None, "failure_reason": "Not known."},
            {},
            None,
        ]
    }

    assert rejection_reasons(record) == [
        "18601: the association between the business and its website could not be verified",
        "99: see Twilio's error dictionary",
        "7: Because.",
        "18603: the address could not be verified",
        "18604: the first authorized representative could not be verified",
        "E1: see Twilio's error dictionary",
        "Only words.",
        "Twilio gives neither a code nor words",
        "18605: the second authorized representative could not be verified",
        "Not known.",
    ]
    nothing: list[dict[str, Any]] = [{"errors": None}, {}, {"errors": {}}]
    assert [[], [], []] == [rejection_reasons(record) for record in nothing]


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("draft", False),
        ("twilio-rejected", False),
        ("pending-review", True),
        ("in-review", True),
        ("twilio-approved", True),
        ("provisionally-approved", True),
        ("something-new", False),
    ],
)
def test_a_review_under_way_or_won_counts_as_submitted(status: str, expected: bool) -> None:  # noqa: FBT001
    """A review under way or won satisfies a submission."""
    assert expected == is_submitted(status)


def test_a_young_bundle_that_cannot_be_submitted_yet_is_tried_again(
    client: TrustHubClient, simulator: Simulator, product: BundleRef
) -> None:
    """A 404 means only that Twilio does not know the bundle everywhere yet."""
    path = f"/{product.path}$"
    simulator.control.fault(method="POST", path=path, times=3, status=404, code=20404)

    assert "pending-review" == submit(client, product)["status"]
