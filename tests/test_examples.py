"""Do the examples work, and does the demo?"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from skips import NO_NPM, needs_language_host, needs_node_host, needs_posix, needs_pulumi
from yaml_project import YamlProject

from pulumi_trusthub.cli.commands import demo_run
from pulumi_trusthub.testing import EmbeddedStack, Secret
from pulumi_trusthub.testing.factory import CREDENTIALS

if TYPE_CHECKING:
    from pulumi_trusthub.simulator import Simulator

ROOT = Path(__file__).parent.parent
EXAMPLES = sorted(path.parent for path in (ROOT / "examples").glob("*/__main__.py"))
SCRIPT = ROOT / "examples" / "08-automation-api" / "onboard.py"
FOLLOWS_THE_REVIEW = {"07-next-to-other-infrastructure": {"update": 1}}
"""What an approval leaves to do: the report is written anew."""
SECONDS = 150
OURS = ("TWILIO_", "TRUSTHUB_", "PULUMI_")

CUSTOMER = {
    "businessInformation": {
        "business_name": "Example Customer",
        "business_identity": "direct_customer",
        "business_type": "Corporation",
        "business_industry": "TECHNOLOGY",
        "business_registration_identifier": "EIN",
        "business_registration_number": "12-3456789",
        "business_regions_of_operation": "USA_AND_CANADA",
        "website_url": "https://customer.example.com",
    },
    "authorizedRepresentative": {
        "first_name": "Jo",
        "last_name": "Example",
        "email": "jo@customer.example.com",
        "phone_number": "+12025550142",
        "business_title": "Head of Operations",
        "job_position": "Director",
    },
    "address": {
        "street": "12 Example Street",
        "city": "San Francisco",
        "region": "CA",
        "postal_code": "94105",
        "iso_country": "US",
    },
}


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """No account and no stack in the environment."""
    for name in [name for name in os.environ if name.startswith(OURS)]:
        monkeypatch.delenv(name)


def configuration(example: Path, simulator: Simulator) -> dict[str, str]:
    """What an example's README asks to be set."""
    numbers = json.dumps(list(simulator.phone_numbers)[:3])
    accounts = [simulator.account, *simulator.account.subaccounts]
    return {
        "01-direct-customer": {"email": "compliance@example.com", "phoneNumbers": numbers},
        "02-component": {"email": "compliance@example.com", "phoneNumbers": numbers},
        "03-isv-customer": {
            "email": "compliance@example.com",
            "phoneNumbers": numbers,
            **{name: json.dumps(attributes) for name, attributes in CUSTOMER.items()},
        },
        "04-subaccounts": {
            "email": "compliance@example.com",
            "phoneNumbers": json.dumps(
                {account.sid: list(account.phone_numbers)[:2] for account in accounts}
            ),
        },
        "05-adopt-existing": {
            "email": "compliance@example.com",
            "phoneNumbers": numbers,
            "displayName": "EXAMPLE INC",
        },
        "09-testing-your-program": {"email": "compliance@example.com", "phoneNumbers": numbers},
        "06-rejected-and-resubmitted": {"email": "compliance@example.com"},
        "07-next-to-other-infrastructure": {
            "email": "compliance@example.com",
            "phoneNumbers": numbers,
            # Each simulator has a port of its own, and the stack takes its file away again.
            "reportFile": f"{tempfile.gettempdir()}/caller-ids-{simulator.url.rpartition(':')[2]}",
        },
    }[example.name]


def prepare(example: Path, simulator: Simulator) -> None:
    """Let there be what an example finds, if it needs anything."""
    existing = example / "existing.json"
    if existing.exists():
        simulator.control.reset(empty=True)
        simulator.control.seed(json.loads(existing.read_text(encoding="utf-8")))


def project_name(folder: Path) -> str:
    """The name in a folder's ``Pulumi.yaml``."""
    [name] = re.findall(r"^name: (\S+)$", (folder / "Pulumi.yaml").read_text(), re.MULTILINE)
    return str(name)


