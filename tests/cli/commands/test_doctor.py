"""``pulumi-trusthub doctor``: every finding, and what to do."""

from __future__ import annotations

import json
import platform
import re
from importlib import metadata
from typing import TYPE_CHECKING, Any

import pytest
from policy_sids import SECONDARY, SHAKEN_STIR, STARTER
from processes import ANSI, in_a_terminal
from seeded import EMAIL, asked, e164, plant, product, profile, release, run
from skips import needs_posix

from pulumi_trusthub._core.account.check_names import ABOUT
from pulumi_trusthub._core.model.policies import Policy
from pulumi_trusthub._version import __version__

if TYPE_CHECKING:
    from pulumi_trusthub.simulator import Simulator

ONE, TWO, THREE = e164(3)
EVERY = [ONE, TWO, THREE]
BELOW = "AC" + "b" * 32
"""A subaccount."""

SICK: dict[str, tuple[dict[str, Any], str, str]] = {
    "primary-profile": (
        {"profiles": []},
        "has no primary business profile",
        "in Twilio's Console, under Trust Hub",
    ),
    "primary-profile/review": (
        {"profiles": [profile(numbers=EVERY, status="in-review")]},
        "is in-review, not twilio-approved",
        "Wait for the review",
    ),
    "primary-profile/secondary": (
        {"profiles": [profile(numbers=EVERY, policy_sid=SECONDARY)]},
        "has no primary business profile",
        "A subaccount needs none",
    ),
    "primary-profile/starter": (
        {"profiles": [profile(numbers=EVERY, policy_sid=STARTER)]},
        "has no primary business profile",
        "in Twilio's Console, under Trust Hub",
    ),
    "primary-profile/starter-beside-review": (
        {
            "profiles": [
                profile(numbers=EVERY, friendly_name="Starter", policy_sid=STARTER),
                profile(status="in-review"),
            ]
        },
        "(Primary) is in-review, not twilio-approved",
        "Wait for the review",
    ),
    "rejected-bundles": (
        {"products": [product("Calls", numbers=EVERY, status="twilio-rejected", errors=[18606])]},
        "was rejected: 18606: the domain of the e-mail address does not match the website.",
        "change the triggers of its Submission",
    ),
    "unsubmitted-bundles": (
        {"products": [product("Calls", numbers=EVERY, status="draft")]},
        "has 3 numbers and was never submitted",
        "Declare a Submission",
    ),
    "unlinked-products": (
        {"products": [product("Calls", customer_profiles=[])]},
        "(Calls) is linked to no customer profile",
        "EntityAssignment",
    ),
    "unapproved-profiles": (
        {
            "profiles": [
                profile(numbers=EVERY),
                profile(friendly_name="Customer", policy_sid=SECONDARY, status="pending-review"),
            ],
            "products": [product("Calls", customer_profiles=["Customer"])],
        },
        "is linked to no profile that is approved: BU",
        "Have the profile approved first",
    ),
    "duplicate-products": (
        {"products": [product("One", numbers=EVERY), product("Two", status="draft")]},
        "has 2 trust products of policy SHAKEN/STIR TrustProduct: BU",
        'adopt="BU…"',
    ),
    "numbers-without-profile": (
        {"profiles": [profile(numbers=[ONE])]},
        "2 numbers of the account are on no customer profile.",
        "ChannelEndpointAssignment",
    ),
    "numbers-without-profile/one": (
        {"profiles": [profile(numbers=[ONE, TWO])]},
        "1 number of the account is on no customer profile.",
        "ChannelEndpointAssignment",
    ),
    "numbers-on-product-only": (
        {"profiles": [profile()], "products": [product("Calls", numbers=[ONE])]},
        "(Calls) has 1 number that its profile does not have.",
        "Put them on the customer profile",
    ),
    "doubled-numbers": (
        {"profiles": [profile(numbers=[*EVERY, ONE])]},
        "(Primary) has 1 number twice.",
        "Delete one of the two",
    ),
    "doubled-numbers/products": (
        {"products": [product("One", numbers=[ONE]), product("Two", numbers=[ONE])]},
        f"{ONE} is on 2 trust products of policy SHAKEN/STIR TrustProduct: BU",
        "all of them but one",
    ),
}


def healthy(simulator: Simulator, **change: Any) -> dict[str, str]:
    """An account in which nothing is wrong, but for what is changed."""
    given: dict[str, Any] = {"numbers": EVERY, "profiles": [profile(numbers=EVERY)]}
    return plant(simulator, **given | change)


