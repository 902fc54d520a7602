"""Draws what each cap costs a bulk and others, from the table of the benchmark."""

from __future__ import annotations

import math
from collections import defaultdict
from typing import Any
from xml.sax.saxutils import escape

WIDTH, HEIGHT = 720, 400
LEFT, RIGHT, TOP, BOTTOM = 70, 30, 60, 60
SECONDS = (8, 16, 32, 64)
"""The marks below; each is twice as long as the one before."""

_TOGETHER = 14
"""Points that are no further from each other have one label."""

_COLOURS = ("#c62828", "#3949ab", "#2e7d32")
_GREY = "#607d8b"


def svg(table: dict[str, Any]) -> str:
    """Draw a line for each account, with a point for each cap."""
    lines: defaultdict[str, list[tuple[str, float, float]]] = defaultdict(list)
    for account, cap, seconds, _, others in table["rows"]:
        part = float(others.partition("(")[2].removesuffix("%)"))
        lines[account].append((cap, float(seconds), part))
    top = 10 * math.ceil(max(part for points in lines.values() for _, _, part in points) / 10)
    view = f'viewBox="0 0 {WIDTH} {HEIGHT}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {view} font-family="sans-serif" font-size="13">',
        "<title>Seconds of a bulk, and requests of others refused because of it, by cap</title>",
        '<rect width="100%" height="100%" rx="8" fill="#ffffff"/>',
        *_axes(top),
    ]
    for index, (account, points) in enumerate(lines.items()):
        parts += _line(account, points, top, _COLOURS[index], index)
    return "\n".join([*parts, "</svg>", ""])


def _axes(top: int) -> list[str]:
    drawn = []
    for seconds in SECONDS:
        x = _x(seconds)
        drawn.append(_rule(x, TOP, x, HEIGHT - BOTTOM))
        drawn.append(_text(x, HEIGHT - BOTTOM + 20, f"{seconds}", "middle"))
    for part in range(0, top + 1, 10):
        y = _y(part, top)
        drawn.append(_rule(LEFT, y, WIDTH - RIGHT, y))
        drawn.append(_text(LEFT - 8, y + 4, f"{part}%", "end"))
    middle = (LEFT + WIDTH - RIGHT) / 2
    drawn.append(_text(middle, HEIGHT - 14, "seconds until 1,000 numbers are on both", "middle"))
    drawn.append(_text(LEFT, 28, "requests of others refused because of them", "start"))
    return drawn


def _line(
    account: str, points: list[tuple[str, float, float]], top: int, colour: str, index: int
) -> list[str]:
    places = [(_x(seconds), _y(part, top)) for _, seconds, part in points]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    drawn = [f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>']
    caps: dict[tuple[float, float], list[str]] = {}
    for (cap, _, _), place in zip(points, places, strict=True):
        drawn.append(f'<circle cx="{place[0]:.1f}" cy="{place[1]:.1f}" r="4" fill="{colour}"/>')
        near = next((it for it in caps if math.dist(it, place) < _TOGETHER), place)
        caps.setdefault(near, []).append(cap)
    above = index < len(_COLOURS) - 1
    for (x, y), names in caps.items():
        drawn.append(_text(x + 6, y - 7 if above else y + 14, ", ".join(names), "start", colour))
    y = TOP + 10 + 20 * index
    drawn.append(f'<circle cx="{WIDTH - 240}" cy="{y - 4}" r="4" fill="{colour}"/>')
    drawn.append(_text(WIDTH - 228, y, f"{account}, by cap", "start", colour))
    return drawn


def _x(seconds: float) -> float:
    first, last = math.log(SECONDS[0]), math.log(SECONDS[-1])
    return LEFT + (math.log(seconds) - first) / (last - first) * (WIDTH - LEFT - RIGHT)


def _y(part: float, top: int) -> float:
    return HEIGHT - BOTTOM - part / top * (HEIGHT - TOP - BOTTOM)


def _rule(x1: float, y1: float, x2: float, y2: float) -> str:
    ends = f'x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"'
    return f'<line {ends} stroke="#eceff1"/>'


def _text(x: float, y: float, text: str, anchor: str, colour: str = _GREY) -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"'
    return f'<text {place} fill="{colour}">{escape(text)}</text>'
