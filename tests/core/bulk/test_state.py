"""What is stored of many numbers."""

from __future__ import annotations

import json

import pytest
from many_numbers import BOTH, BU, MANY, OTHER

from pulumi_trusthub._core.bulk.plan import BulkState, Parents
from pulumi_trusthub._core.bulk.state import outputs_of, state_in
from pulumi_trusthub._core.model.refs import BundleRef

PARENTS = Parents.of(OTHER, BU)


@pytest.mark.parametrize(
    ("existed", "most"),
    [(frozenset[BundleRef](), 80), (frozenset(PARENTS.upward), 160)],
    ids=["new", "existed"],
)
def test_each_number_costs_few_bytes(existed: frozenset[BundleRef], most: int) -> None:
    """Inputs and outputs hold 80 bytes a number as compact JSON, and 160 where it existed."""
    held = BulkState(
        complete=MANY[:1000], existed=dict.fromkeys(MANY[:1000], existed) if existed else {}
    )

    def size(held: BulkState) -> int:
        outputs = {**BOTH, **outputs_of(PARENTS, held)}
        inputs = {**BOTH, "channel_endpoint_sids": held.complete}
        return len(json.dumps([inputs, outputs], separators=(",", ":")))

    assert (size(held) - size(BulkState())) / 1000 <= most


def test_the_stored_state_is_read_back() -> None:
    """Which number was on which parent before survives the state."""
    profile, product = PARENTS.upward
    held = BulkState(
        complete=MANY[:3],
        incomplete=MANY[3:5],
        existed={
            MANY[1]: frozenset({profile}),
            MANY[2]: frozenset({product}),
            MANY[4]: frozenset(PARENTS.upward),
        },
        date_updated="2026-01-01T00:00:00Z",
    )

    outputs = outputs_of(PARENTS, held)

    assert [MANY[1], MANY[4]] == outputs["existed_on_customer_profile"]
    assert [MANY[2], MANY[4]] == outputs["existed_on_trust_product"]
    assert held == state_in(PARENTS, outputs)
