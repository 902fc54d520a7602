"""``pulumi-trusthub import-file``: existing objects, for ``pulumi import``."""

from __future__ import annotations

import json
import os
import shlex
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pulumi_trusthub._core.model.errors import LookupFailedError, counted, first_few
from pulumi_trusthub.cli.console import connected, note, one_line_errors, progress

from .wait import ERROR

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pulumi_trusthub._core.account.inventory import Inventory
    from pulumi_trusthub._core.account.terraform_state import TerraformState

FEW = 3
"""Warnings that are shown; the others are counted."""


def import_file(
    context: typer.Context,
    bundles: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="BUNDLE",
            help="SIDs or paths of bundles; none for everything but primary profiles and what "
            "belongs to them alone.",
        ),
    ] = None,
    out: Annotated[
        Path, typer.Option(help="Where the file for `pulumi import --file` goes.")
    ] = Path("trusthub-import.json"),
    program: Annotated[Path, typer.Option(help="Where the program that matches it goes.")] = Path(
        "trusthub_import.py"
    ),
    personal: Annotated[
        Path, typer.Option(help="Where the personal data for the stack's configuration goes.")
    ] = Path("trusthub-personal.json"),
    config_key: Annotated[
        str, typer.Option(help="Under which key the program reads it from the configuration.")
    ] = "personalData",
    *,
    native: Annotated[
        bool,
        typer.Option(
            "--native",
            help="Write the file for the plugin's resources. No program is written: `pulumi "
            "import` prints that in the language of the project.",
        ),
    ] = False,
    from_terraform: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            exists=True,
            dir_okay=False,
            help="Take what a state of Terraform or OpenTofu has of Trust Hub, and nothing else.",
        ),
    ] = None,
) -> None:
    """Write existing objects as a file for `pulumi import --file`, and the matching program.

    Bundles with all that is on them, people, documents and addresses; the numbers of a bundle are
    one resource. Needs Pulumi's CLI from 3.254
    on: an older one ignores what the file says of inputs and outputs, and fails. Nothing is changed
    at Twilio, and no file is written over. The program holds no attributes of people and documents
    and no lines of addresses: it reads them from the stack's configuration, as a secret.
    """
    if native:
        _refuse_of_the_program(context)
    if from_terraform and bundles:
        raise typer.BadParameter("give bundles or --from-terraform, not both")
    files = (out,) if native else (out, program, personal)
    _require_new(files)
    with one_line_errors(ERROR):
        from pulumi_trusthub.dynamic import import_file, import_program  # noqa: PLC0415 - see wait

        state = _terraform_state(from_terraform) if from_terraform else None
        found = _read(bundles or [], state)
        if native:
            secrets: dict[str, dict[str, object]] = {}
            private, public = {}, {out: import_file.import_file(found, native=True)}
        else:
            secrets = import_file.personal_data(found)
            private = {out: import_file.import_file(found, native=False)}
            if secrets:
                private[personal] = json.dumps(secrets, indent=2) + "\n"
            key, given = config_key, shlex.quote(str(personal))
            public = {program: import_program.program(found, key=key, personal=given)}
        _write_all(private, public)
    count = counted(len(found.described) + len(found.entries), "resource")
    more = "" if native else f", and the program that declares them in {program}"
    note(f"{count} in {out}{more}.")
    _tell_what_is_left_out(found, state)
    if native:
        _tell_native_steps(out, found)
    else:
        _tell_next_steps(files, key=config_key if secrets else None)
    if state:
        note(
            "Once that is done, and before anybody applies there again, take these resources out "
            "of Terraform's state with `terraform state rm`, and out of its files. Never "
            "`terraform destroy`: that deletes at Twilio."
        )


def _refuse_of_the_program(context: typer.Context) -> None:
    """Refuse the options of a program that is not written."""
    for name in ("program", "personal", "config_key"):
        source = context.get_parameter_source(name)
        if source and source.name != "DEFAULT":
            option = name.replace("_", "-")
            raise typer.BadParameter(f"--native writes no program, so --{option} has no use")


def _terraform_state(file: Path) -> TerraformState:
    from pulumi_trusthub._core.account import terraform_state  # noqa: PLC0415 - see wait

    # What is no text is no JSON either, and is said to be none.
    text = file.read_text(encoding="utf-8", errors="replace")
    return terraform_state.read_terraform_state(text, str(file))


def _read(bundles: Sequence[str], state: TerraformState | None) -> Inventory:
    """Read what is to be imported, which must be something."""
    from pulumi_trusthub._core.account.inventory import read_inventory  # noqa: PLC0415 - see wait
    from pulumi_trusthub._core.account.terraform_inventory import (  # noqa: PLC0415 - see wait
        read_terraform_inventory,
    )

    client, warnings = connected(), list[str]()
    with progress("Reading the account") as on_progress:
        if state:
            found = read_terraform_inventory(
                client, state.objects, on_progress, warn=warnings.append
            )
        else:
            found = read_inventory(client, bundles, on_progress, warn=warnings.append)
    _tell_warnings(warnings)
    if not found.entries and not found.described:
        _tell_what_is_left_out(found, state)
        raise LookupFailedError(
            f"There is nothing in account {client.account_sid} that could be imported."
        )
    return found


