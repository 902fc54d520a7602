"""``pulumi-trusthub status``: where reviews are, and what each number signs with."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from policy_sids import CNAM, SECONDARY, SHAKEN_STIR
from processes import ANSI, in_a_terminal
from pydantic import TypeAdapter
from seeded import APPROVED, EMAIL, asked, e164, plant, product, profile, release, run
from skips import needs_posix

from pulumi_trusthub._core.account.attestations import BundleStatus, NumberStatus

if TYPE_CHECKING:
    from pulumi_trusthub.simulator import Simulator

ONE, TWO, THREE = e164(3)
ELSEWHERE = "+16505550100"


def document(*arguments: str, code: int | None = None) -> dict[str, Any]:
    """What it writes as JSON, held against the classes that it is made from."""
    result = run("status", "--json", *arguments)
    assert code is None or code == result.exit_code, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    assert ["account_sid", "bundles", "phone_numbers", "summary", "omissions"] == list(found)
    assert {"A", "B", "released", "undecided"} == found["summary"].keys()
    for kind, entries in (
        (BundleStatus, found["bundles"]),
        (NumberStatus, found["phone_numbers"]),
    ):
        for entry in entries:
            TypeAdapter(kind).validate_json(json.dumps(entry), strict=True)
            assert list(kind.__dataclass_fields__) == list(entry)
    return found


def numbers(found: dict[str, Any]) -> dict[str, tuple[str | None, str | None]]:
    """Attestation and missing link by number."""
    return {
        it["phone_number"] or it["sid"]: (it["attestation"], it["missing"])
        for it in found["phone_numbers"]
    }


def test_a_whole_chain_signs_with_a(here: Simulator) -> None:
    """Every number on an approved product and profile that are linked, and the exit code is 0."""
    plant(
        here,
        numbers=2,
        profiles=[profile(numbers=[ONE, TWO])],
        products=[product("Calls", numbers=[ONE, TWO])],
    )

    found = document(code=0)

    assert {ONE: ("A", None), TWO: ("A", None)} == numbers(found)
    assert {"A": 2, "B": 0, "released": 0, "undecided": 0} == found["summary"]
    [account] = here.control.accounts()
    assert {
        "sid": account.trust_products[0],
        "kind": "trust product",
        "friendly_name": "Calls",
        "policy_sid": SHAKEN_STIR,
        "policy": "SHAKEN/STIR TrustProduct",
        "status": APPROVED,
        "valid_until": found["bundles"][1]["valid_until"],
        "reasons": [],
        "customer_profile_sids": list(account.customer_profiles),
        "phone_number_sids": list(account.phone_numbers.values()),
    } == found["bundles"][1]
    assert found["bundles"][1]["valid_until"] > "2026"
    assert EMAIL not in json.dumps(found)


@pytest.mark.parametrize(
    ("profiles", "products", "missing"),
    [
        ([profile(numbers=[ONE])], [], "there is no SHAKEN/STIR trust product"),
        (
            [profile(numbers=[ONE])],
            [product("Names", policy_sid=CNAM, numbers=[ONE])],
            "there is no SHAKEN/STIR trust product",
        ),
        ([profile()], [product("Calls", numbers=[ONE])], "it is not on customer profile {profile}"),
        ([profile(numbers=[ONE])], [product("Calls")], "it is not on trust product {product}"),
        (
            [profile(numbers=[ONE], status="in-review")],
            [product("Calls", numbers=[ONE])],
            "customer profile {profile} is in-review, not twilio-approved",
        ),
        (
            [profile(numbers=[ONE])],
            [product("Calls", numbers=[ONE], status="pending-review")],
            "trust product {product} is pending-review, not twilio-approved",
        ),
        (
            [profile(numbers=[ONE])],
            [product("Calls", numbers=[ONE], customer_profiles=[])],
            "trust product {product} is linked to no customer profile",
        ),
        (
            [profile(numbers=[ONE])],
            [product("Calls", numbers=[ONE], customer_profiles=[], entities=["BU" + "9" * 32])],
            f"customer profile BU{'9' * 32} is not one of this account",
        ),
        (
            [profile()],
            [product("One"), product("Two")],
            "it is on none of the SHAKEN/STIR trust products, nor on their profiles",
        ),
    ],
)
def test_the_missing_link_is_named(
    profiles: list[Any], products: list[Any], missing: str, here: Simulator
) -> None:
    """B, with the first link that is missing, and the exit code is 1."""
    plant(here, numbers=1, profiles=profiles, products=products)
    [account] = here.control.accounts()
    sids = {
        "profile": account.customer_profiles[0],
        "product": next(iter(account.trust_products), ""),
    }

    assert {ONE: ("B", missing.format(**sids))} == numbers(document(code=1))


def test_the_best_of_several_chains_counts(here: Simulator) -> None:
    """A number that is whole on one product signs with A, whatever the others lack."""
    plant(
        here,
        numbers=[ONE, TWO],
        profiles=[
            profile(numbers=[ONE]),
            profile(friendly_name="Customer", policy_sid=SECONDARY, numbers=[TWO]),
        ],
        products=[
            product("Draft", status="draft", numbers=[ONE]),
            product("First", numbers=[ONE]),
            product("Second", numbers=[TWO], customer_profiles=["Customer"]),
        ],
    )

    found = document(code=0)

    assert {ONE: ("A", None), TWO: ("A", None)} == numbers(found)
    chosen = {it["phone_number"]: it["trust_product_sid"] for it in found["phone_numbers"]}
    [account] = here.control.accounts()
    assert dict(zip([ONE, TWO], account.trust_products[1:], strict=True)) == chosen


@pytest.mark.parametrize(
    ("require", "assigned", "code"),
    [
        ("all", [ONE], 1),
        ("all", [ONE, TWO], 0),
        ("assigned", [ONE], 0),
        ("none", [ONE], 0),
    ],
)
def test_the_require_option_chooses_the_numbers_that_count(
    require: str, assigned: list[str], code: int, here: Simulator
) -> None:
    """All numbers, those that are meant to sign with A, or none."""
    plant(
        here,
        numbers=2,
        profiles=[profile(numbers=assigned)],
        products=[product("Calls", numbers=assigned)],
    )

    assert code == run("status", "--require", require).exit_code


def test_an_assigned_number_that_misses_a_counts(here: Simulator) -> None:
    """On a SHAKEN/STIR product, but not on the profile."""
    plant(here, numbers=1, profiles=[profile()], products=[product("Calls", numbers=[ONE])])

    assert 1 == run("status", "--require", "assigned").exit_code
    assert 0 == run("status", "--require", "none").exit_code


def test_filters_choose_bundles_and_numbers(here: Simulator) -> None:
    """By number, by SID, by path; and only what is shown counts."""
    sids = plant(
        here,
        profiles=[profile(numbers=[ONE])],
        products=[product("Calls", numbers=[ONE]), product("Other", numbers=[TWO])],
    )
    calls, other = here.control.accounts()[0].trust_products

    by_number = document("--number", ONE, code=0)
    capitals = f"PN{sids[THREE][2:].upper()}"
    by_sids = document("--number", sids[ONE], "--number", capitals, code=1)
    by_bundle = document("--bundle", f"TrustProducts/BU{other[2:].upper()}", code=1)
    by_both = document("--bundle", calls, "--number", ONE, code=0)

    assert [ONE] == list(numbers(by_number))
    assert ["Primary", "Calls"] == [it["friendly_name"] for it in by_number["bundles"]]
    assert [ONE, THREE] == list(numbers(by_sids))
    assert (["Other"], [TWO]) == (
        [it["friendly_name"] for it in by_bundle["bundles"]],
        list(numbers(by_bundle)),
    )
    assert ["Calls"] == [it["friendly_name"] for it in by_both["bundles"]]


def test_a_filter_that_matches_nothing_is_an_error(here: Simulator) -> None:
    """In one line, with the exit code of errors."""
    plant(here, profiles=[profile()])

    result = run("status", "--number", "+19995550100", "--bundle", "BU" + "0" * 32)

    assert (2, "") == (result.exit_code, result.stdout)
    assert f"Not in this account: BU{'0' * 32}, +19995550100.\n" == result.stderr


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--number", "12125550100", "'12125550100' is neither a number in E.164, which begins wi"),
        ("--number", "", "'' is neither a number in E.164, which begins with +, such as +1415555"),
        ("--number", "BU" + "0" * 32, "nor its SID: PN and 32 hexadecimal digits"),
        ("--bundle", "", "'' is neither a bundle's SID, BU and 32 hexadecimal digits, nor its pa"),
        ("--bundle", "PN" + "0" * 32, "TrustProducts/BU… or CustomerProfiles/BU…"),
        ("--bundle", "Bundles/BU" + "0" * 32, "TrustProducts/BU… or CustomerProfiles/BU…"),
    ],
)
def test_a_filter_that_can_match_nothing_names_the_right_form(
    option: str, value: str, said: str, here: Simulator
) -> None:
    """A wrong call, for which nothing is read."""
    here.control.clear_requests()

    result = run("status", option, value)

    assert (2, "", []) == (result.exit_code, result.stdout, asked(here))
    assert f"Invalid value for {option}: " in result.stderr
    assert said in result.stderr


def test_a_subaccounts_number_is_shown_when_a_bundle_has_it(here: Simulator) -> None:
    """Profile and product are the parent's; other numbers of subaccounts are not shown."""
    subaccount = {"phone_numbers": [ELSEWHERE, "+16505550101"], "friendly_name": "Sales"}
    plant(here, numbers=0, subaccounts=[subaccount])
    on_both = [ELSEWHERE]
    here.control.seed(
        {
            "accounts": [
                {
                    "sid": here.account_sid,
                    "customer_profiles": [profile(numbers=on_both)],
                    "trust_products": [product("Calls", numbers=on_both)],
                }
            ]
        }
    )

    found = document(code=0)

    assert {ELSEWHERE: ("A", None)} == numbers(found)
    below = here.control.accounts()[0].subaccounts[0].sid
    assert [below] == [it["account_sid"] for it in found["phone_numbers"]]


