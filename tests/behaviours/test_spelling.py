"""Values that Twilio writes in another way than given, and SIDs in capitals."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from engines import resources
from world import ask, number_sids, profile_sid, writes

from pulumi_trusthub.testing import PulumiStack

if TYPE_CHECKING:
    from engines import Engine, Launch

    from pulumi_trusthub.simulator import Simulator

PERSONAL = ("12-3456789", "123456789", "Ada@Example.com", "ada@example.com", "555-0142", "5550142")


def in_capitals(sids: str) -> str:
    """Write SIDs with capital digits."""
    return sids.upper()


@pytest.fixture
def engine(launch: Launch, simulator: Simulator) -> Engine:
    """A program on a server that writes whatever it can in another way."""
    simulator.control.settings(normalize_fields=True)
    numbers = number_sids(simulator, 4).split()
    return launch(
        "spelling",
        profileSid=in_capitals(profile_sid(simulator)),
        numberSids=in_capitals(" ".join(numbers[:3])),
        singleSid=in_capitals(numbers[3]),
    )


def product_path(engine: Engine) -> str:
    """The path of the product in Trust Hub."""
    return f"TrustProducts/{engine.outputs()['product_sid']}"


@pytest.mark.as_native
def test_another_spelling_is_no_difference(engine: Engine, simulator: Simulator) -> None:
    """Neither after the up nor after a refresh, and the server has what it made of the values."""
    first = engine.up()
    second = engine.preview()
    refreshed = engine.refresh()
    third = engine.preview()
    simulator.control.clear_requests()
    again = engine.up()
    product = ask(simulator, "GET", product_path(engine))

    assert {"create": 7} == first.counts, first.text
    assert {} == second.changes == third.changes == again.changes
    assert refreshed.ok, refreshed.text
    assert [] == writes(simulator)
    assert ("Acme", "compliance@example.com", "https://hooks.example.com/") == (
        product["friendly_name"],
        product["email"],
        product["status_callback"],
    )
    assert engine.destroy().ok


def test_a_value_in_another_spelling_is_told_once(engine: Engine) -> None:
    """With the field's name, without its value, and nothing of a person in plain."""
    first = engine.up()
    later = [engine.up().text, engine.refresh().text, engine.up().text]
    texts = [first.text, *later, engine.stored()]
    if isinstance(engine.stack, PulumiStack):
        texts.append(engine.screen("preview", diff=True))
    held = resources(engine)

    said = sorted(line.partition("for ")[2].partition(".")[0] for line in first.text.splitlines())
    assert [
        "attributes",
        "email, status_callback",
        "street",
    ] == [text for text in said if text]
    assert not any("another value" in text for text in later)
    assert "attributes.business_registration_number" in first.text
    assert "attributes.deep.email" in first.text
    assert "friendly_name" not in first.text
    assert {"product", "business", "address"} == {
        name for name, it in held.items() if it.outputs.get("corrected")
    }
    for value in PERSONAL:
        assert not [text for text in texts if value in text], value


def test_a_change_of_either_side_shows(engine: Engine, simulator: Simulator) -> None:
    """Of the program or at Twilio, in what it was written otherwise; both are mended by an up."""
    engine.up()
    engine.config["behaviour:ein"] = "98-7654321"
    engine.config["behaviour:email"] = "Other@Example.com"
    moved = engine.preview()
    assert engine.up().ok
    after = engine.preview()
    business = resources(engine)["business"].id
    theirs = ask(simulator, "GET", f"EndUsers/{business}")["attributes"]
    drifted = json.dumps({**theirs, "business_registration_number": "111111111"})
    ask(simulator, "POST", f"EndUsers/{business}", Attributes=drifted)
    ask(simulator, "POST", product_path(engine), Email="somebody@example.com")

    engine.refresh()
    found = engine.preview()
    mended = engine.up()
    engine.refresh()

    assert {"update": ["business", "product"]} == moved.changes, moved.text
    assert {} == after.changes
    assert "987654321" == theirs["business_registration_number"]
    assert {"update": ["business", "product"]} == found.changes == mended.changes
    assert theirs == ask(simulator, "GET", f"EndUsers/{business}")["attributes"]
    assert "other@example.com" == ask(simulator, "GET", product_path(engine))["email"]
    assert {} == engine.preview().changes


def test_an_approved_product_is_left_alone(engine: Engine, simulator: Simulator) -> None:
    """It refuses to be edited, so nothing is sent that Twilio only writes in another way.

    Neither is it where the program takes over what Twilio has made of a value.
    """
    engine.up()
    simulator.control.review(engine.outputs()["product_sid"], "twilio-approved")
    simulator.control.clear_requests()

    refreshed = engine.refresh()
    # Without the white space at its ends the name is the same.
    engine.config["behaviour:friendlyName"] = "Acme"
    engine.config["behaviour:email"] = "compliance@example.com"
    engine.config["behaviour:callback"] = "https://hooks.example.com/"
    engine.config["behaviour:ein"] = "123456789"
    outcome = engine.up()

    assert refreshed.ok, refreshed.text
    assert outcome.ok, outcome.text
    assert {} == outcome.changes
    assert [] == writes(simulator)


def test_sids_have_no_case(engine: Engine) -> None:
    """In capitals or not, twice or once: the same object, in the state with small letters."""
    engine.up()
    numbers = engine.config["behaviour:numberSids"]
    for key in ("profileSid", "singleSid"):
        engine.config[f"behaviour:{key}"] = (
            engine.config[f"behaviour:{key}"][:2] + engine.config[f"behaviour:{key}"][2:].lower()
        )
    lower = " ".join(sid[:2] + sid[2:].lower() for sid in numbers.split())
    engine.config["behaviour:numberSids"] = f"{numbers} {lower}"
    engine.config["behaviour:policySid"] = "RN" + "7a97559effdf62d00f4298208492a5ea".upper()
    preview = engine.preview()
    engine.config["behaviour:existing"] = in_capitals(engine.outputs()["product_sid"])
    read = engine.up()
    again = engine.preview()
    held = resources(engine)

    assert {} == preview.changes, preview.text
    assert read.ok, read.text
    assert {} == read.changes == again.changes
    assert engine.outputs()["product_sid"] == engine.outputs()["existing"]
    assert engine.outputs()["existing"] == held["existing"].id
    assert lower.split() == held["numbers"].outputs["channel_endpoint_sids"]
    assert engine.refresh().ok
    assert {} == engine.preview().changes


def test_an_adopted_object_in_another_spelling_stays(engine: Engine, simulator: Simulator) -> None:
    """Also when it is approved: what Twilio only writes in another way is not sent."""
    theirs = ask(
        simulator,
        "POST",
        "TrustProducts",
        FriendlyName="Acme",
        Email="compliance@example.com",
        PolicySid="RN7a97559effdf62d00f4298208492a5ea",
        StatusCallback="https://hooks.example.com",
    )
    link = {"ObjectSid": profile_sid(simulator)}
    ask(simulator, "POST", f"TrustProducts/{theirs['sid']}/EntityAssignments", **link)
    simulator.control.review(theirs["sid"], "twilio-approved")
    engine.config["behaviour:callback"] = theirs["status_callback"]
    engine.config["behaviour:adopt"] = in_capitals(theirs["sid"])
    simulator.control.clear_requests()

    adopted = engine.up()
    sent = writes(simulator)
    again = engine.preview()

    assert adopted.ok, adopted.text
    assert theirs["sid"] == engine.outputs()["product_sid"]
    assert f"POST /v1/TrustProducts/{theirs['sid']}" not in sent
    assert {} == again.changes
