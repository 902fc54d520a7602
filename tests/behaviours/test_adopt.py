"""Taking over what exists: one, none and many of it, whatever it is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from engines import resources
from personal import assert_nothing_in_plain
from world import SHAKEN_STIR, ask, writes

if TYPE_CHECKING:
    from engines import Launch

    from pulumi_trusthub.simulator import Simulator

KINDS = ("product", "person", "document", "address")
PRODUCT = {"friendly_name": "Acme", "email": "old@example.com", "policy_sid": SHAKEN_STIR}
PERSON = {
    "friendly_name": "Representative",
    "type": "authorized_representative_1",
    "attributes": {"last_name": "King", "email": "ada@example.com"},
}
DOCUMENT = {
    "friendly_name": "Where it is",
    "type": "customer_profile_address",
    "attributes": {"address_sids": "AD" + "1" * 32},
}
ADDRESS = {
    "customer_name": "Example Business",
    "street": "11 EXAMPLE ST",
    "city": "SAN FRANCISCO",
    "region": "CA",
    "postal_code": "94105",
    "iso_country": "US",
    "friendly_name": "Head office",
}


def seed(simulator: Simulator, **names: str) -> dict[str, str]:
    """Plant one of each, by other names than the program's where they are given."""

    def named(kind: str, thing: dict[str, Any]) -> list[dict[str, Any]]:
        return [{**thing, "friendly_name": names.get(kind, thing["friendly_name"])}]

    [account] = simulator.control.seed(
        {
            "accounts": [
                {
                    "sid": simulator.account_sid,
                    "trust_products": named("product", {**PRODUCT, "status": "draft"}),
                    "end_users": named("person", PERSON),
                    "supporting_documents": named("document", DOCUMENT),
                    "addresses": named("address", ADDRESS),
                }
            ]
        }
    )
    return {
        "product": account.trust_products[-1],
        "person": account.end_users[-1],
        "document": account.supporting_documents[-1],
        "address": account.addresses[-1],
    }


def held(simulator: Simulator) -> list[int]:
    """Count what there is of each."""
    counts = simulator.control.counts()
    kinds = ("trust_products", "end_users", "supporting_documents", "addresses")
    return [counts[kind] for kind in kinds]


def test_adopt_creates_the_object_where_there_is_none(launch: Launch, simulator: Simulator) -> None:
    """What was made for want of one to adopt is the stack's own: destroy removes it."""
    engine = launch("adopt", adopt=json.dumps(dict.fromkeys(KINDS, True)))

    made = engine.up()
    adopted, there = engine.outputs()["adopted"], held(simulator)
    again = engine.preview()
    destroyed = engine.destroy()

    assert {"create": 4} == made.counts, made.text
    assert [False] * 4 == adopted
    assert [1] * 4 == there
    assert {} == again.changes
    assert destroyed.ok, destroyed.text
    assert [0] * 4 == held(simulator)


def test_adopt_takes_the_object_of_that_name(launch: Launch, simulator: Simulator) -> None:
    """It is brought to what is declared, once, and stays when the stack goes."""
    existing = seed(simulator)
    engine = launch("adopt", adopt=json.dumps(dict.fromkeys(KINDS, True)))

    preview = engine.preview()
    adopted = engine.up()
    sent = sorted(line.rpartition("/")[2].removesuffix(".json") for line in writes(simulator))
    state = resources(engine)
    told = engine.outputs()["adopted"]
    engine.config["behaviour:adopt"] = json.dumps({**existing, "person": False})
    later = engine.preview()
    engine.refresh()
    refreshed = engine.preview()
    destroyed = engine.destroy()

    assert {"create": 4} == preview.counts, preview.text
    assert adopted.ok, adopted.text
    assert existing == {name: resource.id for name, resource in state.items()}
    assert [True] * 4 == told
    # The document is as declared, so nothing is sent to it.
    assert sorted(existing[kind] for kind in ("product", "person", "address")) == sent
    assert {} == later.changes == refreshed.changes
    person = ask(simulator, "GET", f"EndUsers/{existing['person']}")
    assert "Lovelace" == person["attributes"]["last_name"]
    assert destroyed.ok, destroyed.text
    assert [1] * 4 == held(simulator)
    for sid in existing.values():
        assert f"{sid} was adopted, so it is left in place" in destroyed.text.replace(" (Acme)", "")
    assert_nothing_in_plain(engine, preview, adopted, later, destroyed)