def test_a_foreign_number_is_undecided_with_an_api_key(by_key: Simulator) -> None:
    """It may be a subaccount's and sign with A, or released: nobody is told that all is well."""
    sids = plant(
        by_key,
        numbers=2,
        profiles=[profile(numbers=[ONE, TWO])],
        products=[product("Calls", numbers=[ONE, TWO])],
    )
    release(by_key, sids[ONE])
    missing = "it may be a subaccount's, or released: not all subaccounts can be read"

    found = document(code=1)
    table = run("status", "--require", "assigned")

    assert {sids[ONE]: (None, missing), TWO: ("A", None)} == numbers(found)
    assert {"A": 1, "B": 0, "released": 0, "undecided": 1} == found["summary"]
    assert (1, True) == (table.exit_code, missing in table.stdout)
    assert (
        "1 of 1 numbers sign with A; 1 undecided.\n"
        "Undecided: 1 number that the account itself does not have: a subaccount's, or released; "
        f"this API key cannot list the subaccounts of {by_key.account_sid}: use the account's own "
        "token.\n"
    ) == table.stderr


def test_an_undecided_number_counts_where_it_has_to_sign_with_a(by_key: Simulator) -> None:
    """Not where it is on no SHAKEN/STIR product, is filtered out, or nothing has to."""
    sids = plant(
        by_key,
        numbers=2,
        profiles=[profile(numbers=[ONE, TWO])],
        products=[product("Calls", numbers=[TWO])],
    )
    release(by_key, sids[ONE])

    assert 1 == run("status").exit_code
    assert 0 == run("status", "--require", "assigned").exit_code
    assert 0 == run("status", "--require", "none").exit_code
    only = run("status", "--number", TWO)
    assert (0, "1 of 1 numbers sign with A.\n") == (only.exit_code, only.stderr)


