"""Fills the landing page: ``python docs/_site/landing.py`` writes its program, preview and picture.

The picture is drawn from the state of the program on the page, deployed and approved; the preview
is what `pulumi`, which has to be on PATH, prints for it.  Tests make all of them again.
"""

from __future__ import annotations

import re
import runpy
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from example import PICTURES, ROOT, deployed, settings
from graph import Needs, needs

from pulumi_trusthub.simulator import Simulator
from pulumi_trusthub.testing import PulumiStack

if TYPE_CHECKING:
    from collections.abc import Iterable

PAGE = ROOT / "docs" / "index.md"
PROGRAM = ROOT / "docs" / "programs" / "components" / "shaken_stir.py"
PICTURE = PICTURES / "landing.svg"
WIDTH, HEIGHT, ACROSS, DOWN = 200, 52, 30, 30
GREY, BLUE, BROWN, GREEN = "#546e7a", "#3949ab", "#6d4c41", "#2e7d32"
"""Dark enough for white letters, and none of them the ground of a page, light or dark."""

Box = tuple[int, int, str, str, str]
"""Column, row, colour, and two lines of text."""


def program() -> None:
    """Run the program of the page."""
    runpy.run_path(str(PROGRAM))


def preview() -> str:
    """Give what `pulumi preview` prints, without the lines that say how long it took."""
    printed: list[str] = []

    def run(stack: Any, given: dict[str, Any]) -> None:
        printed.append(stack.preview(**given).stdout)

    with (
        Simulator() as simulator,
        PulumiStack(program, project="calls", stack="dev", config=settings(simulator)) as stack,
    ):
        stack._verb(run)
    # Blank lines are where it took a while, too.
    lines = [it.rstrip() for it in printed[0].splitlines() if it.strip() and it[0] != "@"]
    return "\n".join([*lines, ""]).replace("\nResources:", "\n\nResources:")


def shown(page: str) -> str:
    """Give the preview that the page shows."""
    return page.partition("```text\n")[2].partition("```")[0]


def filled(page: str, previewed: str) -> str:
    """Write the program and its preview into the page."""
    for language, text in {"python": PROGRAM.read_text("utf-8"), "text": previewed}.items():
        fence = re.compile(rf"(^```{language}\n).*?(^```$)", re.MULTILINE | re.DOTALL)
        page = fence.sub(lambda found, text=text: f"{found[1]}{text}{found[2]}", page, count=1)
    return page


def picture() -> str:
    """Draw what the program makes, and what follows from it after an approval."""
    with deployed(program) as (simulator, stack):
        [product] = simulator.account.trust_products
        simulator.control.review(product, "twilio-approved")
        stack.refresh()
        stack.up()
        resources = stack.export()["deployment"]["resources"]
        signed = {number["attestation"] for number in stack.outputs["attestations"].values()}
    return svg(needs(resources), signed)


def svg(made: Needs, signed: Iterable[str]) -> str:
    """Draw in the middle what is made, each below what it needs."""
    order = sorted(made, key=lambda it: len(_below(made, it)))
    rows = {kind: row for row, (kind, _) in enumerate(order)}
    link, numbers, last = (
        rows["EntityAssignment"],
        rows["ChannelEndpointAssignments"],
        len(order) - 1,
    )
    [attestation] = signed
    boxes = [
        (0, link, GREY, "business profile", "approved by Twilio"),
        (0, numbers, GREY, "phone numbers", "of the account"),
        *((1, row, BLUE, name, kind) for row, (kind, name) in enumerate(order)),
        (2, last, BROWN, "review", "by people at Twilio"),
        (2, numbers, GREEN, f"attestation {attestation}", "for every number"),
    ]
    arrows = [
        _across(0, link),
        _across(0, numbers),
        *(_down(1, row) for row in range(last)),
        _across(1, last),
        _up(2, last),
    ]
    wide, tall = 3 * (WIDTH + ACROSS) - ACROSS, len(order) * (HEIGHT + DOWN) - DOWN
    view = f'viewBox="0 0 {wide} {tall}" width="{wide}" font-family="sans-serif" font-size="15"'
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {view} fill="#ffffff">',
        "<title>What the program on the page makes, and what follows from it</title>",
        *arrows,
        *map(_box, boxes),
    ]
    return "\n".join([*lines, "</svg>", ""])


def _below(made: Needs, of: tuple[str, str]) -> set[tuple[str, str]]:
    return made[of].union(*(_below(made, each) for each in made[of]))


def _box(box: Box) -> str:
    column, row, colour, name, kind = box
    x, y = _place(column, row)
    middle = x + WIDTH // 2
    return (
        f'<rect x="{x}" y="{y}" width="{WIDTH}" height="{HEIGHT}" rx="6" fill="{colour}"/>'
        f'<text x="{middle}" y="{y + 22}" text-anchor="middle" font-weight="bold">'
        f'{escape(name)}</text><text x="{middle}" y="{y + 42}" text-anchor="middle" '
        f'font-size="13">{escape(kind)}</text>'
    )


def _place(column: int, row: int) -> tuple[int, int]:
    return column * (WIDTH + ACROSS), row * (HEIGHT + DOWN)


def _across(column: int, row: int) -> str:
    x, y = _place(column, row)
    return _arrow(x + WIDTH, y + HEIGHT // 2, f"h{ACROSS - 8}", "l8 -5 l-8 -5 z", ACROSS - 8, 5)


def _down(column: int, row: int) -> str:
    x, y = _place(column, row)
    return _arrow(x + WIDTH // 2, y + HEIGHT, f"v{DOWN - 8}", "l5 8 l5 -8 z", -5, DOWN - 8)


def _up(column: int, row: int) -> str:
    x, y = _place(column, row)
    return _arrow(x + WIDTH // 2, y, f"v-{DOWN - 8}", "l5 -8 l5 8 z", -5, 8 - DOWN)


def _arrow(x: int, y: int, line: str, head: str, across: int, down: int) -> str:
    return (
        f'<path d="M{x} {y} {line}" stroke="#7986cb" stroke-width="2"/>'
        f'<path d="M{x + across} {y + down} {head}" fill="#7986cb"/>'
    )


if __name__ == "__main__":
    PICTURE.write_text(picture(), encoding="utf-8")
    PAGE.write_text(filled(PAGE.read_text("utf-8"), preview()), encoding="utf-8")
