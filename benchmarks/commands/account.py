"""The seed of a large account: every noun that the commands read, in every state that they tell."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Any

from pulumi_trusthub._core.model.policies import Policy
from pulumi_trusthub.simulator.control.seeds import fictional_numbers

ACCOUNT_SID, AUTH_TOKEN = "AC" + "c" * 32, "c" * 32
NUMBERS, RELEASED, ON_FIRST = 10_000, 40, 2_516
"""Numbers that the account keeps, that it releases later, and on the first of its customers."""
CUSTOMERS, SUBACCOUNTS, NUMBERS_EACH = 100, 50, 100
_CNAM_ON_FIRST, _CNAM_PEOPLE, _IN_VAIN = 1_226, 75, 3
"""Numbers on the first CNAM product (the others have all of their customer), CNAM products with a
person on them, and people on nothing."""

_OF_OTHERS = 200
"""The first fictional numbers, among which are those of the simulator's default accounts."""

_STATUSES = ("draft", "pending-review", "in-review", "twilio-rejected", *["twilio-approved"] * 16)
_PERSON = {
    "first_name": "Example",
    "last_name": "Person",
    "email": "person@example.com",
    "phone_number": "+12025550142",
    "business_title": "Director",
    "job_position": "Director",
}


@dataclass(frozen=True)
class LargeAccount:
    """A seed, and the fewest requests that each command needs of its account.

    Attributes:
        seed: For ``--seed``.
        released: Numbers in E.164 that are on bundles, to be released once the seed is loaded.
        lists: Pages of the lists of assignments on all bundles, and on the primary profile alone.
        assignments: Assignments of numbers.
        of_released: Those of them that are of released numbers.
    """

    seed: dict[str, Any]
    released: list[str]
    lists: tuple[int, int]
    assignments: int
    of_released: int

    @property
    def fewest(self) -> dict[str, int]:
        """The fewest requests of each command: its lists, page by page.

        Those that tell what is released read every assignment without a number, too, which may be
        gone although a list still shows it.
        """
        on_bundles, on_primary = self.lists
        numbers = _pages(NUMBERS) + 1 + SUBACCOUNTS
        survey = 3 + on_bundles + numbers + self.of_released
        # People, documents and addresses in place of the policies; of the primary profile what
        # belongs to it alone.
        inventory = 2 + 3 + on_bundles - on_primary + 1 + numbers
        return {
            "status": survey,
            "report": survey,
            "doctor": survey + 1,
            "orphans": survey,
            "import-file": inventory,
        }


def large_account() -> LargeAccount:
    """Write the seed."""
    free = itertools.islice(fictional_numbers(), _OF_OTHERS, None)
    every = list(itertools.islice(free, NUMBERS + RELEASED))
    below = list(itertools.islice(free, SUBACCOUNTS * NUMBERS_EACH))
    of_customers = _shares(every)
    profiles = [_bundle("Primary", Policy.PRIMARY_CUSTOMER_PROFILE, "twilio-approved")]
    products = []
    for index, own in enumerate(of_customers):
        name, status = f"Customer {index:03}", _STATUSES[index % len(_STATUSES)]
        theirs = below[index * NUMBERS_EACH : (index + 1) * NUMBERS_EACH]
        people = [f"Representative {index:03}", f"Second {index:03}"]
        profiles.append(
            _bundle(
                name,
                Policy.SECONDARY_CUSTOMER_PROFILE,
                status,
                numbers=own + theirs,
                customer_profiles=["Primary"],
                entities=[*people, f"Where {index:03}"],
            )
        )
        linked: dict[str, Any] = {"customer_profiles": [name]}
        products.append(
            _bundle(f"Calls {index:03}", Policy.SHAKEN_STIR, status, numbers=own + theirs, **linked)
        )
        named = own if index else own[:_CNAM_ON_FIRST]
        if index < _CNAM_PEOPLE:
            linked["entities"] = [f"Name {index:03}"]
        else:
            linked["customer_profiles"] = ["Customer 000"]
        products.append(
            _bundle(f"Name {index:03}", Policy.CNAM, "twilio-approved", numbers=named, **linked)
        )
    account = {
        "sid": ACCOUNT_SID,
        "auth_token": AUTH_TOKEN,
        "friendly_name": "Large",
        "phone_numbers": every,
        "addresses": [_address(index) for index in range(CUSTOMERS + 1)],
        "end_users": _people(),
        "supporting_documents": [_document(index) for index in range(CUSTOMERS + 1)],
        "subaccounts": [
            {
                "friendly_name": f"Subaccount {index:02}",
                "phone_numbers": below[index * NUMBERS_EACH : (index + 1) * NUMBERS_EACH],
            }
            for index in range(SUBACCOUNTS)
        ],
    }
    # The account once more, because the numbers of subaccounts are there only now.
    more = {"sid": ACCOUNT_SID, "customer_profiles": profiles, "trust_products": products}
    counts = [len(it["phone_numbers"]) for it in (*profiles, *products)]
    released = [own[0] for own in of_customers[:RELEASED]]
    lists = [1 + _pages(count) for count in counts]
    return LargeAccount(
        {"accounts": [account, more]},
        released,
        (sum(lists), lists[0]),
        sum(counts),
        sum(number in it["phone_numbers"] for it in (*profiles, *products) for number in released),
    )


def _pages(count: int) -> int:
    return max(-(-count // 1000), 1)


def _shares(every: list[str]) -> list[list[str]]:
    """Give the first customer many numbers, and the others the same share each."""
    first, rest = every[:ON_FIRST], every[ON_FIRST:]
    each = len(rest) // (CUSTOMERS - 1)
    return [first, *(rest[n * each : (n + 1) * each] for n in range(CUSTOMERS - 1))]


def _bundle(
    name: str, policy: Policy, status: str, *, numbers: list[str] | None = None, **more: Any
) -> dict[str, Any]:
    errors = {"errors": [18601]} if status == "twilio-rejected" else {}
    return {
        "friendly_name": name,
        "policy_sid": policy.value,
        "status": status,
        "phone_numbers": numbers or [],
        **errors,
        **more,
    }


def _people() -> list[dict[str, Any]]:
    """Write people; every third of the second representatives cannot be declared."""
    representatives = [
        {
            "friendly_name": f"{name} {index:03}",
            "type": f"authorized_representative_{number}",
            "attributes": {"email": "person@example.com"}
            if number == 2 and index % 3 == 0  # noqa: PLR2004 - every third
            else _PERSON,
        }
        for number, name in ((1, "Representative"), (2, "Second"))
        for index in range(CUSTOMERS)
    ]
    names = [
        {
            "friendly_name": f"Name {index:03}",
            "type": "cnam_information",
            "attributes": {"cnam_display_name": f"Customer {index:03}"},
        }
        for index in range(_CNAM_PEOPLE + _IN_VAIN)
    ]
    return representatives + names


def _document(index: int) -> dict[str, Any]:
    return {
        "friendly_name": f"Where {index:03}",
        "type": "customer_profile_address",
        "attributes": {"address_sids": f"AD{index:032x}"},
    }


def _address(index: int) -> dict[str, Any]:
    return {
        "sid": f"AD{index:032x}",
        "friendly_name": f"Office {index:03}",
        "customer_name": f"Customer {index:03}",
        "street": f"{index + 1} EXAMPLE ST",
        "city": "SAN FRANCISCO",
        "region": "CA",
        "postal_code": "94105",
        "iso_country": "US",
    }
