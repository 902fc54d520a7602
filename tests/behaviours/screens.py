"""What ``pulumi`` shows for the likeliest mistakes, captured: ``--write`` makes ``docs/errors.md``.

    python tests/behaviours/screens.py --write

It needs ``pulumi`` on PATH.  ``tests/behaviours/test_screens.py`` holds the page against what is
said now.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import TYPE_CHECKING

from engines import PROGRAMS, Engine, account_free, settings
from mistakes import MISTAKES, Mistake

from pulumi_trusthub import Policy
from pulumi_trusthub.simulator import Simulator
from pulumi_trusthub.testing import PulumiStack

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engines import Outcome

PAGE = Path(__file__).parents[2] / "docs" / "errors.md"
INTRODUCTION = """\
# When it goes wrong

What `pulumi` shows for the likeliest mistakes, and what to do. Every screen was captured from the
real engine, against the simulator, and is shown from `Diagnostics:` on; SIDs and times are replaced
by others that stay the same. A line that begins with `error:` or `warning:` says what is wrong, and
the next step.

When a resource fails, Pulumi stops the program with a signal, and Python may add a traceback that
ends in `KeyboardInterrupt`. It says nothing of the mistake, and the screens leave it out.
"""
_SID = re.compile(r"\b[A-Z]{2}[0-9a-f]{32}\b")
_TOLD = re.compile(r"\s*(?:(?:error|warning): (?:Preview failed: )?|\* )(.*)")
_OF_THE_ENGINE = re.compile(
    r"(update|preview|refresh|destroy) failed|\d+ errors? occurred:|an unhandled error occurred: .*"
    r"|using pulumi-resource-pulumi-python from \$PATH at .*|.*, shutting down"
    r"|Exception calling application: .*"
)


def told(lines: Iterable[str]) -> list[str]:
    """Take what this package says out of the errors and warnings that were shown."""
    found = (_TOLD.fullmatch(line) for line in lines)
    return [it[1] for it in found if it and not _OF_THE_ENGINE.fullmatch(it[1])]


def said(outcome: Outcome) -> list[str]:
    """Take the same out of what a command said without a screen."""
    lines = outcome.text.splitlines()
    marked = [line if _TOLD.fullmatch(line) else f"error: {line}" for line in lines]
    return told(steady("\n".join(marked)).splitlines())


def steady(text: str) -> str:
    """Replace what differs from run to run; SIDs are numbered, those of errors first."""
    text = re.sub(r"(127\.0\.0\.1|localhost):\d{4,5}", r"\1:8080", text)
    text = re.sub(r"^( *Duration: ).*$", r"\g<1>1s", text, flags=re.MULTILINE)
    text = re.sub(r"\(\d+(\.\d+)?s\)", "(1s)", text)
    # Each kind on its own, so that another object of one kind does not move the rest.
    kept = {it.value for it in Policy}
    numbers: dict[str, int] = {}
    names: dict[str, str] = {}
    for sid in _SID.findall("\n".join(told(text.splitlines())) + "\n" + text):
        if sid not in names and sid not in kept and not sid.startswith("AC"):
            numbers[sid[:2]] = numbers.get(sid[:2], 0) + 1
            names[sid] = f"{sid[:2]}{numbers[sid[:2]]:032x}"
    return _SID.sub(lambda found: names.get(found[0], found[0]), text)


def capture(mistake: Mistake, simulator: Simulator) -> str:
    """Make a mistake on Pulumi's engine, and give what it shows."""
    simulator.control.reset()
    engine = Engine(
        PulumiStack, PROGRAMS / mistake.program, settings(simulator, {}), account_free()
    )
    try:
        mistake.prepare(engine, simulator)
        shown = engine.screen(mistake.command)
    finally:
        engine.end()
    # A person's `pulumi up` begins with a preview, and ends there when the preview fails.
    command = "up" if mistake.command == "preview" else mistake.command
    _, mark, end = steady(shown).rpartition("\nDiagnostics:\n")
    assert mark, f"{mistake.name} says nothing:\n{shown}"
    parts = re.split(r"^(?=  \S)|\n\n(?=\S)", end, flags=re.MULTILINE)
    # The engine names what failed in any order.
    parts.sort(key=lambda part: (not part.startswith("  "), part.startswith("  pulumi:pulumi:")))
    shown = "\n".join(filter(None, map(_readable, parts)))
    return f"$ pulumi {command} --yes\n…\nDiagnostics:\n{shown}"


def _readable(block: str) -> str:
    """Leave out the traceback of Python's host, which is of the signal that stopped the program."""
    lines = [line.rstrip() for line in block.splitlines() if line.strip()]
    begin = next((n for n, line in enumerate(lines) if "Traceback (most recent" in line), None)
    if begin is not None:
        lines[begin:] = [line for line in lines[begin:] if _TOLD.fullmatch(line)]
    lines = [line for line in lines if "During handling of the above" not in line]
    return "\n".join(lines) + "\n" if len(lines) > 1 or "Duration" in block else ""


def section(mistake: Mistake, screen: str) -> str:
    """Write a mistake's part of the page."""
    return f"\n## {mistake.heading}\n\n{mistake.advice}\n\n```text\n{screen}```\n"


def sections(page: str) -> dict[str, str]:
    """Give what a page says under each heading."""
    parts = re.split(r"^## (.*)$", page, flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


def main() -> None:
    """Show the screens, or write the page."""
    parser = argparse.ArgumentParser(description="Capture the screens of docs/errors.md.")
    parser.add_argument("--write", action="store_true", help="write the page")
    parser.add_argument("names", nargs="*", help="only these mistakes, without --write")
    arguments = parser.parse_args()
    page = INTRODUCTION
    with Simulator() as simulator:
        for mistake in MISTAKES:
            if not arguments.names or mistake.name in arguments.names:
                screen = capture(mistake, simulator)
                print(screen)  # noqa: T201 - a command
                page += section(mistake, screen)
    if arguments.write and not arguments.names:
        PAGE.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
