"""Is a report that was written as JSON read as it was, and anything else refused?"""

from __future__ import annotations

import json

import pytest
from reports import bundle, number, report, whole_account

from pulumi_trusthub._core.account.changes import compare
from pulumi_trusthub._core.account.report import load_report
from pulumi_trusthub._core.model.errors import LookupFailedError


def test_a_report_is_read_as_it_was_written() -> None:
    """With its changes, and without what a later version may have added."""
    earlier, later = report(), whole_account(3)
    written = later.model_copy(update={"changes": compare(earlier, later)})
    text = json.dumps({**written.model_dump(mode="json"), "later": 1}).encode()

    assert written == load_report(text, "earlier.json")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (b"", "Expecting value"),
        (b"{", "Expecting property name"),
        (b"[]", "Input should be"),
        (b'{"account_sid": "AC1"}', "read_at: Field required"),
        (b"\xff", "decode"),
    ],
)
def test_another_file_is_refused_by_its_name(text: bytes, why: str) -> None:
    """With the first thing that is wrong with it."""
    with pytest.raises(LookupFailedError, match=r"other\.json is no report") as refused:
        load_report(text, "other.json")

    assert why in str(refused.value)


def test_every_count_of_the_summary_is_required() -> None:
    """What is drawn needs each of the four."""
    document = report().model_dump(mode="json")
    document["summary"].pop("released")

    with pytest.raises(LookupFailedError, match="summary"):
        load_report(json.dumps(document).encode(), "earlier.json")


def test_half_a_letter_in_a_name_is_replaced() -> None:
    """JSON of Twilio's may hold half a surrogate pair, which no text can."""
    document = report(bundle(0, "half")).model_dump(mode="json")
    text = json.dumps(document).replace("half", "\\ud83d").encode()

    assert "?" == load_report(text, "earlier.json").bundles[0].friendly_name


@pytest.mark.parametrize(
    ("undecided", "standing"), [(0, "released"), (1, "undecided")], ids=["released", "undecided"]
)
def test_the_summary_tells_what_a_number_without_attestation_is(
    undecided: int, standing: str
) -> None:
    """As the page of the commands says of status."""
    gone = number(0, attestation=None)
    counts = {"A": 0, "B": 0, "released": 1 - undecided, "undecided": undecided}

    assert standing == report(numbers=[gone], summary=counts).standing(gone)
