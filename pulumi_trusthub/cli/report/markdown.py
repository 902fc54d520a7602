"""A report as Markdown, which fits a comment on GitHub or GitLab and the summary of a job."""

from __future__ import annotations

import re
from functools import partial
from html import escape
from typing import TYPE_CHECKING, TypeVar

from pulumi_trusthub._core.account.attestations import BundleStatus, summary_in_words
from pulumi_trusthub._core.account.check_names import ABOUT
from pulumi_trusthub._core.model.errors import counted, first_few
from pulumi_trusthub.cli.console import plain

from .drawing import Links, tone
from .groups import ChangeGroup, NumberGroup, change_groups, number_groups
from .mermaid import mermaid

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from pulumi_trusthub._core.account.checks import Finding
    from pulumi_trusthub._core.account.report import AccountReport, BundleChange, ReportChanges

_T = TypeVar("_T")

LIMIT = 65_536
"""The most characters of a comment on GitHub; a comment on GitLab and a job's summary hold more."""

ROWS = (100, 50, 25, 12, 6, 3, 1)
"""The most rows of a table: the first of these with which everything fits."""

_DRAWN, _CELL = 40, 400
"""The most bundles of the diagram, and letters of a cell."""

_SIGNS = {"good": "✅", "bad": "❌", "wait": "⏳", "draft": "📝", "other": "❔"}
_STANDINGS = {"A": "✅", "B": "🔶", "released": "👻", "undecided": "❓"}


def markdown(report: AccountReport) -> str:
    """Write the report with as many rows of each table as a comment has room for."""
    links = Links.of(report)
    texts = ("\n\n".join(_parts(report, links, most)) for most in ROWS)
    return next(text for most, text in zip(ROWS, texts, strict=True) if _fits(text) or most == 1)


def _fits(text: str) -> bool:
    return len(text.encode(errors="replace")) <= LIMIT


def _parts(report: AccountReport, links: Links, most: int) -> Iterator[str]:
    yield f"## Trust Hub of {_code(report.account_sid)}"
    yield (
        f"**{summary_in_words(report.summary)}** {counted(len(report.bundles), 'bundle')}, "
        f"{counted(len(report.findings), 'finding')}. Read on {_time(report.read_at)} by "
        f"pulumi-trusthub {_text(report.version)}."
    )
    yield from (f"> {_text(it)}" for it in report.omissions[:most])
    yield from _cut(len(report.omissions), most, "omission")
    if report.changes is not None:
        yield from _changes(report.changes, most)
    yield "### Findings"
    if not report.findings:
        yield "Nothing is wrong."
    checks = list(dict.fromkeys(it.check for it in report.findings))
    for check in checks[: len(ABOUT)]:
        yield from _findings([it for it in report.findings if it.check == check], most)
    yield from _cut(len(checks), len(ABOUT), "check")
    yield "### Profiles and products"
    if links.bundles:
        yield f"```mermaid\n{mermaid(report, most=min(most, _DRAWN))}\n```"
        heads = ["status", "bundle", "policy", "numbers", "approved until", "linked to"]
        table = _table(heads, list(links.bundles.values()), partial(_bundle, links), most, "bundle")
        yield from _folded(counted(len(links.bundles), "bundle"), table)
    else:
        yield "The account has none."
    yield "### Numbers"
    heads = ["numbers", "sign with", "missing first", "which"]
    yield from _table(heads, number_groups(report), _group, most, "group")


def _findings(found: Sequence[Finding], most: int) -> Iterator[str]:
    """Give the findings of a check in a fold, with the next step once."""
    lines = "\n".join(f"- {_text(it.message)}" for it in found[:most])
    steps = dict.fromkeys(it.next_step for it in found)
    next_steps = [f"**Next:** {_text(it)}" for it in list(steps)[:most]]
    yield from _folded(
        f"❌ {escape(plain(found[0].check))}: {counted(len(found), 'finding')}",
        [lines, *_cut(len(found), most, "finding"), *next_steps],
    )