def _require_new(files: Sequence[Path]) -> None:
    """Refuse before any object is read or any file written."""
    if len({path.absolute() for path in files}) < len(files):
        raise typer.BadParameter("--out, --program and --personal must be three different files")
    # No error for an impossible name: writing the file reports it.
    there = [str(path) for path in files if os.path.lexists(path)]
    if there:
        raise typer.BadParameter(
            f"already there: {', '.join(there)}; nothing was written. Move what is there away, or "
            f"give other names with --out{'' if len(files) == 1 else ', --program and --personal'}."
        )
    nowhere = [str(path) for path in files if not path.absolute().parent.is_dir()]
    if nowhere:
        raise typer.BadParameter(f"there is no folder for {' and '.join(nowhere)}")


def _tell_what_is_left_out(found: Inventory, state: TerraformState | None) -> None:
    if state:
        _tell_what_terraform_has_alone(found, state)
    for sid in found.primary:
        note(
            f"Left out: {sid}, the primary customer profile, with what belongs to it alone: it is "
            f"made in Twilio's Console, and all that the account does shares it. Name it as an "
            f"argument to have it written."
        )
    if found.released:
        note(
            f"Left out: {counted(len(found.released), 'number')} on the bundles that "
            f"{'was' if len(found.released) == 1 else 'were'} released ({first_few(found.released)}"
            f"): pulumi-trusthub orphans lists and removes what is left of them."
        )
    if found.undecided:
        note(
            f"Undecided: {counted(len(found.undecided), 'number')} that the account itself does "
            f"not have ({first_few(found.undecided)}): a subaccount's, or released; "
            f"{found.unread}. The program has them."
        )
    by_reason: defaultdict[str, list[str]] = defaultdict(list)
    for sid, reasons in found.refused.items():
        by_reason["; ".join(reasons)].append(sid)
    for why, sids in by_reason.items():
        note(f"Left out: {first_few(sids)}, which could not be declared: {why}.")


def _tell_what_terraform_has_alone(found: Inventory, state: TerraformState) -> None:
    for address, sid in found.gone.items():
        note(f"Left out: {address}: the account has no {sid} there any more.")
    by_reason: defaultdict[str, list[str]] = defaultdict(list)
    for address, why in state.left_out.items():
        by_reason[why].append(address)
    for why, addresses in by_reason.items():
        note(f"Left out: {first_few(addresses)}: {why}.")
    if state.others:
        note(f"Left to Terraform: {counted(state.others, 'resource')} of other kinds.")


def _tell_warnings(warnings: Sequence[str]) -> None:
    for text in warnings[:FEW]:
        note(text)
    if warnings[FEW:]:
        more = counted(len(warnings) - FEW, "more warning")
        note(f"{more} of this kind: pulumi-trusthub status names every review.")


def _tell_next_steps(files: Sequence[Path], *, key: str | None) -> None:
    out, program, personal = (shlex.quote(str(path)) for path in files)
    steps = [f"pulumi import --file {out} --generate-code=false", "pulumi up"]
    if key is not None:
        steps.insert(0, f"pulumi config set --secret {shlex.quote(key)} < {personal}")
    for line in ("", "Next, with the program in place and Pulumi's CLI from 3.254 on:", *steps):
        note(line)
    note(
        f"The last changes nothing and records what depends on what. All of it is protected: see "
        f"PROTECT in {program}."
    )
    if key is not None:
        note(
            f"{out} and {personal} hold personal data in plain text, for you alone to read: delete "
            f"both once that is done."
        )


def _tell_native_steps(out: Path, found: Inventory) -> None:
    for line in (
        "",
        "Next, in a project that has the plugin, with Pulumi's CLI from 3.254 on:",
        f"pulumi import --file {shlex.quote(str(out))} --out FILE",
        "With the code in FILE in the program a preview shows no change. All of it is protected.",
    ):
        note(line)
    if found.described:
        note(
            "FILE holds attributes of people and documents and lines of addresses in plain text: "
            "have the program read them from the configuration as secrets, and delete FILE."
        )


def _write_all(private: Mapping[Path, str], public: Mapping[Path, str]) -> None:
    """Write new files, some of them readable only by the user: all files, or none."""
    written: list[Path] = []
    try:
        for path, text in {**private, **public}.items():
            mode = 0o600 if path in private else 0o666
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
            written.append(path)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(text)
    except OSError as error:
        for path in written:
            path.unlink(missing_ok=True)
        note(f"{error.filename or written[-1]} could not be written: {error.strerror}.")
        raise typer.Exit(ERROR) from None
