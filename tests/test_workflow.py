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
WORKFLOWS: dict[str, dict[Any, Any]] = {
    path.stem: yaml.safe_load(path.read_text(encoding="utf-8"))
    for path in (ROOT / ".github" / "workflows").glob("*.yml")
}
JOBS: dict[str, Any] = WORKFLOWS["ci"]["jobs"]
RELEASE: dict[str, Any] = WORKFLOWS["release"]["jobs"]
STEPS = {
    (workflow, job): it["steps"]
    for workflow, parsed in WORKFLOWS.items()
    for job, it in parsed["jobs"].items()
    if "steps" in it
}
PUBLISH = {
    "attest": {"id-token": "write", "attestations": "write"},
    "pypi": {"id-token": "write"},
    "npm": {"contents": "read", "id-token": "write"},
    "assets": {"contents": "write"},
    "site": {"contents": "write"},
}
"""The jobs that publish, and what each may do for that."""
INSTALLS = {"actions/checkout", "actions/setup-python"}
GROUPED = """
import pytest

@pytest.mark.xdist_group("costly")
@pytest.mark.parametrize("number", range(6))
def test_a_group_has_one_worker(worker_id, number):
    print("worker", worker_id)
"""


def commands(job: str, workflow: str = "ci") -> list[str]:
    """Every line that a job runs."""
    runs = [step["run"] for step in STEPS[workflow, job] if "run" in step]
    return [line for run in runs for line in run.splitlines()]


def actions(job: str) -> set[str]:
    """The actions that a job of CI uses, without their versions."""
    return {step["uses"].partition("@")[0] for step in STEPS["ci", job] if "uses" in step}


@pytest.mark.parametrize(("workflow", "job"), STEPS)
def test_every_command_is_a_target_of_make(workflow: str, job: str) -> None:
    """So what passes there passes here, and the other way round; or it is the project's script."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    [phony] = re.findall(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    lines = [it.split(maxsplit=2) for it in commands(job, workflow) if it != ".ci/run"]

    assert lines or job in {"attest", "pypi"}
    assert {"make"} >= {program for program, *_ in lines}
    assert set() == {target for _, target, *_ in lines} - set(phony.split())


def test_an_action_has_one_version_in_all_workflows() -> None:
    """It is that of a major release, so that dependabot finds every place."""
    used = [step["uses"].split("@") for steps in STEPS.values() for step in steps if "uses" in step]
    versions: dict[str, set[str]] = {}
    for action, version in used:
        versions.setdefault(action, set()).add(version)

    assert {} == {action: found for action, found in versions.items() if len(found) > 1}
    assert [] == [it for it in used if not re.fullmatch(r"(release/)?v\d+|[0-9a-f]{40}", it[1])]


def test_nothing_is_published_before_all_tests() -> None:
    """Each job that publishes needs the tests, directly or by another job, and a tag."""

    def needed(job: str) -> set[str]:
        needs = RELEASE[job].get("needs", [])
        direct = {needs} if isinstance(needs, str) else set(needs)
        return direct.union(*map(needed, direct))

    assert PUBLISH.keys() == RELEASE.keys() - {"ci", "everything", "build"}
    for job in PUBLISH:
        assert {"ci", "everything", "build"} <= needed(job)
        assert "attest" in needed(job) | {job}
    assert "./.github/workflows/ci.yml" == RELEASE["ci"]["uses"]
    assert [".ci/run", "make test-engine-all"] == commands("everything", "release")
    condition = RELEASE["attest"]["if"]
    assert (
        "github.ref_type == 'tag' && (github.event_name == 'push' || inputs.publish)" == condition
    )


def test_sdks_of_the_whole_command_line_are_made_for_a_release_alone() -> None:
    """Those for .NET and Java; the generators of the others are in the engine's own module."""
    makes = {it for it in STEPS if "make sdks-of-the-cli" in commands(it[1], it[0])}
    build = commands("build", "release")

    assert {("release", "build")} == makes
    assert build.index("make sdks-of-the-cli") < build.index("make release")


def test_a_release_by_hand_publishes_nothing_unless_told() -> None:
    """The dry run is what happens by default."""
    by_hand = WORKFLOWS["release"][True]["workflow_dispatch"]  # YAML reads `on` as true

    assert (
        by_hand["inputs"]["publish"] | {"type": "boolean", "default": False}
        == (by_hand["inputs"]["publish"])
    )
    assert "workflow_call" in WORKFLOWS["ci"][True]


def test_a_job_may_do_no_more_than_it_needs() -> None:
    """Nothing but to read, but for the jobs that publish; no secret is stored."""
    given = {job: it["permissions"] for job, it in RELEASE.items() if "permissions" in it}
    text = (ROOT / ".github" / "workflows" / "release.yml").read_text(encoding="utf-8")

    assert PUBLISH == given
    assert [{"contents": "read"}] * len(WORKFLOWS) == [
        it["permissions"] for it in WORKFLOWS.values()
    ]
    assert "secrets." not in text
    assert {"pypi": "pypi", "npm": "npm"} == {
        job: it["environment"] for job, it in RELEASE.items() if "environment" in it
    }


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
    """The same targets as the project's own script."""
    script = re.findall(
        r"^ *(?:exec )?make (.*)$", (ROOT / ".ci" / "run").read_text(), re.MULTILINE
    )
    run = {line for job in JOBS for line in commands(job) if not JOBS[job].get("continue-on-error")}

    assert {f"make {target}" for target in " ".join(script).split()} <= run


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
