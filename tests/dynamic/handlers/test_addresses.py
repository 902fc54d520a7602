"""Addresses between the engine and the provider's host."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hosts import ADDRESS, changes, people

from pulumi_trusthub.dynamic.providers import AddressProvider

if TYPE_CHECKING:
    from hosts import Wire

    from pulumi_trusthub.simulator import Simulator

CORRECTED = {
    "street": "123 EXAMPLE ST STE 4",
    "city": "SAN FRANCISCO",
    "region": "CA",
    "postal_code": "94105",
}
LONG_AGO_2010 = {"date_created": "Mon, 01 Jan 2024 00:00:00 +0000"}


def test_an_address_that_twilio_rewrites_has_not_drifted(wire: Wire, simulator: Simulator) -> None:
    """What was declared stays under its name, and Twilio's version beside it."""
    provider = AddressProvider()

    made = wire.ask("Create", provider, properties=ADDRESS)
    read = wire.ask("Read", provider, id=made["id"], properties=made["properties"])
    fine = changes(wire, provider, read, ADDRESS)
    got = wire.ask("Read", provider, id=made["id"], inputs={})
    moved = {**ADDRESS, "street": "124 Example Street", "friendly_name": "Headquarters"}
    updated = wire.ask("Update", provider, id=made["id"], olds=read["properties"], news=moved)
    still = changes(wire, provider, updated, moved)
    abroad = changes(wire, provider, updated, {**moved, "iso_country": "CA"})

    assert CORRECTED == made["properties"]["corrected"]
    assert ADDRESS["street"] == made["properties"]["street"] == read["properties"]["street"]
    assert fine is still is None
    assert CORRECTED["street"] == got["properties"]["street"]
    assert "124 EXAMPLE ST" == updated["properties"]["corrected"]["street"]
    assert "Headquarters" == updated["properties"]["friendly_name"]
    assert ["iso_country"] == abroad
    assert (0, 0, 1) == people(simulator)


def test_an_address_that_somebody_changed_has_drifted(wire: Wire) -> None:
    """Correction explains what Twilio wrote at the last change, and no more."""
    provider = AddressProvider()
    made = wire.ask("Create", provider, properties=ADDRESS)
    olds = made["properties"]
    elsewhere = {**ADDRESS, "street": "9 Other Road"}
    wire.ask("Update", provider, id=made["id"], olds=olds, news=elsewhere)

    read = wire.ask("Read", provider, id=made["id"], properties=olds)
    again = wire.ask("Read", provider, id=made["id"], properties=read["properties"])
    drifted = changes(wire, provider, again, ADDRESS)
    mended = wire.ask("Update", provider, id=made["id"], olds=again["properties"], news=ADDRESS)

    assert "9 OTHER RD" == read["properties"]["street"] == again["properties"]["street"]
    assert ADDRESS["city"] == read["properties"]["city"]
    assert [] == drifted
    assert CORRECTED == mended["properties"]["corrected"]


def test_an_address_without_correction_keeps_its_spelling(wire: Wire) -> None:
    """Without correction Twilio's values are compared; to decline it later sends it all again."""
    provider = AddressProvider()
    exact = {**ADDRESS, "auto_correct_address": False, "emergency_enabled": True}

    corrected = wire.ask("Create", provider, properties=ADDRESS)
    declined = changes(wire, provider, corrected, exact)
    updated = wire.ask(
        "Update", provider, id=corrected["id"], olds=corrected["properties"], news=exact
    )
    fine = changes(wire, provider, updated, exact)
    loose = {**exact, "auto_correct_address": True}
    wire.ask("Update", provider, id=corrected["id"], olds=updated["properties"], news=loose)
    read = wire.ask("Read", provider, id=corrected["id"], properties=updated["properties"])
    drifted = changes(wire, provider, read, exact)

    assert [] == declined
    assert ADDRESS["street"] == updated["properties"]["street"]
    assert True is updated["properties"]["emergency_enabled"]
    assert fine is None
    assert CORRECTED["street"] == read["properties"]["street"]
    assert [] == drifted


def test_an_address_of_a_verified_document_is_not_changed_or_deleted(
    wire: Wire, simulator: Simulator
) -> None:
    """Neither changed nor deleted, and the error says what to do."""
    provider = AddressProvider()
    made = wire.ask("Create", provider, properties=ADDRESS)
    document = {
        "friendly_name": "Where",
        "type": "customer_profile_address",
        "attributes": {"address_sids": made["id"]},
        "status": "APPROVED",
    }
    account = {"sid": simulator.account_sid, "supporting_documents": [document]}
    simulator.control.seed({"accounts": [account]})
    moved = {**ADDRESS, "street": "124 Example Street"}
    olds = made["properties"]

    for failure in [
        wire.fail("Update", provider, id=made["id"], olds=olds, news=moved),
        wire.fail("Delete", provider, id=made["id"], properties=olds),
    ]:
        assert "(code 21630, HTTP 400, request RQ" in failure.status.message
        assert "declare a new address and a new document" in failure.status.message


def test_a_young_address_may_lag(wire: Wire, simulator: Simulator) -> None:
    """The dates of the 2010 API are of another form; an old address that is gone is gone."""
    provider = AddressProvider()
    simulator.control.settings(read_lag=2)
    made = wire.ask("Create", provider, properties=ADDRESS)
    olds = made["properties"]

    read = wire.ask("Read", provider, id=made["id"], properties=olds)
    wire.ask("Delete", provider, id=made["id"], properties=olds)
    gone = wire.ask("Read", provider, id=made["id"], properties={**olds, **LONG_AGO_2010})
    wire.ask("Delete", provider, id=made["id"], properties={**olds, **LONG_AGO_2010})

    assert made["id"] == read["id"]
    assert olds["date_created"].endswith("+0000")
    assert olds["date_created"] == read["properties"]["date_created"]
    assert "id" not in gone


def test_a_wrong_address_has_every_problem_named(wire: Wire) -> None:
    """Every problem at once; a line of it has no property, whose value the engine would print."""
    wrong = {**ADDRESS, "iso_country": "usa", "friendly_name": "x" * 65, "city": ""}
    checked = wire.ask("Check", AddressProvider(), olds={}, news=wrong)

    assert {
        "iso_country": "must be an ISO country code of two capitals, such as US",
        "friendly_name": "must have 1 to 64 characters",
        "": "city must not be empty",
    } == {failure.get("property", ""): failure["reason"] for failure in checked["failures"]}