def examined(*arguments: str, code: int) -> dict[str, Any]:
    """What it writes as JSON."""
    result = run("doctor", "--json", *arguments)
    assert code == result.exit_code, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    assert ["account_sid", "checks", "findings", "omissions", "versions"] == list(found)
    for it in found["checks"]:
        assert ["check", "about", "outcome", "why"] == list(it)
        assert it["outcome"] in {"passed", "found", "skipped"}
        assert (it["why"] is not None) == (it["outcome"] == "skipped")
    for it in found["findings"]:
        assert ["check", "message", "next_step", "subjects"] == list(it)
    assert EMAIL not in result.output
    with_findings = {it["check"] for it in found["checks"] if it["outcome"] == "found"}
    assert with_findings == {it["check"] for it in found["findings"]}
    return found


def test_the_versions_for_a_report_of_a_fault_are_there(here: Simulator) -> None:
    """Of the package, of what it depends on, and of the machine."""
    healthy(here)

    versions = examined(code=0)["versions"]

    assert __version__ == versions.pop("pulumi-trusthub")
    assert platform.python_version() == versions.pop("python")
    assert platform.platform() == versions.pop("system")
    assert {name: metadata.version(name) for name in versions} == versions
    assert {"pulumi", "twilio"} <= set(versions)


def test_a_healthy_account_has_no_findings(here: Simulator) -> None:
    """Every check passed, in the order of the documentation, and the exit code is 0."""
    healthy(here, products=[product("Calls", numbers=EVERY)])

    found = examined(code=0)

    assert dict.fromkeys(ABOUT, "passed") == {it["check"]: it["outcome"] for it in found["checks"]}
    assert list(ABOUT) == [it["check"] for it in found["checks"]]
    assert "Nothing is wrong.\n" == run("doctor").stderr


@pytest.mark.parametrize("name", SICK)
def test_each_finding_names_the_next_step(name: str, here: Simulator) -> None:
    """It is found, named, and passes when it is ignored."""
    change, message, next_step = SICK[name]
    check = name.partition("/")[0]
    healthy(here, **change)

    found = examined(code=1)

    mine = [it for it in found["findings"] if it["check"] == check]
    assert 1 == len(mine), found["findings"]
    assert message in mine[0]["message"]
    assert next_step in mine[0]["next_step"]
    ignored = {it["check"] for it in found["findings"]}
    options = [word for other in ignored for word in ("--ignore", other)]
    without = examined(*options, code=0)
    assert ignored.isdisjoint(it["check"] for it in without["checks"])