def stack_of(folder: Path, example: Path, simulator: Simulator) -> EmbeddedStack:
    """An example, or a folder that runs it, on the embedded engine."""
    project = project_name(folder)
    config: dict[str, str | Secret] = {
        f"{project}:{key}": value for key, value in configuration(example, simulator).items()
    }
    config |= {
        "trusthub:accountSid": simulator.account_sid,
        "trusthub:authToken": Secret(simulator.auth_token),
        "trusthub:baseUrl": simulator.url,
        "trusthub:readLag": "5",
    }
    return EmbeddedStack(folder, project=project, config=config)


def approve_all(simulator: Simulator) -> None:
    """Let Twilio's staff approve every profile and every product."""
    for sid in (*simulator.account.customer_profiles, *simulator.account.trust_products):
        simulator.control.review(sid, "twilio-approved")


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.name)
def test_an_example_comes_up_stays_unchanged_and_goes(example: Path, simulator: Simulator) -> None:
    """Up makes it, a preview has nothing to do then, and destroy leaves nothing."""
    prepare(example, simulator)
    before = simulator.control.counts()
    stack = stack_of(example, example, simulator)

    up = stack.up()
    held = simulator.control.counts()
    second = stack.preview()
    approve_all(simulator)
    stack.refresh()
    approved = stack.preview()
    stack.destroy()

    assert up.changes["create"] > 1
    assert before != held
    assert second.nothing_to_do, second.operations
    to_do = {kind: count for kind, count in approved.changes.items() if kind != "same"}
    assert FOLLOWS_THE_REVIEW.get(example.name, {}) == to_do, approved.operations
    assert before == simulator.control.counts()
    assert [] == stack.resources


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.name)
def test_an_example_previews_without_credentials(example: Path, simulator: Simulator) -> None:
    """A pull request can be previewed by those who have none."""
    stack = stack_of(example, example, simulator)
    stack.config = {k: v for k, v in stack.config.items() if k not in CREDENTIALS}

    preview = stack.preview()

    assert preview.changes["create"] > 1
    assert "No Twilio credentials are configured" in preview.text
    assert [] == simulator.control.requests()


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.name)
def test_an_example_has_a_readme(example: Path, simulator: Simulator) -> None:
    """It names every key that the example needs."""
    text = (example / "README.md").read_text(encoding="utf-8")

    assert [] == [key for key in configuration(example, simulator) if f"`{key}`" not in text]


def test_the_readme_of_the_program_in_typescript_names_every_key() -> None:
    """And no other."""
    folder = ROOT / "examples" / "11-typescript"
    read = re.findall(r"config\.\w+(?:<.*?>)?\(\"(\w+)\"\)", (folder / "index.ts").read_text())
    table = re.findall(r"^\| `(\w+)` \|", (folder / "README.md").read_text("utf-8"), re.MULTILINE)

    assert len(read) == 4
    assert sorted(read) == sorted(table)


def test_adopting_sends_the_differences_alone(simulator: Simulator) -> None:
    """The new name and the new number; a preview says which product is meant."""
    example = ROOT / "examples" / "05-adopt-existing"
    prepare(example, simulator)
    stack = stack_of(example, example, simulator)

    stack.preview()
    asked = {entry.method for entry in simulator.control.requests()}
    stack.up()

    sent = [entry.path for entry in simulator.control.requests() if entry.method != "GET"]
    product, person = simulator.account.trust_products[0], simulator.account.end_users[0]
    profile = simulator.customer_profile_sid
    assert {"GET"} == asked
    assert [
        f"/v1/CustomerProfiles/{profile}/ChannelEndpointAssignments",
        f"/v1/EndUsers/{person}",
        f"/v1/TrustProducts/{product}/ChannelEndpointAssignments",
    ] == sorted(sent)
    assert [True, True] == stack.outputs["adopted"]


def test_the_root_project_runs_the_first_example(simulator: Simulator) -> None:
    """``Pulumi.yaml`` at the root leads to it, and calls the project the same."""
    stack = stack_of(ROOT, EXAMPLES[0], simulator)

    preview = stack.preview()

    assert project_name(ROOT) == project_name(EXAMPLES[0])
    assert {"shaken-stir", "submission"} < {operation.name for operation in preview.operations}


