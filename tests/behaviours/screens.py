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

## A log that can be sent

Where no error on this page is yours, have every request written down, and send the file:

```shell
export TRUSTHUB_LOG="$PWD/trusthub.log"
pulumi up
```

The program's lookups, the hosts of dynamic providers, the plugin and the commands of
`pulumi-trusthub` all write into that one file, at its end. A path that does not begin at the root
counts from the working folder of each process: `pulumi --cwd` and `main:` in `Pulumi.yaml` make
them several, with a file in each. A file that cannot be written is one warning, and nothing else.

Each line is a JSON object, with `time` (UTC), `process` (which kind, with its `pid` and `thread`)
and `event`. Each process begins with a `start` (version) and an `account` (settings). Each time
that a request is sent is one `request`, written once its outcome is decided. This one is broken
into several lines for reading:

```text
{"time": "2026-03-02T09:30:00.120Z", "process": "plugin", "pid": 4711, "thread": 4715,
 "event": "request", "method": "POST", "path": "/v1/TrustProducts",
 "fields": {"FriendlyName": "[not logged]", "Email": "[not logged]",
            "PolicySid": "RN7a97559effdf62d00f4298208492a5ea"},
 "attempt": 1, "queued": 0.0, "at_once": 4, "seconds": 0.113, "status": 429,
 "request": "RQ00000000000000000000000000000001", "wait": 0.31, "code": 20429,
 "error": "TooManyRequestsError", "decision": "repeated"}
```

`queued` are the seconds that it waited for its turn, `at_once` how many requests of the account
were allowed at once, `seconds` how long the answer took, `wait` how long it is until the next
attempt. A `decision` of its own says what was decided above single requests.

| decision on a request | |
| --- | --- |
| `answered` | a success, with the `sid` of the object and its `state`, or the `records` of a page |
| `repeated` | sent again after `wait` seconds, because of `error` |
| `redirected` | sent to where the server wants it |
| `refused` | Twilio says no, with its `code`; what depends on it goes on from there |
| `lost` | nothing shows whether it was done: a POST is not simply sent again |
| `given up` | sent as often as is allowed |
| `stopped` | cancelled, or out of time |
| `failed` | no answer that could be used |
| `unanswered at the end` | the process ended before an answer came; if killed, it cannot say so |

| decision above requests | |
| --- | --- |
| `looked for after a lost answer` | what a lost POST has left is looked for, `wait` seconds long |
| `taken for done after a lost answer` | it was found, and not sent again |
| `sent again` | it was not found, or was refused for no reason that can be found |
| `read again` | what was written a moment ago does not show yet |
| `given up: nothing was created` | sent twice, and found neither time |
| `given up: the outcome is unknown` | looking for it failed, too |
| `twin deleted` | the first POST had been processed after all, so the second object went |
| `adopted` | an existing object was taken over |
| `existed already` | an assignment was there, so none was made |
| `gone already` | what was to be deleted was not there |

Nothing personal and no credential is in it: of what is sent, the names, and values only where they
are SIDs, statuses or sizes of pages; of an error, Twilio's code and not its text; of an account's
SID, its last four digits. [Security](security.md#personal-data) names the test. A new file can be
read by you alone, and nothing is written where the variable is not set.
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
