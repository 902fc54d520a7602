"""Is the diagram one that Mermaid draws, whatever the names and however large the account?"""

from __future__ import annotations

import re

import pytest
from reports import bundle, bundle_sid, report, whole_account

from pulumi_trusthub.cli.report.mermaid import CHARACTERS, EDGES, mermaid

NODE = re.compile(r'^  (b\d+|more)\["([^"\n]*)"\]:::(\w+)$')
EDGE = re.compile(r"^  b\d+ --> b\d+$")
STYLE = re.compile(r"^  classDef \w+ fill:#\w+,stroke:#\w+,color:#\w+$")


def lines(text: str) -> tuple[list[str], list[str]]:
    """The labels and the links of a diagram of which every line is understood."""
    comment, head, *rest = text.splitlines()
    assert comment.startswith("%% Trust Hub of AC")
    assert "flowchart LR" == head
    assert [] == [it for it in rest if not any(p.match(it) for p in (NODE, EDGE, STYLE))]
    return [it[2] for it in map(NODE.match, rest) if it], [it for it in rest if EDGE.match(it)]


def test_a_diagram_has_every_bundle_and_link() -> None:
    """With status as a sign and a word, end of approval and numbers."""
    labels, edges = lines(mermaid(whole_account(3)))

    assert 3 == len(labels)
    assert "Acme calls" in labels[2]
    assert "✓ twilio#45;approved until 2027#45;01#45;31<br>2 numbers" in labels[2]
    assert ["  b0 --> b1", "  b0 --> b2"] == edges


@pytest.mark.parametrize(
    "name",
    [
        '"]; click b0 "x',
        "%%{init: {}}%%",
        "`**bold**`",
        "1. one\n- two",
        "<script>alert(1)</script>",
        "end",
        "#quot;",
        "style: x:#a;",
        "\\n",
    ],
)
def test_a_name_is_nothing_but_a_name(name: str) -> None:
    """No letter that Mermaid, Markdown or HTML gives a meaning is left in a label."""
    [label], _ = lines(mermaid(report(bundle(0, name))))
    shown, *_ = label.split("<br>")

    assert not re.search(r"[^\w\s;#\u200b]|_", shown)
    assert re.sub(r"#(\d+);", lambda it: chr(int(it[1])), shown).replace("\u200b", "") == " ".join(
        name.split("\n")
    )


def test_a_large_account_is_cut_and_says_so() -> None:
    """Bundles that need somebody come first, and both limits hold."""
    first = bundle(0, "🎉" * 80)
    many = [
        bundle(it, "🎉" * 80, customer_profile_sids=[first.sid], status="draft")
        for it in range(1, 2000)
    ]
    rejected = bundle(2001, "rejected", customer_profile_sids=[first.sid], reasons=["18601"])

    text = mermaid(report(first, *many, rejected))
    labels, edges = lines(text)

    assert len(text.encode("utf-16-le")) // 2 <= CHARACTERS
    assert len(edges) <= EDGES
    assert "rejected" in labels[1]
    assert re.search(r"^1#44;\d+ more bundles without room here#58;\W+1#44;\d+ draft$", labels[-1])


def test_the_most_edges_are_drawn_and_no_more() -> None:
    """Products with many profiles reach that limit before the other."""
    profiles = [bundle(it) for it in range(30)]
    sids = [bundle_sid(it) for it in range(30)]
    products = [bundle(it, customer_profile_sids=sids) for it in range(100, 130)]

    _, edges = lines(mermaid(report(*profiles, *products)))

    assert EDGES - 30 < len(edges) <= EDGES
