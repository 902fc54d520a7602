"""The life of a bundle between the engine and the host."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from hosts import PRODUCT, old

from pulumi_trusthub.dynamic.providers import TrustProductProvider

if TYPE_CHECKING:
    from hosts import Wire

    from pulumi_trusthub.simulator import Simulator


def test_a_product_passes_through_every_verb(wire: Wire, simulator: Simulator) -> None:
    """Check, create, diff, update, read and delete, each as the engine calls it."""
    provider = TrustProductProvider()

    checked = wire.ask("Check", provider, olds={}, news=PRODUCT)
    made = wire.ask("Create", provider, properties=PRODUCT)
    outputs = made["properties"]
    renamed = {**PRODUCT, "friendly_name": "New"}
    diff = wire.ask("Diff", provider, id=made["id"], olds=outputs, news=renamed)
    updated = wire.ask("Update", provider, id=made["id"], olds=outputs, news=renamed)
    read = wire.ask("Read", provider, id=made["id"], properties=updated["properties"])
    wire.ask("Delete", provider, id=made["id"], properties=read["properties"])
    gone = wire.ask("Read", provider, id=made["id"], properties=old(read["properties"]))

    assert PRODUCT.items() <= checked["inputs"].items()
    assert "failures" not in checked
    assert made["id"].startswith("BU")
    assert "sid" not in outputs
    assert outputs["account_sid"] == simulator.account_sid
    assert diff == {"changes": "DIFF_SOME"}
    assert updated["properties"]["friendly_name"] == "New"
    assert {**renamed, "__provider": outputs["__provider"]} == read["inputs"]
    assert "id" not in gone


def test_two_creates_of_one_name_make_one_product(wire: Wire, simulator: Simulator) -> None:
    """Two resources of one policy and name do not both pass the look."""

    def make(_: int) -> str:
        try:
            return str(wire.ask("Create", TrustProductProvider(), properties=PRODUCT)["id"])
        except Exception:  # noqa: BLE001 - the one that lost
            return ""

    with ThreadPoolExecutor(4) as pool:
        ids = [id_ for id_ in pool.map(make, range(4)) if id_]

    assert 1 == len(ids)
    assert 1 == simulator.control.counts()["trust_products"]


def test_a_young_object_that_cannot_be_read_yet_is_not_gone(
    wire: Wire, simulator: Simulator
) -> None:
    """Twilio's reads can lag: what was made within the minute is looked for again."""
    simulator.control.settings(read_lag=3)
    provider = TrustProductProvider()
    made = wire.ask("Create", provider, properties=PRODUCT)

    read = wire.ask("Read", provider, id=made["id"], properties=made["properties"])

    assert made["id"] == read["id"]


def test_an_id_in_capitals_is_the_same(wire: Wire) -> None:
    """An import or a ``get`` with capital digits leads to the id with small letters."""
    provider = TrustProductProvider()
    made = wire.ask("Create", provider, properties=PRODUCT)

    read = wire.ask("Read", provider, id=made["id"].upper(), inputs={})
    updated = wire.ask(
        "Update",
        provider,
        id=made["id"].upper(),
        olds=made["properties"],
        news={**PRODUCT, "friendly_name": "New"},
    )

    assert made["id"] == read["id"]
    assert "New" == updated["properties"]["friendly_name"]
