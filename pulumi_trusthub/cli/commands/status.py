"""``pulumi-trusthub status``: the reviews, and the attestation of each number."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import asdict
from enum import Enum
from typing import TYPE_CHECKING, Annotated

import typer

from pulumi_trusthub._core.model.errors import InvalidIdError, LookupFailedError
from pulumi_trusthub._core.model.refs import BundleRef
from pulumi_trusthub._core.model.sids import sid_problem
from pulumi_trusthub.cli.console import (
    FOUND,
    connected,
    counted,
    note,
    one_line_errors,
    progress,
    write_json,
)
from pulumi_trusthub.cli.tables import Column, write_tables

if TYPE_CHECKING:
    from pulumi_trusthub._core.account.attestations import BundleStatus, NumberStatus
    from pulumi_trusthub._core.account.snapshot import UnreadableAccounts

_BUNDLES = (
    Column("bundle"),
    Column("kind"),
    Column("name", "cut"),
    Column("policy", "cut"),
    Column("status"),
    Column("numbers"),
    Column("reasons", "wrapped"),
)
_NUMBERS = (
    Column("number"),
    Column("sid"),
    Column("attestation"),
    Column("missing", "wrapped"),
)


class Require(str, Enum):
    """The numbers that must sign with A."""

    ALL = "all"
    ASSIGNED = "assigned"
    NONE = "none"


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
        Require,
        typer.Option(
            help="Which of the numbers shown must sign with A for exit code 0: all of them, those "
            "assigned to a SHAKEN/STIR product, or none."
        ),
    ] = Require.ALL,
    json: Annotated[bool, typer.Option("--json", help="Write JSON.")] = False,
) -> None:
    """Show every review, and what each number signs with.

    Shown are all numbers of the account, and those of subaccounts that are on a bundle. A number
    signs with A when customer profile and SHAKEN/STIR product are approved and linked, and the
    number is on both; else the first link that is missing is named.

    The exit code is 0 when every number that counts signs with A, 1 when one does not, 2 on any
    error, and 130 on Ctrl-C. A released number counts for nothing: see orphans. What may be either
    released or a subaccount's is undecided, and counts as one that does not sign with A: to tell,
    the account's own token is needed, because an API key cannot list subaccounts.
    """
    # Imported here: --help and completion need no network code.
    from pulumi_trusthub._core.account import attestations  # noqa: PLC0415
    from pulumi_trusthub._core.account.snapshot import read_account  # noqa: PLC0415

    _check(bundle or [], number or [])
    with one_line_errors():
        with progress("Reading the account") as on_progress:
            survey = read_account(connected(), on_progress)
        bundles, numbers = _chosen(
            attestations.bundle_standings(survey),
            attestations.number_standings(survey),
            bundle or [],
            number or [],
            survey.unread,
        )
        assigned = attestations.on_shaken_stir_products(survey)
        without = "undecided" if survey.unread else "released"
        counts = Counter(it.attestation or without for it in numbers)
        summary = {kind: counts[kind] for kind in ("A", "B", "released", "undecided")}
        if json:
            write_json(
                {
                    "account_sid": survey.account_sid,
                    "bundles": [asdict(it) for it in bundles],
                    "phone_numbers": [asdict(it) for it in numbers],
                    "summary": summary,
                }
            )
        else:
            _write(bundles, numbers)
            note(_in_words(summary))
        if summary["undecided"]:
            note(
                f"Undecided: {counted(summary['undecided'], 'number')} that the account itself "
                f"does not have: a subaccount's, or released; {survey.unread}."
            )
    missed = {"B", None} if survey.unread else {"B"}
    misses = [it for it in numbers if it.attestation in missed]
    if require is Require.ASSIGNED:
        misses = [it for it in misses if it.sid in assigned]
    if misses and require is not Require.NONE:
        raise typer.Exit(FOUND)


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
    sids = {path.rpartition("/")[2]: path for path in wanted_bundles}
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


def _write(bundles: list[BundleStatus], numbers: list[NumberStatus]) -> None:
    write_tables(
        (
            _BUNDLES,
            [
                (
                    it.sid,
                    it.kind,
                    it.friendly_name,
                    it.policy,
                    it.status,
                    len(it.phone_number_sids),
                    "; ".join(it.reasons),
                )
                for it in bundles
            ],
        ),
        (
            _NUMBERS,
            [
                (it.phone_number or "-", it.sid, it.attestation or "-", it.missing or "")
                for it in numbers
            ],
        ),
    )


def _in_words(summary: dict[str, int]) -> str:
    attested = summary["A"] + summary["B"]
    others = "".join(
        f"; {summary[kind]:,} {kind}" for kind in ("released", "undecided") if summary[kind]
    )
    return f"{summary['A']:,} of {attested:,} numbers sign with A{others}."
