"""``pulumi-trusthub import-file``: what exists, taken into a stack without a change."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from pulumi import automation
from typer.testing import CliRunner

from pulumi_trusthub.cli import app

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

    from pulumi_trusthub.simulator import Simulator

SHAKEN_STIR = "RN7a97559effdf62d00f4298208492a5ea"
CNAM = "RNf3db3cd1fe25fcfd3c3ded065c8fea53"
SECONDARY = "RNdfbf3fae0e1107f8aded0e7cead80bf5"


def bundle(name: str, policy_sid: str, status: str, **more: object) -> dict[str, object]:
    """A bundle of a seed."""
    email = "compliance@example.com"
    return {
        "friendly_name": name,
        "email": email,
        "policy_sid": policy_sid,
        "status": status,
        **more,
    }


@pytest.fixture
def account(simulator: Simulator, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Simulator:
    """An account that was set up by hand: two profiles, three products, numbers on them."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TWILIO_ACCOUNT_SID", simulator.account_sid)
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", simulator.auth_token)
    monkeypatch.setenv("TRUSTHUB_BASE_URL", simulator.url)
    numbers = list(simulator.phone_numbers)[:3]
    simulator.control.seed(
        {
            "accounts": [
                {
                    "sid": simulator.account_sid,
                    "customer_profiles": [
                        bundle(
                            "A customer's profile",
                            SECONDARY,
                            "twilio-approved",
                            phone_numbers=numbers,
                            entities=[simulator.customer_profile_sid],
                        )
                    ],
                    "trust_products": [
                        bundle(
                            'Acme "calls"',
                            SHAKEN_STIR,
                            "twilio-approved",
                            phone_numbers=numbers,
                            entities=["A customer's profile"],
                            status_callback="https://example.com/x",
                        ),
                        bundle("Acme calls", SHAKEN_STIR, "draft"),
                        bundle("class", CNAM, "twilio-rejected", errors=[18601]),
                    ],
                }
            ]
        }
    )
    simulator.control.clear_requests()
    return simulator


def run(*arguments: str) -> Result:
    """Run the command in this process."""
    return CliRunner().invoke(app, ["import-file", *arguments])


def test_everything_but_the_primary_profile_is_written(account: Simulator, tmp_path: Path) -> None:
    """Names come from friendly names, and no two are the same."""
    result = run()

    assert 0 == result.exit_code, result.output
    entries = json.loads((tmp_path / "trusthub-import.json").read_text())["resources"]
    names = [entry["name"] for entry in entries]
    assert {"a-customer-s-profile", "acme-calls", "acme-calls-2", "class"} <= set(names)
    assert len(names) == len(set(names)) == 4 + 2 + 6 + 3
    assert account.customer_profile_sid not in [entry["id"] for entry in entries]
    assert all(entry["inputs"]["__provider"] for entry in entries)
    assert {"GET"} == {entry.method for entry in account.control.requests()}


def test_chosen_bundles_alone_are_written(account: Simulator, tmp_path: Path) -> None:
    """A SID or a path chooses; one that is not there is an error, and nothing is written."""
    chosen = account.control.accounts()[0].trust_products[1]
    missing = run("BU" + "0" * 32)
    nothing = list(tmp_path.iterdir())
    result = run(f"TrustProducts/{chosen}")
    again = run()

    assert (1, []) == (missing.exit_code, nothing)
    assert 0 == result.exit_code
    entries = json.loads((tmp_path / "trusthub-import.json").read_text())["resources"]
    assert [chosen] == [entry["id"] for entry in entries]
    assert 2 == again.exit_code
    assert "exists already" in " ".join(again.stderr.replace("│", " ").split())


@pytest.mark.skipif(shutil.which("pulumi") is None, reason="the real engine: no pulumi on PATH")
def test_after_the_import_nothing_changes(account: Simulator, tmp_path: Path) -> None:
    """The file and the program agree with each other and with Twilio."""
    assert 0 == run("--program", "__main__.py").exit_code
    (tmp_path / "Pulumi.yaml").write_text("name: imported\nruntime: python\n")
    state = tmp_path.parent / f"{tmp_path.name}-state"
    state.mkdir()
    variables = {
        "PULUMI_BACKEND_URL": f"file://{state}",
        "PULUMI_HOME": str(state / "home"),
        "PULUMI_CONFIG_PASSPHRASE": "passphrase-of-the-test",
        "PULUMI_SKIP_UPDATE_CHECK": "true",
        "PULUMI_PYTHON_CMD": sys.executable,
    }
    stack = automation.create_stack(
        "test",
        work_dir=str(tmp_path),
        opts=automation.LocalWorkspaceOptions(env_vars=variables),
    )
    account.control.clear_requests()

    imported = subprocess.run(
        [
            *("pulumi", "import", "--file", "trusthub-import.json", "--generate-code=false"),
            *("--yes", "--skip-preview", "--non-interactive", "--stack", "test"),
        ],
        cwd=tmp_path,
        env={**os.environ, **variables},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert 0 == imported.returncode, imported.stdout + imported.stderr
    preview = stack.preview()
    refreshed = stack.refresh()
    up = stack.up()

    assert {automation.OpType.SAME: 16, automation.OpType.CREATE: 0} == {
        kind: preview.change_summary.get(kind, 0)
        for kind in (automation.OpType.SAME, automation.OpType.CREATE)
    }
    assert {"same"} == set(refreshed.summary.resource_changes or {})
    assert {"same"} == set(up.summary.resource_changes or {})
    assert {"GET"} == {entry.method for entry in account.control.requests()}
