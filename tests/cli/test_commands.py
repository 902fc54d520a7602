"""What holds for every command: help, version, completion, streams, and signals."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest
from seeded import e164, plant, product, profile, release, run
from skips import NO_DEV_FULL, needs_posix
from typer.main import get_command
from typer.testing import CliRunner

from pulumi_trusthub._version import __version__
from pulumi_trusthub.cli import app

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pulumi_trusthub.simulator import Simulator

NAMES = ["demo", "doctor", "import-file", "orphans", "simulator", "status", "wait"]
SECONDS = 60
ANSI = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
needs_full = pytest.mark.skipif(not os.path.exists("/dev/full"), reason=NO_DEV_FULL)  # noqa: PTH110
WRITERS = [
    ["status"],
    ["status", "--json"],
    ["doctor"],
    ["doctor", "--json"],
    ["orphans", "--json"],
]
"""The commands that write data, and a table and a document of them."""


def command(*arguments: str) -> list[str]:
    """The command in a process of its own."""
    return [sys.executable, "-m", "pulumi_trusthub", *arguments]


def processed(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run it to its end, with nobody to answer and nothing that is a terminal."""
    return subprocess.run(
        command(*arguments),
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=SECONDS,
        check=False,
    )


@contextlib.contextmanager
def running(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    """Run it beside the test, and end it with that."""
    process = subprocess.Popen(
        command(*arguments),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    watchdog = threading.Timer(SECONDS, process.kill)
    watchdog.start()
    try:
        yield process
    finally:
        process.kill()
        process.communicate()
        watchdog.cancel()


def in_a_terminal(*arguments: str, columns: int) -> tuple[int, str]:
    """Run it with stdout and stderr in a terminal: the exit code, and all that was seen there."""
    import pty  # noqa: PLC0415 - not on Windows

    ours, theirs = pty.openpty()
    with subprocess.Popen(
        command(*arguments),
        env={**os.environ, "TERM": "xterm-256color", "NO_COLOR": "", "COLUMNS": str(columns)},
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
    ) as process:
        os.close(theirs)
        watchdog = threading.Timer(SECONDS, process.kill)
        watchdog.start()
        seen = b""
        with contextlib.suppress(OSError):  # that is how a terminal ends
            while more := os.read(ours, 65536):
                seen += more
        process.wait(SECONDS)
        watchdog.cancel()
    os.close(ours)
    return process.returncode, seen.decode().replace("\r\n", "\n")


def test_every_command_has_help_worth_reading() -> None:
    """A summary, then what it does and how it ends; and every option is explained."""
    commands = get_command(app).commands  # type: ignore[attr-defined]

    assert NAMES == sorted(commands)
    for name, one in commands.items():
        text = run(name, "--help").stdout
        assert len(one.help) > 200 or name == "import-file", name
        assert all(getattr(it, "help", "") for it in one.params if it.name != "help"), name
        assert f"{name} [OPTIONS]" in text
    everything = run("--help").stdout
    assert "..." not in everything.partition("\nCommands:\n")[2]
    assert "TWILIO_ACCOUNT_SID" in everything


def test_nothing_at_all_shows_the_help() -> None:
    """As if --help had been given, but as a mistake."""
    result = run()

    assert 2 == result.exit_code
    assert "Commands:" in result.output


def test_version() -> None:
    """That of the package."""
    assert (0, f"pulumi-trusthub {__version__}\n") == (
        (result := run("--version")).exit_code,
        result.stdout,
    )


def test_shells_complete_commands() -> None:
    """The script asks the command itself what could follow."""
    asked = CliRunner().invoke(
        app,
        prog_name="pulumi-trusthub",
        env={
            "_PULUMI_TRUSTHUB_COMPLETE": "complete_bash",
            "COMP_WORDS": "pulumi-trusthub s",
            "COMP_CWORD": "1",
        },
    )

    assert ["status", "simulator"] == asked.stdout.split()


def test_shells_complete_the_names_of_checks() -> None:
    """Those that can be left out, without Twilio's library, which takes its time."""
    program = (
        "import atexit, sys; sys.argv[1:] = []; sys.argv[0] = 'pulumi-trusthub';"
        "from pulumi_trusthub.cli import app;"
        "atexit.register(lambda: print(*{'twilio', 'requests'} & sys.modules.keys())); app()"
    )
    completed = subprocess.run(
        [sys.executable, "-c", program],
        env={
            **os.environ,
            "_PULUMI_TRUSTHUB_COMPLETE": "complete_bash",
            "COMP_WORDS": "pulumi-trusthub doctor --ignore un",
            "COMP_CWORD": "3",
        },
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )

    expected = ["unsubmitted-bundles", "unlinked-products", "unapproved-profiles"]
    assert (0, expected) == (completed.returncode, completed.stdout.split()), completed.stderr


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("status", ["--bundle BUNDLE", "--number NUMBER"]),
        ("doctor", ["--ignore CHECK"]),
        ("simulator", ["--set NAME=VALUE"]),
    ],
)
def test_what_may_be_repeated_is_named(name: str, options: list[str]) -> None:
    """By what it is, and not by its Python type."""
    text = run(name, "--help").stdout

    assert [] == [option for option in options if option not in text]
    assert "<list" not in text


