"""What is said where an extra is missing."""

from __future__ import annotations

import subprocess
import sys

import pytest
from processes import SECONDS


@pytest.mark.parametrize(
    ("module", "arguments", "extra"),
    [
        ("typer", ["status"], "'pulumi-trusthub[cli]'"),
        ("rich", ["--help"], "'pulumi-trusthub[cli]'"),
        ("jinja2", ["report"], "'pulumi-trusthub[cli]'"),
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
