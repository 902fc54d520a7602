"""Does ``new`` make a project that is right at once, and nothing else?"""

from __future__ import annotations

import json
import os
import re
import runpy
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from processes import processed
from skips import needs_pulumi
from typer.testing import CliRunner

from pulumi_trusthub._version import __version__
from pulumi_trusthub.cli.app import app
from pulumi_trusthub.cli.commands import new, new_config
from pulumi_trusthub.testing import DeploymentFailed, EmbeddedStack, PulumiStack, Secret

if TYPE_CHECKING:
    from typer.testing import Result

    from pulumi_trusthub.simulator import Simulator
    from pulumi_trusthub.testing import Stack

ROOT = Path(__file__).parents[3]
SECONDS = 240
PROGRAMS = {"python", "pulumi"}
"""What jobs run; a test runs the first, and Pulumi's own actions the second."""
COMMON = {
    "Pulumi.yaml",
    "Pulumi.dev.yaml",
    "README.md",
    ".gitignore",
    "requirements.txt",
    "requirements-test.txt",
    "__main__.py",
    "test_program.py",
}
SECRETS = {key for keys in new_config._SECRETS.values() for key in keys}
each_onboarding = pytest.mark.parametrize("onboarding", new.ONBOARDINGS)


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An empty folder, and no account in the environment."""
    for name in [name for name in os.environ if name.startswith(("TWILIO_", "TRUSTHUB_"))]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def run(*arguments: str) -> Result:
    """Run the command in this process."""
    return CliRunner().invoke(app, ["new", *arguments])


def made(*arguments: str) -> Path:
    """Make a project, and give its folder."""
    result = run(*arguments, "acme")
    assert 0 == result.exit_code, result.output
    return Path("acme").resolve()


def files(folder: Path) -> set[str]:
    """All files below a folder."""
    return {it.relative_to(folder).as_posix() for it in folder.rglob("*") if it.is_file()}


def config_of(folder: Path) -> dict[str, Any]:
    """What the stack's configuration has."""
    text = (folder / "Pulumi.dev.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(text)["config"]
    return found


@each_onboarding
def test_a_project_passes_its_own_test(onboarding: str) -> None:
    """At once, with nothing filled in."""
    folder = made(onboarding)
    # Its entry point is as old as the last installation; and no test needs the other.
    plugins = ["-p", "pytest_pulumi_trusthub", "-p", "no:schemathesis"]

    finished = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", *plugins],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )

    assert 0 == finished.returncode, finished.stdout
    assert re.search(r"\n[1-9]\d* passed in ", finished.stdout), finished.stdout


@each_onboarding
@pytest.mark.parametrize(
    "engine", [EmbeddedStack, pytest.param(PulumiStack, marks=needs_pulumi)], ids=["own", "pulumi"]
)
def test_a_project_previews_what_was_looked_up(
    onboarding: str, engine: type[Stack], here: Simulator
) -> None:
    """On either engine, with the configuration that it was given and what is personal or chosen."""
    folder = made(onboarding)
    given = runpy.run_path(str(folder / "test_program.py")).get("CONFIG", {})
    config: dict[str, str | Secret] = {
        key: value if isinstance(value, str) else json.dumps(value)
        for key, value in config_of(folder).items()
    }
    config |= {f"acme:{key}": Secret(json.dumps(given[key])) for key in SECRETS if key in given}
    if onboarding == "cnam":
        config["acme:displayName"] = given["displayName"]
    stack = engine(
        folder,
        project="acme",
        stack="dev",
        config={
            **config,
            "trusthub:accountSid": here.account_sid,
            "trusthub:authToken": Secret(here.auth_token),
            "trusthub:baseUrl": here.url,
        },
    )

    preview = stack.preview()
    stack.close()

    assert preview.changes["create"] > 3
    assert here.customer_profile_sid == config["acme:customerProfileSid"]


@each_onboarding
@pytest.mark.parametrize("ci", ["github", "gitlab", "none"])
def test_a_project_is_whole(onboarding: str, ci: str) -> None:
    """Every file, with the project's name and this version; a CI file runs what there is."""
    folder = made(onboarding, "--ci", ci)
    pipeline = {"github": ".github/workflows/trust-hub.yml", "gitlab": ".gitlab-ci.yml"}.get(ci)

    assert COMMON | ({pipeline} if pipeline else set()) == files(folder)
    assert "acme" == yaml.safe_load((folder / "Pulumi.yaml").read_text())["name"]
    assert f"=={__version__}\n" in (folder / "requirements.txt").read_text()
    for path in files(folder):
        text = (folder / path).read_text(encoding="utf-8")
        assert not re.search(r"\b(?:PROJECT|DESCRIPTION|VERSION)\b", text), path
    if pipeline:
        commands = list(commands_of(yaml.safe_load((folder / pipeline).read_text())))
        named = {text for line in commands for text in shlex.split(line) if text.endswith(".txt")}
        assert {shlex.split(line)[0] for line in commands} <= PROGRAMS
        assert {"requirements.txt", "requirements-test.txt"} == named
        assert "python -m pytest" in commands


def commands_of(part: object) -> list[str]:
    """The lines that the jobs of a pipeline run."""
    if isinstance(part, list):
        return [line for each in part for line in commands_of(each)]
    if not isinstance(part, dict):
        return []
    found: list[str] = []
    for key, value in part.items():
        if key in {"run", "script"}:
            found += [value] if isinstance(value, str) else value
        else:
            found += commands_of(value)
    return found


@each_onboarding
def test_a_program_names_the_keys_of_its_configuration(onboarding: str) -> None:
    """Each that a program requires is in the configuration, or in a comment with its command."""
    folder = made(onboarding)
    text = (folder / "Pulumi.dev.yaml").read_text(encoding="utf-8")
    program = (folder / "__main__.py").read_text(encoding="utf-8")
    required = set(re.findall(r"config\.require(?:_object)?\(\"(\w+)\"\)", program))
    secret = set(re.findall(r"config\.require_secret_object\(\"(\w+)\"\)", program))

    assert {f"acme:{key}" for key in required} == set(config_of(folder))
    assert secret == set(re.findall(r"pulumi config set --secret (\w+)", text))
    assert text.count(new_config.TODO) > 1


@each_onboarding
def test_the_comments_come_behind_no_list(onboarding: str) -> None:
    """Pulumi would take them into the list, where no key can be made of them any more."""
    text = (made(onboarding) / "Pulumi.dev.yaml").read_text(encoding="utf-8")
    *_, last = (line for line in text.splitlines() if not line.lstrip().startswith("#"))

    assert last.startswith("  acme:")


@each_onboarding
def test_a_project_that_is_not_filled_in_deploys_nothing(
    onboarding: str, simulator: Simulator
) -> None:
    """A preview without an account, as one with it, says which key is still to be changed."""
    folder = made(onboarding)
    given = runpy.run_path(str(folder / "test_program.py")).get("CONFIG", {})
    marked = {key: json.dumps(value) for key, value in config_of(folder).items()}
    marked |= {f"acme:{key}": json.dumps(given[key]) for key in SECRETS if key in given}
    plain: dict[str, str | Secret] = {key: value.strip('"') for key, value in marked.items()}
    told = rf"{new_config.TODO}|e-mail address|cnam_display_name"

    with pytest.raises(DeploymentFailed, match=told):
        EmbeddedStack(folder, project="acme", stack="dev", config=plain).preview()
    credentials: dict[str, str | Secret] = {
        "trusthub:accountSid": simulator.account_sid,
        "trusthub:authToken": Secret(simulator.auth_token),
        "trusthub:baseUrl": simulator.url,
    }
    with pytest.raises(DeploymentFailed, match=told):
        EmbeddedStack(folder, project="acme", stack="dev", config=plain | credentials).preview()


def test_an_account_fills_the_configuration_in(here: Simulator) -> None:
    """The approved profile, its address and the numbers; a key of the API does as well."""
    folder = made("direct-customer")

    assert {
        "acme:email": "compliance@example.com",
        "acme:phoneNumbers": {here.account_sid: list(here.phone_numbers)},
        "acme:customerProfileSid": here.customer_profile_sid,
    } == config_of(folder)
    assert {"GET"} == {request.method for request in here.control.requests()}


def test_numbers_by_account_are_to_be_filled_in_as_such() -> None:
    """Without an account the form is shown all the same: an account, and its numbers."""
    todo = new_config.TODO

    assert {todo: [todo]} == config_of(made("direct-customer"))["acme:phoneNumbers"]


def test_an_account_that_cannot_be_read_is_no_obstacle(
    here: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The project is made all the same, and says why nothing was looked up."""
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", "f" * 32)

    result = run("shaken-stir", "acme")

    assert here.account_sid not in result.output
    assert "Nothing was looked up" in result.output
    assert new_config.TODO == config_of(Path("acme"))["acme:email"]


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    """What is there is named."""
    (tmp_path / "acme").mkdir()
    (tmp_path / "acme" / "notes.txt").touch()

    result = run("shaken-stir", "acme")

    assert (2, {"acme/notes.txt"}) == (result.exit_code, files(tmp_path))
    assert "notes.txt is there" in result.output


@pytest.mark.parametrize("there", [False, True])
def test_a_project_that_cannot_be_written_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, there: bool
) -> None:
    """Neither files nor folders that were not there before."""
    if there:
        (tmp_path / "acme").mkdir()
    write = Path.open

    def full(path: Path, *arguments: Any, **options: Any) -> Any:
        if path.name == "test_program.py" and "x" in arguments:
            raise OSError(28, "No space left on device", str(path))
        return write(path, *arguments, **options)

    monkeypatch.setattr(Path, "open", full)
    result = run("shaken-stir", "acme")

    assert 2 == result.exit_code
    assert "No space left on device. Nothing was made." in result.output
    assert ([tmp_path / "acme"] if there else []) == list(tmp_path.iterdir())
    assert set() == files(tmp_path)


def test_a_name_is_one_that_pulumi_takes() -> None:
    """The folder's, without the rest; a name that is given is refused instead."""
    folder = run("shaken-stir", "Acme & Söhne 2")
    refused = run("shaken-stir", "other", "--name", "a/b")

    assert 0 == folder.exit_code, folder.output
    about = yaml.safe_load(Path("Acme & Söhne 2/Pulumi.yaml").read_text(encoding="utf-8"))
    assert "Acme-S-hne-2" == about["name"]
    assert (2, False) == (refused.exit_code, Path("other").exists())


def test_the_onboardings_are_listed() -> None:
    """Where none is given; one that there is not is refused."""
    listed = processed("new")
    wrong = run("porting")

    assert 0 == listed.returncode
    assert [*new.ONBOARDINGS] == [line.split()[0] for line in listed.stdout.splitlines()[1:]]
    assert 2 == wrong.exit_code
