"""``pulumi-trusthub orphans``: assignments whose number is gone."""

from __future__ import annotations

import json
import signal
from typing import TYPE_CHECKING, Any

import pytest
from processes import SECONDS, running
from seeded import asked, e164, plant, product, profile, release, run
from skips import needs_posix

from pulumi_trusthub._core.api import clients

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable

    from pulumi_trusthub.simulator import Simulator

ONE, TWO, THREE = e164(3)
LIST = "orphans", "--json"
CLOSED, ACTIVE, OTHER = ("AC" + digit * 32 for digit in "cab")
"""Subaccounts, by what they are."""


@pytest.fixture
def two_released(here: Simulator) -> dict[str, str]:
    """Three numbers on profile and product, of which two were released."""
    every = [ONE, TWO, THREE]
    sids = plant(
        here, profiles=[profile(numbers=every)], products=[product("Calls", numbers=every)]
    )
    release(here, sids[ONE], sids[TWO])
    return sids


def deletions(simulator: Simulator) -> list[str]:
    """The kinds of bundles from which something was removed, in the order of the log."""
    return [entry.split("/")[2] for entry in asked(simulator) if entry.startswith("DELETE /v1/")]


def below(simulator: Simulator, *refusals: int, **states: str) -> None:
    """Have subaccounts in the list of accounts, the first of which refuse to be read."""
    accounts = [{"sid": simulator.account_sid, "status": "active"}]
    accounts += [{"sid": sid, "status": status} for sid, status in states.items()]
    simulator.control.fault(
        path=r"/Accounts\.json$", times=99, status=200, body={"accounts": accounts}
    )
    refused = dict(zip(states, refusals, strict=False))
    for sid in states:
        how: dict[str, Any] = {"status": 200, "body": {"incoming_phone_numbers": []}}
        if sid in refused:
            how = {"status": refused[sid], "code": 20005}
        simulator.control.fault(path=rf"/{sid}/IncomingPhoneNumbers", times=99, **how)


def held(simulator: Simulator) -> int:
    """How many numbers are on bundles."""
    return simulator.control.counts()["channel_endpoint_assignments"]


def test_orphans_are_listed_and_nothing_is_changed(
    here: Simulator, two_released: dict[str, str]
) -> None:
    """Two numbers on two bundles are four, and the exit code is 1."""
    result = run(*LIST)

    document = json.loads(result.stdout)
    assert 1 == result.exit_code
    assert ["account_sid", "orphans", "undecided"] == list(document)
    assert (4, []) == (len(document["orphans"]), document["undecided"])
    first = document["orphans"][0]
    [account] = here.control.accounts()
    sid = account.trust_products[0]
    assert first["id"].startswith(f"TrustProducts/{sid}/ChannelEndpointAssignments/RA")
    assert {
        "id": first["id"],
        "bundle_sid": sid,
        "kind": "trust product",
        "phone_number_sid": two_released[ONE],
        "removed": False,
        "error": None,
    } == first
    assert "4 assignments of 2 released numbers. Nothing was removed" in result.stderr
    assert {"GET"} == {entry.partition(" ")[0] for entry in asked(here)}


def test_orphans_are_removed_from_products_first(
    here: Simulator, two_released: dict[str, str]
) -> None:
    """Then from profiles; the number that is left keeps both of its assignments."""
    result = run("orphans", "--remove", "--yes")

    assert 0 == result.exit_code, result.output
    assert ["TrustProducts"] * 2 + ["CustomerProfiles"] * 2 == deletions(here)
    assert 2 == held(here)
    assert "4 removed, 0 left." in result.stderr
    again = run("orphans", "--remove", "--yes")
    assert (0, "") == (again.exit_code, again.stdout)
    assert "No assignment is left of a number that was released.\n" == again.stderr
    assert two_released[THREE] in run("status").stdout