@pytest.mark.parametrize(
    ("days", "environment", "verb"),
    [
        (-1, {}, "ended on"),
        (10, {}, "ends on"),
        (40, {}, None),
        (40, {"TRUSTHUB_EXPIRY_WARNING_DAYS": "60"}, "ends on"),
        (10, {"TRUSTHUB_EXPIRY_WARNING_DAYS": "5"}, None),
    ],
)
def test_an_approval_that_ends_is_a_finding(
    days: float,
    environment: dict[str, str],
    verb: str | None,
    here: Simulator,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """From a month before, or as long as the variable says; an ended one is none for the rest."""
    healthy(here, products=[product("Calls", numbers=EVERY)])
    here.control.settings(approval_days=days)
    [account] = here.control.accounts()
    here.control.review(account.trust_products[0], "twilio-approved")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    found = examined(code=1 if verb else 0)["findings"]

    assert ["ending-approvals"] * bool(verb) == [it["check"] for it in found]
    assert all(f"(Calls) {verb} 20" in it["message"] for it in found)


def test_a_primary_profile_whose_approval_has_ended_does_not_count(here: Simulator) -> None:
    """Nor does it do for the products that are linked to it."""
    healthy(here, products=[product("Calls", numbers=EVERY)])
    here.control.settings(approval_days=-1)
    [account] = here.control.accounts()
    here.control.review(account.customer_profiles[0], "twilio-approved")

    found = {it["check"]: it["message"] for it in examined(code=1)["findings"]}

    assert {"primary-profile", "ending-approvals", "unapproved-profiles"} == set(found)
    assert "is twilio-approved, but its approval ended on 20" in found["primary-profile"]


def test_every_check_has_a_test_of_its_finding() -> None:
    """A check that is added comes with a test."""
    own = {"credentials", "account", "policies", "released-numbers", "ending-approvals"}

    assert set(ABOUT) == own | {name.partition("/")[0] for name in SICK}


def test_missing_and_refused_credentials_are_findings(
    here: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What cannot be looked at then is skipped."""
    here.control.fault(times=99, status=401, code=20003)
    refused = examined(code=1)
    monkeypatch.delenv("TWILIO_AUTH_TOKEN")
    without = examined(code=1)

    for found in (refused, without):
        assert ["credentials"] == [it["check"] for it in found["findings"]]
        assert {"found", "skipped"} == {it["outcome"] for it in found["checks"]}
        assert list(ABOUT) == [it["check"] for it in found["checks"]]
    assert "code 20003, HTTP 401" in refused["findings"][0]["message"]
    assert "TWILIO_AUTH_TOKEN is missing" in without["findings"][0]["message"]
    assert (here.account_sid, None) == (refused["account_sid"], without["account_sid"])


def test_white_space_around_credentials_is_no_finding(
    here: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mounted secret ends in a line end, which is no part of it."""
    healthy(here)
    monkeypatch.setenv("TWILIO_ACCOUNT_SID", f" {here.account_sid}")
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", f"{here.auth_token}\n")

    assert here.account_sid == examined(code=0)["account_sid"]


def test_a_suspended_account_is_a_finding(here: Simulator) -> None:
    """Nothing else is worth looking at."""
    healthy(here)
    body = {"sid": here.account_sid, "status": "suspended"}
    here.control.fault(path=rf"Accounts/{here.account_sid}\.json", status=200, body=body)

    [finding] = examined(code=1)["findings"]

    assert "account" == finding["check"]
    assert f"Account {here.account_sid} is suspended" in finding["message"]


def test_another_accounts_key_is_a_finding(
    by_key: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before anything is believed that it cannot see."""
    monkeypatch.setenv("TWILIO_ACCOUNT_SID", "AC" + "0" * 32)

    [finding] = examined(code=1)["findings"]

    assert "account" == finding["check"]
    assert f"belongs to account {by_key.account_sid}" in finding["message"]
    assert "TWILIO_ACCOUNT_SID" in finding["next_step"]


def test_a_subaccounts_key_with_its_parents_sid_is_a_finding(
    here: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where neither has a bundle, only the numbers show that the account is not the key's."""
    here.control.reset(empty=True)
    below: dict[str, Any] = {"api_keys": [{}]}
    [parent] = here.control.seed({"accounts": [{"phone_numbers": 1, "subaccounts": [below]}]})
    [key] = parent.subaccounts[0].api_keys
    monkeypatch.delenv("TWILIO_AUTH_TOKEN")
    monkeypatch.setenv("TWILIO_ACCOUNT_SID", parent.sid)
    monkeypatch.setenv("TWILIO_API_KEY", key.sid)
    monkeypatch.setenv("TWILIO_API_SECRET", key.secret)

    found = examined(code=1)

    [finding] = found["findings"]
    assert list(ABOUT) == [it["check"] for it in found["checks"]]
    assert "account" == finding["check"]
    assert f"do not open account {parent.sid}: " in finding["message"]
    assert "account that the API key belongs to" in finding["next_step"]


def test_a_key_that_cannot_read_its_account_is_no_finding(by_key: Simulator) -> None:
    """That is skipped and no finding; neither are numbers that may be a subaccount's."""
    sids = healthy(by_key)
    release(by_key, sids[ONE])

    found = examined(code=0)

    assert {
        "account": "an API key may not read its account",
        "released-numbers": f"this API key cannot list the subaccounts of {by_key.account_sid}: "
        "use the account's own token",
    } == {it["check"]: it["why"] for it in found["checks"] if it["outcome"] == "skipped"}


@pytest.mark.parametrize(
    ("status", "why"),
    [
        ("closed", None),
        (
            "suspended",
            (
                f"the numbers of subaccount {BELOW} (code 20005, HTTP 403) cannot be read: "
                f"look at its status and its numbers in Twilio's Console"
            ),
        ),
    ],
)
def test_released_numbers_are_found_beside_a_closed_subaccount(
    status: str, why: str | None, here: Simulator
) -> None:
    """It had no numbers left; what cannot be read otherwise is named."""
    sids = healthy(here)
    release(here, sids[ONE])
    accounts = [{"sid": here.account_sid, "status": "active"}, {"sid": BELOW, "status": status}]
    here.control.fault(path=r"/Accounts\.json$", status=200, body={"accounts": accounts})
    here.control.fault(path=rf"/{BELOW}/IncomingPhoneNumbers", status=403, code=20005)

    found = examined(code=0 if why else 1)

    [check] = [it for it in found["checks"] if it["check"] == "released-numbers"]
    assert ("skipped" if why else "found", why) == (check["outcome"], check["why"])


def test_a_policy_that_is_gone_is_a_finding(here: Simulator) -> None:
    """Twilio's policies can and do change, says its overview page."""
    healthy(here)
    listed = [
        {"sid": policy.value, "friendly_name": policy.name}
        for policy in Policy
        if policy is not Policy.SHAKEN_STIR
    ]
    body = {"results": listed, "meta": {"key": "results", "next_page_url": None}}
    here.control.fault(path="/v1/Policies", status=200, body=body)

    [finding] = examined(code=1)["findings"]

    assert "policies" == finding["check"]
    assert [SHAKEN_STIR] == finding["subjects"]
    assert "Policy.SHAKEN_STIR; nothing has it" in finding["message"]
    assert "get_policies()" in finding["next_step"]


def test_released_numbers_are_a_finding(here: Simulator) -> None:
    """Their assignments are left, and a command removes them."""
    sids = healthy(here, products=[product("Calls", numbers=EVERY)])
    release(here, sids[ONE])

    [finding] = examined(code=1)["findings"]

    assert "2 assignments of 1 number that the account no longer has." == finding["message"]
    assert "pulumi-trusthub orphans" in finding["next_step"]
    assert [sids[ONE]] == finding["subjects"]


def test_a_server_that_does_not_answer_is_an_error(
    here: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not a finding: nothing is known then."""
    here.control.fault(times=99, status=400, code=20001)

    result = run("doctor")

    assert (2, "") == (result.exit_code, result.stdout)
    assert 1 == len(result.stderr.splitlines())
    monkeypatch.setenv("TRUSTHUB_BASE_URL", "nonsense")
    assert 1 == run("doctor").exit_code


def test_the_table_names_a_few_and_counts_the_rest(here: Simulator) -> None:
    """A finding of two thousand numbers is one line."""
    healthy(here, profiles=[profile()], numbers=e164(2000))
    here.control.clear_requests()

    result = run("doctor")

    assert 1 == result.exit_code
    assert (
        "2,000 numbers of the account are on no customer profile: "
        "+12025550100, +12025550101, +12025550102 and 1,997 more." in result.stdout
    )
    assert "1 finding.\n" == result.stderr
    # The account, three lists, two for the bundle, and two pages of numbers.
    assert 1 + 3 + 2 + 2 == len(asked(here))


@pytest.mark.parametrize("name", ["doctor", "status", "orphans"])
def test_nothing_is_asked_twice(name: str, by_key: Simulator) -> None:
    """Not even with an API key, whose account shows in what it can read."""
    healthy(by_key, products=[product("Calls", numbers=EVERY)])
    by_key.control.clear_requests()

    run(name)

    requests = [(it.method, it.path) for it in by_key.control.requests()]
    assert len(set(requests)) == len(requests)


@needs_posix
def test_many_findings_of_a_check_are_counted_in_a_terminal(here: Simulator) -> None:
    """What to do is told once, and --all shows each; a pipe has all of them."""
    drafts = [product(f"Calls {n}", status="draft", numbers=[ONE]) for n in range(15)]
    healthy(here, products=drafts)

    _, shown = in_a_terminal("doctor", columns=80)
    _, everything = in_a_terminal("doctor", "--all", columns=80)
    piped = run("doctor").stdout

    found = [ANSI.sub("", text).count("was never") for text in (shown, everything)]
    assert [10, 15, 15] == [*found, piped.count("was never submitted")]
    assert "unsubmitted-bundles  and 5 more, which --all shows" in re.sub(" {2,}", "  ", shown)
    assert 1 == piped.count("Declare a Submission for it")
    assert max(map(len, ANSI.sub("", shown).splitlines())) <= 80
    [duplicates] = [line for line in piped.splitlines() if "has 15 trust products" in line]
    assert duplicates.endswith("and 12 more.")


def test_a_misspelt_check_to_ignore_is_refused() -> None:
    """A check that is misspelt would else never be ignored."""
    result = run("doctor", "--ignore", "nubmers")

    assert 2 == result.exit_code
    assert (
        "Invalid value for --ignore: 'nubmers' is none of primary-profile, policies, "
        in result.stderr
    )
    assert "credentials" not in result.stderr


def test_the_help_lists_the_checks_that_can_be_ignored() -> None:
    """All checks but the two without which nothing can be looked at."""
    text = re.sub(r"-\s+", "-", run("doctor", "--help").stdout)
    _, _, listed = text.partition("One of ")

    assert ABOUT.keys() - {"credentials", "account"} == set(
        re.findall(r"[\w-]+", listed.partition(".")[0])
    )
