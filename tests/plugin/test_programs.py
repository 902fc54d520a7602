"""Does Pulumi's engine deploy, import and destroy with the plugin?"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from plugin_client import SECRET
from policy_sids import CNAM
from skips import needs_yaml_host
from yaml_project import ROOT, YamlProject

from pulumi_trusthub._core.api.client import TrustHubClient
from pulumi_trusthub._core.model.config import Credentials, Settings
from pulumi_trusthub._core.model.refs import BundleKind
from pulumi_trusthub._core.rules.bundles import create_bundle

if TYPE_CHECKING:
    from pathlib import Path

    from pulumi_trusthub.simulator import Simulator

pytestmark = needs_yaml_host
EXAMPLE = ROOT / "examples" / "10-yaml"


@pytest.fixture
def project(tmp_path: Path, simulator: Simulator) -> YamlProject:
    """The example, with a stack of its own."""
    project = YamlProject(EXAMPLE, tmp_path, simulator)
    project.run("stack", "init", "test")
    numbers = json.dumps(list(simulator.phone_numbers)[:2])
    with (project.folder / "Pulumi.test.yaml").open("a", encoding="utf-8") as settings:
        settings.write("config:\n  trusthub-yaml:email: compliance@example.com\n")
        settings.write(f"  trusthub-yaml:phoneNumbers: {numbers}\n")
    return project


def test_the_example_is_deployed_and_destroyed(project: YamlProject, simulator: Simulator) -> None:
    """Up makes it, a preview has nothing to do then, and destroy leaves nothing."""
    before = simulator.control.counts()

    project.run("up", "--yes", "--skip-preview")
    held = simulator.control.counts()
    project.run("preview", "--expect-no-changes")
    guarded = project.run("destroy", "--yes", "--skip-preview", fails=True)
    simulator.control.review(simulator.account.trust_products[0], "twilio-approved")
    project.run("refresh", "--yes", "--skip-preview")
    refreshed = {it["type"]: it.get("outputs", {}) for it in project.exported()}
    project.run("preview", "--expect-no-changes")
    project.run("destroy", "--yes", "--skip-preview")

    assert (1, 1, 4) == (
        held["trust_products"] - before["trust_products"],
        held["entity_assignments"] - before["entity_assignments"],
        held["channel_endpoint_assignments"] - before["channel_endpoint_assignments"],
    )
    assert "is under review (pending-review)" in guarded
    assert "set forceDestroy: true on the Submission" in guarded
    assert "twilio-approved" == refreshed["trusthub:index:Submission"]["status"]
    assert before == simulator.control.counts()


def test_an_existing_object_is_imported_by_type_and_id(
    project: YamlProject, simulator: Simulator
) -> None:
    """With the printed code in the program, nothing is left to do."""
    account = Credentials(simulator.account_sid, simulator.account_sid, simulator.auth_token)
    inputs = {"friendly_name": "There before", "email": "a@example.com", "policy_sid": CNAM}
    client = TrustHubClient(Settings(account, simulator.url))
    sid = create_bundle(client, BundleKind.TRUST_PRODUCT, inputs)["sid"]
    numbers = f"CustomerProfiles/{simulator.customer_profile_sid}/ChannelEndpointAssignments"
    number = next(iter(simulator.phone_numbers.values()))
    fields = {"ChannelEndpointSid": number, "ChannelEndpointType": "phone-number"}
    client.create(numbers, fields)
    program = "name: trusthub-yaml\nruntime: yaml\nplugins:\n  providers:\n"
    program += "    - {name: trusthub, path: .venv/bin}\n"
    (project.folder / "Pulumi.yaml").write_text(program, encoding="utf-8")
    wanted, code = project.folder / "wanted.json", project.folder / "code.yaml"
    resources = [
        {"type": "trusthub:index:TrustProduct", "name": "mine", "id": sid},
        {"type": "trusthub:index:ChannelEndpointAssignments", "name": "numbers", "id": numbers},
    ]
    wanted.write_text(json.dumps({"resources": resources}), encoding="utf-8")

    project.run("import", "-f", str(wanted), "--yes", "--protect=false", "--out", str(code))
    (project.folder / "Pulumi.yaml").write_text(
        program + code.read_text(encoding="utf-8"), encoding="utf-8"
    )
    previewed = project.run("preview", "--expect-no-changes")
    missing = project.run(
        *("import", "trusthub:index:TrustProduct", "none", "BU" + "0" * 32, "--yes"), fails=True
    )

    assert "friendlyName: There before" in code.read_text(encoding="utf-8")
    assert number in code.read_text(encoding="utf-8")
    assert "3 unchanged" in previewed
    assert "There is no trust product BU000" in missing
    assert "check the SID" in missing


def test_secrets_are_encrypted_in_the_state(project: YamlProject, simulator: Simulator) -> None:
    """An explicit provider's token, and all attributes, those that a function finds among them."""
    found = {"friendly_name": "x", "type": "cnam_information", "attributes": {"a": "FOUND LLC"}}
    simulator.control.seed({"accounts": [{"sid": simulator.account_sid, "end_users": [found]}]})
    (project.folder / "Pulumi.yaml").write_text(
        f"""
name: trusthub-yaml
runtime: yaml
plugins: {{providers: [{{name: trusthub, path: .venv/bin}}]}}
resources:
  account:
    type: pulumi:providers:trusthub
    properties:
      accountSid: {project.environment["TWILIO_ACCOUNT_SID"]}
      authToken: {project.environment["TWILIO_AUTH_TOKEN"]}
      timeout: 20
  person:
    type: trusthub:EndUser
    properties:
      friendlyName: Somebody
      type: cnam_information
      attributes: {{cnam_display_name: EXAMPLE LLC}}
    options: {{provider: '${{account}}'}}
variables:
  found:
    fn::invoke:
      function: trusthub:getEndUsers
      arguments: {{friendlyName: x}}
      options: {{provider: '${{account}}'}}
outputs:
  people: ${{found.endUsers}}
""",
        encoding="utf-8",
    )

    project.run("up", "--yes", "--skip-preview")
    by_type = {it["type"]: it for it in project.exported()}

    person = by_type["trusthub:index:EndUser"]
    provider = by_type["pulumi:providers:trusthub"]
    marked = [
        person["inputs"]["attributes"],
        person["outputs"]["attributes"],
        provider["inputs"]["authToken"],
        provider["outputs"]["authToken"],
    ]
    assert [True] * 4 == [SECRET in json.dumps(value) for value in marked]
    text = json.dumps(list(by_type.values()))
    assert "EXAMPLE LLC" not in text
    assert "FOUND LLC" not in text
    assert SECRET in json.dumps(by_type["pulumi:pulumi:Stack"]["outputs"]["people"])
    assert project.environment["TWILIO_AUTH_TOKEN"] not in text
    project.run("destroy", "--yes", "--skip-preview")