def test_a_number_that_may_be_a_subaccounts_is_not_called_missing(by_key: Simulator) -> None:
    """The error names what could not be read."""
    sids = plant(by_key, profiles=[profile(numbers=[ONE])])
    release(by_key, sids[ONE])

    result = run("status", "--number", ONE)

    assert 2 == result.exit_code
    assert (
        f"Not in this account: {ONE}. A subaccount may have more; this API key cannot list the "
        f"subaccounts of {by_key.account_sid}: use the account's own token.\n"
    ) == result.stderr


def test_a_released_number_signs_with_nothing(here: Simulator) -> None:
    """It is shown, and counts for nothing."""
    sids = plant(
        here,
        numbers=2,
        profiles=[profile(numbers=[ONE, TWO])],
        products=[product("Calls", numbers=[ONE, TWO])],
    )
    release(here, sids[TWO])

    found = document(code=0)

    assert (None, "it was released, and its assignments are left") == numbers(found)[sids[TWO]]
    assert {"A": 1, "B": 0, "released": 1, "undecided": 0} == found["summary"]


def test_the_table_shows_a_row_for_each_bundle_and_number(here: Simulator) -> None:
    """A row a bundle and a row a number; the summary is on stderr, and reasons are in words."""
    plant(
        here,
        numbers=1,
        profiles=[profile(numbers=[ONE])],
        products=[product("Calls\x1b[31m\nred", status="twilio-rejected", errors=[18601])],
    )

    result = run("status")

    bundles, reasons, phone_numbers = result.stdout.split("\n\n")
    assert 3 == len(bundles.splitlines())
    assert "twilio-rejected" in bundles
    assert "Calls [31m red" in bundles
    assert "18601: the association between the business and its website" in reasons
    assert bundles.splitlines()[2].split()[0] in reasons
    assert f"{ONE}  PN" in phone_numbers
    assert "\x1b" not in result.stdout
    assert "0 of 1 numbers sign with A.\n" == result.stderr


