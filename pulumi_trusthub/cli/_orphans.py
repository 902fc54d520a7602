"""``pulumi-trusthub orphans``: assignments whose number is gone."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from ._terminal import (
    FAILED,
    FOUND,
    connected,
    counted,
    note,
    one_line_errors,
    progress,
    write_json,
    write_tables,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pulumi_trusthub._orphans import Orphan

_COLUMNS = ("assignment", "kind", "name", "number")


def orphans(
    *,
    remove: Annotated[
        bool, typer.Option("--remove", help="Remove them, after a confirmation.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Remove them without asking.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Write JSON.")] = False,
) -> None:
    """List or remove assignments whose number is gone.

    Twilio leaves the assignments of a released number behind. Nothing is changed without --remove;
    with it, assignments on trust products go before those on customer profiles. An assignment of a
    subaccount's number is none of them: to tell, the account's own token is needed, because an API
    key cannot list subaccounts.

    The exit code is 0 when none are left, 1 when some are, 2 on any error, and 130 on Ctrl-C.
    """
    # Imported here: --help and completion do without Twilio's library.
    from pulumi_trusthub import _orphans  # noqa: PLC0415
    from pulumi_trusthub._survey import survey_of  # noqa: PLC0415

    if yes and not remove:
        raise typer.BadParameter("--yes is for --remove")
    with one_line_errors():
        client = connected()
        with progress("Reading the account") as seen:
            survey = survey_of(client, seen)
        found = _orphans.assignments_without_number(survey)
        undecided = [] if survey.complete else found
        found = found if survey.complete else []
        results: Mapping[str, str | None] = {}
        if remove and found and (yes or _confirmed(len(found))):
            with progress("Removing assignments") as seen:
                results = _orphans.remove_orphans(client, found, seen)
        if json:
            write_json(
                {
                    "account_sid": survey.account_sid,
                    "orphans": [_entry(it, results) for it in found],
                    "undecided": [_entry(it, {}) for it in undecided],
                }
            )
        else:
            _write([*found, *undecided])
        left = [it for it in found if results.get(it.id, "not asked for") is not None]
        _conclude(found, left, undecided, results)
    if left or undecided:
        raise typer.Exit(FOUND)


def _confirmed(count: int) -> bool:
    """Ask on stderr, which leaves stdout to the data; click's own question puts a space there."""
    typer.echo(f"Remove {counted(count, 'assignment')}? [y/N] ", nl=False, err=True)
    answer = sys.stdin.readline()
    if answer:
        return answer.strip().lower() in {"y", "yes"}
    note("Nobody answered, so nothing was removed: --yes does it without asking.")
    raise typer.Exit(FAILED)


def _entry(orphan: Orphan, results: Mapping[str, str | None]) -> dict[str, object]:
    return {
        "id": orphan.id,
        "bundle_sid": orphan.bundle.sid,
        "kind": orphan.bundle.noun,
        "phone_number_sid": orphan.number_sid,
        "removed": orphan.id in results and results[orphan.id] is None,
        "error": results.get(orphan.id),
    }


def _write(orphans: Sequence[Orphan]) -> None:
    if orphans:
        rows = [
            (it.id, it.bundle.noun, it.bundle.record.get("friendly_name"), it.number_sid)
            for it in orphans
        ]
        write_tables((_COLUMNS, rows))


def _conclude(
    found: Sequence[Orphan],
    left: Sequence[Orphan],
    undecided: Sequence[Orphan],
    results: Mapping[str, str | None],
) -> None:
    for orphan in left:
        if results.get(orphan.id):
            note(f"{orphan.id} is still there: {results[orphan.id]}")
    if undecided:
        note(
            f"Undecided: {counted(len(undecided), 'assignment')} of numbers that the account "
            f"itself does not have. They may be those of subaccounts, which these credentials "
            f"cannot list: use the account's own token."
        )
    if results:
        note(f"{len(found) - len(left):,} removed, {len(left):,} left.")
    elif found:
        numbers = counted(len({it.number_sid for it in found}), "released number")
        note(
            f"{counted(len(found), 'assignment')} of {numbers}. Nothing was removed: --remove does "
            f"it."
        )
    elif not undecided:
        note("No assignment is left of a number that was released.")
