"""Does Pulumi's engine deploy, import and destroy with the plugin?"""

from __future__ import annotations

import json
import os
import re
from typing import TYPE_CHECKING, Any

import pulumi
import pytest
import yaml
from plugin_client import SECRET
from policy_sids import CNAM
from skips import needs_yaml_host
from yaml_project import PASSPHRASE, ROOT, YamlProject

import pulumi_trusthub as trusthub
from pulumi_trusthub._core.api.client import TrustHubClient
from pulumi_trusthub._core.handlers.registry import HANDLERS
from pulumi_trusthub._core.model.config import Credentials, Settings
from pulumi_trusthub._core.model.refs import BundleKind
from pulumi_trusthub._core.rules.bundles import create_bundle
from pulumi_trusthub.plugin.catalogue import COMPONENTS, FUNCTIONS
from pulumi_trusthub.testing import PulumiStack

if TYPE_CHECKING:
    from collections.abc import Iterator
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


def test_a_component_is_deployed_beside_another(project: YamlProject, simulator: Simulator) -> None:
    """With a provider of its own, secrets, dependencies and protection; then nothing is to do."""
    first, second, *_ = simulator.phone_numbers.values()
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
  before:
    type: trusthub:EndUser
    properties:
      friendlyName: Before
      type: cnam_information
      attributes: {{cnam_display_name: BEFORE}}
  stir:
    type: trusthub:ShakenStir
    properties:
      friendlyName: Example
      email: compliance@example.com
      phoneNumberSids: {{'+12025550100': {first}}}
      statusCallback: {{'fn::secret': 'https://example.com/SECRET'}}
      submit: false
    options: {{provider: '${{account}}', dependsOn: ['${{before}}'], protect: true}}
  voice:
    type: trusthub:VoiceIntegrity
    properties:
      friendlyName: ${{before.sid}}
      email: compliance@example.com
      phoneNumberSids: [{second}]
      submit: false
outputs:
  stir: ${{stir.attestations}}
  voice: ${{voice.trustProductSid}}
""",
        encoding="utf-8",
    )

    project.run("preview")
    project.run("up", "--yes", "--skip-preview")
    unchanged = project.run("preview", "--expect-no-changes")
    by_urn = {it["urn"].rpartition("::")[2]: it for it in project.exported()}
    refused = project.run("destroy", "--yes", "--skip-preview", fails=True)
    project.run("state", "unprotect", "--all", "--yes")
    project.run("destroy", "--yes", "--skip-preview")

    assert "11 unchanged" in unchanged
    parts = [it for name, it in by_urn.items() if name.startswith("stir")]
    assert {True} == {it.get("protect") for it in parts}
    assert {"account"} == {
        it["provider"].split("::")[3] for it in parts if it["type"] != "trusthub:index:ShakenStir"
    }
    assert any(urn.endswith("::before") for urn in by_urn["stir"]["dependencies"])
    assert "https://example.com/SECRET" not in json.dumps(list(by_urn.values()))
    assert by_urn["before"]["id"] == by_urn["voice-product"]["outputs"]["friendlyName"]
    assert "protect" in refused
    assert 0 == simulator.control.counts()["trust_products"]


def test_a_failing_lookup_of_a_component_is_one_line(project: YamlProject) -> None:
    """Under the stack, with the component's name."""
    (project.folder / "Pulumi.yaml").write_text(
        """
name: trusthub-yaml
runtime: yaml
plugins: {providers: [{name: trusthub, path: .venv/bin}]}
resources:
  customer:
    type: trusthub:DirectCustomer
    properties:
      friendlyName: Example
      email: compliance@example.com
      phoneNumbers: ['+19995550100']
""",
        encoding="utf-8",
    )

    said = project.run("preview", "--suppress-progress", fails=True)

    [line] = [text for text in said.partition("Diagnostics:")[2].splitlines() if "error:" in text]
    assert "DirectCustomer resource 'customer' has a problem: Not in account AC" in line
    assert "Traceback" not in said


