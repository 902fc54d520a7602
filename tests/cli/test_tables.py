"""Tables in terminals of any width."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from processes import ANSI, in_a_terminal, processed
from seeded import e164, plant, product, profile, release
from skips import needs_posix

from pulumi_trusthub.cli.tables import Column, write_tables

if TYPE_CHECKING:
    from pulumi_trusthub.simulator import Simulator


@needs_posix
@pytest.mark.parametrize("name", ["status", "doctor", "orphans"])
@pytest.mark.parametrize("columns", [30, 80, 400])
def test_a_terminal_breaks_no_sid(columns: int, name: str, here: Simulator) -> None:
    """Nor a status, a number or the name of a check; a name that is too long is cut instead."""
    long = "name " * 50
    sids = plant(
        here,
        profiles=[profile(numbers=e164(2))],
        products=[product(long, numbers=e164(3), status="twilio-rejected", errors=[18601])],
    )
    release(here, sids[e164(1)[0]])
    whole = re.compile(r"\b[A-Z]{2}[0-9a-f]{32}\b|\+1\d{10}|\btwilio-\w+|\b\w+-bundles\b")
    piped = processed(name)

    code, shown = in_a_terminal(name, columns=columns)

    assert 1 == code == piped.returncode
    shown = ANSI.sub("", shown)
    without = {"RA"} if name == "orphans" and columns < 230 else set()
    assert {it for it in whole.findall(piped.stdout) if it[:2] not in without} == set(
        whole.findall(shown)
    )
    assert long.strip() in piped.stdout
    names = [line for line in shown.splitlines() if "name name" in line]
    if name != "doctor":  # which has names in its sentences
        assert all("…" in line for line in names)
        assert columns < 80 or (name, columns) == ("orphans", 80) or names


@needs_posix
def test_a_terminal_of_80_columns_has_room(here: Simulator) -> None:
    """A name is cut, and what is not needed is left out."""
    numbers = e164(2)
    sids = plant(
        here,
        numbers=numbers,
        profiles=[profile(numbers=numbers[:1])],
        products=[product("Calls", numbers=numbers)],
    )
    [account] = here.control.accounts()
    first, second = account.customer_profiles[0], account.trust_products[0]

    _, shown = in_a_terminal("status", columns=80)

    assert [
        "bundle                              status           numbers  name",
        f"{first}  twilio-approved  1        Primary",
        f"{second}  twilio-approved  2        Calls",
        "",
        "number        sid                                 attestation  missing",
        f"{numbers[0]}  {sids[numbers[0]]}  A",
        f"{numbers[1]}  {sids[numbers[1]]}  B            it is not on customer profile",
        f"{' ' * 63}{first}",
        "1 of 2 numbers sign with A.",
    ] == [line.rsplit("\r", 1)[-1].rstrip() for line in ANSI.sub("", shown).splitlines()][-9:]


def test_a_long_sentence_pads_no_other_row(capsys: pytest.CaptureFixture[str]) -> None:
    """In a pipe every line is whole, and as long as what it says."""
    columns = (Column("name", "cut"), Column("sentence", "wrapped"), Column("sid"))
    rows = [("short", "x" * 3000, "BU1"), ("n" * 300, "brief", "BU2")]

    write_tables((columns, rows))

    written = capsys.readouterr().out.splitlines()
    assert [True, True] == [len(line) < 400 for line in (written[0], written[2])]
    assert ["x" * 3000, "BU1"] == written[1].split()[1:]
    assert ["n" * 300, "brief", "BU2"] == written[2].split()
