"""What changed in an account between two reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pulumi_trusthub._core.model.errors import LookupFailedError
from pulumi_trusthub._core.model.statuses import APPROVED, normalize_status

from .report import AccountReport, BundleChange, NumberChange, ReportChanges, as_loaded

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .attestations import BundleStatus
    from .checks import Finding


def compare(earlier: AccountReport, later: AccountReport) -> ReportChanges:
    """Give the changes from one report to the next.

    Raises:
        LookupFailedError: The reports are of two accounts.
    """
    if earlier.account_sid != later.account_sid:
        raise LookupFailedError(
            f"The earlier report is of account {earlier.account_sid}, not of {later.account_sid}."
        )
    made_before, made_after = _checks_made(earlier), _checks_made(later)
    before, after = (
        [finding for finding in report.findings if finding.check in made_before & made_after]
        for report in (earlier, later)
    )
    return ReportChanges(
        since=earlier.read_at,
        bundles=list(_bundles(earlier, later)),
        numbers=list(_numbers(earlier, later)),
        new_findings=_without_counterpart(after, before),
        resolved_findings=_without_counterpart(before, after),
        not_compared=sorted(made_before ^ made_after),
    )


def _checks_made(report: AccountReport) -> set[str]:
    return {it.check for it in report.checks if it.outcome != "skipped"}


def _bundles(earlier: AccountReport, later: AccountReport) -> Iterator[BundleChange]:
    before = {bundle.sid: bundle for bundle in earlier.bundles}
    after = {bundle.sid: bundle for bundle in later.bundles}
    names = {**earlier.names, **later.names}
    for sid, bundle in {**before, **after}.items():
        old, new = before.get(sid), after.get(sid)
        had = set(old.phone_number_sids) if old else set()
        has = set(new.phone_number_sids) if new else set()
        details = list(_details(old, new)) if old and new else []
        if details or had != has or not (old and new):
            yield BundleChange(
                sid=sid,
                kind=bundle.kind,
                friendly_name=bundle.friendly_name,
                change="new" if old is None else "removed" if new is None else "changed",
                details=details,
                gained=sorted(names.get(it, it) for it in has - had),
                lost=sorted(names.get(it, it) for it in had - has),
            )


def _details(old: BundleStatus, new: BundleStatus) -> Iterator[str]:
    if as_loaded(old.friendly_name) != as_loaded(new.friendly_name):
        yield f'renamed from "{old.friendly_name}"'
    if old.status != new.status:
        yield f"{old.status} → {new.status}"
    yield from (reason for reason in new.reasons if reason not in old.reasons)
    if old.valid_until != new.valid_until and normalize_status(new.status) == APPROVED:
        before = f", no longer until {old.valid_until[:10]}" if old.valid_until else ""
        until = new.valid_until[:10] if new.valid_until else "an unknown day"
        yield f"approved until {until}{before}"
    linked, was_linked = new.customer_profile_sids, old.customer_profile_sids
    yield from (f"linked to {sid}" for sid in linked if sid not in was_linked)
    yield from (f"no longer linked to {sid}" for sid in was_linked if sid not in linked)


def _numbers(earlier: AccountReport, later: AccountReport) -> Iterator[NumberChange]:
    before = {it.sid: earlier.standing(it) for it in earlier.phone_numbers}
    after = {it.sid: later.standing(it) for it in later.phone_numbers}
    numbers = {it.sid: it.phone_number for it in earlier.phone_numbers}
    numbers |= {it.sid: it.phone_number or numbers.get(it.sid) for it in later.phone_numbers}
    theirs = {
        it.sid for it in earlier.phone_numbers if it.account_sid not in {None, earlier.account_sid}
    }
    for sid, number in numbers.items():
        if before.get(sid) != after.get(sid):
            yield NumberChange(
                sid=sid,
                phone_number=number,
                before=before.get(sid),
                after=after.get(sid),
                is_subaccounts=sid in theirs,
            )


def _without_counterpart(findings: Sequence[Finding], others: Sequence[Finding]) -> list[Finding]:
    """Give the findings that others lack: of the same check, and of the same objects.

    A finding of three numbers that has two of them left is the same: neither new nor resolved.
    """
    known = {key for it in others for key in _keys(it)}
    return [it for it in findings if known.isdisjoint(_keys(it))]


def _keys(finding: Finding) -> set[tuple[str, str]]:
    """Give the marks of a finding: two findings with a mark in common are the same.

    Where bundles are among the subjects, only the first subject counts, because other findings
    share the bundles after it. Of duplicate products each counts.
    """
    has_bundles = any(subject.startswith("BU") for subject in finding.subjects)
    is_of_first = has_bundles and finding.check != "duplicate-products"
    subjects = finding.subjects[:1] if is_of_first else finding.subjects
    return {(finding.check, it) for it in (finding.message, *subjects)}
