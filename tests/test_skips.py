"""Does a run fail in which a test is skipped for no good reason?"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from skips import NO_LANGUAGE_HOST, NO_PYRIGHT

SECONDS = 100
HERE = str(Path(__file__).parent)
PASSES = "def test_a_function_runs(): ...\n"
MARK = "import pytest\n\n@pytest.mark.skipif(True, reason={!r})\ndef test_a_mark_skips(): ...\n"
MODULE = "import pytest\n\npytest.skip({!r}, allow_module_level=True)\n"
FIXTURE = """
import pytest

@pytest.fixture
def missing():
    pytest.skip({!r})

def test_a_fixture_skips(missing): ...
"""
DETAILED = f"{NO_PYRIGHT}: there is no Node"
LISTED = {"mark": MARK.format(NO_LANGUAGE_HOST), "fixture": FIXTURE.format(DETAILED)}
UNLISTED = {
    "a": MARK.format("no time"),
    "b": FIXTURE.format("no time"),
    "c": FIXTURE.format("no idea"),
    "d": MODULE.format("no wish"),
    "e": MARK.format(f"{NO_PYRIGHT} today"),
}


def run(folder: Path, sources: dict[str, str], *options: str, ci: bool = False) -> tuple[int, str]:
    """Run pytest on a folder of tests, and give its exit code and what it printed."""
    for name, source in sources.items():
        (folder / f"test_{name}.py").write_text(source, encoding="utf-8")
    hidden = ("CI", "PYTEST_")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(hidden)}
    environment |= {"PYTHONPATH": HERE, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    environment |= {"CI": "true"} if ci else {}
    plugins = ["-p", "skips", "-p", "xdist", "-p", "no:cacheprovider"]
    output = folder / "output"
    with output.open("w") as file:  # no pipe, which whatever is left would hold open
        finished = subprocess.run(
            [sys.executable, "-m", "pytest", *plugins, *options],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
            timeout=SECONDS,
            check=False,
        )
    return finished.returncode, output.read_text(encoding="utf-8")


def said(output: str) -> list[str]:
    """Every complaint of a run."""
    return [line for line in output.splitlines() if line.startswith("Skipped for ")]


@pytest.mark.parametrize("options", [(), ("-n", "2")], ids=["alone", "xdist"])
def test_a_wrong_reason_fails_the_run(options: tuple[str, ...], tmp_path: Path) -> None:
    """Wherever it comes from it is named, once; what CI accepts is not."""
    status, output = run(tmp_path, {"it": PASSES, **LISTED, **UNLISTED}, *options, ci=True)

    assert pytest.ExitCode.TESTS_FAILED == status, output
    unlisted = "tests/skips.py does not have this reason"
    wrong = dict.fromkeys(("no idea", "no time", "no wish", f"{NO_PYRIGHT} today"), unlisted)
    wrong[DETAILED] = "in CI a machine like this one has what the test needs"
    assert [f'Skipped for "{it}": {wrong[it]}.' for it in sorted(wrong)] == said(output)


@pytest.mark.parametrize("options", [(), ("-n", "2")], ids=["alone", "xdist"])
def test_listed_reasons_change_nothing(options: tuple[str, ...], tmp_path: Path) -> None:
    """Outside of CI, whatever is missing on the machine."""
    status, output = run(tmp_path, {"it": PASSES, **LISTED}, *options)

    assert (pytest.ExitCode.OK, []) == (status, said(output)), output
    assert "1 passed, 2 skipped" in output


def test_a_run_without_any_test_fails(tmp_path: Path) -> None:
    """Its exit code is that of a failure, not that of nothing to do."""
    status, output = run(tmp_path, {"it": MODULE.format("no time")})

    assert (pytest.ExitCode.TESTS_FAILED, 1) == (status, len(said(output))), output


def test_another_end_keeps_its_exit_code(tmp_path: Path) -> None:
    """That of an interrupted run says more."""
    status, output = run(tmp_path, {"it": MODULE.format("no time"), "no": "import nothing_there"})

    assert (pytest.ExitCode.INTERRUPTED, 1) == (status, len(said(output))), output
