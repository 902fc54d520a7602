"""Would GitHub run what a developer runs?"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parent.parent
WORKFLOW: dict[Any, Any] = yaml.safe_load(
    (ROOT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8")
)
JOBS: dict[str, Any] = WORKFLOW["jobs"]
INSTALLS = {"actions/checkout", "actions/setup-python"}
GROUPED = """
import pytest

@pytest.mark.xdist_group("costly")
@pytest.mark.parametrize("number", range(6))
def test_a_group_has_one_worker(worker_id, number):
    print("worker", worker_id)
"""


def commands(job: str) -> list[str]:
    """Every line that a job runs."""
    runs = [step["run"] for step in JOBS[job]["steps"] if "run" in step]
    return [line for run in runs for line in run.splitlines()]


def actions(job: str) -> set[str]:
    """The actions that a job uses, without their versions."""
    return {step["uses"].partition("@")[0] for step in JOBS[job]["steps"] if "uses" in step}


@pytest.mark.parametrize("job", JOBS)
def test_every_command_is_a_target_of_make(job: str) -> None:
    """So what passes there passes here, and the other way round."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    [phony] = re.findall(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    lines = [line.split(maxsplit=2) for line in commands(job)]

    assert lines
    assert {"make"} == {program for program, *_ in lines}
    assert set() == {target for _, target, *_ in lines} - set(phony.split())


@pytest.mark.parametrize("job", JOBS)
def test_a_job_installs_no_more_than_it_needs(job: str) -> None:
    """But for Go where the engine is built, and the CLI in the job that may fail without harm."""
    extra = {"actions/setup-go"} if "make engine" in commands(job) else set()
    if JOBS[job].get("continue-on-error"):
        extra |= {"pulumi/actions"}

    assert INSTALLS | extra == actions(job)
    assert JOBS[job]["timeout-minutes"] <= 90


@pytest.mark.parametrize("job", ["test", "versions"])
def test_all_declared_pythons_are_tested(job: str) -> None:
    """The matrix is the list in ``pyproject.toml``."""
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")

    declared = re.findall(r'"Programming Language :: Python :: (3\.\d+)"', project)
    assert declared == JOBS[job]["strategy"]["matrix"]["python"]


def test_the_workflow_demands_what_ci_run_demands() -> None:
    """The same targets as the project's own script, and no rights but to read."""
    script = re.findall(
        r"^ *(?:exec )?make (.*)$", (ROOT / ".ci" / "run").read_text(), re.MULTILINE
    )
    run = {line for job in JOBS for line in commands(job) if not JOBS[job].get("continue-on-error")}

    assert {f"make {target}" for target in " ".join(script).split()} <= run
    assert {"contents": "read"} == WORKFLOW["permissions"]


def test_a_group_of_tests_has_one_worker(tmp_path: Path) -> None:
    """What it shares is set up once, with the options of `make test`."""
    (tmp_path / "test_it.py").write_text(GROUPED, encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    [distribution] = set(re.findall(r"-n \d+ --dist (\w+)", makefile))
    options = ["-n", "2", "--dist", distribution, "-p", "xdist", "-p", "no:cacheprovider", "-rP"]
    finished = subprocess.run(
        [sys.executable, "-m", "pytest", *options],
        cwd=tmp_path,
        env={**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=100,
        check=True,
    )

    workers = re.findall(r"^worker (\w+)$", finished.stdout, re.MULTILINE)
    assert (6, 1) == (len(workers), len(set(workers))), finished.stdout
