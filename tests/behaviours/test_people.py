"""People, documents and addresses: their life, and that nothing personal is in plain anywhere."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from engines import resources
from personal import assert_nothing_in_plain
from world import ask, writes

if TYPE_CHECKING:
    from engines import Engine, Launch

    from pulumi_trusthub.simulator import Simulator


def people(simulator: Simulator) -> tuple[int, int, int]:
    """Count end users, documents and addresses."""
    counts = simulator.control.counts()
    return counts["end_users"], counts["supporting_documents"], counts["addresses"]


def person_path(engine: Engine) -> str:
    """The path of the person in Trust Hub."""
    return f"EndUsers/{engine.outputs()['person_sid']}"


@pytest.mark.as_native
@pytest.mark.as_folder
def test_people_come_up_stay_unchanged_and_go(launch: Launch, simulator: Simulator) -> None:
    """Up, nothing to do, even after a refresh and although the address was rewritten, and down."""
    engine = launch("people")

    preview = engine.preview()
    outcome = engine.up()
    second = engine.preview()
    refreshed = engine.refresh()
    third = engine.preview()
    assert_nothing_in_plain(engine, preview, outcome, refreshed)
    corrected = engine.outputs()["corrected"]["street"]
    held = ask(simulator, "GET", person_path(engine))["attributes"]
    destroyed = engine.destroy()

    assert {"create": 4} == preview.counts == outcome.counts, outcome.text
    assert {} == second.changes == third.changes
    assert ("12 EXAMPLE ST", "Lovelace") == (corrected, held["last_name"])
    assert destroyed.ok, destroyed.text
    assert (0, 0, 0) == people(simulator)


def test_changed_people_and_addresses_are_updated_in_place(
    launch: Launch, simulator: Simulator
) -> None:
    """A new name, another attribute and a move change the same objects."""
    engine = launch("people")
    engine.up()
    before = resources(engine)
    simulator.control.clear_requests()
    for key, value in [("married", "true"), ("friendlyName", "Ada"), ("street", "3 Other Road")]:
        engine.config[f"behaviour:{key}"] = value

    preview = engine.preview()
    outcome = engine.up()

    assert {"update": ["address", "person"]} == preview.changes == outcome.changes, outcome.text
    assert 2 == len(writes(simulator))
    after = resources(engine)
    assert before["person"].id == after["person"].id
    now = ask(simulator, "GET", person_path(engine))
    assert ("Ada", "King") == (now["friendly_name"], now["attributes"]["last_name"])
    assert "3 OTHER RD" == engine.outputs()["corrected"]["street"]
    assert_nothing_in_plain(engine, preview, outcome)


def test_another_type_is_another_person(launch: Launch, simulator: Simulator) -> None:
    """Trust Hub cannot change a type: the new one is made, then the old one goes."""
    engine = launch("people")
    engine.up()
    before = resources(engine)["person"].id
    simulator.control.clear_requests()
    engine.config["behaviour:type"] = "authorized_representative_2"

    outcome = engine.up()

    assert ["person"] == outcome.changes["replace"], outcome.text
    assert ["POST /v1/EndUsers", f"DELETE /v1/EndUsers/{before}"] == writes(simulator)
    assert before != resources(engine)["person"].id
    assert_nothing_in_plain(engine, outcome)


def test_drift_is_found_and_mended(launch: Launch, simulator: Simulator) -> None:
    """What somebody changed by hand is put back; what Twilio added is left alone."""
    engine = launch("people")
    engine.up()
    attributes = ask(simulator, "GET", person_path(engine))["attributes"]
    added = {**attributes, "added_by_twilio": "x"}
    ask(simulator, "POST", person_path(engine), Attributes=json.dumps(added))
    engine.refresh()
    untouched = engine.preview()
    drifted = {**attributes, "last_name": "King", "business_title": None}
    ask(simulator, "POST", person_path(engine), Attributes=json.dumps(drifted))

    refreshed = engine.refresh()
    assert_nothing_in_plain(engine, refreshed)
    found = engine.preview()
    mended = engine.up()

    assert {} == untouched.changes
    assert {"update": ["person"]} == found.changes == mended.changes, mended.text
    assert attributes == ask(simulator, "GET", person_path(engine))["attributes"]
    assert {} == engine.preview().changes
    assert_nothing_in_plain(engine, found, mended)


def test_a_wrong_or_read_attribute_is_not_in_plain(launch: Launch, simulator: Simulator) -> None:
    """A failed check names the attribute and not its value; a person of others is as secret."""
    engine = launch("people")
    engine.up()
    engine.config["behaviour:wrong"] = "true"
    refused = engine.preview()
    assert_nothing_in_plain(engine, refused)
    theirs = ask(
        simulator,
        "POST",
        "EndUsers",
        FriendlyName="Theirs",
        Type="authorized_representative_1",
        Attributes=json.dumps({"last_name": "King"}),
    )
    del engine.config["behaviour:wrong"]
    engine.config["behaviour:existing"] = theirs["sid"]

    read = engine.up()
    refreshed = engine.refresh()

    assert not refused.ok
    assert "attributes.email is not an e-mail address" in refused.errors["person"]
    assert read.ok, read.text
    assert {"last_name": "King"} == _plain(resources(engine)["existing"].outputs["attributes"])
    assert_nothing_in_plain(engine, read, refreshed)


@pytest.mark.parametrize("form", ["plain", "output"])
def test_a_found_person_is_not_in_plain(form: str, launch: Launch, simulator: Simulator) -> None:
    """Neither exported as found, nor given on to an input that no class declares a secret."""
    attributes = {"last_name": "Lovelace", "email": "ada@example.com"}
    theirs = ask(
        simulator,
        "POST",
        "EndUsers",
        FriendlyName="Theirs",
        Type="authorized_representative_1",
        Attributes=json.dumps(attributes),
    )
    engine = launch("found_people", form=form)

    preview = engine.preview()
    outcome = engine.up()
    second = engine.preview()

    assert outcome.ok, outcome.text
    assert {} == second.changes, second.text
    outputs, hidden = engine.outputs(), "[secret]"
    assert (theirs["sid"], hidden) == (outputs["sid"], outputs["attributes"])
    if form == "plain":
        [person] = outputs["people"]
        assert (theirs["sid"], hidden) == (person["sid"], person["attributes"])
    else:
        assert hidden == outputs["people"]
    triggers = _plain(resources(engine)["evaluation"].outputs["triggers"])
    assert attributes == _plain(triggers["attributes"])
    assert_nothing_in_plain(engine, preview, outcome, second)


def _plain(value: Any) -> Any:
    """Take a secret out of its envelope, which exports keep even where they show it."""
    if isinstance(value, dict) and "plaintext" in value:
        return json.loads(value["plaintext"])
    return value
