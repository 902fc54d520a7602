"""Is at the repository's root what people look for there?"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from pulumi_trusthub._core.model.config import LOG
from pulumi_trusthub.cli.app import app

ROOT = Path(__file__).parent.parent
FORMS = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("[!c]*.yml"))
MANIFESTS = {"pip": "pyproject.toml", "gomod": "go.mod", "npm": "package.json"}
"""The file in which each of dependabot's ecosystems finds versions."""


def read(path: Path) -> Any:
    """A file of GitHub's or of a tool's."""
    return yaml.safe_load(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("form", FORMS, ids=lambda path: path.stem)
def test_an_issue_form_has_what_github_demands(form: Path) -> None:
    """A name, a description, and questions with unique ids and labels."""
    found = read(form)
    questions = [part for part in found["body"] if part["type"] != "markdown"]

    assert found["name"]
    assert found["description"]
    assert questions
    assert len(questions) == len({part["id"] for part in questions})
    assert len(questions) == len({part["attributes"]["label"] for part in questions})
    assert {part["type"] for part in questions} <= {"input", "textarea", "dropdown"}


def test_the_form_of_a_fault_asks_for_a_command_that_there_is() -> None:
    """The versions and findings of ``doctor --json``."""
    [label] = re.findall(r"label: (pulumi-trusthub .*)", FORMS[0].read_text(encoding="utf-8"))
    _, command, option = label.split()

    commands = {it.callback.__name__: it.callback for it in app.registered_commands if it.callback}
    assert option.removeprefix("--") in (commands[command].__kwdefaults__ or {})


def test_the_form_of_a_fault_asks_for_the_log() -> None:
    """By the variable that the package reads."""
    assert f'{LOG}="$PWD/' in FORMS[0].read_text(encoding="utf-8")


def test_every_place_with_versions_is_looked_after() -> None:
    """Each ecosystem's manifest is in the folder that dependabot is told."""
    told = read(ROOT / ".github" / "dependabot.yml")["updates"]
    places = {(it["package-ecosystem"], it["directory"].strip("/")) for it in told}
    examples = {path.parent for path in (ROOT / "examples").glob("*/package.json")}

    assert ("github-actions", "") in places
    for ecosystem, folder in places - {("github-actions", "")}:
        assert (ROOT / folder / MANIFESTS[ecosystem]).is_file()
    assert {("gomod", "tools/pulumi"), ("pip", "")} <= places
    assert {("npm", path.relative_to(ROOT).as_posix()) for path in examples} <= places


def test_a_commit_is_linted_as_make_does() -> None:
    """The hook runs the target itself, so that neither knows more than the other."""
    [repository] = read(ROOT / ".pre-commit-config.yaml")["repos"]
    [hook] = repository["hooks"]

    assert ("local", "make lint", "system") == (
        repository["repo"],
        hook["entry"],
        hook["language"],
    )


def test_a_weakness_has_a_way_that_is_not_public() -> None:
    """And the page on security points to it."""
    said = (ROOT / "SECURITY.md").read_text(encoding="utf-8")

    assert "Report a vulnerability" in said
    assert "SECURITY.md" in (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    for link in re.findall(r"\]\(([^):#]+)\)", said):
        assert (ROOT / link).is_file()
