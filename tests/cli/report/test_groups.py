"""Are many numbers told as few groups?"""

from __future__ import annotations

from reports import e164, number, number_sid, report

from pulumi_trusthub._core.account.changes import compare
from pulumi_trusthub.cli.report.groups import NumberGroup, change_groups, number_groups


def test_numbers_are_grouped_by_what_is_missing() -> None:
    """The largest group first; a number without an owner is named by its SID."""
    missing = "it is not on trust product BU1"
    found = report(
        numbers=[
            number(0, attestation=None, phone_number=None, missing="it was released"),
            number(1),
            number(2, attestation="B", missing=missing),
            number(3, attestation="B", missing=missing),
        ]
    )

    assert [
        NumberGroup("B", missing, [e164(2), e164(3)]),
        NumberGroup("released", "it was released", [number_sid(0)]),
        NumberGroup("A", "", [e164(1)]),
    ] == number_groups(found)


def test_changes_are_grouped_by_their_kind() -> None:
    """New, gone, and from one attestation to another."""
    earlier = report(numbers=[number(0, attestation="B"), number(1, attestation="B"), number(2)])
    later = report(numbers=[number(0), number(1), number(3)])

    groups = change_groups(compare(earlier, later))

    assert [("B → A", False, 2), ("gone, before: A", True, 1), ("new: A", False, 1)] == [
        (it.words, it.is_gone, len(it.sids)) for it in groups
    ]
