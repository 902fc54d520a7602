"""Does the Markdown fit a comment, say what was cut, and mention nobody?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from reports import bundle, bundle_sid, e164, finding, number, report, whole_account

from pulumi_trusthub._core.account.changes import compare
from pulumi_trusthub.cli.report.markdown import LIMIT, markdown

if TYPE_CHECKING:
    from pulumi_trusthub._core.account.report import AccountReport


def test_a_small_account_is_told_whole() -> None:
    """Who, when, by which version; findings with the next step; bundles, diagram and numbers."""
    text = markdown(whole_account(3))

    assert text.startswith(f"## Trust Hub of `AC{'1' * 32}`\n")
    assert "**2 of 3 numbers sign with A.** 3 bundles, 2 findings." in text
    assert "Read on 2026-01-02 at 03:04 UTC by pulumi-trusthub 1.2.3." in text
    assert "<summary>❌ rejected-bundles: 1 finding</summary>" in text
    assert "**Next:** Mend it." in text
    assert "```mermaid\n%% Trust Hub" in text
    assert f"| ✅ twilio-approved | Acme calls `{bundle_sid(1)}` |" in text
    assert f"| 1 | 🔶 B | it is not on trust product {bundle_sid(1)} | `{e164(2)}` |" in text
    assert "cut" not in text


def test_changes_come_before_everything_else() -> None:
    """Bundles, numbers and findings; without any it says so."""
    later = whole_account(3)
    changed = later.model_copy(update={"changes": compare(report(), later)})
    unchanged = later.model_copy(update={"changes": compare(later, later)})

    text = markdown(changed)

    assert text.index("### Changes since 2026-01-02") < text.index("### Findings")
    assert f"| Acme calls `{bundle_sid(1)}` | new | 2 numbers more" in text
    assert f"| 2 | new: A | `{e164(0)}, {e164(1)}` |" in text
    assert "| ❌ new | check |\n" in text
    assert "\n| Two numbers are on none. | numbers-without-profile |" in text
    assert "Nothing has changed." in markdown(unchanged)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("@octocat", "@\u200boctocat"),
        ("#1 !2 ~x", "\\#\u200b1 \\!\u200b2 \\~\u200bx"),
        ("https://example.com www.example.com", "https:\u200b//example.com www\u200b.example.com"),
        ("<img src=x> & [a](b) `c` *d* _e_ | f", None),
        ("two\nlines", "two lines"),
        ("🎉 עברית", "🎉 עברית"),
    ],
)
def test_a_name_is_no_markdown_and_no_mention(name: str, shown: str | None) -> None:
    """Whoever names a bundle cannot call anybody, link anything, or break the table."""
    expected = shown or (
        r"\<img src=x\> &amp; \[a\]\(b\) \`c\` \*d\* \_e\_ \| f"  # every sign is escaped
    )
    text = markdown(report(bundle(0, name)))

    assert f"| {expected} `{bundle_sid(0)}` |" in text


def large() -> AccountReport:
    """An account of which nothing fits."""
    bundles = [
        bundle(it, "🎉" * 100, status="draft", reasons=["18601: " + "why " * 100])
        for it in range(3000)
    ]
    numbers = [number(it, attestation="B", missing=f"reason {it} " * 30) for it in range(3000)]
    findings = [finding(f"check-{it}", "wrong " * 100, bundle_sid(it)) for it in range(3000)]
    return report(*bundles, numbers=numbers, findings=findings, omissions=["lost " * 99] * 3000)


def test_the_largest_account_fits_a_comment_and_says_what_was_cut() -> None:
    """With its changes, too; each part says how much of it is missing."""
    whole = large()
    changed = whole.model_copy(update={"changes": compare(report(checks=whole.checks), whole)})

    text = markdown(changed)

    assert len(text.encode()) <= LIMIT
    cut = re.findall(r"^_([\d,]+) more ([\w ]+) cut", text, re.MULTILINE)
    assert {"omissions", "bundles", "groups", "checks", "new findings"} <= {noun for _, noun in cut}
    assert text.count("<details>") == text.count("</details>")
