"""The life of a profile and its evaluation between the engine and the host."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hosts import PRODUCT, old
from policy_sids import SECONDARY

from pulumi_trusthub.dynamic.providers import CustomerProfileProvider, EvaluationProvider

if TYPE_CHECKING:
    from hosts import Wire

    from pulumi_trusthub.simulator import Simulator


def test_a_profile_and_its_evaluation_pass_through_every_verb(
    wire: Wire, simulator: Simulator
) -> None:
    """A profile is a bundle like a product; an evaluation that fails is a result."""
    profiles, evaluations = CustomerProfileProvider(), EvaluationProvider()
    inputs = {**PRODUCT, "policy_sid": SECONDARY}

    profile = wire.ask("Create", profiles, properties=inputs)
    properties = {"customer_profile_sid": profile["id"]}
    made = wire.ask("Create", evaluations, properties=properties)
    read = wire.ask("Read", evaluations, id=made["id"], inputs={})
    wire.ask("Delete", evaluations, id=made["id"], properties=made["properties"])
    kept = simulator.control.counts()["evaluations"]
    wire.ask("Delete", profiles, id=profile["id"], properties=profile["properties"])
    gone = wire.ask("Read", evaluations, id=made["id"], properties=old(made["properties"]))

    assert profile["properties"]["url"].endswith(f"/v1/CustomerProfiles/{profile['id']}")
    assert made["id"].startswith(f"CustomerProfiles/{profile['id']}/Evaluations/EL")
    assert "noncompliant" == made["properties"]["status"]
    assert made["properties"]["failures"] == read["properties"]["failures"]
    assert 3 <= len(made["properties"]["failures"])
    assert profile["id"] == read["properties"]["customer_profile_sid"]
    assert 1 == kept
    assert "id" not in gone