@pytest.mark.usefixtures("two_released")
def test_a_list_that_lags_shows_no_removed_orphan(
    here: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another command right after the removal reads each assignment by its SID; so do others."""
    here.control.settings(lists_keep_deleted_seconds=60)
    removed = run("orphans", "--remove", "--yes")
    monkeypatch.setattr(clients, "_CLIENTS", {})

    again = run("orphans")
    shown = run("status")
    examined = json.loads(run("doctor", "--json").stdout)

    assert 0 == removed.exit_code, removed.output
    assert (0, "") == (again.exit_code, again.stdout)
    assert "No assignment is left of a number that was released.\n" == again.stderr
    assert "it was released" not in shown.output
    assert "released-numbers" not in {it["check"] for it in examined["findings"]}


@pytest.mark.usefixtures("two_released")
@pytest.mark.parametrize(("answer", "code", "left"), [("y\n", 0, 2), ("n\n", 1, 6), ("", 2, 6)])
def test_the_command_asks_before_it_removes(
    answer: str, code: int, left: int, here: Simulator
) -> None:
    """On stderr; no is no, and nobody there is an error."""
    result = run("orphans", "--remove", answer=answer)

    assert (code, left) == (result.exit_code, held(here))
    assert "Remove 4 assignments?" in result.stderr
    assert "Remove" not in result.stdout


@pytest.mark.parametrize("options", [(), ("--json",)])
def test_the_command_shows_the_orphans_before_it_asks(
    options: tuple[str, ...], here: Simulator, two_released: dict[str, str]
) -> None:
    """Before it asks, and once; no is told as such, and stdout has data alone."""
    result = run("orphans", "--remove", *options, answer="n\n")

    shown, _, then = result.output.partition("Remove 4 assignments? [y/N] ")
    assert [True, True] == [two_released[number] in shown for number in (ONE, TWO)]
    assert "4 assignments of 2 released numbers. Nothing was removed.\n" == then.partition("{")[0]
    assert ("assignment" in result.stdout.split()) == (not options)
    if options:
        assert [False] * 4 == [it["removed"] for it in json.loads(result.stdout)["orphans"]]
    assert 6 == held(here)


@pytest.mark.usefixtures("two_released")
def test_removed_orphans_are_not_shown_as_present(here: Simulator) -> None:
    """After the answer come what could not be removed, and the counts."""
    here.control.fault(method="DELETE", path="CustomerProfiles", times=1, status=400, code=20001)

    result = run("orphans", "--remove", answer="y\n")

    _, _, then = result.output.partition("Remove 4 assignments? [y/N] ")
    stuck, counts = then.splitlines()
    assert stuck.startswith("CustomerProfiles/")
    assert " is still there: DELETE " in stuck
    assert "3 removed, 1 left." == counts
    assert (1, 3) == (result.exit_code, held(here))


@pytest.mark.usefixtures("two_released")
def test_removed_orphans_are_shown_as_json(here: Simulator) -> None:
    """With the confirmation on stderr, stdout is the document alone."""
    result = run(*LIST, "--remove", answer="y\n")

    assert [True] * 4 == [it["removed"] for it in json.loads(result.stdout)["orphans"]]
    assert 2 == held(here)


@needs_posix
@pytest.mark.usefixtures("two_released")
def test_an_interruption_tells_what_was_removed(here: Simulator) -> None:
    """As JSON and in words, with the exit code of Ctrl-C; nothing more is removed then."""
    here.control.fault(method="DELETE", path="CustomerProfiles", times=9, delay_seconds=SECONDS)
    with running(*LIST, "--remove", "--yes") as process:
        _wait_for(lambda: len(deletions(here)) == 4, process)
        process.send_signal(signal.SIGINT)
        out, errors = process.communicate(timeout=20)
    here.control.clear_faults()

    entries = json.loads(out)["orphans"]
    assert 130 == process.returncode
    assert {"trust product": [True, True], "customer profile": [False, False]} == {
        kind: [it["removed"] for it in entries if it["kind"] == kind]
        for kind in ("trust product", "customer profile")
    }
    assert ["interrupted before an answer came: it may have been removed all the same"] * 2 == [
        it["error"] for it in entries if not it["removed"]
    ]
    assert "Interrupted: 2 removed, 2 left, if no answer was missed.\n" == errors


def _wait_for(is_so: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    while process.poll() is None and not is_so():
        pass


@pytest.mark.usefixtures("two_released")
def test_yes_alone_is_a_mistake(here: Simulator) -> None:
    """Without --remove it would seem to have removed something."""
    assert 2 == run("orphans", "--yes").exit_code
    assert 6 == held(here)


def test_an_orphan_that_cannot_leave_the_product_stays_on_the_profile(
    here: Simulator, two_released: dict[str, str]
) -> None:
    """The rest goes, the reason is told, and the exit code is 1."""
    [account] = here.control.accounts()
    listed = json.loads(run(*LIST).stdout)["orphans"]
    [stuck] = [
        it["id"]
        for it in listed
        if it["bundle_sid"] == account.trust_products[0]
        and it["phone_number_sid"] == two_released[ONE]
    ]
    here.control.fault(method="DELETE", path=stuck, times=9, status=400, code=20001)

    result = run(*LIST, "--remove", "--yes")

    entries = json.loads(result.stdout)["orphans"]
    assert 1 == result.exit_code
    removed = {(it["kind"], it["phone_number_sid"]): it["removed"] for it in entries}
    assert {
        ("trust product", two_released[ONE]): False,
        ("trust product", two_released[TWO]): True,
        ("customer profile", two_released[ONE]): False,
        ("customer profile", two_released[TWO]): True,
    } == removed
    assert f"{stuck} is still there: DELETE /v1/{stuck} failed" in result.stderr
    [error] = [
        it["error"]
        for it in entries
        if it["kind"] == "customer profile" and it["phone_number_sid"] == two_released[ONE]
    ]
    assert f"its number is still on trust product {account.trust_products[0]}: {stuck}" == error
    assert "2 removed, 2 left." in result.stderr


def test_an_orphan_that_went_meanwhile_counts_as_removed(
    here: Simulator, two_released: dict[str, str]
) -> None:
    """A 404 is what was wanted."""
    here.control.fault(
        method="DELETE", path=r"CustomerProfiles/.*/RA\w+$", times=1, status=404, code=20404
    )

    result = run("orphans", "--remove", "--yes")

    assert 0 == result.exit_code, result.output
    assert two_released


def test_numbers_of_subaccounts_are_no_orphans(here: Simulator) -> None:
    """Profile and product of the parent carry them too."""
    plant(here, numbers=0, subaccounts=[{"phone_numbers": [ONE], "friendly_name": "Sales"}])
    bundles: dict[str, Any] = {
        "sid": here.account_sid,
        "customer_profiles": [profile(numbers=[ONE])],
        "trust_products": [product("Calls", numbers=[ONE])],
    }
    here.control.seed({"accounts": [bundles]})

    result = run("orphans", "--remove", "--yes")

    assert (0, "") == (result.exit_code, result.stdout)
    assert 2 == held(here)


def test_a_number_that_may_be_a_subaccounts_is_left_alone(
    by_key: Simulator, two_released: dict[str, str]
) -> None:
    """An API key cannot list subaccounts, so a number may be one of theirs."""
    result = run(*LIST, "--remove", "--yes")

    document = json.loads(result.stdout)
    assert (1, [], 4) == (result.exit_code, document["orphans"], len(document["undecided"]))
    assert (
        "Undecided: 4 assignments of numbers that the account itself does not have: a "
        "subaccount's, or released; this API key cannot list the subaccounts of "
        f"{by_key.account_sid}: use the account's own token.\n"
    ) == result.stderr
    assert (6, []) == (held(by_key), deletions(by_key))
    assert two_released


@pytest.mark.usefixtures("two_released")
def test_a_closed_subaccount_is_not_asked(here: Simulator) -> None:
    """It has no numbers: Twilio released them all when it was closed."""
    below(here, 401, **{CLOSED: "closed", ACTIVE: "active"})

    result = run("orphans", "--remove", "--yes")

    assert (0, 2) == (result.exit_code, held(here)), result.output
    assert not [entry for entry in asked(here) if CLOSED in entry]


@pytest.mark.usefixtures("two_released")
@pytest.mark.parametrize("status", [401, 403, 404])
def test_a_subaccount_that_cannot_be_read_is_named(status: int, here: Simulator) -> None:
    """With a step that helps: the credentials are the account's own already."""
    below(here, status, **{OTHER: "suspended", ACTIVE: "active"})

    result = run(*LIST, "--remove", "--yes")

    document = json.loads(result.stdout)
    assert (1, [], 4) == (result.exit_code, document["orphans"], len(document["undecided"]))
    assert (
        "Undecided: 4 assignments of numbers that the account itself does not have: a "
        f"subaccount's, or released; the numbers of subaccount {OTHER} (code 20005, HTTP {status})"
        " cannot be read: look at its status and its numbers in Twilio's Console.\n"
    ) == result.stderr
    assert 6 == held(here)


@pytest.mark.usefixtures("two_released")
def test_all_subaccounts_that_cannot_be_read_are_named(here: Simulator) -> None:
    """In an order that does not change."""
    below(here, 403, 401, **{OTHER: "suspended", ACTIVE: "active"})

    assert (
        f"subaccounts {ACTIVE} (code 20005, HTTP 401), {OTHER} (code 20005, HTTP 403) cannot be "
        "read: look at their status and their numbers" in run("orphans").stderr
    )


@pytest.mark.usefixtures("two_released")
def test_an_account_list_refused_to_the_own_token_is_an_error(here: Simulator) -> None:
    """Another token is no help then."""
    here.control.fault(path=r"/Accounts\.json$", times=9, status=403, code=20003)

    assert (
        f"the subaccounts of {here.account_sid} cannot be listed (code 20003, HTTP 403): look at "
        "its status in Twilio's Console.\n" in run("orphans").stderr
    )


def test_a_readable_subaccount_counts_beside_an_unreadable_one(
    here: Simulator, two_released: dict[str, str]
) -> None:
    """Where all numbers are found, what cannot be read makes no difference."""
    back = [{"sid": sid} for sid in two_released.values()]
    here.control.fault(
        path=rf"/{ACTIVE}/Incoming", times=9, status=200, body={"incoming_phone_numbers": back}
    )
    below(here, 403, **{OTHER: "suspended", ACTIVE: "active"})

    result = run("orphans")

    assert (0, "") == (result.exit_code, result.stdout)


def test_a_number_that_is_back_is_left_alone(here: Simulator, two_released: dict[str, str]) -> None:
    """Numbers are read once more after the confirmation: somebody may have taken their time."""
    numbers = f"/2010-04-01/Accounts/{here.account_sid}/IncomingPhoneNumbers.json"
    back = {"incoming_phone_numbers": [{"sid": sid} for sid in two_released.values()]}
    here.control.fault(path=numbers, skip=1, times=1, status=200, body=back)

    result = run("orphans", "--remove", "--yes")

    assert (1, 6) == (result.exit_code, held(here))
    assert "is still there: the number may still be in use" in result.stderr


def test_other_endpoints_are_no_numbers(here: Simulator) -> None:
    """Only what has the SID of a phone number is looked for among the numbers."""
    plant(here, profiles=[profile()])
    sid = here.control.accounts()[0].customer_profiles[0]
    other = {"sid": "RA" + "1" * 32, "channel_endpoint_sid": "MG" + "1" * 32}
    page = {"results": [other], "meta": {"key": "results", "next_page_url": None}}
    path = f"{sid}/ChannelEndpointAssignments"
    here.control.fault(path=path, times=1, status=200, body=page)

    assert 0 == run("orphans", "--remove", "--yes").exit_code
    assert [] == deletions(here)


def test_two_thousand_numbers_cost_few_reads_and_a_delete_per_orphan(here: Simulator) -> None:
    """Each removal is one request, and reading costs a few pages."""
    every = e164(2000)
    sids = plant(
        here,
        numbers=every,
        profiles=[profile(numbers=every)],
        products=[product("Calls", numbers=every)],
    )
    release(here, *list(sids.values())[:200])

    result = run("orphans", "--remove", "--yes")

    assert 0 == result.exit_code, result.stderr
    assert ["TrustProducts"] * 200 + ["CustomerProfiles"] * 200 == deletions(here)
    reads = [entry for entry in asked(here) if entry.startswith("GET")]
    # Three lists, two for each bundle with a second page of numbers, and the account's numbers on
    # two pages, for which accounts are listed too: once before and once after the confirmation.
    # Each of the 400 is read by its SID before it is shown.
    assert 3 + 2 * 3 + 2 * (2 + 1) + 400 == len(reads)
    assert 2 * 1800 == held(here)