def _folded(summary: str, parts: Iterable[str]) -> Iterator[str]:
    yield f"<details><summary>{summary}</summary>"
    yield from parts
    yield "</details>"


def _changes(changes: ReportChanges, most: int) -> Iterator[str]:
    yield f"### Changes since {_time(changes.since)}"
    if not changes:
        yield "Nothing has changed."
    yield from _table(("bundle", "change", ""), changes.bundles, _changed, most, "bundle")
    groups = change_groups(changes)
    yield from _table(("numbers", "change", "which"), groups, _changed_group, most, "group")
    for word, found in (
        ("❌ new", changes.new_findings),
        ("✅ resolved", changes.resolved_findings),
    ):
        yield from _table((word, "check"), found, _changed_finding, most, f"{word[2:]} finding")
    if changes.not_compared:
        names = _text(", ".join(changes.not_compared))
        yield f"Checks that only one of the two reports has made: {names}."


def _group(group: NumberGroup) -> tuple[str, ...]:
    signing = f"{_STANDINGS[group.standing]} {group.standing}"
    return f"{len(group.names):,}", signing, _text(group.missing), _code(first_few(group.names))


def _changed_group(group: ChangeGroup) -> tuple[str, ...]:
    return f"{len(group.names):,}", _text(group.words), _code(first_few(group.names))


def _changed_finding(finding: Finding) -> tuple[str, ...]:
    return _text(finding.message), _text(finding.check)


def _changed(change: BundleChange) -> tuple[str, ...]:
    moved = [
        f"{counted(len(names), 'number')} {word} ({first_few(names)})"
        for word, names in (("more", change.gained), ("fewer", change.lost))
        if names
    ]
    return _name(change), change.change, _text("; ".join([*change.details, *moved]))


def _bundle(links: Links, bundle: BundleStatus) -> tuple[str, ...]:
    reasons = f" ({_text('; '.join(bundle.reasons))})" if bundle.reasons else ""
    linked = [
        (it in links.bundles and links.bundles[it].friendly_name) or it
        for it in bundle.customer_profile_sids
    ]
    return (
        f"{_SIGNS[tone(bundle)]} {_text(bundle.status)}{reasons}",
        _name(bundle),
        _text(bundle.policy),
        f"{len(bundle.phone_number_sids):,}",
        _text((bundle.valid_until or "")[:10]),
        _text(first_few(linked)),
    )


def _name(bundle: BundleStatus | BundleChange) -> str:
    return f"{_text(bundle.friendly_name)} {_code(bundle.sid)}".lstrip()


def _time(instant: str) -> str:
    return f"{instant[:10]} at {instant[11:16]} UTC"


def _table(
    heads: Sequence[str],
    items: Sequence[_T],
    row: Callable[[_T], Sequence[str]],
    most: int,
    noun: str,
) -> Iterator[str]:
    """Give a table of so many rows, and how many were cut; nothing where there are none."""
    rows = [heads, ["---"] * len(heads), *map(row, items[:most])]
    if items:
        yield "\n".join(f"| {' | '.join(cells)} |" for cells in rows)
        yield from _cut(len(items), most, noun)


def _cut(count: int, most: int, noun: str) -> Iterator[str]:
    if count > most:
        yield f"_{counted(count - most, f'more {noun}')} cut: the HTML report has everything._"


def _code(text: str) -> str:
    """Write a SID or a number as it is."""
    return f"`{_one_line(text).replace('`', '').replace('|', '')}`"


def _text(text: str) -> str:
    """Write a text without any mention, link or Markdown in it.

    Names and issues are recognised in what is shown, so a space of no width parts their sign from
    the rest.
    """
    escaped = re.sub(r"([\\`*_\[\]()<>#!|~])", r"\\\1", _one_line(text).replace("&", "&amp;"))
    return re.sub(r"([@#!$%~^:](?=\S)|www(?=\.))", "\\1\u200b", escaped)


def _one_line(text: str) -> str:
    line = plain(text).strip()
    return line if len(line) <= _CELL else f"{line[:_CELL]}…"