def test_base_url_is_an_option_too(here: Simulator, monkeypatch: pytest.MonkeyPatch) -> None:
    """It goes before the environment."""
    plant(here, numbers=0, profiles=[profile()])
    monkeypatch.setenv("TRUSTHUB_BASE_URL", "http://127.0.0.1:1")

    assert 0 == run("--base-url", here.url, "status").exit_code


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
@pytest.mark.parametrize("name", ["status", "doctor", "orphans"])
@pytest.mark.parametrize("columns", [30, 80, 140, 400])
def test_a_terminal_breaks_no_sid(columns: int, name: str, here: Simulator) -> None:
    """Nor a status, a number or the name of a check; a name that is too long is cut instead."""
    long = "name " * 50
    sids = plant(
        here,
        profiles=[profile(numbers=e164(2))],
        products=[product(long, numbers=e164(3), status="twilio-rejected", errors=[18601])],
    )
    release(here, sids[e164(1)[0]])
    whole = re.compile(r"\b[A-Z]{2}[0-9a-f]{32}\b|\+1\d{10}|\btwilio-\w+|\b\w+-bundles\b")
    piped = processed(name)

    code, shown = in_a_terminal(name, columns=columns)

    assert 1 == code == piped.returncode
    shown = ANSI.sub("", shown)
    assert set(whole.findall(piped.stdout)) == set(whole.findall(shown))
    assert long.strip() in piped.stdout
    if name != "doctor":  # which has names in its sentences
        [line] = [line for line in shown.splitlines() if "name name" in line]
        assert "…" in line


@needs_posix
def test_a_terminal_of_80_columns_has_room(here: Simulator) -> None:
    """What does not fit beside the rest stands below its row."""
    numbers = e164(2)
    sids = plant(
        here,
        numbers=numbers,
        profiles=[profile(numbers=numbers[:1])],
        products=[product("Calls", numbers=numbers)],
    )
    [account] = here.control.accounts()
    first, second = account.customer_profiles[0], account.trust_products[0]

    _, shown = in_a_terminal("status", columns=80)

    assert [
        "bundle                              kind              status           numbers",
        f"{first}  customer profile  twilio-approved  1",
        "    name: Primary",
        "    policy: Primary Customer Profile of type Business",
        f"{second}  trust product     twilio-approved  2",
        "    name: Calls",
        "    policy: SHAKEN/STIR TrustProduct",
        "",
        "number        sid                                 attestation",
        f"{numbers[0]}  {sids[numbers[0]]}  A",
        f"{numbers[1]}  {sids[numbers[1]]}  B",
        f"    missing: it is not on customer profile {first}",
        "1 of 2 numbers sign with A.",
    ] == [line.rsplit("\r", 1)[-1] for line in ANSI.sub("", shown).splitlines()][-13:]


@needs_posix
@pytest.mark.parametrize("arguments", WRITERS, ids=" ".join)
def test_a_reader_that_goes_away_is_no_finding(arguments: list[str], here: Simulator) -> None:
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
@pytest.mark.parametrize("name", ["status", "doctor", "orphans"])
def test_ctrl_c_ends_it_at_once(name: str, here: Simulator) -> None:
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


def _wait_for_a_request(
    simulator: Simulator, seen: threading.Event, process: subprocess.Popen[str]
) -> None:
    while process.poll() is None and not seen.is_set():
        if simulator.control.requests():
            seen.set()


def test_the_simulator_runs_until_it_is_interrupted() -> None:
    """It says where and for whom, serves it, and ends well."""
    with running("simulator", "--port", "0", "--set", "review=immediate") as process:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(6)]
        said = dict(re.findall(r"^export (\w+)=(.*)$", "".join(lines), re.MULTILINE))
        status = processed("status", "--json", "--require", "none", **said)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=20)

    assert 0 == status.returncode, status.stderr
    assert said["TWILIO_ACCOUNT_SID"] == json.loads(status.stdout)["account_sid"]
    assert (0, "") == (process.returncode, errors)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--set", "nonsense=1"], "There is no setting 'nonsense'."),
        (["--host", "192.0.2.1"], "192.0.2.1"),
        (["--seed", "not-there.json"], "not-there.json"),
    ],
)
def test_the_simulator_says_what_is_wrong(arguments: list[str], said: str) -> None:
    """In one line, with the exit code of errors."""
    result = run("simulator", "--port", "0", *arguments)

    assert (2, "") == (result.exit_code, result.stdout)
    assert said in result.stderr
    assert 1 == len(result.stderr.splitlines())


@pytest.mark.parametrize(
    ("module", "arguments", "extra"),
    [
        ("typer", ["status"], "'pulumi-trusthub[cli]'"),
        ("rich", ["--help"], "'pulumi-trusthub[cli]'"),
        ("starlette", ["simulator"], "'pulumi-trusthub[cli,simulator]'"),
        ("uvicorn", ["demo"], "'pulumi-trusthub[cli,testing]'"),
    ],
)
def test_a_missing_extra_is_one_clear_line(module: str, arguments: list[str], extra: str) -> None:
    """It says what to install, and the exit code is that of errors."""
    program = (
        "import sys; sys.modules[sys.argv[1]] = None; sys.argv[:2] = ['pulumi-trusthub'];"
        "from pulumi_trusthub.cli import app; app()"
    )
    result = subprocess.run(
        [sys.executable, "-c", program, module, *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )

    assert (2, "") == (result.returncode, result.stdout)
    assert 1 == len(result.stderr.splitlines()), result.stderr
    assert f"pip install {extra}" in result.stderr
