"""What holds for every command: help, version, completion, options."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from broken_network import NO_CERTIFICATES, break_network, each_failure, lose_certificates
from processes import SECONDS
from seeded import plant, profile, run
from typer.main import get_command
from typer.testing import CliRunner

from pulumi_trusthub._version import __version__
from pulumi_trusthub.cli import app

if TYPE_CHECKING:
    from pulumi_trusthub.simulator import Simulator

NAMES = ["demo", "doctor", "import-file", "new", "orphans", "report", "simulator", "status", "wait"]


def test_every_command_has_help_worth_reading() -> None:
    """A summary, then what it does and how it ends; and every option is explained."""
    commands = get_command(app).commands  # type: ignore[attr-defined]

    assert NAMES == sorted(commands)
    for name, one in commands.items():
        text = run(name, "--help").stdout
        assert len(one.help) > 200 or name == "import-file", name
        assert all(getattr(it, "help", "") for it in one.params if it.name != "help"), name
        assert f"{name} [OPTIONS]" in text
        assert "[[" not in text, name
    everything = CliRunner().invoke(app, ["--help"], env={"COLUMNS": "80"}).stdout
    assert "..." not in everything.partition("\nCommands:\n")[2]
    assert "TWILIO_ACCOUNT_SID" in everything


def test_a_call_without_arguments_shows_the_help() -> None:
    """As if --help had been given, but as a mistake."""
    result = run()

    assert 2 == result.exit_code
    assert "Commands:" in result.output


def test_the_version_option_prints_the_packages_version() -> None:
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
        "unwanted = {'jinja2', 'twilio', 'requests'};"
        "atexit.register(lambda: print(*unwanted & sys.modules.keys())); app()"
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
def test_a_repeatable_option_names_its_values(name: str, options: list[str]) -> None:
    """By what it is, and not by its Python type."""
    text = run(name, "--help").stdout

    assert [] == [option for option in options if option not in text]
    assert "<list" not in text


def test_the_base_url_option_goes_before_the_environment(
    here: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It goes before the environment."""
    plant(here, numbers=0, profiles=[profile()])
    monkeypatch.setenv("TRUSTHUB_BASE_URL", "http://127.0.0.1:1")

    assert 0 == run("--base-url", here.url, "status").exit_code


ASKING = [
    ["status"],
    ["report"],
    ["doctor"],
    ["orphans"],
    ["import-file"],
    ["wait", "--timeout", "1s", f"TrustProducts/BU{'1' * 32}"],
]
"""Every command that reads an account."""


@pytest.mark.parametrize("arguments", ASKING, ids=lambda it: it[0])
@each_failure
def test_a_broken_network_is_told_in_sentences(
    wrong: str, arguments: list[str], here: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever a request raises below; the command ends with an exit code of its own."""
    assert here.url
    break_network(monkeypatch, wrong)

    result = run(*arguments)

    assert isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code
    assert "Traceback" not in result.output
    assert "GET /v1/" in result.output or "GET /2010-04-01/" in result.output


@pytest.mark.parametrize("arguments", ASKING, ids=lambda it: it[0])
def test_missing_certificates_are_named_by_their_variable(
    arguments: list[str], here: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before anything is sent."""
    lose_certificates(monkeypatch)

    result = run(*arguments)

    assert isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code
    assert NO_CERTIFICATES in " ".join(result.output.split())
    assert [] == here.control.requests()
