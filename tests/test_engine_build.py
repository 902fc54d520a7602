"""Does `make engine` build what it pins, and say what is missing?"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from skips import ENGINE, NO_PULUMI, ROOT, needs_posix

if TYPE_CHECKING:
    from pathlib import Path

TOOLS = ROOT / "tools" / "pulumi"
MODULE = (TOOLS / "go.mod").read_text(encoding="utf-8")
LAUNCHER = "pulumi-resource-pulumi-python"
GO = """#!/bin/sh
if [ "$1" = env ]; then echo go{version}; exit 0; fi
echo "GOTOOLCHAIN=$GOTOOLCHAIN $*" > {log}
"""


def build(path: Path, engine: Path) -> str:
    """Run what `make engine` runs, with the programs of one folder alone."""
    finished = subprocess.run(
        [sys.executable, str(TOOLS / "build.py"), str(engine)],
        env={"PATH": str(path)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return finished.stdout


def fake_go(folder: Path, version: str) -> Path:
    """Write a Go that tells its version and writes down what it is asked; give its log."""
    log = folder / "asked"
    go = folder / "go"
    go.write_text(GO.format(version=version, log=log), encoding="utf-8")
    go.chmod(0o700)
    return log


def pinned(module: str) -> str:
    """The version that go.mod requires of a module."""
    [version] = re.findall(rf"^\s+{re.escape(module)} (v\S+)", MODULE, re.MULTILINE)
    return str(version)


def test_the_build_names_the_go_it_needs_where_there_is_none(tmp_path: Path) -> None:
    """The tests go on without the engine, so the exit code is 0."""
    said = build(tmp_path, tmp_path / "engine")

    assert re.fullmatch(r"There is no Go here: install Go [\d.]+ or later\. The tests .*\n", said)
    assert not (tmp_path / "engine").exists()


@needs_posix
def test_the_build_names_the_go_it_needs_where_go_is_too_old(tmp_path: Path) -> None:
    """Nothing is downloaded: neither another Go nor the modules."""
    log = fake_go(tmp_path, "1.9.7")

    said = build(tmp_path, tmp_path / "engine")

    assert re.fullmatch(r"Go 1\.9\.7 is too old: install Go [\d.]+ or later\. The .*\n", said)
    assert not log.exists()


@needs_posix
def test_the_build_links_the_pinned_versions_in(tmp_path: Path) -> None:
    """With the Go that is there; the Automation API refuses a pulumi without a version."""
    log = fake_go(tmp_path, "99.0")

    build(tmp_path, tmp_path / "engine")
    asked = log.read_text(encoding="utf-8")

    assert asked.startswith("GOTOOLCHAIN=local build ")
    assert f"version.Version={pinned('github.com/pulumi/pulumi/sdk/v3')}" in asked
    assert f"version.Version={pinned('github.com/pulumi/pulumi-yaml')}" in asked
    assert os.access(tmp_path / "engine" / LAUNCHER, os.X_OK)


def test_engine_and_sdk_have_one_version() -> None:
    """What is linked in is the version of the engine."""
    engine, sdk = (pinned(f"github.com/pulumi/pulumi/{part}/v3") for part in ("pkg", "sdk"))

    assert engine == sdk


@pytest.mark.skipif(not (ENGINE / "pulumi").is_file(), reason=f"{NO_PULUMI}: none was built here")
def test_the_built_engine_has_the_pinned_version() -> None:
    """The command says its version, and the programs lie side by side."""
    told = subprocess.run(
        [ENGINE / "pulumi", "version"],
        env={**os.environ, "PULUMI_SKIP_UPDATE_CHECK": "true"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )

    assert pinned("github.com/pulumi/pulumi/pkg/v3") == told.stdout.strip()
    assert shutil.which("pulumi-language-yaml", path=str(ENGINE))
    assert shutil.which("trusthub-codegen", path=str(ENGINE))
    assert shutil.which(LAUNCHER, path=str(ENGINE))
