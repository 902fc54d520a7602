"""Does ``docs/errors.md`` show what is said today?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from engines import NATIVE, PROGRAMS, Engine, account_free, settings
from mistakes import MISTAKES, Mistake
from screens import INTRODUCTION, PAGE, capture, said, section, sections, told
from skips import needs_pulumi

from pulumi_trusthub.testing import EmbeddedStack

if TYPE_CHECKING:
    from pulumi_trusthub.simulator import Simulator

CAPTURED = {"plain-http", "attributes", "not-ours"}
"""What is captured again where the real engine is: one line of a failure, several of a check, and
one of a lookup."""


def screen_of(mistake: Mistake) -> str:
    """Give the screen of a mistake on the page."""
    shown = sections(PAGE.read_text(encoding="utf-8"))[mistake.heading]
    return shown.partition("```text\n")[2].rpartition("```")[0]


def test_the_page_has_every_mistake_and_no_other() -> None:
    """Headings, advice and their order are those of ``mistakes.py``."""
    page = INTRODUCTION + "".join(section(it, screen_of(it)) for it in MISTAKES)

    assert page == PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize("form", ["dynamic", "native"])
@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda it: it.name)
def test_the_page_shows_the_errors_of_the_embedded_engine(
    mistake: Mistake, form: str, simulator: Simulator
) -> None:
    """The errors and warnings on the page are those of the embedded engine, and no other."""
    config = settings(simulator, {}) | ({NATIVE: "true"} if form == "native" else {})
    engine = Engine(EmbeddedStack, PROGRAMS / mistake.program, config, account_free())
    mistake.prepare(engine, simulator)

    outcome = getattr(engine, mistake.command)()

    assert sorted(said(outcome)) == sorted(told(screen_of(mistake).splitlines()))


@needs_pulumi
@pytest.mark.parametrize(
    "mistake", [it for it in MISTAKES if it.name in CAPTURED], ids=lambda it: it.name
)
def test_the_real_engine_shows_the_errors_of_the_page(
    mistake: Mistake, simulator: Simulator
) -> None:
    """What is on the page is what a person gets, whatever stands around it."""
    screen = capture(mistake, simulator)

    assert told(screen_of(mistake).splitlines()) == told(screen.splitlines())