@pytest.mark.parametrize(
    "example", [it for it in EXAMPLES if list(it.glob("test_*.py"))], ids=lambda path: path.name
)
def test_the_tests_of_an_example_pass(example: Path, tmp_path: Path) -> None:
    """In a repository of their own, with nothing but what is installed."""
    shutil.copytree(example, tmp_path / "copy")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "pytest_pulumi_trusthub"]
    command += ["-p", "no:schemathesis"]  # which takes a second to load, and none of them needs

    status, output = run(command, folder=tmp_path / "copy", PYTHONPATH=str(ROOT))

    assert status == 0, output
    assert re.search(r"\n[1-9]\d* passed in ", output), output


@needs_language_host
def test_the_root_project_runs_on_the_real_engine(simulator: Simulator, tmp_path: Path) -> None:
    """With the environment that runs pulumi active, as the README says.

    Not with the option ``virtualenv``: the program's host looks for it beside ``Pulumi.yaml`` and
    the providers' host beside the program, so with ``main`` no value suits both.
    """
    assert "virtualenv" not in (ROOT / "Pulumi.yaml").read_text(encoding="utf-8")
    checkout = tmp_path / "checkout"
    shutil.copytree(ROOT / "examples", checkout / "examples")
    shutil.copy(ROOT / "Pulumi.yaml", checkout)
    (tmp_path / "state").mkdir()
    environment = {
        "PULUMI_BACKEND_URL": (tmp_path / "state").as_uri(),
        "PULUMI_HOME": str(tmp_path / "home"),
        "PULUMI_CONFIG_PASSPHRASE": "passphrase-of-the-test",
        "PULUMI_SKIP_UPDATE_CHECK": "true",
        "PULUMI_PYTHON_CMD": sys.executable,
        "PYTHONPATH": str(ROOT),
        "TWILIO_ACCOUNT_SID": simulator.account_sid,
        "TWILIO_AUTH_TOKEN": simulator.auth_token,
        "TRUSTHUB_BASE_URL": simulator.url,
    }
    settings = configuration(EXAMPLES[0], simulator).items()
    commands = [
        ["stack", "init", "test"],
        *(["config", "set", key, value] for key, value in settings),
        ["preview"],
    ]
    for command in commands:
        line = ["pulumi", *command, "--non-interactive"]
        status, output = run(line, folder=checkout, **environment)
        assert status == 0, output

    assert "to create" in output
    assert "submission create" in output


@needs_posix
@needs_node_host
@pytest.mark.timeout(480)
def test_the_program_in_typescript_is_deployed(simulator: Simulator, tmp_path: Path) -> None:
    """With the SDK that Pulumi generates from the plugin, as the README says."""
    project = YamlProject(ROOT / "examples" / "11-typescript", tmp_path, simulator)
    before = simulator.control.counts()
    if run(["npm", "view", "typescript", "version"], folder=project.folder)[0]:
        pytest.skip(NO_NPM)
    status, output = run(["npm", "install", "--no-package-lock"], folder=project.folder)
    assert status == 0, output
    project.run("package", "add", "./.venv/bin/pulumi-resource-trusthub")
    project.run("stack", "init", "test")
    project.run("config", "set", "email", "compliance@example.com")
    for index, number in enumerate(list(simulator.phone_numbers)[:2]):
        set_number = ("config", "set", "--type", "string", "--path")
        project.run(*set_number, f"phoneNumbers[{index}]", number)

    project.run("up", "--yes", "--skip-preview")
    held = simulator.control.counts()
    project.run("preview", "--expect-no-changes")
    outputs = json.loads(project.run("stack", "output", "--json"))
    simulator.control.review(outputs["trustProductSid"], "twilio-approved")
    project.run("refresh", "--yes", "--skip-preview")
    project.run("destroy", "--yes", "--skip-preview")

    assert ("pending-review", 2) == (outputs["status"], len(outputs["attestations"]))
    assert held["channel_endpoint_assignments"] == before["channel_endpoint_assignments"] + 4
    assert before == simulator.control.counts()


