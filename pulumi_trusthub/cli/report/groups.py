"""The numbers of a report in groups, which a person can look over."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pulumi_trusthub._core.account.attestations import NumberStatus
    from pulumi_trusthub._core.account.report import AccountReport, NumberChange, ReportChanges

_K = TypeVar("_K")


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
        names: The numbers, in E.164 or by SID.
    """

    words: str
    is_gone: bool
    sids: list[str]
    names: list[str]


def number_groups(report: AccountReport) -> list[NumberGroup]:
    """Group numbers by attestation and first missing link, the largest group first."""
    return grouped_numbers(report.phone_numbers, report.standing)


def grouped_numbers(
    numbers: Iterable[NumberStatus], standing: Callable[[NumberStatus], str]
) -> list[NumberGroup]:
    """Group numbers by standing and first missing link, the largest group first."""
    keyed = (((standing(it), it.missing or ""), it.phone_number or it.sid) for it in numbers)
    return [NumberGroup(*key, names) for key, names in largest_first(keyed)]


def largest_first(pairs: Iterable[tuple[_K, str]]) -> list[tuple[_K, list[str]]]:
    """Group names by their keys, the largest group first."""
    groups: defaultdict[_K, list[str]] = defaultdict(list)
    for key, name in pairs:
        groups[key].append(name)
    return sorted(groups.items(), key=lambda group: -len(group[1]))


def change_groups(changes: ReportChanges) -> list[ChangeGroup]:
    """Group changed numbers by their change, the largest group first."""
    groups: dict[str, ChangeGroup] = {}
    for number in changes.numbers:
        key = _words(number)
        if key not in groups:
            groups[key] = ChangeGroup(key, number.after is None, [], [])
        groups[key].sids.append(number.sid)
        groups[key].names.append(number.phone_number or number.sid)
    return sorted(groups.values(), key=lambda group: -len(group.names))


def _words(number: NumberChange) -> str:
    if number.before is None:
        return f"new: {number.after}"
    if number.after is None:
        gone = "a subaccount's, on no bundle any more" if number.is_subaccounts else "gone"
        return f"{gone}, before: {number.before}"
    return f"{number.before} → {number.after}"
