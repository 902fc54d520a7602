"""The numbers of a report in groups, which a person can look over."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pulumi_trusthub._core.account.report import AccountReport, NumberChange, ReportChanges


@dataclass(frozen=True)
class NumberGroup:
    """The numbers that sign with the same and lack the same.

    Attributes:
        standing: ``A``, ``B``, ``released`` or ``undecided``.
        missing: The first missing link, in words; empty for ``A``.
        names: The numbers, in E.164 or by SID.
    """

    standing: str
    missing: str
    names: list[str]


@dataclass(frozen=True)
class ChangeGroup:
    """The numbers with the same change.

    Attributes:
        words: The change.
        is_gone: Whether the later report lacks them.
        sids: SIDs of the numbers.
        names: The numbers, in E.164 or by SID.
    """

    words: str
    is_gone: bool
    sids: list[str]
    names: list[str]


def number_groups(report: AccountReport) -> list[NumberGroup]:
    """Group numbers by attestation and first missing link, the largest group first."""
    groups: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for number in report.phone_numbers:
        key = (report.standing(number), number.missing or "")
        groups[key].append(number.phone_number or number.sid)
    return sorted((NumberGroup(*key, names) for key, names in groups.items()), key=_size)


def change_groups(changes: ReportChanges) -> list[ChangeGroup]:
    """Group changed numbers by their change, the largest group first."""
    groups: dict[str, ChangeGroup] = {}
    for number in changes.numbers:
        key = _words(number)
        if key not in groups:
            groups[key] = ChangeGroup(key, number.after is None, [], [])
        groups[key].sids.append(number.sid)
        groups[key].names.append(number.phone_number or number.sid)
    return sorted(groups.values(), key=_size)


def _size(group: NumberGroup | ChangeGroup) -> int:
    return -len(group.names)


def _words(number: NumberChange) -> str:
    if number.before is None:
        return f"new: {number.after}"
    if number.after is None:
        gone = "a subaccount's, on no bundle any more" if number.is_subaccounts else "gone"
        return f"{gone}, before: {number.before}"
    return f"{number.before} → {number.after}"