def test_every_program_of_the_reference_is_previewed(
    project: YamlProject, simulator: Simulator
) -> None:
    """All in one project: the names in each get the name of its file before them."""
    together: dict[str, Any] = {"resources": {}, "variables": {}, "config": {}, "outputs": {}}
    programs = sorted((ROOT / "docs" / "programs").glob("*/*.yaml"))
    for path in programs:
        prefix = path.stem.replace("_", "-")
        text = re.sub(r"\$\{(?=\w)", f"${{{prefix}-", path.read_text(encoding="utf-8"))
        for part, held in yaml.safe_load(text).items():
            for name, value in held.items():
                if "name" in value:
                    value["name"] = f"{prefix}-{value['name']}"
                together[part][f"{prefix}-{name}"] = value
    head: dict[str, Any] = {"name": "trusthub-yaml", "runtime": "yaml"}
    head["plugins"] = {"providers": [{"name": "trusthub", "path": ".venv/bin"}]}
    (project.folder / "Pulumi.yaml").write_text(yaml.safe_dump(head | together), encoding="utf-8")
    subaccount = "provider-subaccount"
    project.run("config", "set", f"{subaccount}Sid", simulator.subaccount_sid)
    secret = simulator.subaccount_auth_token
    project.run("config", "set", "--secret", f"{subaccount}Token", secret)

    said = project.run("preview")

    declared = {
        (each["type"].replace("trusthub:", "trusthub:index:"), each.get("name", name))
        for name, each in together["resources"].items()
        if each["type"].startswith("trusthub:")
    }
    assert {*HANDLERS, *COMPONENTS} == {kind.rpartition(":")[2] for kind, _ in declared}
    assert set() == declared - set(re.findall(r"^ \+  (\S+) (\S+) create", said, re.MULTILINE))
    calls = {call["fn::invoke"]["function"] for call in together["variables"].values()}
    assert {f"trusthub:{name}" for name in FUNCTIONS} == calls
    assert set() == {it.method for it in simulator.control.requests()} - {"GET"}


@pytest.fixture
def dynamic(tmp_path: Path, simulator: Simulator) -> Iterator[tuple[PulumiStack, YamlProject]]:
    """A stack of a Python program in the dynamic form, and a project in YAML with its state."""
    project = YamlProject(EXAMPLE, tmp_path, simulator)
    numbers = list(simulator.phone_numbers.values())
    folder = str(project.folder / ".venv" / "bin")
    ours = ("TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TRUSTHUB_BASE_URL")
    environment = {name: project.environment[name] for name in ours}
    environment["PATH"] = os.pathsep.join((folder, os.environ["PATH"]))

    def program() -> None:
        account = trusthub.Provider(
            "account",
            account_sid=simulator.account_sid,
            auth_token=pulumi.Output.secret(simulator.auth_token),
        )
        product = trusthub.TrustProduct(
            "product", friendly_name="One", email="a@example.com", policy_sid=trusthub.Policy.CNAM
        )
        person = trusthub.EndUser(
            "person",
            friendly_name="Two",
            type="cnam_information",
            attributes={"cnam_display_name": "EXAMPLE"},
            opts=pulumi.ResourceOptions(provider=account, ignore_changes=["friendly_name"]),
        )
        trusthub.EntityAssignment("link", object_sid=person.sid, trust_product_sid=product.sid)
        bulk = trusthub.ChannelEndpointAssignments(
            "numbers",
            channel_endpoint_sids=numbers[:2],
            customer_profile_sid=simulator.customer_profile_sid,
        )
        stir = trusthub.ShakenStir(
            "stir",
            friendly_name="Three",
            email="a@example.com",
            phone_number_sids=numbers[2:4],
            opts=pulumi.ResourceOptions(providers=[account]),
        )
        pulumi.export("sid", product.sid)
        pulumi.export("url", product.url)
        pulumi.export("numbers", bulk.channel_endpoint_sids)
        pulumi.export("attestations", stir.attestations)

    with PulumiStack(
        program,
        project="trusthub-yaml",
        stack="test",
        state=project.state,
        passphrase=PASSPHRASE,
        environment=environment,
    ) as stack:
        stack.up()
        simulator.control.clear_requests()
        yield stack, project


