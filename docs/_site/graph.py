"""Draws what depends on what in the first example: ``python docs/_site/graph.py`` writes the file.

The picture is made from the state of a stack that was deployed, so it cannot claim what is not so;
a test makes it again and compares.
"""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape

from example import PICTURES, deployed

PICTURE = PICTURES / "onboarding.svg"
WIDTH, HEIGHT, ACROSS, DOWN, EDGE = 210, 52, 60, 26, 16

Needs = dict[tuple[str, str], set[tuple[str, str]]]
"""Each resource as its type and name, and those it depends on directly."""


def held() -> list[dict[str, Any]]:
    """Give what a stack of the example holds, as its state has it."""
    with deployed() as (_, stack):
        resources: list[dict[str, Any]] = stack.export()["deployment"]["resources"]
    return resources


def needs(resources: list[dict[str, Any]]) -> Needs:
    """Give what each resource needs, without what follows from the rest."""
    ours = {it["urn"]: _named(it) for it in resources if ":dynamic/" in it["type"]}
    found: Needs = {}
    for it in resources:
        if it["urn"] in ours:
            by_property = it.get("propertyDependencies", {}).values()
            urns = {*it.get("dependencies", ())}.union(*by_property)
            found[ours[it["urn"]]] = {ours[urn] for urn in urns if urn in ours}
    return {
        it: direct - {far for near in direct for far in _all(found, near)}
        for it, direct in found.items()
    }


def _named(resource: dict[str, Any]) -> tuple[str, str]:
    return resource["type"].rpartition(":")[2], resource["urn"].rpartition("::")[2]


def _all(found: Needs, of: tuple[str, str]) -> set[tuple[str, str]]:
    return found[of].union(*(_all(found, each) for each in found[of]))


def svg(found: Needs) -> str:
    """Draw it, from the left, where nothing is needed, to the right."""
    columns: dict[int, list[tuple[str, str]]] = {}
    for it in sorted(found):
        columns.setdefault(_depth(found, it), []).append(it)
    # A row for the bundle, and one for each number, so that no line runs through a box.
    places = {
        it: (EDGE + column * (WIDTH + ACROSS), EDGE + row * (HEIGHT + DOWN))
        for column, held in columns.items()
        for rank, group in enumerate(_groups(held))
        for row, it in enumerate(group, rank)
    }
    tall = max(y for _, y in places.values()) + HEIGHT + EDGE
    wide = len(columns) * (WIDTH + ACROSS) - ACROSS + 2 * EDGE
    view = f'viewBox="0 0 {wide} {tall}" font-family="sans-serif" font-size="14"'
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {view}>',
        "<title>What is made after what in examples/01-direct-customer</title>",
        '<rect width="100%" height="100%" rx="8" fill="#ffffff"/>',
    ]
    for it, direct in sorted(found.items()):
        lines += [_line(places[need], places[it]) for need in sorted(direct)]
    lines += [_box(it, *place) for it, place in places.items()]
    return "\n".join([*lines, "</svg>", ""])


def _groups(column: list[tuple[str, str]]) -> tuple[list[tuple[str, str]], ...]:
    numbers = [it for it in column if it[0] == "ChannelEndpointAssignment"]
    return [it for it in column if it not in numbers], numbers


def _depth(found: Needs, of: tuple[str, str]) -> int:
    return 1 + max((_depth(found, each) for each in found[of]), default=-1)


def _line(start: tuple[int, int], end: tuple[int, int]) -> str:
    x, y = start[0] + WIDTH, start[1] + HEIGHT // 2
    to_x, to_y = end[0] - 7, end[1] + HEIGHT // 2
    bend = max(ACROSS // 2, (to_x - x) // 2)
    return (
        f'<path d="M{x} {y} C{x + bend} {y} {to_x - bend} {to_y} {to_x} {to_y}" fill="none" '
        f'stroke="#5c6bc0" stroke-width="1.5"/>'
        f'<path d="M{to_x + 7} {to_y} l-8 -4 v8 z" fill="#5c6bc0"/>'
    )


def _box(it: tuple[str, str], x: int, y: int) -> str:
    kind, name = it
    middle = x + WIDTH // 2
    return (
        f'<rect x="{x}" y="{y}" width="{WIDTH}" height="{HEIGHT}" rx="6" fill="#e8eaf6" '
        f'stroke="#3949ab"/>'
        f'<text x="{middle}" y="{y + 21}" text-anchor="middle" font-weight="bold" '
        f'fill="#1a237e">{escape(name)}</text>'
        f'<text x="{middle}" y="{y + 40}" text-anchor="middle" font-size="12" '
        f'fill="#37474f">{escape(kind)}</text>'
    )


if __name__ == "__main__":
    PICTURE.write_text(svg(needs(held())), encoding="utf-8")
