"""The drawing of a report as a Mermaid diagram, within the limits of GitHub and GitLab."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from pulumi_trusthub._core.model.errors import counted
from pulumi_trusthub.cli.console import plain

from .drawing import SIGNS, Links, draw, tone

if TYPE_CHECKING:
    from pulumi_trusthub._core.account.attestations import BundleStatus
    from pulumi_trusthub._core.account.report import AccountReport

EDGES, CHARACTERS = 500, 50_000
"""The most of both that Mermaid draws by default, and a comment cannot change."""

_NAME, _RESERVED = 60, 1_200
"""Letters of a name, and those set aside for the first lines, the last and the styles."""

_CLASSES = """\
  classDef good fill:#def3e6,stroke:#14713d,color:#0d4a28
  classDef bad fill:#fce4e2,stroke:#b3261e,color:#7d1a15
  classDef wait fill:#fdf0d5,stroke:#8a5300,color:#5e3900
  classDef draft fill:#e5e9fa,stroke:#4a5a9a,color:#2f3b6b
  classDef other fill:#e9edf3,stroke:#5b6675,color:#3c4654"""


def mermaid(report: AccountReport, *, most: int | None = None) -> str:
    """Write the diagram, with the most urgent bundles first; those without room are counted."""
    links = Links.of(report)
    order = [card.bundle for it in draw(links) for card in it.cards if card.is_first]
    shown: dict[str, str] = {}
    lines = [
        f"%% Trust Hub of {plain(report.account_sid)}, read on {plain(report.read_at)}",
        "flowchart LR",
    ]
    edges, length = 0, _RESERVED
    for bundle in order[:most]:
        shown[bundle.sid] = f"b{len(shown)}"
        added = [_node(shown[bundle.sid], bundle), *_edges(bundle.sid, links, shown)]
        edges += len(added) - 1
        length += sum(_size(line) for line in added)
        if edges > EDGES or length > CHARACTERS:
            del shown[bundle.sid]
            break
        lines += added
    left = order[len(shown) :]
    if left:
        statuses = Counter(it.status for it in left)
        counts = ", ".join(f"{count:,} {status}" for status, count in statuses.most_common(6))
        more = counted(len(left), "more bundle")
        lines.append(f'  more["{_escape(f"{more} without room here: {counts}")}"]:::other')
    return "\n".join([*lines, _CLASSES])


def _node(name: str, bundle: BundleStatus) -> str:
    kind = tone(bundle)
    until = f" until {bundle.valid_until[:10]}" if bundle.valid_until else ""
    texts = [
        bundle.friendly_name[:_NAME] or bundle.sid,
        bundle.policy[:_NAME],
        f"{SIGNS[kind]} {bundle.status}{until}",
        counted(len(bundle.phone_number_sids), "number"),
    ]
    return f'  {name}["{"<br>".join(map(_escape, texts))}"]:::{kind}'


def _edges(sid: str, links: Links, shown: dict[str, str]) -> list[str]:
    """Draw the links of a bundle to bundles that are shown already, in both directions."""
    above = [f"  {shown[it]} --> {shown[sid]}" for it in links.parents[sid] if it in shown]
    below = [
        f"  {shown[sid]} --> {name}"
        for it, name in shown.items()
        if it != sid and sid in links.parents[it]
    ]
    return above + below


def _escape(text: str) -> str:
    """Write a label without any letter that means something to Mermaid, Markdown or HTML."""
    return re.sub(r"[^\w\s]|_", _code, plain(text), flags=re.ASCII).replace("#58;", "#58;\u200b")


def _code(found: re.Match[str]) -> str:
    letter = found[0]
    return f"#{ord(letter)};" if letter.isascii() else letter


def _size(line: str) -> int:
    """Count as JavaScript does, with the end of the line."""
    return len(line.encode("utf-16-le", "surrogatepass")) // 2 + 1