def sent(simulator: Simulator) -> list[str]:
    """Give what was asked for other than to look something up."""
    return [it.path for it in simulator.control.requests() if it.method != "GET"]


def test_a_python_stack_moves_to_the_native_form(
    dynamic: tuple[PulumiStack, YamlProject], simulator: Simulator
) -> None:
    """By its configuration: at most an update for each resource, which sends nothing."""
    stack, _ = dynamic
    outputs = stack.outputs
    stack.config = {"trusthub:native": "true"}

    previewed = stack.preview()
    moved = stack.up()
    then = stack.preview()

    assert {"same", "update"} == previewed.changes.keys() == moved.changes.keys()
    assert [] == sent(simulator)
    assert outputs == stack.outputs
    assert then.nothing_to_do
    types = {it["type"] for it in stack.export()["deployment"]["resources"]}
    assert not any("pulumi-python" in type_ for type_ in types)
    assert stack.refresh().nothing_to_do
    for sid in simulator.account.trust_products:
        simulator.control.review(sid, "twilio-approved")
    stack.destroy()
    assert [] == list(simulator.account.trust_products)


def test_a_python_stack_moves_to_another_language(
    dynamic: tuple[PulumiStack, YamlProject], simulator: Simulator
) -> None:
    """With the same names: at most an update for each resource, which sends nothing."""
    stack, project = dynamic
    first, second, third, fourth, *_ = simulator.phone_numbers.values()
    outputs = stack.outputs
    (project.folder / "Pulumi.yaml").write_text(
        f"""
name: trusthub-yaml
runtime: yaml
plugins: {{providers: [{{name: trusthub, path: .venv/bin}}]}}
resources:
  account:
    type: pulumi:providers:trusthub
    properties:
      accountSid: {simulator.account_sid}
      authToken: {{'fn::secret': {simulator.auth_token}}}
    options: {{aliases: [{{type: 'pulumi:providers:pulumi-python'}}]}}
  product:
    type: trusthub:TrustProduct
    properties: {{friendlyName: One, email: a@example.com, policySid: {CNAM}}}
  person:
    type: trusthub:EndUser
    properties:
      friendlyName: Two
      type: cnam_information
      attributes: {{cnam_display_name: EXAMPLE}}
    options: {{provider: '${{account}}'}}
  link:
    type: trusthub:EntityAssignment
    properties: {{objectSid: '${{person.sid}}', trustProductSid: '${{product.sid}}'}}
  numbers:
    type: trusthub:ChannelEndpointAssignments
    properties:
      channelEndpointSids: [{first}, {second}]
      customerProfileSid: {simulator.customer_profile_sid}
  stir:
    type: trusthub:ShakenStir
    properties:
      friendlyName: Three
      email: a@example.com
      phoneNumberSids: [{third}, {fourth}]
    options: {{provider: '${{account}}'}}
outputs:
  sid: ${{product.sid}}
  url: ${{product.url}}
  numbers: ${{numbers.channelEndpointSids}}
  attestations: ${{stir.attestations}}
""",
        encoding="utf-8",
    )
    project.run("stack", "select", "test")

    previewed = project.run("preview")
    project.run("up", "--yes", "--skip-preview")
    project.run("preview", "--expect-no-changes")
    by_type = {it["type"]: it for it in project.exported()}

    assert "9 to update" in previewed
    assert not any(word in previewed for word in ("to create", "to delete", "to replace"))
    assert [] == sent(simulator)
    assert outputs == by_type["pulumi:pulumi:Stack"]["outputs"]
    assert not any("pulumi-python" in type_ for type_ in by_type)


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
