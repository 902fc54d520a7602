"""Diff and update of a submission."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from pulumi.output import Unknown
from valid_inputs import BU, PROVIDERS

from pulumi_trusthub._core.api.run import Run
from pulumi_trusthub._core.handlers.submissions import SubmissionHandler
from pulumi_trusthub._core.rules.reviews import submit

if TYPE_CHECKING:
    from pulumi_trusthub._core.api.client import TrustHubClient
    from pulumi_trusthub._core.model.refs import BundleRef
    from pulumi_trusthub.simulator import Simulator


def posts(simulator: Simulator, words: str) -> int:
    """How many POSTs there were whose path has these words."""
    return sum(it.method == "POST" and words in it.path for it in simulator.control.requests())


def test_empty_triggers_are_no_triggers(
    client: TrustHubClient, simulator: Simulator, product: BundleRef
) -> None:
    """Empty and left out are the same, so nothing rejected is submitted again for it."""
    submit(client, product)
    simulator.control.review(product.sid, "twilio-rejected", errors=[18601])
    simulator.control.clear_requests()
    olds = {"trust_product_sid": product.sid, "triggers": {}}
    news = {"trust_product_sid": product.sid, "force_destroy": True}

    run = Run(client, lambda _: None, lambda _: None)
    SubmissionHandler().update(run, product.path, olds, news)

    assert 0 == posts(simulator, "")


@pytest.mark.parametrize(
    ("deferred", "awaits", "changes"),
    [
        (True, {"CustomerProfiles/BU": "pending-review"}, False),
        (True, {"CustomerProfiles/BU": "twilio-rejected"}, False),
        (True, {"CustomerProfiles/BU": "in-review"}, True),
        (True, {"CustomerProfiles/BU": "twilio-approved"}, True),
        (True, {"CustomerProfiles/BU": Unknown()}, True),
        (True, {"CustomerProfiles/BU": "in-review", "CustomerProfiles/BV": "draft"}, False),
        (True, None, True),
        (False, {"CustomerProfiles/BU": "twilio-approved"}, False),
    ],
)
def test_a_deferred_submission_is_due_once_the_review_allows_it(
    deferred: bool,  # noqa: FBT001
    awaits: dict[str, Any] | None,
    changes: bool,  # noqa: FBT001
) -> None:
    """A submission that waits is done when the review it rests on has come so far."""
    news = {"trust_product_sid": BU, "awaits": awaits}
    olds = {
        "trust_product_sid": BU,
        "awaits": {"CustomerProfiles/BU": "pending-review"},
        "deferred": deferred,
    }

    assert changes == PROVIDERS[3].diff(f"TrustProducts/{BU}", olds, news).changes
