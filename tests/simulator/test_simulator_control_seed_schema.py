"""Is every wrong seed refused with the place of what is wrong, and is its form on a page?"""

from __future__ import annotations

import itertools
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pulumi_trusthub.simulator import ControlError
from pulumi_trusthub.simulator.control.seed_schema import (
    AccountSeed,
    AddressSeed,
    ApiKeySeed,
    BundleSeed,
    DocumentSeed,
    EndUserSeed,
    PhoneNumberSeed,
    PolicySeed,
    Seed,
    UnknownSeedError,
    keys_of,
)
from pulumi_trusthub.simulator.control.seeds import load_seed
from pulumi_trusthub.simulator.store.store import Store

if TYPE_CHECKING:
    import requests
    from pydantic import BaseModel

    from pulumi_trusthub.simulator import Simulator

PAGE = Path(__file__).parents[2] / "docs" / "testing.md"
LISTS = {
    "API key": "api_keys",
    "phone number": "phone_numbers",
    "address": "addresses",
    "end user": "end_users",
    "supporting document": "supporting_documents",
    "bundle": "trust_products",
}
MODELS: dict[str, type[BaseModel]] = {
    "seed": Seed,
    "policy": PolicySeed,
    "account": AccountSeed,
    "API key": ApiKeySeed,
    "phone number": PhoneNumberSeed,
    "address": AddressSeed,
    "end user": EndUserSeed,
    "supporting document": DocumentSeed,
    "bundle": BundleSeed,
}
KEYS = {kind: keys_of(model) for kind, model in MODELS.items()}
REQUIRED = [(kind, key) for kind, (required, _) in KEYS.items() for key in required]
ALL = [(kind, key) for kind, keys in KEYS.items() for key in itertools.chain(*keys)]


def least(kind: str) -> dict[str, Any]:
    """An entry with no more than it must have."""
    return {key: "trust_product" if key == "kind" else "x" for key in KEYS[kind][0]}


def seed_of(kind: str, entry: object) -> tuple[Any, str]:
    """A seed with an entry as the second of its list, and the path below the entry."""
    if kind == "seed":
        return entry, ""
    several = [least(kind), entry]
    if kind == "policy":
        return {"policies": several}, "policies[1]."
    if kind == "account":
        return {"accounts": several}, "accounts[1]."
    return {"accounts": [{LISTS[kind]: several}]}, f"accounts[0].{LISTS[kind]}[1]."


def refusal(seed: Any) -> str:
    """What is said of a seed, of which nothing was planted."""
    store = Store()
    before = (dict(store.policies), store.new_sid("")[1])
    with pytest.raises(UnknownSeedError) as error:
        load_seed(store, seed)
    assert before == (store.policies, store.new_sid("")[1] - 1)
    return str(error.value)


@pytest.mark.parametrize("kind", KEYS)
def test_a_seed_needs_only_its_required_keys(kind: str) -> None:
    """What need not be there is not missed."""
    seed, _ = seed_of(kind, least(kind))
    load_seed(Store(), seed)


@pytest.mark.parametrize(("kind", "key"), REQUIRED)
def test_a_missing_key_is_named(kind: str, key: str) -> None:
    """With the path of where it is not."""
    entry = least(kind)
    del entry[key]
    seed, path = seed_of(kind, entry)

    assert f"{path}{key} is missing." == refusal(seed)


@pytest.mark.parametrize(("kind", "key"), ALL)
def test_a_wrong_type_is_named(kind: str, key: str) -> None:
    """With its path and both kinds, and without the value, which may be somebody's."""
    seed, path = seed_of(kind, least(kind) | {key: 1.5})
    said = refusal(seed)

    assert said.startswith(f"{path}{key} is ")
    assert said.endswith(", not a number.")


@pytest.mark.parametrize("kind", KEYS)
def test_an_unknown_key_is_named(kind: str) -> None:
    """With its path, and the keys that there are."""
    seed, path = seed_of(kind, {"naem": "x"})
    keys = itertools.chain(*KEYS[kind])
    where = path.removesuffix(".") or "a seed"

    assert f"{path}naem is unknown: {where} may have {', '.join(keys)}." == refusal(seed)


