"""``pulumi-trusthub simulator``: a Trust Hub on this machine."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - typer reads annotations
from typing import Annotated

import typer

from pulumi_trusthub.cli.console import FAILED, note
from pulumi_trusthub.cli.extras import needs


def simulator(
    *,
    host: Annotated[str, typer.Option(help="An address of this machine's loopback.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="0 lets the kernel choose.")] = 8080,
    seed: Annotated[
        Path | None, typer.Option(help="A JSON file with more accounts to begin with.")
    ] = None,
    set_: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="NAME=VALUE",
            help="A setting, its value in JSON or a word, such as review=immediate; may be "
            "repeated. A name that does not exist shows all that do.",
        ),
    ] = None,
) -> None:
    """Run a simulated Trust Hub in the foreground, until Ctrl-C.

    The simulator follows Twilio's rules on this machine's loopback, and first prints the variables
    to set in the environment. --seed loads accounts, numbers and bundles; --set chooses the
    behaviour where Twilio's is unknown, and causes trouble. The control interface for a running
    simulator and its log of requests are below /_sim/. Needs the extra simulator.

    The exit code is 0 on Ctrl-C, and 2 when it could not be started.
    """
    try:
        with needs("simulator"):
            from pulumi_trusthub.simulator.server.serve import (  # noqa: PLC0415
                CannotServeError,
                serve,
            )
        try:
            serve(host=host, port=port, seed=seed, settings=set_ or [])
        except CannotServeError as error:
            note(str(error))
            raise typer.Exit(FAILED) from None
    except KeyboardInterrupt:  # before it serves, as afterwards
        raise typer.Exit from None