def test_adopt_takes_the_object_of_a_sid(launch: Launch, simulator: Simulator) -> None:
    """Whatever it is called, and whatever else is called so; then it has the declared name."""
    seed(simulator)
    existing = seed(simulator, product="Other", person="Other", document="Other", address="Other")
    engine = launch("adopt", adopt=json.dumps(existing))

    adopted = engine.up()
    state = resources(engine)
    again = engine.preview()
    destroyed = engine.destroy()

    assert adopted.ok, adopted.text
    assert existing == {name: resource.id for name, resource in state.items()}
    assert {} == again.changes
    assert (
        "Where it is"
        == (ask(simulator, "GET", f"SupportingDocuments/{existing['document']}")["friendly_name"])
    )
    assert destroyed.ok, destroyed.text
    assert [2] * 4 == held(simulator)
    assert_nothing_in_plain(engine, adopted, destroyed)


@pytest.mark.as_native
def test_adopt_takes_none_of_several_objects(launch: Launch, simulator: Simulator) -> None:
    """The error lists them by SID, and says how to choose; nothing is changed or made."""
    both = [seed(simulator), seed(simulator)]
    engine = launch("adopt")
    outcomes = {}
    for kind in KINDS:
        engine.config["behaviour:adopt"] = json.dumps({kind: True})
        outcomes[kind] = engine.up()
    kept = resources(engine)

    for kind, outcome in outcomes.items():
        assert not outcome.ok
        said = outcome.errors[kind]
        assert 1 == len(said.splitlines())
        for existing in both:
            assert existing[kind] in said
        assert f'adopt="{both[0][kind][:2]}…"' in said
    assert {} == kept
    assert [] == writes(simulator)
    assert [2] * 4 == held(simulator)
    for kind in ("person", "document", "address"):
        for name in ("Representative", "Where it is", "Head office"):
            assert name not in outcomes[kind].errors[kind]
    assert_nothing_in_plain(engine, *outcomes.values())


def test_an_adopted_object_whose_change_failed_is_kept_and_finished(
    launch: Launch, simulator: Simulator
) -> None:
    """A person and an address whose change was refused are in state; the next up changes them."""
    existing = seed(simulator)
    engine = launch("adopt", adopt=json.dumps({"person": True, "address": True}))
    for path in (f"/EndUsers/{existing['person']}$", f"/Addresses/{existing['address']}.json$"):
        simulator.control.fault(method="POST", path=path, status=400, code=20001)

    # An engine that has seen one resource fail may not have begun the other: its refusal is
    # then met by the second up.
    ups = [engine.up()]
    while not ups[-1].ok and len(ups) < 3:
        ups.append(engine.up())
    state = resources(engine)
    preview = engine.preview()
    destroyed = engine.destroy()

    *refused, last = ups
    refusals = [said for up in refused for said in up.errors.values()]
    assert 2 == len(refusals)
    for said in refusals:
        assert "(code 20001, HTTP 400" in said
    assert last.ok, last.text
    for kind in ("person", "address"):
        assert existing[kind] == state[kind].id
        assert state[kind].outputs["adopted"] is True
    assert {} == preview.changes
    person = ask(simulator, "GET", f"EndUsers/{existing['person']}")
    assert "Lovelace" == person["attributes"]["last_name"]
    assert destroyed.ok, destroyed.text
    assert [1] * 4 == held(simulator)
    assert_nothing_in_plain(engine, *ups, preview, destroyed)
