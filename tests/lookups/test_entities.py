"""People and documents, which a lookup finds without showing what is personal."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from planted import add

import pulumi_trusthub as trusthub
from pulumi_trusthub._core.model.errors import LookupFailedError

if TYPE_CHECKING:
    from pulumi_trusthub.simulator import Simulator

REPRESENTATIVE = "authorized_representative_1"
ADA = {"first_name": "Ada", "last_name": "Lovelace"}


def test_end_users_are_found_by_name_and_type(simulator: Simulator) -> None:
    """The list has no filters, so it is read as a whole."""
    add(
        simulator,
        end_users=[
            {"friendly_name": "Ada", "type": REPRESENTATIVE, "attributes": ADA},
            {"friendly_name": "Acme", "type": "customer_profile_business_information"},
        ],
    )
    simulator.control.clear_requests()

    of_type = trusthub.get_end_users(type=REPRESENTATIVE)
    named = trusthub.get_end_users(friendly_name=" Acme")

    assert [("Ada", ADA)] == [(person.friendly_name, person.attributes) for person in of_type]
    assert ["Acme"] == [business.friendly_name for business in named]
    assert ["Ada", "Acme"] == [person.friendly_name for person in trusthub.get_end_users()]
    assert {"/v1/EndUsers?PageSize=1000"} == {it.path for it in simulator.control.requests()}


def test_documents_are_found_by_status_in_any_case(simulator: Simulator) -> None:
    """Twilio has changed the case of this status before."""
    add(
        simulator,
        supporting_documents=[
            {"friendly_name": status, "type": "customer_profile_address", "status": status}
            for status in ("DRAFT", "PENDING_REVIEW", "APPROVED")
        ],
    )

    pending = trusthub.get_supporting_documents(status="pending-review")
    approved = trusthub.get_supporting_documents(
        friendly_name="APPROVED", type="customer_profile_address"
    )

    assert ["PENDING_REVIEW"] == [document.status for document in pending]
    assert ["APPROVED"] == [document.status for document in approved]
    assert () == trusthub.get_supporting_documents(type=REPRESENTATIVE)


def test_many_people_are_read_page_by_page(simulator: Simulator) -> None:
    """Every one of them, once."""
    people = [{"friendly_name": str(n), "type": REPRESENTATIVE} for n in range(1_001)]
    add(simulator, end_users=people)

    found = trusthub.get_end_users()

    assert [str(n) for n in range(1_001)] == [person.friendly_name for person in found]
    assert len({person.sid for person in found}) == len(found)


def test_attributes_may_come_as_text_or_not_at_all(simulator: Simulator) -> None:
    """An object, its JSON text as requests have it, or null."""
    given = (ADA, json.dumps(ADA), None, ["x"])
    records = [{"sid": f"IT{n}", "attributes": value} for n, value in enumerate(given)]
    body = {"meta": {"key": "results", "next_page_url": None}, "results": records}
    simulator.control.fault(method="GET", status=200, body=body)

    found = [person.attributes for person in trusthub.get_end_users()]

    assert [ADA, ADA, None, None] == found


def test_no_text_of_a_person_shows_an_attribute(simulator: Simulator) -> None:
    """Neither the result's own nor that of an error about another field."""
    add(simulator, end_users=[{"friendly_name": "x", "type": REPRESENTATIVE, "attributes": ADA}])
    [person] = trusthub.get_end_users()
    records = [{"sid": "IT1", "type": 1, "attributes": ADA}]
    simulator.control.fault(
        method="GET", status=200, body={"meta": {"key": "results"}, "results": records}
    )

    with pytest.raises(LookupFailedError, match=r"not a EndUser: type of another type") as refused:
        trusthub.get_end_users()

    for text in (repr(person), str(person), f"{person.attributes}", str(refused.value)):
        assert "Lovelace" not in text
