"""``pulumi-trusthub wait``: the outcome of a review, for a pipeline."""

from __future__ import annotations

import re
from functools import partial
from queue import SimpleQueue
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from pulumi_trusthub._core.model.errors import InvalidIdError
from pulumi_trusthub._core.model.refs import BundleRef
from pulumi_trusthub.cli.console import connected, note, one_line_errors, write

if TYPE_CHECKING:
    from pulumi_trusthub._core.account.wait import WaitResult
    from pulumi_trusthub._core.api.concurrency import Events

LAST_LOOK = 1.0
"""Seconds beyond the time-out for the answer to the last look."""

LONGEST = 3.2e9
"""Seconds of a century: the operating system takes no wait of any length."""

ERROR, REJECTED, TIMED_OUT = 1, 3, 4
_EXIT_CODES = {"reached": 0, "rejected": REJECTED, "timed-out": TIMED_OUT}
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


def duration(text: str) -> float:
    """Read a duration such as ``90s``, ``30m``, ``12h`` or ``3d``."""
    found = re.fullmatch(r"(\d+(?:\.\d+)?)([smhd]?)", text)
    if found is None or float(found[1]) == 0:
        raise typer.BadParameter("a duration is a number above 0 and s, m, h or d, such as 72h")
    return min(float(found[1]) * _UNITS[found[2] or "s"], LONGEST)


def wait(
    bundle: Annotated[
        str,
        typer.Argument(metavar="BUNDLE", help="A bundle's SID (BU…) or path (TrustProducts/BU…)."),
    ],
    goal: Annotated[
        Literal["submitted", "reviewed", "approved"],
        typer.Option("--for", help="How far its review has to come."),
    ] = "approved",
    timeout: Annotated[
        str, typer.Option(help="How long to wait at the most: 90s, 30m, 12h, 3d.")
    ] = "72h",
    interval: Annotated[str, typer.Option(help="How long between two looks.")] = "60s",
) -> None:
    """Wait until a review has reached the goal of --for.

    Every new status is printed. The exit code is 0 when the goal is reached, 3 when the bundle was
    rejected, with the reasons printed, 4 when time ran out, whatever was being waited for, 130 on
    Ctrl-C, and 1 on any error. A read that Twilio does not answer is repeated at the next interval,
    except the first read.
    """
    seconds, pause = duration(timeout), duration(interval)
    try:
        BundleRef.parse_loosely(bundle)
    except InvalidIdError as error:
        raise typer.BadParameter(str(error)) from None
    seen: list[str] = []

    def show(status: str) -> None:
        seen.append(status)
        write(status, ERROR)

    with one_line_errors(ERROR):
        # Imported here: --help and completion need no network code.
        from pulumi_trusthub._core.account.wait import wait_for_review  # noqa: PLC0415
        from pulumi_trusthub._core.api.concurrency import within  # noqa: PLC0415

        client = connected()
        told: Events = SimpleQueue()

        def look() -> WaitResult:
            return wait_for_review(
                client,
                bundle,
                goal,
                timeout=seconds,
                interval=pause,
                on_progress=lambda status: told.put(partial(show, status)),
                on_error=lambda error: told.put(partial(note, f"{error} Waiting goes on.")),
            )

        try:
            waited = within(seconds + LAST_LOOK, look, told)
        except TimeoutError:
            note(
                f"still {seen[-1]} after {timeout}, and the last look was not answered"
                if seen
                else f"Twilio did not answer within {timeout}"
            )
            raise typer.Exit(TIMED_OUT) from None
    for reason in waited.reasons:
        note(reason)
    if waited.outcome == "timed-out":
        note(f"still {waited.status} after {timeout}")
    raise typer.Exit(_EXIT_CODES[waited.outcome])
