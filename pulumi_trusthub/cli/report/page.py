"""A report as one page of HTML, which needs nothing from elsewhere."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jinja2
from markupsafe import Markup, escape

from pulumi_trusthub._core.account.attestations import Standing, summary_in_words
from pulumi_trusthub.cli.console import plain

from .drawing import SIGNS, Card, Links, draw, tone
from .groups import ChangeGroup, NumberGroup, change_groups, number_groups

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pulumi_trusthub._core.account.checks import Finding
    from pulumi_trusthub._core.account.report import AccountReport

STANDINGS: dict[Standing, str] = {
    "A": "good",
    "B": "less",
    "released": "other",
    "undecided": "other",
}
"""Each standing of a number, with the class for colour and sign."""

FEW = {"few_findings": 4, "few_subjects": 6, "few_changes": 20, "few_drawings": 3}
"""The most findings of a check, bundles of a finding, changes and drawings that are not folded."""

_FOLDER = Path(__file__).parent
_CARD, _GAP, _ROW = 10, 3, 10
"""Widths of a card and of the gap beside it, and the height of a row, as the style has them."""


def page(report: AccountReport) -> str:
    """Write the page, in ASCII, so that no encoding on its way can spoil a letter."""
    links = Links.of(report)
    drawings = draw(links)
    changed = change_groups(report.changes) if report.changes else []
    groups = number_groups(report)
    bundles = set(links.bundles)
    filtered = [it for it in report.findings if set(it.subjects) - bundles]
    style = _file("style.css") + "".join(
        f".row-{row} {{ grid-row: {row + 1}; }}\n"
        for row in range(max((it.rows for it in drawings), default=0))
    )
    script = _file("script.js")
    columns = max([2, *(it.columns for it in drawings)])
    places = {id(it): place for place, it in enumerate(filtered)}
    text = (
        _templates(links)
        .get_template("page.html")
        .render(
            report=report,
            policy=_policy(style, script),
            style=Markup(style),  # noqa: S704 - a file of this package
            script=Markup(script),  # noqa: S704 - the same
            data=_data(report, links, filtered, groups, changed),
            summary=summary_in_words(report.summary),
            bar=_bar(report),
            statuses=_statuses(report),
            outcomes=Counter(it.outcome for it in report.checks),
            links=links,
            drawings=drawings,
            hidden_bundles=sum(
                it.is_first for more in drawings[FEW["few_drawings"] :] for it in more.cards
            ),
            columns=columns,
            path=lambda *ends: _path(columns, *ends),
            ending={
                sid
                for it in report.findings
                if it.check == "ending-approvals"
                for sid in it.subjects
            },
            filtered_findings=filtered,
            place_of=lambda finding: places.get(id(finding)),
            number_changes=changed,
            groups=groups,
            signs=SIGNS,
            tone=tone,
            **FEW,
        )
    )
    return text.lstrip().encode("ascii", "xmlcharrefreplace").decode("ascii")


def _templates(links: Links) -> jinja2.Environment:
    templates = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=lambda value: value if isinstance(value, Markup) else plain(value),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters["thousands"] = "{:,}".format
    templates.filters["linked"] = lambda text: _linked(text, links)
    return templates


def _linked(text: str, links: Links) -> Markup:
    """Escape a text, and make links of the bundles in it."""

    def link(found: re.Match[str]) -> str:
        sid = found[0]
        shown = f"<code>{sid[:8]}…</code>"
        return f'<a href="#{sid}" title="{sid}">{shown}</a>' if sid in links.bundles else sid

    return Markup(re.sub(r"\bBU[0-9a-f]{32}\b", link, str(escape(plain(text)))))  # noqa: S704


def _file(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")


def _policy(style: str, script: str) -> str:
    """Give the policy by which the page runs its own script and style, and asks nobody."""
    style_hash, script_hash = (
        base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        for text in (style, script)
    )
    return (
        f"default-src 'none'; style-src 'sha256-{style_hash}'; script-src 'sha256-{script_hash}'; "
        f"img-src data:; base-uri 'none'; form-action 'none'"
    )


def _data(
    report: AccountReport,
    links: Links,
    findings: Sequence[Finding],
    groups: Sequence[NumberGroup],
    changes: Sequence[ChangeGroup],
) -> Markup:
    """Write what the script reads: each number as a row of places in lists, to be short."""
    bundles = {sid: index for index, sid in enumerate(links.bundles)}
    places: dict[str, list[int]] = {}
    for sid, bundle in links.bundles.items():
        for number in bundle.phone_number_sids:
            places.setdefault(number, []).append(bundles[sid])
    reasons = dict.fromkeys(it.missing for it in groups if it.missing)
    missing = {text: index for index, text in enumerate(reasons)}
    changed = {sid: index for index, it in enumerate(changes) for sid in it.sids}
    standings = {standing: index for index, standing in enumerate(STANDINGS)}
    rows = [
        (
            it.phone_number,
            it.sid,
            standings[report.standing(it)],
            missing.get(it.missing or "", -1),
            bundles.get(it.trust_product_sid or "", -1),
            bundles.get(it.customer_profile_sid or "", -1),
            places.get(it.sid, ()),
            it.account_sid if it.account_sid != report.account_sid else None,
            changed.get(it.sid, -1),
        )
        for it in report.phone_numbers
    ]
    named = {it: row for row, number in enumerate(rows) for it in number[:2] if it}
    data = {
        "signs": SIGNS,
        "standings": list(STANDINGS.items()),
        "bundles": [(sid, plain(it.friendly_name)) for sid, it in links.bundles.items()],
        "missing": list(missing),
        "findings": [
            (plain(it.message), [named[subject] for subject in it.subjects if subject in named])
            for it in findings
        ],
        "changes": [it.words for it in changes],
        "numbers": rows,
    }
    text = json.dumps(data, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c"))  # noqa: S704 - no end of the element is left in it


def _bar(report: AccountReport) -> list[dict[str, Any]]:
    """Give the parts of the bar: what numbers sign with, where any do."""
    total, start, parts = sum(report.summary.values()), 0.0, []
    for index, (standing, kind) in enumerate(STANDINGS.items()):
        count = report.summary[standing]
        if count:
            width = 100 * count / total
            words = f"{count:,} {'sign with ' if len(standing) == 1 else ''}{standing}"
            parts.append(
                {
                    "index": index,
                    "standing": standing,
                    "tone": kind,
                    "count": count,
                    "words": words,
                    "start": round(start, 3),
                    "width": round(width, 3),
                }
            )
            start += width
    return parts


def _statuses(report: AccountReport) -> list[tuple[str, str, int]]:
    counts = Counter((tone(it), it.status) for it in report.bundles)
    return [(kind, status, count) for (kind, status), count in counts.most_common()]


def _path(columns: int, start: Card, end: Card) -> str:
    """Draw the line from the right of a card to the left of another."""
    width = (columns * (_CARD + _GAP) - _GAP) / 100
    x1 = (start.column * (_CARD + _GAP) + _CARD) / width
    x2 = end.column * (_CARD + _GAP) / width
    turn = x2 - _GAP / 2 / width
    y1, y2 = (it.row * _ROW + _ROW / 2 for it in (start, end))
    return f"M{x1:.2f} {y1:g}H{turn:.2f}V{y2:g}H{x2:.2f}"
