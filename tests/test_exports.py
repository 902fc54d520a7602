"""The public surface."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import pulumi_trusthub

if TYPE_CHECKING:
    from pulumi_trusthub.simulator import Simulator

COMMANDS = ["", "status", "doctor", "orphans", "wait", "simulator"]
RUN = (
    "from pulumi_trusthub.cli import app; "
    "from typer.testing import CliRunner; CliRunner().invoke(app, "
)


def test_all_is_sorted_and_complete() -> None:
    """What type checkers are told, what is loaded on demand and what is listed are the same."""
    source = Path(pulumi_trusthub.__file__).read_text(encoding="utf-8")
    told = next(it for it in ast.parse(source).body if isinstance(it, ast.If))
    imported = {
        alias.name: part.module
        for part in told.body
        if isinstance(part, ast.ImportFrom)
        for alias in part.names
    }

    assert sorted(pulumi_trusthub.__all__) == pulumi_trusthub.__all__
    assert imported == pulumi_trusthub._HOMES
    assert {*imported, "__version__"} == set(pulumi_trusthub.__all__)
    assert pulumi_trusthub.__all__ == dir(pulumi_trusthub)


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    """As with any module."""
    with pytest.raises(AttributeError, match="has no attribute 'TrustProdukt'"):
        _ = pulumi_trusthub.TrustProdukt  # type: ignore[attr-defined]


def test_every_public_name_has_a_docstring() -> None:
    """Each name has a docstring."""
    silent = [
        name
        for name in pulumi_trusthub.__all__
        if name != "__version__" and not getattr(pulumi_trusthub, name).__doc__
    ]

    assert [] == silent


def loaded(script: str, *names: str) -> set[str]:
    """Say which of these packages a script has loaded at its end."""
    last = f"import sys; print(*{set(names)!r} & sys.modules.keys())"
    done = subprocess.run(
        [sys.executable, "-c", f"{script}\n{last}"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return set(done.stdout.splitlines()[-1].split())


def test_twilio_is_imported_only_when_the_network_is_needed() -> None:
    """It takes a quarter of a second, and a host loads the package before its first answer."""
    script = "from pulumi_trusthub import *"

    assert set() == loaded(script, "twilio", "urllib3")


@pytest.mark.parametrize(
    "script",
    [
        "import pulumi_trusthub",
        "import pulumi_trusthub._core.api.clients",
        "from pulumi_trusthub import Policy, TrustHubError",
        "from pulumi_trusthub.simulator import Simulator",
        *(f"{RUN}{[*command.split(), '--help']!r})" for command in COMMANDS),
    ],
)
def test_pulumi_is_imported_only_to_declare_or_run_a_program(script: str) -> None:
    """It takes four tenths of a second, which a command that looks at an account does without."""
    assert set() == loaded(script, "pulumi", "grpc")


def test_a_look_at_an_account_does_without_pulumi(simulator: Simulator) -> None:
    """Not only the help: the commands themselves."""
    environment = {
        "TWILIO_ACCOUNT_SID": simulator.account_sid,
        "TWILIO_AUTH_TOKEN": simulator.auth_token,
        "TRUSTHUB_BASE_URL": simulator.url,
    }
    bundle = simulator.customer_profile_sid
    for line in (["status"], ["doctor"], ["orphans"], ["wait", bundle]):
        script = f"import os; os.environ.update({environment!r})\n{RUN}{line!r})"

        assert {"twilio"} == loaded(script, "pulumi", "grpc", "twilio"), line
