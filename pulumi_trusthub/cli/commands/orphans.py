"""``pulumi-trusthub orphans``: assignments whose number is gone."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from pulumi_trusthub._core.model.errors import counted
from pulumi_trusthub.cli import console
from pulumi_trusthub.cli.tables import Column, write_tables

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pulumi_trusthub._core.account.orphans import Orphan
    from pulumi_trusthub._core.api.client import TrustHubClient

_COLUMNS = (
    Column("number"),
    Column("bundle"),
    Column("name", "cut", needed=False),
    Column("kind", needed=False),
    Column("assignment", needed=False),
)
_INTERRUPTED = "interrupted before an answer came: it may have been removed all the same"


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
    if yes and not remove:
        raise typer.BadParameter("--yes is for --remove")
    interrupted = False
    with console.one_line_errors():
        # Imported here: --help and completion need no network code.
        from pulumi_trusthub._core.account import orphans  # noqa: PLC0415
        from pulumi_trusthub._core.account.snapshot import read_account  # noqa: PLC0415

        client = console.connected()
        with console.progress("Reading the account") as on_progress:
            survey = read_account(client, on_progress)
        for omission in survey.omissions():
            console.note(omission)
        listed = orphans.assignments_without_number(survey)
        found, undecided = ([], listed) if survey.unread else (listed, [])
        asks = remove and not yes and bool(found)
        if listed and (asks or not json):
            write_tables(_table(listed), err=json)
        results: dict[str, str | None] = {}
        if remove and found and (yes or _confirmed(len(found))):
            results, interrupted = _removed(client, found)
        left = [it for it in found if results.get(it.id, "not asked for") is not None]
        if undecided:
            count = counted(len(undecided), "assignment")
            console.note(
                f"Undecided: {count} of numbers that the account itself does not have: a "
                f"subaccount's, or released; {survey.unread}."
            )
        elif results:
            _tell(left, results, interrupted=interrupted)
        else:
            console.note(_in_words(found, remove=remove))
        if json:
            console.write_json(
                {
                    "account_sid": survey.account_sid,
                    "orphans": [_entry(it, results) for it in found],
                    "undecided": [_entry(it, {}) for it in undecided],
                }
            )
    if interrupted:
        raise typer.Exit(console.INTERRUPTED)
    if left or undecided:
        raise typer.Exit(console.FOUND)


def _removed(client: TrustHubClient, found: Sequence[Orphan]) -> tuple[dict[str, str | None], bool]:
    """Remove assignments: why each is still there, None for a removed one; and a Ctrl-C."""
    from pulumi_trusthub._core.account.orphans import remove_orphans  # noqa: PLC0415 - see above

    done: dict[str, str | None] = {}
    try:
        with console.progress("Removing assignments") as on_progress:
            remove_orphans(client, found, done, on_progress)
    except KeyboardInterrupt:  # what was removed is told all the same
        return {it.id: _INTERRUPTED for it in found} | dict(done), True
    return done, False


def _tell(left: Sequence[Orphan], results: Mapping[str, str | None], *, interrupted: bool) -> None:
    for orphan in left:
        if results[orphan.id] != _INTERRUPTED:
            console.note(f"{orphan.id} is still there: {results[orphan.id]}")
    counts = f"{len(results) - len(left):,} removed, {len(left):,} left"
    console.note(
        f"Interrupted: {counts}, if no answer was missed." if interrupted else f"{counts}."
    )


def _confirmed(count: int) -> bool:
    """Ask on stderr, because stdout is for data; click's own question writes a space to stdout."""
    typer.echo(f"Remove {counted(count, 'assignment')}? [y/N] ", nl=False, err=True)
    answer = sys.stdin.readline() if sys.stdin else ""
    if answer:
        return answer.strip().lower() in {"y", "yes"}
    console.note("Nobody answered, so nothing was removed: --yes does it without asking.")
    raise typer.Exit(console.FAILED)


def _entry(orphan: Orphan, results: Mapping[str, str | None]) -> dict[str, object]:
    return {
        "id": orphan.id,
        "bundle_sid": orphan.bundle.sid,
        "kind": orphan.bundle.noun,
        "phone_number_sid": orphan.number_sid,
        "removed": orphan.id in results and results[orphan.id] is None,
        "error": results.get(orphan.id),
    }


def _table(orphans: Sequence[Orphan]) -> tuple[Sequence[Column], Sequence[Sequence[object]]]:
    return _COLUMNS, [
        (it.number_sid, it.bundle.sid, it.bundle.record.get("friendly_name"), it.bundle.noun, it.id)
        for it in orphans
    ]


def _in_words(found: Sequence[Orphan], *, remove: bool) -> str:
    if not found:
        return "No assignment is left of a number that was released."
    numbers = counted(len({it.number_sid for it in found}), "released number")
    hint = "." if remove else ": --remove does it."
    return f"{counted(len(found), 'assignment')} of {numbers}. Nothing was removed{hint}"
