"""Does each bundle stand to the right of its profile, and what needs somebody first?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from reports import bundle, bundle_sid, report

from pulumi_trusthub.cli.report.drawing import COLUMNS, ROWS, Drawing, Links, draw, tone

if TYPE_CHECKING:
    from pulumi_trusthub._core.account.report import AccountReport


def drawings(found: AccountReport) -> list[Drawing]:
    """The drawings of a report."""
    return draw(Links.of(found))


def places(drawing: Drawing) -> list[tuple[str, int, int]]:
    """Each card's name, column and row."""
    return [(it.bundle.friendly_name, it.column, it.row) for it in drawing.cards]


def on(*indices: int) -> dict[str, Any]:
    """Links to bundles."""
    return {"customer_profile_sids": [bundle_sid(it) for it in indices]}


def test_a_chain_is_drawn_from_left_to_right() -> None:
    """Primary profile, secondary profile, products; a product with two profiles has two lines."""
    found = report(
        bundle(0, "primary"),
        bundle(1, "secondary", **on(0)),
        bundle(2, "calls", **on(0, 1)),
        bundle(3, "names", **on(1)),
    )

    [drawing] = drawings(found)

    assert [("primary", 0, 0), ("secondary", 1, 0), ("calls", 2, 0), ("names", 2, 1)] == places(
        drawing
    )
    assert (3, 2) == (drawing.columns, drawing.rows)
    assert [
        ("primary", "secondary"),
        ("primary", "calls"),
        ("secondary", "calls"),
        ("secondary", "names"),
    ] == [
        (it.bundle.friendly_name, other.bundle.friendly_name)
        for it, other in drawing.lines(Links.of(found))
    ]


def test_bundles_that_need_somebody_come_first() -> None:
    """A family is as urgent as its most urgent bundle."""
    found = report(
        bundle(0, "fine"),
        bundle(1, "profile"),
        bundle(2, "approved", **on(1)),
        bundle(3, "draft", status="draft", **on(1)),
        bundle(4, "rejected", status="twilio-rejected", reasons=["18601"], **on(1)),
    )

    [drawing] = drawings(found)

    assert ["profile", "rejected", "draft", "approved", "fine"] == [
        name for name, _, _ in places(drawing)
    ]


def test_a_profile_with_many_products_stands_in_each_drawing() -> None:
    """Each drawing has a bounded number of rows, and each product stands in one of them."""
    count = 2 * ROWS + 1
    found = report(bundle(0), *(bundle(it, **on(0)) for it in range(1, count + 1)))

    several = drawings(found)

    assert [ROWS, ROWS, 1] == [it.rows for it in several]
    assert [True, False, False] == [it.cards[0].is_first for it in several]
    assert {bundle_sid(0)} == {it.cards[0].bundle.sid for it in several}
    assert count + 1 == sum(card.is_first for it in several for card in it.cards)


@pytest.mark.parametrize(
    "bundles",
    [
        [],
        [bundle(0, **on(0))],
        [bundle(0, **on(1)), bundle(1, **on(0))],
        [bundle(it, **on((it + 1) % 7, (it + 3) % 7)) for it in range(7)],
        [bundle(it, **on(it - 1)) for it in range(9)],
        [bundle(0, **on(99))],
    ],
    ids=["none", "itself", "a pair", "many circles", "a long chain", "another account's"],
)
def test_odd_links_lose_no_bundle(bundles: list[object]) -> None:
    """Whatever is linked to what, each bundle is drawn once, in one of a few columns."""
    found = report(*bundles)  # type: ignore[arg-type]

    cards = [card for it in drawings(found) for card in it.cards]

    assert sorted(it.sid for it in found.bundles) == sorted(
        it.bundle.sid for it in cards if it.is_first
    )
    assert all(it.column < COLUMNS for it in cards)


@pytest.mark.parametrize(
    ("status", "reasons", "kind"),
    [
        ("twilio-approved", [], "good"),
        ("TWILIO_APPROVED", [], "good"),
        ("twilio-approved", ["its approval ended on 2026-01-01"], "bad"),
        ("twilio-rejected", [], "bad"),
        ("pending-review", [], "wait"),
        ("in-review", [], "wait"),
        ("draft", [], "draft"),
        ("provisionally-approved", [], "other"),
    ],
)
def test_a_status_has_its_class(status: str, reasons: list[str], kind: str) -> None:
    """An approval that has ended is none."""
    assert kind == tone(bundle(0, status=status, reasons=reasons))