def test_two_thousand_numbers_are_read_in_a_few_requests(here: Simulator) -> None:
    """One list of each kind, two for each bundle, and two pages for 1,001 numbers and more."""
    every = e164(2000)
    plant(
        here,
        numbers=every,
        profiles=[profile(numbers=every)],
        products=[product("Calls", numbers=every[:1500]), product("Other", numbers=every[1500:])],
    )

    found = document(code=0)

    assert {"A": 2000, "B": 0, "released": 0, "undecided": 0} == found["summary"]
    requests = here.control.requests()
    assert {"GET"} == {it.method for it in requests}
    lists = 3 + 2 * 3 + 1
    second_pages = 3  # of the numbers, of those on the profile, of those on the first product
    assert lists + second_pages == len(requests)
    assert all("PageSize=1000" in it.path for it in requests)


@needs_posix
def test_a_terminal_can_be_read_however_large_the_account_is(here: Simulator) -> None:
    """What needs somebody first, numbers by what is missing, and the rest in counts."""
    every = e164(300)
    products = [
        product(f"Calls {n}", numbers=every[10 * n : 10 * n + 10], status=status)
        for n, status in enumerate(["twilio-approved"] * 28 + ["twilio-rejected", "draft"])
    ]
    for rejected in (it for it in products if it["status"] == "twilio-rejected"):
        rejected["errors"] = [18601]
    plant(here, numbers=every, profiles=[profile(numbers=every)], products=products)
    last = here.control.accounts()[0].trust_products

    _, shown = in_a_terminal("status", columns=80)
    _, everything = in_a_terminal("status", "--all", columns=80)

    lines = [line for line in ANSI.sub("", shown).splitlines() if "Reading the acc" not in line]
    assert len([line for line in lines if line]) <= 60
    assert max(map(len, lines)) <= 80
    [title] = [n for n, line in enumerate(lines) if line.split()[:2] == ["bundle", "status"]]
    assert [last[28], last[29]] == [line.split()[0] for line in lines[title + 1 : title + 3]]
    text = " ".join(ANSI.sub("", shown).split())
    few = ", ".join(every[280:283])
    assert f"280 A 20 B it is not on trust product {last[0]}: {few} and 17 more" in text
    assert "11 more bundles: 11 twilio-approved. --all shows each of them." in text
    assert "1 18601: the association between the business and its website" in text
    assert len(every) + len(last) + 1 < len(ANSI.sub("", everything).splitlines())


