"""Do the small parts keep their word: pages, faults, settings, seeds, addresses, SIDs?"""

from __future__ import annotations

import dataclasses
import itertools
import re
from typing import Any

import pytest
from simulated_worlds import document, numbers, product

from pulumi_trusthub.simulator.api.pagination import Page, page_request, paginate
from pulumi_trusthub.simulator.control.default_seed import ACCOUNT_SID, DEFAULT_SEED
from pulumi_trusthub.simulator.control.faults import Faults, UnknownFaultError, fault_from
from pulumi_trusthub.simulator.control.seeds import fictional_numbers, load_seed
from pulumi_trusthub.simulator.rules.addresses import (
    corrected,
    create_address,
    delete_address,
    matching_numbers,
    update_address,
)
from pulumi_trusthub.simulator.store.errors import TwilioError
from pulumi_trusthub.simulator.store.models import Account, DocumentStatus
from pulumi_trusthub.simulator.store.policies import POLICIES, BundleKind
from pulumi_trusthub.simulator.store.settings import Settings, UnknownSettingError
from pulumi_trusthub.simulator.store.store import Store


@dataclasses.dataclass
class Thing:
    """Something that a list can hold."""

    sequence: int
    reads_until_visible: int = 0


def page(
    things: list[Thing], *, size: int = 3, number: int = 0, token: str | None = None
) -> Page[Thing]:
    """One page of things."""
    request = page_request("/things", size=str(size), page=str(number), token=token)
    return paginate(things, request)


def shown(of: Page[Thing]) -> list[int]:
    """The numbers of the things on a page."""
    return [it.sequence for it in of.items]


def test_do_pages_show_everything_once() -> None:
    """Forwards and backwards, with no neighbour at either end."""
    things = [Thing(number) for number in range(1, 9)]

    first = page(things)
    second = page(things, number=1, token=first.next_token)
    third = page(things, number=2, token=second.next_token)
    back = page(things, number=1, token=third.previous_token)

    assert [[1, 2, 3], [4, 5, 6], [7, 8]] == [shown(it) for it in (first, second, third)]
    assert (first.previous_token, third.next_token) == (None, None)
    assert shown(second) == shown(back)


def test_do_pages_stand_firm_while_things_change() -> None:
    """What is deleted or made in between neither repeats nor hides anything else."""
    things = [Thing(number) for number in range(1, 9)]
    first = page(things)
    del things[0:2]
    things.append(Thing(9))

    assert [4, 5, 6] == shown(page(things, number=1, token=first.next_token))


@pytest.mark.parametrize(
    ("size", "number", "token", "code"),
    [
        ("1001", "0", None, 20007),
        ("0", "0", None, 20422),
        ("-1", "0", None, 20422),
        ("many", "0", None, 20422),
        ("50", "x", None, 20422),
        ("50", "1", None, 21481),
        ("50", "1", "PA123", 21481),
        ("50", "0", "nonsense", 21481),
        ("50", "1", "PA" + "0" * 32, 21481),
    ],
)
def test_which_pages_are_refused(size: str, number: str, token: str | None, code: int) -> None:
    """Sizes beyond 1..1000, pages without the token of their URL, tokens of one's own."""
    with pytest.raises(TwilioError) as refusal:
        paginate([Thing(1)], page_request("/things", size=size, page=number, token=token))

    assert (400, code) == (refusal.value.status, refusal.value.code)


def test_does_a_token_fit_another_list() -> None:
    """A token is for the list that gave it."""
    token = page([Thing(number) for number in range(9)]).next_token

    with pytest.raises(TwilioError):
        paginate([Thing(1)], page_request("/others", size=None, page="1", token=token))


def test_does_a_list_miss_what_is_new() -> None:
    """As many times as reads lag, and then no more."""
    things = [Thing(1), Thing(2, reads_until_visible=2)]

    assert [[1], [1], [1, 2]] == [shown(page(things)) for _ in range(3)]


def test_are_faults_used_up_in_order() -> None:
    """Skips first, then hits, then the next order; and all are counted."""
    faults = Faults()
    faults.ordered = [
        fault_from({"method": "POST", "path": "/x$", "skip": 1, "effect": {"status": 503}}),
        fault_from({"path": "x", "times": 2, "effect": {"drop_before": True}}),
    ]

    seen = [
        effect and effect.name
        for effect in (faults.take(method, "/x", "") for method in ("POST", "POST", "GET", "GET"))
    ]

    assert ["drop_before", "status 503", "drop_before", None] == seen
    assert [(1, 1, 0), (2, 0, 0)] == [(it.hits, it.skipped, it.left) for it in faults.ordered]


def test_what_does_a_fault_match() -> None:
    """Method, path and query, the last two by regular expression."""
    fault = fault_from(
        {"method": "GET", "path": "^/v1/Trust", "query": "Sid=PN", "effect": {"status": 500}}
    )

    assert fault.matches("GET", "/v1/TrustProducts", "ChannelEndpointSid=PN1")
    assert not fault.matches("POST", "/v1/TrustProducts", "ChannelEndpointSid=PN1")
    assert not fault.matches("GET", "/v1/EndUsers", "ChannelEndpointSid=PN1")
    assert not fault.matches("GET", "/v1/TrustProducts", "")


@pytest.mark.parametrize(
    "document_",
    [
        None,
        {},
        {"effect": {}},
        {"effect": {"status": 500, "drop_after": True}},
        {"effect": {"explode": True}},
        {"effect": {"not_json": True, "work": "never"}},
        {"effect": {"status": 500}, "times": 0},
        {"effect": {"status": 500}, "skip": -1},
        {"effect": {"status": 500}, "path": "("},
        {"effect": {"status": 500}, "when": "now"},
    ],
)
def test_which_faults_make_no_sense(document_: Any) -> None:
    """Orders without exactly one effect, or with names that nobody reads."""
    with pytest.raises(UnknownFaultError):
        fault_from(document_)


