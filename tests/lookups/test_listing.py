"""A list is what was asked for, or an error."""

from __future__ import annotations

import dataclasses
import inspect
import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from planted import add
from skips import NO_SPECIFICATION

import pulumi_trusthub as trusthub
from pulumi_trusthub._core.model.errors import LookupFailedError

if TYPE_CHECKING:
    from pulumi_trusthub.simulator import SimulatedAccount, Simulator

SPEC_DIR = os.environ.get("TRUSTHUB_SPEC_DIR", "")


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


def test_a_missing_field_fits_where_twilio_has_filtered_alone(simulator: Simulator) -> None:
    """Every field may be null; without a filter of Twilio's nothing says that it fits."""
    body = {"meta": {"key": "results", "next_page_url": None}, "results": [{"sid": "X1"}]}
    simulator.control.fault(method="GET", times=2, status=200, body=body)

    products = trusthub.get_trust_products(friendly_name="One")

    assert ["X1"] == [product.sid for product in products]
    assert () == trusthub.get_end_users(friendly_name="One")


@pytest.mark.spec
@pytest.mark.skipif(not SPEC_DIR, reason=NO_SPECIFICATION)
def test_every_list_of_trust_hub_has_a_lookup(simulator: Simulator) -> None:
    """Each list in Twilio's OpenAPI file is asked for by a lookup."""
    file = Path(SPEC_DIR) / "twilio_trusthub_v1.json"
    written = json.loads(file.read_text(encoding="utf-8"))["paths"]
    lists = {
        re.sub(r"{\w+}", "*", path)
        for path, item in written.items()
        if "PageSize" in {it["name"] for it in item.get("get", {}).get("parameters", ())}
    }
    product = add(simulator, trust_products=[{"policy_sid": trusthub.Policy.CNAM.value}])
    bundles = (
        {"trust_product_sid": product.trust_products[0]},
        {"customer_profile_sid": simulator.customer_profile_sid},
    )
    simulator.control.clear_requests()

    for name in trusthub.__all__:
        if name.startswith("get_") and not name.endswith("_output"):
            lookup = getattr(trusthub, name)
            of_a_bundle = "trust_product_sid" in inspect.signature(lookup).parameters
            for arguments in bundles if of_a_bundle else ({},):
                lookup(**arguments)

    asked = {it.path.partition("?")[0] for it in simulator.control.requests()}
    assert lists
    assert lists <= {re.sub(r"BU\w+", "*", path) for path in asked}


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
