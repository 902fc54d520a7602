"""The commands as one application."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from pulumi_trusthub._version import __version__
from pulumi_trusthub.cli.commands.demo import demo
from pulumi_trusthub.cli.commands.doctor import doctor
from pulumi_trusthub.cli.commands.import_file import import_file
from pulumi_trusthub.cli.commands.new import new
from pulumi_trusthub.cli.commands.orphans import orphans
from pulumi_trusthub.cli.commands.report import report
from pulumi_trusthub.cli.commands.simulator import simulator
from pulumi_trusthub.cli.commands.status import status
from pulumi_trusthub.cli.commands.wait import wait
from pulumi_trusthub.cli.console import write_any_letter

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for _command in (new, status, report, doctor, wait, orphans, simulator, demo):
    app.command()(_command)
app.command("import-file", short_help="Write what exists, for `pulumi import`.")(import_file)


def _show_version(wanted: bool) -> None:  # noqa: FBT001 - typer's callbacks have one argument
    if wanted:
        typer.echo(f"pulumi-trusthub {__version__}")
        raise typer.Exit


@app.callback()
def main(
    *,
    base_url: Annotated[
        str | None,
        typer.Option(
            envvar="TRUSTHUB_BASE_URL",
            help="Another server than Twilio's, such as a simulator: http://127.0.0.1:8080.",
        ),
    ] = None,
    version: Annotated[  # noqa: ARG001 - its callback does it
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """Trust Hub beside Pulumi: begin, check or import, wait for a review, or run a demo.

    Credentials come from the environment, as for a stack without configuration: TWILIO_ACCOUNT_SID
    with TWILIO_AUTH_TOKEN, or with TWILIO_API_KEY and TWILIO_API_SECRET.

    Data goes to stdout, everything else to stderr. status, doctor and orphans end with 0 when all
    is well, 1 when it is not, 2 when they could not tell, and 130 on Ctrl-C.
    """
    write_any_letter()
    if base_url:
        # The handlers that import-file calls read the environment, too.
        os.environ["TRUSTHUB_BASE_URL"] = base_url