@pytest.mark.parametrize("kind", KEYS)
def test_an_entry_that_is_no_object_is_named(kind: str) -> None:
    """By its own path; the root has none."""
    seed, path = seed_of(kind, True)  # noqa: FBT003 - what it is does not matter
    where = path.removesuffix(".") or "A seed"

    assert re.fullmatch(
        re.escape(where) + r" is (a text in E\.164 or )?an object, not true\.", refusal(seed)
    )


@pytest.mark.parametrize(
    ("account", "said"),
    [
        ({"phone_numbers": -1}, "phone_numbers is a list, or a count from 0 on, not -1."),
        ({"phone_numbers": True}, "phone_numbers is a list, or a count, not true."),
        ({"phone_numbers": [5]}, "phone_numbers[0] is a text in E.164 or an object, not a number."),
        ({"api_keys": {}}, "api_keys is a list, not an object."),
        ({"friendly_name": None}, "friendly_name is a text, not null."),
        ({"a b": 1}, '"a b" is unknown: accounts[0] may have sid, '),
        ({"trust_products": [{"status": "new"}]}, "trust_products[0].status is one of draft, "),
        (
            {"trust_products": [{"errors": [18602, "x"]}]},
            "trust_products[0].errors[1] is one of Twilio's codes, a whole number, not a text.",
        ),
        (
            {"subaccounts": [{}, {"end_users": [{"friendly_name": "x"}]}]},
            "subaccounts[1].end_users[0].type is missing.",
        ),
    ],
)
def test_a_mistake_is_named_at_any_depth(account: dict[str, Any], said: str) -> None:
    """Entries of lists by their place, values by what would be right."""
    assert refusal({"accounts": [account]}).startswith(f"accounts[0].{said}")


@pytest.mark.parametrize(
    ("account", "said"),
    [
        (
            {"customer_profiles": [{}, {"entities": ["Nobody"]}]},
            r"customer_profiles\[1\]\.entities\[0\]: nothing in AC\w+ is called 'Nobody'",
        ),
        (
            {"subaccounts": [{"trust_products": [{"phone_numbers": ["+1"]}]}]},
            r"subaccounts\[0\]\.trust_products\[0\]\.phone_numbers\[0\]: there is no phone number",
        ),
        (
            {"trust_products": [{"policy_sid": "RN0"}]},
            r"trust_products\[0\]\.policy_sid: there is no policy 'RN0'",
        ),
        ({"phone_numbers": 10**30}, r"phone_numbers is at most \d{5}, as no more fictional"),
    ],
)
def test_a_pointer_at_nothing_is_named(account: dict[str, Any], said: str) -> None:
    """With its path, and where nothing was found."""
    with pytest.raises(UnknownSeedError, match=rf"^accounts\[0\]\.{said}"):
        load_seed(Store(), {"accounts": [account]})


def test_a_wrong_seed_is_a_400_over_http(simulator: Simulator, http: requests.Session) -> None:
    """The same sentence for who asks by hand and for who asks with `Control`, and no change."""
    before = simulator.control.state()
    seed: dict[str, Any] = {"accounts": [{}, {"end_users": [{"type": "x"}]}]}
    said = "accounts[1].end_users[0].friendly_name is missing."

    answer = http.post(f"{simulator.url}/_sim/seed", json=seed)
    with pytest.raises(ControlError, match=re.escape(said)):
        simulator.control.seed(seed)

    assert (400, f"UnknownSeedError: {said}") == (answer.status_code, answer.json()["message"])
    assert before == simulator.control.state()


def test_the_page_has_every_key_of_a_seed() -> None:
    """The table has every key, and whether it must be there."""
    tables = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in PAGE.read_text(encoding="utf-8").splitlines()
        if line.startswith("| ")
    ]
    spans = re.compile(r"`(\w+)`")
    shown = {
        cells[0]: (spans.findall(cells[1]), spans.findall(cells[2]))
        for cells in tables
        if len(cells) == 3 and cells[0] in KEYS
    }

    assert KEYS == shown
