"""The types are Twilio's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import pulumi_trusthub as trusthub

if TYPE_CHECKING:
    from pulumi_trusthub.simulator import Simulator


@pytest.mark.usefixtures("simulator")
def test_a_type_names_the_fields_of_its_attributes() -> None:
    """Found by the name that an end user or a document gives as its type."""
    [person] = trusthub.get_end_user_types(machine_name="authorized_representative_1")
    [address] = trusthub.get_supporting_document_types(machine_name="customer_profile_address")

    named = [field["machine_name"] for field in person.fields or ()]
    assert set(trusthub.AuthorizedRepresentative.__annotations__) == set(named)
    assert ("OY", "Authorized Representative one") == (person.sid[:2], person.friendly_name)
    assert [("address_sids", "List")] == [
        (field["machine_name"], field["constraint"]) for field in address.fields or ()
    ]


def test_all_types_are_listed_and_compared_by_name(simulator: Simulator) -> None:
    """Each list has a key of its own, and no filters."""
    kinds = trusthub.get_end_user_types()
    documents = trusthub.get_supporting_document_types(friendly_name="Legal Company Address")

    assert {"cnam_information", "voice_integrity_information"} < {it.machine_name for it in kinds}
    assert ["starter_customer_profile_address"] == [it.machine_name for it in documents]
    assert () == trusthub.get_end_user_types(machine_name="customer_profile_address")
    assert [
        "/v1/EndUserTypes?PageSize=1000",
        "/v1/SupportingDocumentTypes?PageSize=1000",
        "/v1/EndUserTypes?PageSize=1000",
    ] == [it.path for it in simulator.control.requests()][:3]
