"""Are the figures on the pages those that the benchmarks found?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from benchmarks import quote, report

if TYPE_CHECKING:
    from pathlib import Path


def test_the_pages_and_pictures_have_the_committed_figures() -> None:
    """Nobody has pasted: python -m benchmarks.quote writes them from benchmarks/results."""
    written = quote.written()
    wrong = [path for path, text in written.items() if path.read_text(encoding="utf-8") != text]

    assert [] == wrong
    assert quote.ROOT / "docs" / "concurrency.md" in written
    assert quote.PICTURE in written


def test_every_result_is_on_a_page() -> None:
    """A file of figures that no page shows would grow old unseen."""
    pages = "\n".join(page.read_text(encoding="utf-8") for page in quote.pages())
    names = {path.stem for path in report.RESULTS.glob("*.json")}

    assert set() == {name for name in names if f"<!-- benchmark: {name} " not in pages}


def test_a_table_is_quoted_with_its_day_and_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is measured says where and when; what is between the comments gives way."""
    monkeypatch.setattr(report, "RESULTS", tmp_path)
    monkeypatch.setattr(quote, "RESULTS", tmp_path)
    told = report.Report("example")
    table = told.table("sizes", ["numbers", "seconds"])
    table.row("1,000", 2.5)
    told.line("One line.")
    told.save(keep=True)
    page = tmp_path / "page.md"
    text = "<!-- benchmark: example sizes -->\nold\n<!-- end -->\n"

    quoted = quote.quoted(page, text)

    assert "| numbers | seconds |\n| --- | --- |\n| 1,000 | 2.5 |\n\nMeasured on 2" in quoted
    assert "cores" in quoted
    assert "old" not in quoted
    assert quoted == quote.quoted(page, quoted)
    assert "- One line.\n" in quote.quoted(page, text.replace("sizes", "lines"))
    both = quote.quoted(page, text + text.replace("sizes", "lines"))
    assert 1 == both.count("Measured on") == both.count("| 1,000 | 2.5 |")
    assert "| 1,000 | 2.5 |\n- One line.\n" in capsys.readouterr().out


def test_a_page_that_quotes_what_nobody_measured_is_an_error(tmp_path: Path) -> None:
    """It names the page, the table and the command."""
    text = "<!-- benchmark: concurrency nothing -->\n<!-- end -->"

    with pytest.raises(quote.NothingToQuoteError, match=r"page\.md quotes nothing of concurrency"):
        quote.quoted(tmp_path / "page.md", text)
