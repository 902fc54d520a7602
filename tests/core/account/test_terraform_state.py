"""A state of Terraform: what is Trust Hub's in it, and what is wrong with others."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pulumi_trusthub._core.account.terraform_state import KINDS, read_terraform_state
from pulumi_trusthub._core.model.errors import LookupFailedError

TWILIO = 'provider["registry.terraform.io/twilio/twilio"]'
BUNDLE, ASSIGNMENT, PERSON = "BU" + "1" * 32, "BV" + "2" * 32, "IT" + "3" * 32


def resource(kind: str, name: str, *instances: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A resource of a state."""
    return {
        "mode": "managed",
        "type": kind,
        "name": name,
        "provider": TWILIO,
        "instances": list(instances),
        **more,
    }


def of(**attributes: str) -> dict[str, Any]:
    """An instance with these attributes."""
    return {"schema_version": 0, "attributes": attributes}


def state(*resources: dict[str, Any], **more: Any) -> str:
    """The text of a state."""
    return json.dumps({"version": 4, "resources": list(resources), **more})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("no: json", "is not JSON"),
        ("[]", "is not JSON"),
        ('{"version": 3, "modules": []}', "has version 3"),
        ('{"resources": []}', "has no version"),
        ('{"format_version": "1.0", "values": {}}', "`terraform show -json`"),
        ('{"encrypted_data": "bm8=", "encryption_version": "v0"}', "encrypted by OpenTofu"),
        (state(), "nothing of Trust Hub among its resources (0)"),
        (state(resource("aws_instance", "web", of(id="i-1"))), "among its resources (1)"),
    ],
)
def test_a_text_that_is_no_such_state_is_refused(text: str, said: str) -> None:
    """With the file's name, what it is, and what would be right."""
    with pytest.raises(LookupFailedError) as caught:
        read_terraform_state(text, "x.tfstate")

    assert "x.tfstate" in str(caught.value)
    assert said in str(caught.value)


def test_eight_resources_of_trust_hub_and_addresses_are_known() -> None:
    """Both kinds of assignments for both kinds of bundles."""
    assert len(KINDS) == 9
    assert {
        "Address",
        "ChannelEndpointAssignment",
        "CustomerProfile",
        "EndUser",
        "EntityAssignment",
        "SupportingDocument",
        "TrustProduct",
    } == {kind.type_name for kind in KINDS.values()}


def test_names_are_those_of_terraform() -> None:
    """With modules and indices; the id of an assignment says of which bundle it is."""
    link = "twilio_trusthub_trust_products_entity_assignments_v1"
    text = state(
        resource(
            "twilio_trusthub_end_users_v1",
            "rep",
            {**of(sid=PERSON), "index_key": "de"},
            module='module.acme["a"]',
        ),
        resource(link, "profile", {**of(id=f"{BUNDLE}/{ASSIGNMENT}"), "index_key": 0}),
    )

    found = read_terraform_state(text, "x").objects

    assert ["acme-a-rep-de", "profile-0"] == [it.name for it in found]
    assert [PERSON, f"TrustProducts/{BUNDLE}/EntityAssignments/{ASSIGNMENT}"] == [
        it.id for it in found
    ]
    assert 'module.acme["a"].twilio_trusthub_end_users_v1.rep["de"]' == found[0].address
    assert f"{link}.profile[0]" == found[1].address


def test_instances_that_cannot_be_taken_are_left_out_with_a_reason() -> None:
    """Deposed objects, doubles, those without a SID, other resources; data sources never."""
    kind = "twilio_trusthub_end_users_v1"
    text = state(
        resource(kind, "first", of(sid=PERSON)),
        resource(kind, "again", of(sid=PERSON)),
        resource(kind, "old", {**of(sid="IT" + "4" * 32), "deposed": "0f0f0f0f"}),
        resource(kind, "broken", of(id="")),
        resource("twilio_trusthub_policies_v1", "odd", of(id="x")),
        resource("aws_instance", "web", of(id="i-1")),
        resource(kind, "looked_up", of(sid="IT" + "5" * 32), mode="data"),
    )

    found = read_terraform_state(text, "x")

    assert [PERSON] == [it.id for it in found.objects]
    assert {
        f"{kind}.again": f"it is {kind}.first once more",
        f"{kind}.old (deposed)": "it was replaced, and Terraform was to delete it",
        f"{kind}.broken": "the state has no SID IT… of it",
        "twilio_trusthub_policies_v1.odd": "there is no such resource here",
    } == found.left_out
    assert 1 == found.others


def test_the_provider_is_named_where_there_are_several() -> None:
    """Each may be another account's."""
    kind = "twilio_trusthub_end_users_v1"
    text = state(
        resource(kind, "here", of(sid=PERSON)),
        resource(kind, "there", of(sid="IT" + "4" * 32), provider=f"{TWILIO}.sub"),
    )

    found = read_terraform_state(text, "x").objects

    assert [f"{kind}.here of {TWILIO}", f"{kind}.there of {TWILIO}.sub"] == [
        it.address for it in found
    ]