@pytest.mark.parametrize(
    "changes",
    [
        {"colour": "red"},
        {"review": "never"},
        {"review": ["manual"]},
        {"duplicate_assignments": True},
        {"conflict_on_parallel_updates": 1},
        {"read_lag": -1},
        {"read_lag": 1.5},
        {"read_lag": True},
        {"latency_seconds": "1"},
        {"latency_seconds": None},
    ],
)
def test_which_settings_make_no_sense(changes: dict[str, Any]) -> None:
    """Unknown names, and values of another kind."""
    with pytest.raises(UnknownSettingError):
        Settings().changed(changes)


def test_do_settings_change_together() -> None:
    """Those that are named change, and the others stay."""
    changed = Settings().changed({"retry_after": 3, "latency_seconds": 0.5, "read_lag": 2})

    assert Settings(retry_after=3, latency_seconds=0.5, read_lag=2) == changed
    assert changed.changed({"retry_after": None}).retry_after is None


def test_are_sids_the_same_in_every_world(store: Store, account: Account) -> None:
    """They look random, have their prefix, and repeat from run to run."""
    other = Store()
    load_seed(other, DEFAULT_SEED)

    assert numbers(account) == numbers(other.accounts[ACCOUNT_SID])
    made = [store.new_sid("BU") for _ in range(1000)]
    assert made == [other.new_sid("BU") for _ in range(1000)]
    assert len({sid for sid, _ in made}) == 1000
    assert all(re.fullmatch(r"BU[0-9a-f]{32}", sid) for sid, _ in made)


def test_can_a_seed_hold_a_whole_account() -> None:
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


def test_can_an_account_be_added_to(store: Store, account: Account) -> None:
    """A seed with the SID of an account that exists adds to it; a count makes numbers."""
    before = len(account.phone_numbers)

    [made] = load_seed(store, {"accounts": [{"sid": account.sid, "phone_numbers": 300}]})

    assert (account.sid, 300) == (made["sid"], len(made["phone_numbers"]))
    assert before + 300 == len(account.phone_numbers)
    assert len({it.phone_number for it in store.phone_numbers.values()}) == before + 300 + 5


def test_are_seeded_numbers_fictional() -> None:
    """Only numbers that are set aside for fiction, and enough for large tests."""
    made = list(fictional_numbers())

    assert len(made) > 50_000
    assert len(set(made)) == len(made)
    assert all(re.fullmatch(r"\+1[2-9]\d\d55501\d\d", it) for it in made)


def test_are_policies_told_apart() -> None:
    """Each SID stands once, and has the form of one."""
    assert len({it.sid for it in POLICIES}) == len(POLICIES)
    assert all(re.fullmatch(r"RN[0-9a-f]{32}", it.sid) for it in POLICIES)


def test_what_does_correction_do() -> None:
    """It rewrites, it is stable, and it can be declined."""
    assert corrected("12 north  Example Street, Suite 4") == "12 N EXAMPLE ST STE 4"
    assert corrected("12 N EXAMPLE ST STE 4") == "12 N EXAMPLE ST STE 4"


def office(**changes: Any) -> dict[str, Any]:
    """The fields of an address."""
    return {
        "customer_name": "Example Business",
        "street": "1 Example Street",
        "street_secondary": None,
        "city": "Exampletown",
        "region": "ca",
        "postal_code": "90000",
        "iso_country": "US",
        "friendly_name": None,
        "emergency_enabled": False,
    } | changes


def test_does_an_update_correct_again(store: Store, account: Account) -> None:
    """Both create and update rewrite, unless that was declined."""
    made = create_address(store, account, office(), correct=True)
    assert ("1 EXAMPLE ST", "CA", True) == (made.street, made.region, made.validated)

    update_address(store, account, made, {"street": "2 Example Road"}, correct=False)
    assert ("2 Example Road", "CA", False) == (made.street, made.region, made.validated)


@pytest.mark.parametrize("status", [DocumentStatus.APPROVED, DocumentStatus.PROVISIONALLY_APPROVED])
def test_does_a_verified_document_hold_its_address(
    store: Store, account: Account, status: DocumentStatus
) -> None:
    """21630 for both a change and a deletion, as long as the document is verified."""
    made = create_address(store, account, office(), correct=True)
    paper = document(store, account)
    paper.attributes = {"address_sids": [made.sid]}
    paper.status = status

    with pytest.raises(TwilioError) as refusal:
        update_address(store, account, made, {"city": "Elsewhere"}, correct=True)
    assert (400, 21630) == (refusal.value.status, refusal.value.code)
    with pytest.raises(TwilioError) as refusal:
        delete_address(account, made)
    assert (400, 21630) == (refusal.value.status, refusal.value.code)

    paper.status = DocumentStatus.DRAFT
    delete_address(account, made)
    assert {} == account.addresses


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("+12025550100", 1),
        ("0100", 1),
        ("2025550", 10),
        ("", 10),
        ("+1202555010*", 10),
        ("+1*025550103", 1),
        ("+1999", 0),
        (".*", 0),
    ],
)
def test_which_numbers_does_a_filter_find(account: Account, pattern: str, found: int) -> None:
    """Parts of numbers are enough, a star is one digit, and the rest is plain text."""
    assert found == len(list(matching_numbers(account, pattern)))


def test_do_names_in_a_bundle_repeat(store: Store, account: Account) -> None:
    """Nothing is unique: the same name and policy twice are two bundles."""
    pair = [product(store, account) for _ in itertools.repeat(None, 2)]

    assert len({it.sid for it in pair}) == 2
