"""Does a seed become the described account?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pulumi_trusthub.simulator.control.seeds import fictional_numbers, load_seed
from pulumi_trusthub.simulator.store.policies import BundleKind
from pulumi_trusthub.simulator.store.store import Store

if TYPE_CHECKING:
    from pulumi_trusthub.simulator.store.models import Account


def test_a_seed_holds_a_whole_account() -> None:
    """Objects point at each other by name, and numbers stand in E.164."""
    store = Store()
    [made] = load_seed(
        store,
        {
            "accounts": [
                {
                    "friendly_name": "Whole",
                    "api_keys": [{}],
                    "phone_numbers": ["+12025550100", {"phone_number": "+12025550101"}],
                    "addresses": [
                        {
                            "customer_name": "Example",
                            "street": "1 Example Street",
                            "city": "Exampletown",
                            "region": "CA",
                            "postal_code": "90000",
                            "iso_country": "US",
                        }
                    ],
                    "end_users": [{"friendly_name": "Erika", "type": "cnam_information"}],
                    "supporting_documents": [
                        {
                            "friendly_name": "Paper",
                            "type": "customer_profile_address",
                            "status": "APPROVED",
                        }
                    ],
                    "customer_profiles": [
                        {
                            "friendly_name": "Us",
                            "status": "twilio-approved",
                            "entities": ["Erika", "Paper"],
                            "phone_numbers": ["+12025550100"],
                            "automatic_shaken_stir_product": True,
                        }
                    ],
                    "trust_products": [
                        {
                            "friendly_name": "Ours",
                            "customer_profiles": ["Us"],
                            "phone_numbers": ["+12025550100"],
                            "status": "twilio-rejected",
                            "errors": [18602],
                        }
                    ],
                }
            ]
        },
    )

    account = store.accounts[made["sid"]]
    products = list(account.bundles[BundleKind.TRUST_PRODUCT].values())
    assert ["SHAKEN/STIR", "Ours"] == [it.friendly_name for it in products]
    assert all(made["customer_profiles"][0] in it.entities_by_object for it in products)
    assert [made["phone_numbers"]["+12025550100"]] == list(products[1].endpoints_by_number)
    assert store.users[made["api_keys"][0]["sid"]] == (made["api_keys"][0]["secret"], account)


def test_a_seed_adds_to_an_existing_account(store: Store, account: Account) -> None:
    """A seed with the SID of an existing account adds to it; a count makes numbers."""
    before = len(account.phone_numbers)

    [made] = load_seed(store, {"accounts": [{"sid": account.sid, "phone_numbers": 300}]})

    assert (account.sid, 300) == (made["sid"], len(made["phone_numbers"]))
    assert before + 300 == len(account.phone_numbers)
    assert len({it.phone_number for it in store.phone_numbers.values()}) == before + 300 + 5


def test_seeded_numbers_are_fictional() -> None:
    """Only numbers that are set aside for fiction, and enough for large tests."""
    made = list(fictional_numbers())

    assert len(made) > 50_000
    assert len(set(made)) == len(made)
    assert all(re.fullmatch(r"\+1[2-9]\d\d55501\d\d", it) for it in made)


def test_a_name_means_the_first_bundle_that_has_it() -> None:
    """A profile before a person of the same name, and the first of two; a parent's comes last."""
    store = Store()
    profiles = [{"friendly_name": "Same"}, {"friendly_name": "Same"}, {"friendly_name": "Above"}]
    person = {"friendly_name": "Same", "type": "cnam_information"}
    below = {
        "end_users": [person],
        "trust_products": [{"entities": ["Same"]}, {"entities": ["Above"]}],
    }
    product = {"entities": ["Same"]}
    [made] = load_seed(
        store,
        {
            "accounts": [
                {
                    "end_users": [person],
                    "customer_profiles": profiles,
                    "trust_products": [product],
                    "subaccounts": [below],
                }
            ]
        },
    )

    def linked(account_sid: str) -> list[str]:
        products = store.accounts[account_sid].bundles[BundleKind.TRUST_PRODUCT].values()
        return [entity.object_sid for it in products for entity in it.entities.values()]

    first, _, above = made["customer_profiles"]
    [sub] = made["subaccounts"]
    assert [first] == linked(made["sid"])
    assert [sub["end_users"][0], above] == linked(sub["sid"])


def test_a_number_is_found_without_a_search() -> None:
    """A reference costs the same however many numbers there are."""
    store = Store()
    looked = 0

    class Counting(dict[str, object]):
        def items(self) -> Any:
            nonlocal looked
            looked += len(self)
            return super().items()

    load_seed(store, {"accounts": [{"phone_numbers": 500}]})
    numbers = [it.phone_number for it in store.phone_numbers.values()]
    store.phone_numbers = Counting(store.phone_numbers)  # type: ignore[assignment]

    load_seed(store, {"accounts": [{"trust_products": [{"phone_numbers": numbers}]}]})

    assert 500 == looked