def test_errors_are_one_line(here: Simulator, monkeypatch: pytest.MonkeyPatch) -> None:
    """Refused credentials and none at all; nothing is on stdout."""
    here.control.fault(times=99, status=401, code=20003)
    refused = run("status")
    monkeypatch.delenv("TWILIO_ACCOUNT_SID")
    monkeypatch.delenv("TWILIO_AUTH_TOKEN")
    without = run("status")

    assert [(2, ""), (2, "")] == [(it.exit_code, it.stdout) for it in (refused, without)]
    assert "code 20003, HTTP 401" in refused.stderr
    assert "No Twilio credentials are in the environment" in without.stderr
    assert not re.search("(twilio|trusthub):", without.stderr)
    assert [1, 1] == [len(it.stderr.splitlines()) for it in (refused, without)]


def test_a_bundle_that_goes_meanwhile_is_named(here: Simulator) -> None:
    """It was in the list, and then it was gone: the command says so, once."""
    plant(here, profiles=[profile()], products=[product("Calls")])
    sid = here.control.accounts()[0].trust_products[0]
    here.control.fault(path=rf"{sid}(/EntityAssignments)?(\?|$)", times=2, status=404, code=20404)

    result = run("status", "--json")

    found = json.loads(result.stdout)
    gone = f"The trust product {sid} went away while it was being read."
    assert ["Primary"] == [it["friendly_name"] for it in found["bundles"]]
    assert [gone] == found["omissions"] == result.stderr.splitlines()
    assert 11 > len(asked(here))


def test_a_bundle_without_its_lists_is_shown(
    here: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is there, and what is known of it is shown; doctor does not call it unlinked."""
    plant(here, profiles=[profile()], products=[product("Calls", status="draft")])
    sid = here.control.accounts()[0].trust_products[0]
    here.control.settings(read_lag=0)
    monkeypatch.setenv("TRUSTHUB_READ_LAG", "1")
    here.control.fault(path=f"{sid}/EntityAssignments", times=99, status=404, code=20404)

    found = document(code=1)
    examined = json.loads(run("doctor", "--json").stdout)

    partly = f"The trust product {sid} is there, but Twilio has no lists of what is on it."
    assert ["Primary", "Calls"] == [it["friendly_name"] for it in found["bundles"]]
    assert [partly] == found["omissions"] == examined["omissions"]
    assert "unlinked-products" not in {it["check"] for it in examined["findings"]}


def test_a_new_bundle_whose_lists_lag_is_read_again(here: Simulator) -> None:
    """While it is young, its lists may just not be there yet."""
    plant(here, profiles=[profile()], products=[product("Calls")])
    sid = here.control.accounts()[0].trust_products[0]
    here.control.fault(path=f"{sid}/EntityAssignments", times=2, status=404, code=20404)

    found = document(code=1)

    assert [1, 0] == [len(it["customer_profile_sids"]) for it in found["bundles"]][::-1]
    assert [] == found["omissions"]
