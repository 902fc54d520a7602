"""``pulumi-trusthub doctor``: the problems of an account, and the next steps."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from pulumi_trusthub._core.account.check_names import ABOUT, ACCOUNT, CREDENTIALS
from pulumi_trusthub._core.model.errors import counted, first_few
from pulumi_trusthub._version import __version__
from pulumi_trusthub.cli import console
from pulumi_trusthub.cli.tables import Column, write_tables

if TYPE_CHECKING:
    from pulumi_trusthub._core.account.checks import Finding
    from pulumi_trusthub._core.account.doctor import DoctorReport

EACH = 10
"""The most findings of a check in a terminal."""

_CHECKS = (Column("check"), Column("outcome"), Column("makes sure that", "wrapped"))
_FINDINGS = (Column("check"), Column("finding", "wrapped"))
_STEPS = (Column("check"), Column("what to do", "wrapped"))
_PACKAGES = ("pulumi", "twilio", "pydantic", "urllib3", "typer", "rich")
_OPTIONAL = {check: about for check, about in ABOUT.items() if check not in {CREDENTIALS, ACCOUNT}}


def _optional(incomplete: str) -> list[tuple[str, str]]:
    """Complete the name of an optional check."""
    return [(check, about) for check, about in _OPTIONAL.items() if check.startswith(incomplete)]


Ignored: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--ignore",
        metavar="CHECK",
        autocompletion=_optional,
        help=f"A check to leave out; may be repeated. One of {', '.join(_OPTIONAL)}.",
    ),
]
"""The option for checks to leave out."""


def require_optional(checks: list[str] | None) -> frozenset[str]:
    """Refuse names of no check, and of checks that cannot be left out."""
    for check in checks or []:
        if check not in _OPTIONAL:
            raise typer.BadParameter(
                f"{check!r} is none of {', '.join(_OPTIONAL)}.", param_hint="--ignore"
            )
    return frozenset(checks or [])


def doctor(
    *,
    ignore: Ignored = None,
    everything: Annotated[
        bool,
        typer.Option("--all", help=f"Show more than {EACH} findings of a check in a terminal."),
    ] = False,
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
    without = require_optional(ignore)
    with console.one_line_errors():
        # Imported here: --help and completion need no network code.
        from pulumi_trusthub._core.account.doctor import examine  # noqa: PLC0415

        with console.progress("Examining the account") as on_progress:
            checkup = examine(console.connected, without=without, on_progress=on_progress)
        for omission in checkup.omissions:
            console.note(omission)
        if json:
            console.write_json({**asdict(checkup), "versions": _versions()})
        else:
            briefly = console.is_terminal(sys.stdout) and not everything
            _write(checkup, at_most=EACH if briefly else None)
    if checkup.findings:
        raise typer.Exit(console.FOUND)


def _versions() -> dict[str, str]:
    """Give the versions that matter in a report of a fault."""
    # Imported here: --help and completion need neither.
    import platform  # noqa: PLC0415
    from importlib.metadata import version  # noqa: PLC0415

    return {
        "pulumi-trusthub": __version__,
        **{package: version(package) for package in _PACKAGES},
        "python": platform.python_version(),
        "system": platform.platform(),
    }


def _write(checkup: DoctorReport, *, at_most: int | None) -> None:
    steps = dict.fromkeys((it.check, it.next_step) for it in checkup.findings)
    write_tables(
        (_CHECKS, [(it.check, it.outcome, it.why or it.about) for it in checkup.checks]),
        *([(_FINDINGS, _rows(checkup.findings, at_most)), (_STEPS, list(steps))] if steps else []),
    )
    found = len(checkup.findings)
    console.note(f"{counted(found, 'finding')}." if found else "Nothing is wrong.")


def _rows(findings: list[Finding], at_most: int | None) -> list[tuple[str, str]]:
    """Give a row a finding, or so many of each check and how many more there are."""
    counts = Counter(it.check for it in findings)
    rows = []
    for check, count in counts.items():
        rows += [(check, _with_subjects(it)) for it in findings if it.check == check][:at_most]
        if at_most is not None and count > at_most:
            rows.append((check, f"and {count - at_most:,} more, which --all shows"))
    return rows


def _with_subjects(finding: Finding) -> str:
    """Name the first subjects, unless the message does."""
    if not finding.subjects or any(it in finding.message for it in finding.subjects):
        return finding.message
    return f"{finding.message.rstrip('.')}: {first_few(finding.subjects)}."
