"""``pulumi-trusthub status``: the reviews, and the attestation of each number."""

from __future__ import annotations

import re
import sys
from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from pulumi_trusthub._core.model.errors import InvalidIdError, LookupFailedError, counted, first_few
from pulumi_trusthub._core.model.refs import BundleRef
from pulumi_trusthub._core.model.sids import in_one_case, last_sid, sid_problem
from pulumi_trusthub.cli import console
from pulumi_trusthub.cli.report.groups import NumberGroup, grouped_numbers, largest_first
from pulumi_trusthub.cli.tables import Column, Rows, write_tables

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pulumi_trusthub._core.account.attestations import BundleStatus, NumberStatus
    from pulumi_trusthub._core.account.snapshot import UnreadableAccounts

ROWS, GROUPS = 20, 8
"""The most bundles, and the most numbers, in a terminal; and the most groups of further numbers."""

_BUNDLES = (
    Column("bundle"),
    Column("status"),
    Column("numbers"),
    Column("name", "cut", needed=False),
    Column("policy", "cut", needed=False),
    Column("kind", needed=False),
)
_REASONS = (Column("bundle"), Column("reasons", "wrapped"))
_GROUPED_REASONS = (Column("bundles"), Column("reasons", "wrapped"))
_NUMBERS = (Column("number"), Column("sid"), Column("attestation"), Column("missing", "wrapped"))
_GROUPS = (Column("numbers"), Column("attestation"), Column("missing", "wrapped"))


def status(
    *,
    bundle: Annotated[
        list[str] | None,
        typer.Option(
            "--bundle",  # typer 0.27 would call it --BUNDLE
            metavar="BUNDLE",
            help="Only this bundle, by SID or path, and the numbers on it; may be repeated.",
        ),
    ] = None,
    number: Annotated[
        list[str] | None,
        typer.Option(
            "--number",
            metavar="NUMBER",
            help="Only this number, in E.164 or by SID; may be repeated.",
        ),
    ] = None,
    require: Annotated[
        Literal["all", "assigned", "none"],
        typer.Option(
            help="Which of the numbers shown must sign with A for exit code 0: all of them, those "
            "assigned to a SHAKEN/STIR product, or none."
        ),
    ] = "all",
    everything: Annotated[
        bool,
        typer.Option(
            "--all", help="Show every bundle and number in a terminal, however many there are."
        ),
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="Write JSON.")] = False,
) -> None:
    """Show every review, and what each number signs with.

    Shown are all numbers of the account, and those of subaccounts that are on a bundle. A number
    signs with A when customer profile and SHAKEN/STIR product are approved and linked, and the
    number is on both; else the first link that is missing is named. In a terminal, bundles that
    need somebody come first, and many numbers are grouped by what is missing.

    The exit code is 0 when every number that counts signs with A, 1 when one does not, 2 on any
    error, and 130 on Ctrl-C. A released number counts for nothing: see orphans. What may be either
    released or a subaccount's is undecided, and counts as one that does not sign with A: to tell,
    the account's own token is needed, because an API key cannot list subaccounts.
    """
    _check(bundle or [], number or [])
    with console.one_line_errors():
        # Imported here: --help and completion need no network code.
        from pulumi_trusthub._core.account import attestations  # noqa: PLC0415
        from pulumi_trusthub._core.account.snapshot import read_account  # noqa: PLC0415

        with console.progress("Reading the account") as on_progress:
            survey = read_account(console.connected(), on_progress)
        bundles, numbers = _chosen(
            attestations.bundle_standings(survey),
            attestations.number_standings(survey),
            bundle or [],
            number or [],
            survey.unread,
        )
        omissions = survey.omissions()
        for omission in omissions:
            console.note(omission)
        assigned = attestations.on_shaken_stir_products(survey)
        summary = attestations.count_standings(survey, numbers)
        if json:
            console.write_json(
                {
                    "account_sid": survey.account_sid,
                    "bundles": [asdict(it) for it in bundles],
                    "phone_numbers": [asdict(it) for it in numbers],
                    "summary": summary,
                    "omissions": omissions,
                }
            )
        else:
            _write(bundles, numbers, briefly=console.is_terminal(sys.stdout) and not everything)
            console.note(attestations.summary_in_words(summary))
        if summary["undecided"]:
            console.note(attestations.undecided_numbers(survey, summary["undecided"]))
    missed = {"B", None} if survey.unread else {"B"}
    misses = [it for it in numbers if it.attestation in missed]
    if require == "assigned":
        misses = [it for it in misses if it.sid in assigned]
    if misses and require != "none":
        raise typer.Exit(console.FOUND)


