"""A list is what was asked for, or an error."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest

import pulumi_trusthub as trusthub
from pulumi_trusthub._core.model.errors import LookupFailedError

if TYPE_CHECKING:
    from pulumi_trusthub.simulator import SimulatedAccount, Simulator


def test_a_returned_record_is_frozen(account: SimulatedAccount) -> None:
    """Nobody changes a profile by assigning to what was read."""
    profile = trusthub.get_customer_profiles()[0]

    assert account.sid == profile.account_sid
    with pytest.raises(dataclasses.FrozenInstanceError):
        profile.status = "draft"  # type: ignore[misc]


def test_a_filter_that_the_server_ignores_still_holds(simulator: Simulator) -> None:
    """What comes back is compared with what was asked for."""
    records = [{"sid": f"BU{n}", "friendly_name": n, "status": "draft"} for n in ("One", "Two")]
    body = {"meta": {"key": "results", "next_page_url": None}, "results": records}
    simulator.control.fault(method="GET", times=2, status=200, body=body)

    found = trusthub.get_trust_products(friendly_name="Two")

    assert ["BUTwo"] == [product.sid for product in found]
    assert () == trusthub.get_customer_profiles(status="twilio-approved")


def test_a_name_with_white_space_finds_a_trimmed_one(simulator: Simulator) -> None:
    """White space at the ends of a name makes no difference, whichever of both has it."""
    control = simulator.control
    seeds = [
        {"friendly_name": name, "email": "a@example.com", "policy_sid": str(trusthub.Policy.CNAM)}
        for name in ("Acme", "Other")
    ]
    control.seed({"accounts": [{"sid": simulator.account_sid, "trust_products": seeds}]})

    assert ["Acme"] == [
        it.friendly_name for it in trusthub.get_trust_products(friendly_name=" Acme")
    ]


def test_an_answer_of_another_form_is_refused_without_its_values(simulator: Simulator) -> None:
    """Only the fields are named, not what was in them."""
    body = {"meta": {"key": "results"}, "results": [{"sid": "BU1", "email": {"secret": "x"}}]}
    simulator.control.fault(method="GET", status=200, body=body)

    with pytest.raises(LookupFailedError, match=r"not a TrustProduct: email of another type\.$"):
        trusthub.get_trust_products()
