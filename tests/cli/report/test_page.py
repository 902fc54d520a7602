"""Is the page whole in one file, and is every text in it nothing but a text?"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from typing import Any

import pytest
from reports import bundle, bundle_sid, e164, finding, number, report, whole_account

from pulumi_trusthub._core.account.changes import compare
from pulumi_trusthub.cli.report.page import page

NAMES = (
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "\"'`&amp;{{ 7 * 7 }}",
    "👨\u200d👩\u200d👧 🎉",
    "עברית العربية",
    "]]> <!-- <style>",
)


class Seen(HTMLParser):
    """What a browser would see of a page: its elements, and the texts in some of them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.inside: list[str] = []
        self.texts: dict[str, list[str]] = {"bdi": [], "style": [], "script": [], "p": []}
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.tags.append((tag, dict(attrs)))
        self.inside.append(tag)
        if tag in self.texts:
            self.texts[tag].append("")

    def handle_endtag(self, tag: str) -> None:
        """Leave an element."""
        while self.inside and self.inside.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        """Note a text."""
        if self.inside and self.inside[-1] in self.texts:
            self.texts[self.inside[-1]][-1] += data


def data_of(seen: Seen) -> dict[str, Any]:
    """What the page's script reads."""
    found: dict[str, Any] = json.loads(seen.texts["script"][0])
    return found


def test_the_page_needs_nothing_from_elsewhere() -> None:
    """No address but places in the page itself, and a policy for its own style and script."""
    text = page(whole_account(3))
    seen = Seen(text)
    [policy] = [
        str(it["content"])
        for tag, it in seen.tags
        if tag == "meta" and it.get("http-equiv") == "Content-Security-Policy"
    ]
    addresses = {
        value
        for _, it in seen.tags
        for name, value in it.items()
        if name in {"href", "src", "action", "srcset"}
    }
    hashed = [
        f"'sha256-{base64.b64encode(hashlib.sha256(it.encode()).digest()).decode()}'"
        for it in (seen.texts["style"][0], seen.texts["script"][1])
    ]

    assert {"data:,"} == {it for it in addresses if it and not it.startswith("#")}
    assert "url(" not in seen.texts["style"][0]
    assert "default-src 'none'" in policy
    assert [f"style-src {hashed[0]}", f"script-src {hashed[1]}"] == [
        it for it in policy.split("; ") if "sha256" in it
    ]
    assert not any("style" in it or any(n.startswith("on") for n in it) for _, it in seen.tags)


def test_the_page_names_account_time_and_version() -> None:
    """A report that is kept says what it is of."""
    text = page(whole_account(3))

    assert f"Account <code>AC{'1' * 32}</code>" in text
    assert "2026-01-02 at 03:04 UTC" in text
    assert "pulumi-trusthub 1.2.3" in text


def test_a_status_is_told_by_a_sign_and_a_word() -> None:
    """Its colour is never alone; neither is that of an approval that ends soon."""
    found = whole_account(3).model_copy(
        update={"findings": [finding("ending-approvals", "It ends.", bundle_sid(1))]}
    )
    text = re.sub(r"\s+", " ", page(found))

    assert (
        '<span class="badge good"><span aria-hidden="true">&#10003;</span> twilio-approved' in text
    )
    assert '<span class="badge draft"><span aria-hidden="true">&#9998;</span> draft' in text
    assert '<span class="ending">&#9888; until 2027-01-31</span>' in text


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_shown_as_it_is(name: str) -> None:
    """In a card, in a finding, in a change, and in the data of the script."""
    found = report(
        bundle(0, name, reasons=[name]),
        numbers=[number(0, attestation="B", missing=name)],
        findings=[finding("rejected-bundles", name, bundle_sid(0))],
        omissions=[name],
    )
    changed = found.model_copy(update={"changes": compare(report(), found)})

    seen = Seen(page(changed))
    data = data_of(seen)

    assert {name} == set(seen.texts["bdi"])
    assert [name, name] == [data["bundles"][0][1], data["missing"][0]]
    assert name in seen.texts["p"]
    assert ["script", "script"] == [tag for tag, _ in seen.tags if tag == "script"]
    assert "img" not in {tag for tag, _ in seen.tags}


def test_letters_that_turn_a_line_around_are_left_out() -> None:
    """A name cannot reverse what stands beside it; half a letter ends no page."""
    text = page(report(bundle(0, "a\u202eb\ud800c\x00d")))

    assert text.isascii()
    assert 'title="a b c d"' in text


def test_each_number_is_there_with_all_that_is_known() -> None:
    """Standing, missing link, chain, bundles, subaccount and change, as places in lists."""
    later = whole_account(3)
    elsewhere = number(7, account_sid="AC" + "2" * 32)
    gone = number(8, attestation=None, phone_number=None, missing="it was released")
    later = later.model_copy(
        update={
            "phone_numbers": [*later.phone_numbers, elsewhere, gone],
            "changes": compare(report(), later),
        }
    )

    data = data_of(Seen(page(later)))
    order = [sid for sid, _ in data["bundles"]]
    first, _, third, other, last = data["numbers"]

    assert [e164(0), 0, -1, None, 0] == [first[0], first[2], first[3], first[7], first[8]]
    assert [bundle_sid(1), bundle_sid(0)] == [order[first[4]], order[first[5]]]
    assert {bundle_sid(0), bundle_sid(1)} == {order[it] for it in first[6]}
    assert [1, f"it is not on trust product {bundle_sid(1)}"] == [
        third[2],
        data["missing"][third[3]],
    ]
    assert ["AC" + "2" * 32, -1] == other[7:]
    assert [None, 2] == [last[0], last[2]]
    assert [["Two numbers are on none.", [0, 2]]] == data["findings"]


def test_an_empty_account_has_a_page() -> None:
    """With nothing to draw, and nothing that is wrong."""
    text = page(report())

    assert "The account has none." in text
    assert "Nothing is wrong." in text


def test_all_but_the_list_is_there_without_javascript() -> None:
    """Of the list of numbers the groups are shown."""
    [shown] = re.findall(r"<noscript>.*?</noscript>", page(whole_account(6)), re.DOTALL)

    assert f"<td>2</td><td>B</td><td>it is not on trust product {bundle_sid(1)}</td>" in shown
    assert "<td>4</td><td>A</td><td></td>" in shown