def _check(bundles: list[str], numbers: list[str]) -> None:
    """Refuse filters that can match nothing in any account."""
    try:
        for bundle in bundles:
            BundleRef.parse_loosely(bundle)
    except InvalidIdError as error:
        raise typer.BadParameter(str(error), param_hint="--bundle") from None
    for name in numbers:
        if sid_problem(name, "PN") and not re.fullmatch(r"\+[0-9]+", name):
            raise typer.BadParameter(
                f"{name!r} is neither a number in E.164, which begins with +, such as "
                f"+14155550100, nor its SID: PN and 32 hexadecimal digits.",
                param_hint="--number",
            )


def _chosen(
    bundles: list[BundleStatus],
    numbers: list[NumberStatus],
    wanted_bundles: list[str],
    wanted_numbers: list[str],
    unread: UnreadableAccounts | None,
) -> tuple[list[BundleStatus], list[NumberStatus]]:
    """Apply the filters.

    Raises:
        LookupFailedError: Names the filters that match nothing.
    """
    sids = {in_one_case(last_sid(path)): path for path in wanted_bundles}
    wanted_numbers = [in_one_case(name) for name in wanted_numbers]
    unknown = [path for sid, path in sids.items() if sid not in {it.sid for it in bundles}]
    names = {name for it in numbers for name in (it.sid, it.phone_number)}
    unknown_numbers = [name for name in wanted_numbers if name not in names]
    unknown += unknown_numbers
    if unknown:
        perhaps = f" A subaccount may have more; {unread}." if unread and unknown_numbers else ""
        raise LookupFailedError(f"Not in this account: {', '.join(unknown)}.{perhaps}")
    if sids:
        bundles = [it for it in bundles if it.sid in sids]
        on_them = {sid for it in bundles for sid in it.phone_number_sids}
        numbers = [it for it in numbers if it.sid in on_them]
    if wanted_numbers:
        numbers = [it for it in numbers if {it.sid, it.phone_number} & set(wanted_numbers)]
    if wanted_numbers and not sids:
        shown = {it.sid for it in numbers}
        bundles = [it for it in bundles if shown & set(it.phone_number_sids)]
    return bundles, numbers


def _write(bundles: list[BundleStatus], numbers: list[NumberStatus], *, briefly: bool) -> None:
    hidden: list[BundleStatus] = []
    if briefly:
        bundles = sorted(bundles, key=lambda it: it.urgency)
        bundles, hidden = bundles[:ROWS], bundles[ROWS:]
    groups: list[NumberGroup] = []
    if briefly and len(numbers) > ROWS:
        groups = grouped_numbers(numbers, lambda it: it.attestation or "-")
    shown = [
        (it.sid, it.status, len(it.phone_number_sids), it.friendly_name, it.policy, it.kind)
        for it in bundles
    ]
    tables: list[tuple[Sequence[Column], Rows]] = [(_BUNDLES, shown)]
    rejected = [(it.sid, "; ".join(it.reasons)) for it in (*bundles, *hidden) if it.reasons]
    if rejected and briefly:
        tables.append((_GROUPED_REASONS, _grouped_reasons(rejected)))
    elif rejected:
        tables.append((_REASONS, rejected))
    if groups:
        tables.append((_GROUPS, [_group_row(group) for group in groups[:GROUPS]]))
    else:
        rows = [
            (it.phone_number or "-", it.sid, it.attestation or "-", it.missing or "")
            for it in numbers
        ]
        tables.append((_NUMBERS, rows))
    write_tables(*tables)
    _tell_hidden(hidden, groups[GROUPS:])


def _tell_hidden(bundles: Sequence[BundleStatus], groups: Sequence[NumberGroup]) -> None:
    if bundles:
        statuses = Counter(it.status for it in bundles)
        counts = ", ".join(f"{count:,} {status}" for status, count in statuses.items())
        console.note(f"{counted(len(bundles), 'more bundle')}: {counts}.")
    if groups:
        count = sum(len(group.names) for group in groups)
        reasons = counted(len(groups), "more reason")
        console.note(f"{counted(count, 'more number')} for {reasons}.")
    if bundles or groups:
        console.note("--all shows each of them.")


def _grouped_reasons(rejected: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Group bundles by their reasons."""
    groups = largest_first((reasons, sid) for sid, reasons in rejected)[:GROUPS]
    return [(f"{len(sids):,}", f"{reasons}: {first_few(sids)}") for reasons, sids in groups]


def _group_row(group: NumberGroup) -> tuple[str, str, str]:
    missing = f"{group.missing}: {first_few(group.names)}" if group.missing else ""
    return f"{len(group.names):,}", group.standing, missing
