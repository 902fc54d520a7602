"""The ``pulumi-trusthub`` command: what a pipeline does around ``pulumi up``."""

from __future__ import annotations

import json
import os
import re
import shlex
from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from ._config import read_settings
from ._errors import TrustHubError

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Trust Hub beside Pulumi. Credentials come from the environment: TWILIO_ACCOUNT_SID with "
    "TWILIO_AUTH_TOKEN, or with TWILIO_API_KEY and TWILIO_API_SECRET.",
)

FAILED, REJECTED, TIMED_OUT, INTERRUPTED = 1, 3, 4, 130
_EXIT_CODES = {"reached": 0, "rejected": REJECTED, "timed-out": TIMED_OUT}
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


class Goal(str, Enum):
    """How far a review has to come."""

    SUBMITTED = "submitted"
    REVIEWED = "reviewed"
    APPROVED = "approved"


def duration(text: str) -> float:
    """Read a duration such as ``90s``, ``30m``, ``12h`` or ``3d``."""
    found = re.fullmatch(r"(\d+(?:\.\d+)?)([smhd]?)", text)
    if found is None or float(found[1]) == 0:
        raise typer.BadParameter("a duration is a number above 0 and s, m, h or d, such as 72h")
    return float(found[1]) * _UNITS[found[2] or "s"]


@app.callback()
def main() -> None:
    """Trust Hub beside Pulumi."""


@app.command()
def wait(
    bundle: Annotated[
        str, typer.Argument(help="A bundle's SID (BU…) or path (TrustProducts/BU…).")
    ],
    goal: Annotated[
        Goal, typer.Option("--for", help="How far its review has to come.")
    ] = Goal.APPROVED,
    timeout: Annotated[
        str, typer.Option(help="How long to wait at the most: 90s, 30m, 12h, 3d.")
    ] = "72h",
    interval: Annotated[str, typer.Option(help="How long between two looks.")] = "60s",
) -> None:
    """Wait until a review has come so far.

    Every new status is printed. The exit code is 0 when it has come so far, 3 when the bundle was
    rejected, with the reasons printed, 4 when time ran out, 130 on Ctrl-C, and 1 on any error.
    """
    # Imported here: --help and completion do without Twilio's library.
    from ._session import client_for  # noqa: PLC0415
    from ._waiting import locate_bundle, wait_for_review  # noqa: PLC0415

    seconds, pause = duration(timeout), duration(interval)
    try:
        client = client_for(read_settings(lambda _: None, os.environ))
        path = locate_bundle(client, bundle)
        waited = wait_for_review(
            client, path, goal.value, timeout=seconds, interval=pause, seen=typer.echo
        )
    except TrustHubError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(FAILED) from None
    except KeyboardInterrupt:
        raise typer.Exit(INTERRUPTED) from None
    for reason in waited.reasons if waited.outcome == "rejected" else []:
        typer.echo(reason, err=True)
    if waited.outcome == "timed-out":
        typer.echo(f"still {waited.status} after {timeout}", err=True)
    raise typer.Exit(_EXIT_CODES[waited.outcome])


@app.command("import-file")
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
    from . import _import_file, _import_program, _importing  # noqa: PLC0415 - see wait
    from ._session import client_for  # noqa: PLC0415

    there = [str(path) for path in (out, program, personal) if path.exists()]
    if there:
        raise typer.BadParameter(f"{' and '.join(there)} exists already; nothing was written")
    try:
        client = client_for(read_settings(lambda _: None, os.environ))
        found = _importing.existing(client, bundles or [])
        content = _import_file.import_file(found)
    except TrustHubError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(FAILED) from None
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
