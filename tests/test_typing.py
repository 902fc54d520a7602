"""Do the types help a user who checks with pyright?  What mypy says is a part of ``make types``."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from skips import NO_PYRIGHT

ROOT = Path(__file__).parent.parent
SECONDS = 120


def pyright(*arguments: str) -> tuple[int, str, str]:
    """Run it with this interpreter's packages."""
    with subprocess.Popen(
        [sys.executable, "-m", "pyright", *arguments],
        cwd=ROOT,
        env={**os.environ, "PYRIGHT_PYTHON_IGNORE_WARNINGS": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        start_new_session=True,
    ) as process:
        try:
            output, errors = process.communicate(timeout=SECONDS)
        except BaseException:
            if hasattr(os, "killpg"):  # with the Node that it has started
                os.killpg(process.pid, signal.SIGKILL)
            process.kill()
            raise
    return process.returncode, output, errors


@pytest.fixture(scope="module", autouse=True)
def there() -> None:
    """Pyright is a program for Node, which it brings along or, where it can't, looks for."""
    try:
        status, output, errors = pyright("--version")
    except subprocess.TimeoutExpired:
        pytest.skip(f"{NO_PYRIGHT}: not ready within {SECONDS} s")
    if status != 0 or not output.startswith("pyright "):
        reason = (errors.strip().splitlines() or ["no reason given"])[-1]
        pytest.skip(f"{NO_PYRIGHT}: {reason}")


def complaints(*arguments: str) -> list[str]:
    """What pyright has to say, a line each."""
    _, output, _ = pyright("--outputjson", "--pythonpath", sys.executable, *arguments)
    found = json.loads(output)
    assert found["summary"]["filesAnalyzed"] > 0
    return [
        f"{Path(it['file']).name}:{it['range']['start']['line'] + 1}: {it['message']}"
        for it in found["generalDiagnostics"]
    ]


def test_the_public_surface_passes_strict_pyright() -> None:
    """What is right is accepted, and what is marked as a mistake is one."""
    assert [] == complaints()


def test_a_mistake_in_a_program_is_named(tmp_path: Path) -> None:
    """The check can fail: a wrong program has its mistake named."""
    program = tmp_path / "wrong.py"
    program.write_text(
        "import pulumi_trusthub as trusthub\n"
        'trusthub.TrustProduct("a", friendly_name="Acme", email="a@example.com")\n',
        encoding="utf-8",
    )

    [complaint] = complaints(str(program))

    assert complaint.startswith('wrong.py:2: Argument missing for parameter "policy_sid"')
