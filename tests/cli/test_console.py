"""What holds for every command: streams and signals."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest
from processes import ANSI, SECONDS, command, in_a_terminal, processed, running
from seeded import e164, plant, product, profile, release
from skips import NO_DEV_FULL, needs_posix

if TYPE_CHECKING:
    from pathlib import Path

    from pulumi_trusthub.simulator import Simulator

needs_full = pytest.mark.skipif(not os.path.exists("/dev/full"), reason=NO_DEV_FULL)  # noqa: PTH110
WRITERS = [
    ["status"],
    ["status", "--json"],
    ["doctor"],
    ["doctor", "--json"],
    ["orphans", "--json"],
    ["report"],
]
"""The commands that write data, and a table, a document and a page of them."""


def test_piped_output_is_data_alone(here: Simulator) -> None:
    """No colours, no bar, no wrapped lines; what is no data is on stderr."""
    numbers = e164(3)
    plant(
        here,
        profiles=[profile(numbers=numbers[:2])],
        products=[product("Calls", numbers=numbers)],
    )

    table = processed("status", COLUMNS="40", FORCE_COLOR="1")
    document = processed("status", "--json")

    assert [1, 1] == [table.returncode, document.returncode]
    assert 1 + 2 + 1 + 1 + 3 == len(table.stdout.splitlines())
    assert not ANSI.search(table.stdout + table.stderr)
    assert "2 of 3 numbers sign with A.\n" == table.stderr
    summary = json.loads(document.stdout)["summary"]
    assert {"A": 2, "B": 1, "released": 0, "undecided": 0} == summary


def test_a_command_writes_the_log(here: Simulator, tmp_path: Path) -> None:
    """Every request of it; where the file cannot be written, a line on stderr says so."""
    log = tmp_path / "trusthub.log"

    well = processed("status", TRUSTHUB_LOG=str(log))
    asked = len(here.control.requests())
    told = processed("status", TRUSTHUB_LOG=str(tmp_path)).stderr

    lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    assert asked == [line["event"] for line in lines].count("request")
    assert {"command"} == {line["process"] for line in lines}
    assert "TRUSTHUB_LOG" not in well.stderr
    assert told.startswith("TRUSTHUB_LOG cannot be written (Is a directory)")


@needs_posix
def test_a_terminal_gets_colours_and_a_bar(here: Simulator) -> None:
    """The bar is on stderr and is gone in the end."""
    plant(here, numbers=1, profiles=[profile(numbers=e164(1))])

    code, shown = in_a_terminal("status", columns=200)

    assert 1 == code
    assert "Reading the account" in shown
    assert "\x1b[32mtwilio-approved" in shown
    assert "0 of 1 numbers sign with A." in shown


@needs_posix
@pytest.mark.parametrize("arguments", WRITERS, ids=" ".join)
def test_a_reader_that_goes_away_ends_the_command_quietly(
    arguments: list[str], here: Simulator
) -> None:
    """It ends quietly, with the exit code that a shell gives a tool which SIGPIPE ended."""
    sids = plant(here, profiles=[profile(numbers=e164(3))])
    release(here, sids[e164(1)[0]])
    ours, theirs = os.pipe()
    os.close(ours)
    with subprocess.Popen(
        command(*arguments),
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        os.close(theirs)
        try:
            _, errors = process.communicate(timeout=SECONDS)
        finally:
            process.kill()

    said = [line for line in errors.splitlines() if "Nothing was removed" not in line]
    assert (141, []) == (process.returncode, said)


@needs_posix
@needs_full
@pytest.mark.parametrize("arguments", WRITERS, ids=" ".join)
@pytest.mark.parametrize("stdout", [">/dev/full", ">&-"])
def test_a_stdout_that_cannot_be_written_is_an_error(
    stdout: str, arguments: list[str], here: Simulator
) -> None:
    """One line, and the exit code of errors."""
    plant(here, profiles=[profile(numbers=e164(3))])

    result = subprocess.run(
        ["sh", "-c", f'"$@" {stdout}', "sh", *command(*arguments)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )

    assert (2, "") == (result.returncode, result.stdout), result.stderr
    assert "stdout cannot be written: " in result.stderr.splitlines()[-1]
    assert "Traceback" not in result.stderr


@needs_posix
@pytest.mark.parametrize("name", ["status", "report", "doctor", "orphans"])
def test_ctrl_c_ends_a_command_at_once(name: str, here: Simulator) -> None:
    """While a request is under way, without a traceback, and with the shell's own exit code."""
    here.control.fault(path="/v1/CustomerProfiles", times=99, delay_seconds=SECONDS)
    with running(name) as process:
        seen = threading.Event()
        asking = threading.Thread(target=_wait_for_a_request, args=(here, seen, process))
        asking.start()
        assert seen.wait(SECONDS)
        process.send_signal(signal.SIGINT)
        out, errors = process.communicate(timeout=20)
        asking.join()
    here.control.clear_faults()

    assert (130, "") == (process.returncode, out)
    assert "Traceback" not in errors


@needs_posix
@pytest.mark.parametrize(
    ("name", "module", "code"),
    [
        ("status", "typer", 130),
        ("status", "pulumi_trusthub._core.account.attestations", 130),
        ("wait", "twilio.rest", 130),
        ("import-file", "pulumi.dynamic", 130),
        ("demo", "pulumi_trusthub.testing", 130),
        ("simulator", "uvicorn", 0),
    ],
)
@pytest.mark.usefixtures("here")
def test_ctrl_c_before_anything_was_asked(name: str, module: str, code: int) -> None:
    """While modules load, which takes the most of a second, too: there is no traceback."""
    program = f"""
import importlib.abc, os, signal, sys

class Strikes(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name == {module!r}:
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Strikes())
sys.argv[0] = "pulumi-trusthub"
from pulumi_trusthub.cli import app
app()
"""
    bundle = ["BU" + "0" * 32] if name == "wait" else []
    done = subprocess.run(
        [sys.executable, "-c", program, name, *bundle],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )

    assert (code, "", "") == (done.returncode, done.stdout, done.stderr)


def _wait_for_a_request(
    simulator: Simulator, seen: threading.Event, process: subprocess.Popen[str]
) -> None:
    while process.poll() is None and not seen.is_set():
        if simulator.control.requests():
            seen.set()


@pytest.mark.parametrize("name", ["status", "doctor", "orphans"])
def test_a_letter_that_the_output_cannot_hold_ends_no_command(name: str, here: Simulator) -> None:
    """Names have any letters, and the encoding of a console or of a pipe may be an old one."""
    planted = product("\u6f22\u5b57", numbers=e164(3), status="twilio-rejected")
    sids = plant(here, profiles=[profile(numbers=e164(3))], products=[planted])
    release(here, sids[e164(1)[0]])

    result = processed(name, PYTHONIOENCODING="latin-1")

    assert 1 == result.returncode, result.stderr
    assert "??" in result.stdout
