"""``pulumi-trusthub demo``: the main job from end to end, without an account."""

from __future__ import annotations

from typing import Annotated

import typer

from pulumi_trusthub.cli.console import INTERRUPTED
from pulumi_trusthub.cli.extras import needs


def demo(
    *,
    embedded: Annotated[
        bool, typer.Option("--embedded", help="Do without the pulumi command.")
    ] = False,
) -> None:
    """Onboard two numbers on a simulator, and check the result.

    The demo previews, deploys, approves, refreshes and destroys the first example, and checks each
    step: on the pulumi command where there is one, else on this package's test harness. It needs
    the extra testing, and neither an account nor a network.

    The exit code is 0 when every step was as expected, and 1 otherwise.
    """
    try:
        with needs("testing"):
            from pulumi_trusthub.cli.commands import demo_run  # noqa: PLC0415
        code = demo_run.run(embedded=embedded)
    except KeyboardInterrupt:
        raise typer.Exit(INTERRUPTED) from None
    raise typer.Exit(code)
