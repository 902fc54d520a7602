"""Attributes as they are sent, stored and compared."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from people import AD, names

from pulumi_trusthub._core.model.errors import ApiError
from pulumi_trusthub._core.rules.corrections import same
from pulumi_trusthub._core.rules.entities import (
    as_declared,
    as_json,
    create_entity,
    update_entity,
)

if TYPE_CHECKING:
    from pulumi_trusthub._core.api.client import TrustHubClient
    from pulumi_trusthub.simulator import Simulator

PERSON = {"friendly_name": "One", "type": "authorized_representative_1"}


def test_an_attribute_whose_removal_was_lost_is_removed(
    client: TrustHubClient, simulator: Simulator
) -> None:
    """An answer of 503 without the work: what is no longer declared must not stay, at any depth."""
    before = {"a": "1", "private": "x", "deep": {"b": "2", "private": "y"}}
    after = {"a": "1", "deep": {"b": "2"}}
    made = create_entity(client, "EndUsers", {**PERSON, "attributes": before})
    path = f"EndUsers/{made['sid']}"
    simulator.control.fault(method="POST", path=f"/{path}$", status=503)
    wanted = {**PERSON, "attributes": after}

    update_entity(client, path, {"attributes": before}, wanted, ["attributes"])

    assert after == client.get(path)["attributes"]


@pytest.mark.parametrize(
    ("collection", "said"),
    [
        ("EndUsers", r"\. get_end_user_types lists the types"),
        ("SupportingDocuments", r"\. get_supporting_document_types lists the types"),
    ],
)
def test_an_unknown_type_names_the_lookup_of_types(
    collection: str, said: str, client: TrustHubClient
) -> None:
    """Twilio says only that there is no such type."""
    with pytest.raises(ApiError, match=said):
        create_entity(client, collection, {"friendly_name": "One", "type": "nobody"})


def test_a_lost_answer_makes_one_of_another_spelling(
    client: TrustHubClient, simulator: Simulator
) -> None:
    """What Twilio writes in another way is found after a lost POST, and not sent once more."""
    simulator.control.settings(normalize_fields=True)
    simulator.control.fault(method="POST", path="/EndUsers$", drop_after=True)
    attributes = {"email": "Ada@Example.com", "phone_number": "(202) 555-0142"}
    person = {**PERSON, "friendly_name": " One", "attributes": attributes}

    made = create_entity(client, "EndUsers", person)
    path = f"EndUsers/{made['sid']}"
    simulator.control.fault(method="POST", path=f"/{path}$", drop_after=True)
    moved = {**person, "attributes": {**attributes, "email": "Countess@Example.com"}}
    olds = {**person, "corrected": {"attributes": made["attributes"]}}
    updated = update_entity(client, path, olds, moved, ["attributes"])

    sent = [it.path for it in simulator.control.requests() if it.method == "POST"]
    assert ["/v1/EndUsers", f"/v1/{path}"] == sent
    assert 1 == simulator.control.counts()["end_users"]
    assert "countess@example.com" == updated["attributes"]["email"]


@pytest.mark.parametrize(
    ("declared", "live", "shown"),
    [
        ({"a": "x"}, {"a": "x", "of_twilio": 1}, {"a": "x"}),
        ({"a": {"b": "x"}}, {"a": {"b": "x", "of_twilio": 1}}, {"a": {"b": "x"}}),
        ({"a": [{"b": "x"}]}, {"a": [{"b": "x", "of_twilio": 1}]}, {"a": [{"b": "x"}]}),
        ({"a": "x"}, {"a": "y"}, {"a": "y"}),
        ({"a": "x"}, {"a": None}, {}),
        ({"a": ""}, {"a": None}, {"a": ""}),
        ({"a": "x"}, None, {"a": "x"}),
        ({"a": "x"}, '{"a": "y"}', {"a": "y"}),
        ({"address_sids": [AD, AD]}, {"address_sids": f"{AD},{AD}"}, {"address_sids": [AD, AD]}),
        ({"address_sids": AD}, {"address_sids": [AD]}, {"address_sids": AD}),
    ],
)
def test_the_stored_attributes_keep_the_programs_spelling(
    declared: dict[str, Any], live: Any, shown: dict[str, Any]
) -> None:
    """What Twilio adds is no drift; what it holds otherwise is."""
    assert shown == as_declared(declared, live)


def test_a_post_carries_plain_json() -> None:
    """Whole numbers have no point, nulls are left out, address SIDs are one string."""
    sent = as_json({"a": [3.0, 1.5], "b": None, "address_sids": [AD, AD], "c": "Ünal"})

    assert {"a": [3, 1.5], "address_sids": f"{AD},{AD}", "c": "Ünal"} == json.loads(sent)
    assert "3.0" not in sent


@given(st.dictionaries(names, st.text(min_size=4)), st.text())
def test_an_attribute_that_comes_back_unchanged_is_no_difference(
    attributes: dict[str, str], other: str
) -> None:
    """What was sent and came back as it was is no difference."""
    assert same(
        attributes, as_declared(attributes, {" ": other, **json.loads(as_json(attributes))})
    )
