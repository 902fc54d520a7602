"""Does CONTRIBUTING name the files that a change touches?  Real cases hold each list true."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "pulumi_trusthub"
SECTION = re.compile(r"^## Where a change goes\n(.*?)^## ", re.MULTILINE | re.DOTALL)
CASES = {
    1: r"status_callback|StatusCallback",
    2: r"\b18610\b",
    5: r"\bdef get_policies\b|\bPolicyResult\b",
    6: r"\bBRANDED_CALLING_BASIC\b|RNec5c6f3b750ed0d117c1951b5d5ce8c1",
}
"""For each change that has a real case already, the words by which the case is found."""


def rooms(number: int) -> list[str]:
    """The files and folders that one change names, as the page writes them."""
    section = SECTION.findall((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"))[0]
    items = re.split(r"^\d\. ", section, flags=re.MULTILINE)
    return re.findall(r"`([\w/]+(?:\.py|/))`", items[number])


def files_of(room: str) -> set[Path]:
    """The files of the package that a name on the page may mean."""
    if room.endswith("/"):
        return {file for file in PACKAGE.rglob("*.py") if f"/{room}" in file.as_posix()}
    if room == "__init__.py":
        return {PACKAGE / room}
    return {file for file in PACKAGE.rglob("*.py") if file.as_posix().endswith(f"/{room}")}


@pytest.mark.parametrize("number", CASES)
def test_a_change_like_an_earlier_one_finds_all_its_files(number: int) -> None:
    """Every file that has the words of the earlier change is in the list, or in a folder of it."""
    words = re.compile(CASES[number])
    touched = {
        file for file in PACKAGE.rglob("*.py") if words.search(file.read_text(encoding="utf-8"))
    }
    named = set().union(*map(files_of, rooms(number)))

    assert set() == {file.relative_to(PACKAGE).as_posix() for file in touched - named}


@pytest.mark.parametrize("number", range(1, 9))
def test_every_file_that_a_change_names_is_there(number: int) -> None:
    """And each is told from others of its name by its folder."""
    found = rooms(number)

    assert found
    assert [] == [it for it in found if not (ROOT / it).exists() and not files_of(it)]
