"""``pulumi-trusthub doctor``: the problems of an account, and the next steps."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

# This module does not import the network code: --help and completion need none.
from pulumi_trusthub._core.account.doctor import ABOUT, ACCOUNT, CREDENTIALS, examine
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
    from pulumi_trusthub._core.account.checks import Finding
    from pulumi_trusthub._core.account.doctor import DoctorReport

FEW = 3
"""Numbers that a line names; JSON names all of them."""

_CHECKS = (Column("check"), Column("outcome"), Column("makes sure that", "wrapped"))
_FINDINGS = (Column("check"), Column("finding", "wrapped"), Column("what to do", "wrapped"))
_OPTIONAL = {check: about for check, about in ABOUT.items() if check not in {CREDENTIALS, ACCOUNT}}


def _optional(incomplete: str) -> list[tuple[str, str]]:
    """Complete the name of an optional check."""
    return [(check, about) for check, about in _OPTIONAL.items() if check.startswith(incomplete)]


def doctor(
    *,
    ignore: Annotated[
        list[str] | None,
        typer.Option(
            "--ignore",
            metavar="CHECK",
            autocompletion=_optional,
            help=f"A check to leave out; may be repeated. One of {', '.join(_OPTIONAL)}.",
        ),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Write JSON.")] = False,
) -> None:
    """Find the problems of an account, and say what to do.

    Credentials, account and primary profile; policies that Twilio no longer lists; bundles that are
    rejected or were never submitted; products that are linked to no profile, to one that is not
    approved, or twice to one; numbers on no profile, on a product alone, or on two; assignments of
    released numbers. Nothing is changed.

    The exit code is 0 when nothing is wrong, 1 when something is, 2 when Twilio did not answer, and
    130 on Ctrl-C.
    """
    without = frozenset(ignore or [])
    for check in without - _OPTIONAL.keys():
        raise typer.BadParameter(
            f"{check!r} is none of {', '.join(_OPTIONAL)}.", param_hint="--ignore"
        )
    with one_line_errors():
        with progress("Examining the account") as on_progress:
            checkup = examine(connected, without=without, on_progress=on_progress)
        if json:
            write_json(asdict(checkup))
        else:
            _write(checkup)
    if checkup.findings:
        raise typer.Exit(FOUND)


def _write(checkup: DoctorReport) -> None:
    write_tables(
        (_CHECKS, [(it.check, it.outcome, it.why or it.about) for it in checkup.checks]),
        *(
            [
                (
                    _FINDINGS,
                    [(it.check, _with_subjects(it), it.next_step) for it in checkup.findings],
                )
            ]
            if checkup.findings
            else []
        ),
    )
    found = len(checkup.findings)
    note(f"{counted(found, 'finding')}." if found else "Nothing is wrong.")


def _with_subjects(finding: Finding) -> str:
    unsaid = [subject for subject in finding.subjects if subject not in finding.message]
    more = f" and {len(unsaid) - FEW:,} more" if len(unsaid) > FEW else ""
    if not unsaid:
        return finding.message
    return f"{finding.message.rstrip('.')}: {', '.join(unsaid[:FEW])}{more}."