@pytest.mark.parametrize(
    "options",
    [
        pytest.param(["--embedded"], id="embedded"),
        pytest.param([], id="pulumi", marks=needs_pulumi),
    ],
)
def test_the_demo_ends_well_on_either_engine(options: list[str], simulator: Simulator) -> None:
    """It ends well on either engine, and shows what the simulator held."""
    status, output = run([sys.executable, "-m", "pulumi_trusthub", "demo", *options])

    assert status == 0, output
    assert f"linked to customer profile {simulator.customer_profile_sid}" in output
    assert "numbers on the trust product: +12025550100, +12025550101" in output
    assert "status in the stack's state: twilio-approved" in output
    assert "Left in Trust Hub: 0 trust products, 0 entity assignments" in output
    assert output.endswith("All as it should be.\n")


@needs_pulumi
def test_the_script_onboards_and_takes_down(simulator: Simulator, tmp_path: Path) -> None:
    """By the Automation API, waiting with the package's command; nothing is left behind."""
    simulator.control.settings(review="immediate")
    before = simulator.control.counts()
    numbers = list(simulator.phone_numbers)[:2]

    status, output = run_script(simulator, tmp_path, *numbers, "--destroy")

    assert status == 0, output
    assert "twilio-approved" in output
    signed = {number: {"attestation": "A", "missing": None} for number in numbers}
    assert f"== attestations: {json.dumps(signed)}" in output
    assert before == simulator.control.counts()
    assert [] == [path for path in (tmp_path / "state").rglob("dev.json") if path.is_file()]


@needs_pulumi
def test_the_script_tells_a_mistake_in_its_last_line(simulator: Simulator, tmp_path: Path) -> None:
    """It ends with 1, and nothing was made."""
    status, output = run_script(simulator, tmp_path, "+12025559999")

    assert status == 1, output
    assert output.splitlines()[-1].startswith("onboard.py: Not in account")
    assert 0 == simulator.control.counts()["trust_products"]


def test_the_script_names_a_missing_pulumi_command(simulator: Simulator, tmp_path: Path) -> None:
    """One line, and the shell's exit code for a command that is not there."""
    status, output = run_script(simulator, tmp_path, "+12025550100", PATH=str(tmp_path))

    assert (127, 1) == (status, len(output.splitlines())), output
    assert output.startswith("onboard.py: there is no pulumi command on PATH")
    assert [] == simulator.control.requests()


def run_script(
    simulator: Simulator, folder: Path, *arguments: str, **environment: str
) -> tuple[int, str]:
    """Run the script of the Automation API with a backend of its own."""
    (folder / "state").mkdir()
    line = [sys.executable, str(SCRIPT), *arguments, "--email", "compliance@example.com"]
    return run(
        [*line, "--interval", "1s", "--timeout", "60s"],
        folder=ROOT,
        PULUMI_BACKEND_URL=(folder / "state").as_uri(),
        PULUMI_HOME=str(folder / "home"),
        PULUMI_CONFIG_PASSPHRASE="passphrase-of-the-test",
        PULUMI_SKIP_UPDATE_CHECK="true",
        PYTHONPATH=str(ROOT),
        TWILIO_ACCOUNT_SID=simulator.account_sid,
        TWILIO_AUTH_TOKEN=simulator.auth_token,
        TRUSTHUB_BASE_URL=simulator.url,
        **environment,
    )


class Idle:
    """An engine that says yes to everything and does nothing."""

    def run(self, verb: str, *, nothing_to_do: bool = False) -> None:
        """Do nothing."""

    def export(self) -> dict[str, Any]:
        """Have no state."""
        return {"deployment": {"resources": []}}


def test_the_demo_notices_when_nothing_happens(simulator: Simulator) -> None:
    """Its checks can fail."""
    with pytest.raises(demo_run.DemoError, match="expected"):
        demo_run.onboard(Idle(), simulator)  # type: ignore[arg-type]


def run(command: list[str], *, folder: Path = ROOT, **environment: str) -> tuple[int, str]:
    """Run a command to its end, or interrupt it when that takes too long."""
    with subprocess.Popen(
        command,
        cwd=folder,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    ) as process:
        try:
            output, _ = process.communicate(timeout=SECONDS)
        except BaseException:
            # An interrupt lets it end the processes that it has started itself.
            process.send_signal(signal.SIGINT)
            try:
                process.communicate(timeout=30)
            except subprocess.TimeoutExpired:
                process.kill()
            raise
    return process.returncode, output
