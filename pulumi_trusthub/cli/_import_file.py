"""``pulumi-trusthub import-file``: what exists, for ``pulumi import``."""

from __future__ import annotations

import json
import os
import shlex
from pathlib import Path
from typing import Annotated

import typer

from ._terminal import connected, one_line_errors
from ._wait import ERROR


def import_file(
    bundles: Annotated[
        list[str] | None,
        typer.Argument(
            help="SIDs or paths of bundles; none for everything but primary profiles and what "
            "belongs to them alone."
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
) -> None:
    """Write what exists as a file for `pulumi import --file`, and the program that matches.

    Bundles with all that is on them, people, documents and addresses. Needs Pulumi's CLI from 3.254
    on: an older one ignores what the file says of inputs and outputs, and fails. Nothing is changed
    at Twilio, and no file is written over. The program holds no attributes of people and documents
    and no lines of addresses: it reads them from the stack's configuration, as a secret.
    """
    from pulumi_trusthub import _import_file, _import_program, _importing  # noqa: PLC0415 - see wait

    there = [str(path) for path in (out, program, personal) if path.exists()]
    if there:
        raise typer.BadParameter(f"{' and '.join(there)} exists already; nothing was written")
    with one_line_errors(ERROR):
        found = _importing.existing(connected(), bundles or [])
        content = _import_file.import_file(found)
    secrets = _import_file.personal_data(found)
    _write_private(out, content)
    source = _import_program.program(found, key=config_key, personal=str(personal))
    program.write_text(source, encoding="utf-8")
    typer.echo(
        f"{len(found.bundles)} bundles and {len(found.described)} people, documents and addresses "
        f"in {out}, and the program that declares them in {program}."
    )
    for sid, reasons in found.refused.items():
        typer.echo(f"Left out: {sid}, which could not be declared: {'; '.join(reasons)}.", err=True)
    file = shlex.quote(str(out))
    steps = [f"pulumi import --file {file} --generate-code=false", "pulumi up"]
    if secrets:
        _write_private(personal, json.dumps(secrets, indent=2) + "\n")
        values = shlex.quote(str(personal))
        steps.insert(0, f"pulumi config set --secret {config_key} < {values}")
    typer.echo(
        "\n".join(["Next, with the program in place and Pulumi's CLI from 3.254 on:", *steps])
    )
    typer.echo("The last changes nothing and records what depends on what.")
    if secrets:
        typer.echo(
            f"{out} and {personal} hold personal data in plain text, for you alone to read: delete "
            f"both once that is done.",
            err=True,
        )


def _write_private(path: Path, text: str) -> None:
    """Write a new file that nobody else can read."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
