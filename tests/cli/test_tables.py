"""Tables in terminals of any width."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from processes import ANSI, in_a_terminal, processed
from seeded import e164, plant, product, profile, release
from skips import needs_posix

if TYPE_CHECKING:
    from pulumi_trusthub.simulator import Simulator


@needs_posix
@pytest.mark.parametrize("name", ["status", "doctor", "orphans"])
@pytest.mark.parametrize("columns", [30, 80, 140, 400])
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
    assert set(whole.findall(piped.stdout)) == set(whole.findall(shown))
    assert long.strip() in piped.stdout
    if name != "doctor":  # which has names in its sentences
        [line] = [line for line in shown.splitlines() if "name name" in line]
        assert "…" in line


@needs_posix
def test_a_terminal_of_80_columns_has_room(here: Simulator) -> None:
    """What does not fit beside the rest stands below its row."""
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
        "bundle                              kind              status           numbers",
        f"{first}  customer profile  twilio-approved  1",
        "    name: Primary",
        "    policy: Primary Customer Profile of type Business",
        f"{second}  trust product     twilio-approved  2",
        "    name: Calls",
        "    policy: SHAKEN/STIR TrustProduct",
        "",
        "number        sid                                 attestation",
        f"{numbers[0]}  {sids[numbers[0]]}  A",
        f"{numbers[1]}  {sids[numbers[1]]}  B",
        f"    missing: it is not on customer profile {first}",
        "1 of 2 numbers sign with A.",
    ] == [line.rsplit("\r", 1)[-1] for line in ANSI.sub("", shown).splitlines()][-13:]
