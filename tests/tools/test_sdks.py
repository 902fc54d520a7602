"""Can programs in TypeScript and Python be written against the SDKs that the schema yields?"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml
from loading import ROOT
from skips import GENERATOR, NO_NPM, NO_REGISTRY, needs_generator, needs_node

from pulumi_trusthub import __version__
from pulumi_trusthub._core.handlers.registry import HANDLERS
from pulumi_trusthub.dynamic.names import camel
from pulumi_trusthub.plugin.catalogue import COMPONENTS, DEFAULTS, FUNCTIONS
from pulumi_trusthub.plugin.server import SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterator

# One folder for all of them; what is in it is downloaded and compiled.
pytestmark = [needs_generator, pytest.mark.xdist_group("sdks"), pytest.mark.timeout(480)]

SECONDS = 200
EXAMPLE = ROOT / "examples" / "11-typescript"
REFERENCE = ROOT / "docs" / "programs"
FENCE = re.compile(r"^```typescript\n(.*?)^```$", re.MULTILINE | re.DOTALL)
UV = (sys.executable, "-m", "uv")
PYTHON_PROGRAM = """
import importlib.util, json, pulumi

declared = []

class Mocks(pulumi.runtime.Mocks):
    def new_resource(self, args):
        declared.append([args.typ, args.name, args.inputs])
        return "BU1", {**args.inputs, "sid": "BU1"}

    def call(self, args):
        return {"phoneNumbers": [], "sids": ["PN1"]}

pulumi.runtime.set_mocks(Mocks())
import pulumi_trusthub_native as trusthub

@pulumi.runtime.test
def program():
    numbers = trusthub.get_phone_numbers_output(phone_numbers=["+12025550100"])
    product = trusthub.TrustProduct(
        "product",
        friendly_name="Example",
        email="a@example.com",
        policy_sid=trusthub.Policy.SHAKEN_STIR,
    )
    return trusthub.ChannelEndpointAssignments(
        "numbers", trust_product_sid=product.sid, channel_endpoint_sids=numbers.sids
    ).urn

program()
print(json.dumps([importlib.util.find_spec("pulumi_trusthub") is None, sorted(declared)]))
"""
NODE_PROGRAM = """
const pulumi = require("@pulumi/pulumi");
const declared = [];
pulumi.runtime.setAllConfig({
    "project:email": "a@example.com",
    "project:phoneNumbers": '["+12025550100"]',
    "project:subaccountSid": "AC1",
    "project:subaccountToken": "token",
});
pulumi.runtime.setMocks({
    newResource: (args) => {
        declared.push([args.type, args.name, args.inputs]);
        return { id: args.name, state: { ...args.inputs, sid: "BU1" } };
    },
    call: () => ({ sid: "BU1", sids: ["PN1"] }),
});
process.argv.slice(2).forEach((path) => require(path));
process.on("exit", () => console.log(JSON.stringify(declared)));
"""
MISTAKE = "mistake"
PROGRAMS = {
    **{it.stem: it.read_text(encoding="utf-8") for it in REFERENCE.glob("*/*.ts")},
    **{
        f"{page.stem}-{number}": text
        for page in (ROOT / "docs").rglob("*.md")
        for number, text in enumerate(FENCE.findall(page.read_text(encoding="utf-8")))
    },
    MISTAKE: """
import * as trusthub from "pulumi-trusthub";
new trusthub.TrustProduct("product", { friendlyNames: "Example", email: "a", policySid: "b" });
""",
}
"""Programs in TypeScript by the name of their file; each but the one with a mistake compiles."""


def run(*command: str | Path, folder: Path, fails: bool = False) -> str:
    """Run a command that must succeed, unless it is said to fail."""
    program = shutil.which(command[0])
    assert program
    variables = {k: v for k, v in os.environ.items() if not k.startswith(("TWILIO_", "PULUMI_"))}
    variables.pop("PYTHONPATH", None)
    finished = subprocess.run(
        [program, *command[1:]],
        cwd=folder,
        env=variables,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        timeout=SECONDS,
        check=False,
    )
    assert fails is bool(finished.returncode), finished.stdout
    return finished.stdout


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """A folder that goes with the test: what is installed is too large to be kept."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=os.name == "nt") as name:
        yield Path(name).resolve()


@pytest.fixture(scope="module")
def sdks(folder: Path) -> Path:
    """What `make sdks` writes."""
    run(str(GENERATOR), "sdks", SCHEMA, __version__, "sdks", folder=folder)
    return folder / "sdks"


@pytest.fixture(scope="module")
def project(folder: Path, sdks: Path) -> Path:
    """The example with its dependencies, and the SDK among them."""
    project = folder / "project"
    shutil.copytree(EXAMPLE, project)
    pinned = json.loads((EXAMPLE / "package.json").read_text(encoding="utf-8"))["devDependencies"]
    answered = subprocess.run(
        [str(shutil.which("npm")), "view", f"typescript@{pinned['typescript']}", "version"],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    if answered.returncode:
        pytest.skip(NO_NPM)
    quiet = ("--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts")
    run("npm", "install", *quiet, folder=project)
    # As a package is published: its description beside what was compiled.
    sdk = project / "node_modules" / "pulumi-trusthub"
    shutil.copytree(sdks / "nodejs", sdk)
    tsc(project, "--project", str(sdk), "--outDir", str(sdk))
    return project


@pytest.fixture(scope="module")
def told(project: Path) -> dict[str, str]:
    """What the compiler tells of the example and of other programs, with the example's settings."""
    programs = project / "programs"
    programs.mkdir()
    for name, text in PROGRAMS.items():
        (programs / f"{name}.ts").write_text(text, encoding="utf-8")
    settings: dict[str, object] = {"extends": "../tsconfig.json", "include": ["*.ts", "../*.ts"]}
    settings |= {"compilerOptions": {"outDir": "../bin"}}
    (programs / "tsconfig.json").write_text(json.dumps(settings), encoding="utf-8")
    said = tsc(project, "--pretty", "false", "--project", "programs", fails=True)
    found = re.findall(r"^(\S+)\.ts\(\d+,\d+\): (error .*)$", said, re.MULTILINE)
    assert found, said
    return {path.rpartition("/")[2]: error for path, error in reversed(found)}


def tsc(project: Path, *options: str, fails: bool = False) -> str:
    """Run the compiler of TypeScript."""
    compiler = project / "node_modules" / "typescript" / "bin" / "tsc"
    return run("node", compiler, *options, folder=project, fails=fails)


def test_sdks_of_both_languages_have_names_of_their_own(sdks: Path) -> None:
    """No name of Pulumi's, and not that of the package with the dynamic form."""
    node = json.loads((sdks / "nodejs" / "package.json").read_text(encoding="utf-8"))
    python = (sdks / "python" / "pyproject.toml").read_text(encoding="utf-8")

    assert ("pulumi-trusthub", __version__) == (node["name"], node["version"])
    assert ["pulumi_trusthub_native", __version__] == re.findall(
        r'^ *(?:name|version) = "(.*)"', python, re.MULTILINE
    )
    assert not (sdks / "python" / "pulumi_trusthub").exists()
    assert (sdks / "python" / "README.md").is_file()


def test_an_sdk_has_everything_of_the_schema(sdks: Path) -> None:
    """A module for each resource, component and function."""
    names = {token.rpartition(":")[2] for token in json.loads(SCHEMA.read_text())["resources"]}
    files = {path.stem.lower() for path in (sdks / "nodejs").glob("*.ts")}
    modules = {path.stem for path in (sdks / "python" / "pulumi_trusthub_native").glob("*.py")}

    wanted = {name.lower() for name in (*names, *COMPONENTS, *FUNCTIONS)}
    assert set() == wanted - files
    assert set() == wanted - {module.replace("_", "") for module in modules}


def declared(project: Path, *programs: str) -> list[tuple[str, str, dict[str, object]]]:
    """Run compiled programs with mocks in place of an engine; give what they declare."""
    (project / "mocked.cjs").write_text(NODE_PROGRAM, encoding="utf-8")
    said = run("node", "mocked.cjs", *(f"./bin/{it}.js" for it in programs), folder=project)
    return [
        (kind, name, {key: value for key, value in inputs.items() if value is not None})
        for kind, name, inputs in json.loads(said)
    ]


@needs_node
def test_the_example_in_typescript_declares_what_it_says(
    project: Path, told: dict[str, str]
) -> None:
    """It compiles, and gives the component what is configured and looked up."""
    assert "index" not in told, told["index"]

    inputs = {
        "friendlyName": "SHAKEN/STIR",
        "email": "a@example.com",
        "phoneNumberSids": ["PN1"],
        "submit": True,
    }
    made = declared(project, "index")
    assert [("trusthub:index:ShakenStir", "shaken-stir", inputs)] == made


@needs_node
def test_programs_of_the_reference_declare_the_same_in_typescript_and_yaml(
    project: Path, told: dict[str, str]
) -> None:
    """All at once: each resource with its name and the names of its inputs."""
    assert {MISTAKE} == set(told), told
    paths = sorted(REFERENCE.glob("*/*.yaml"))
    parts = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in paths]
    in_yaml = [
        (each["type"].split(":")[-1], each.get("name", name), sorted(each["properties"]))
        for part in parts
        for name, each in part.get("resources", {}).items()
    ]
    filled_in = {camel(name) for name in DEFAULTS}

    made = declared(project, *(f"programs/{path.stem}" for path in paths))

    in_typescript = [
        (kind.split(":")[-1], name, sorted(given.keys() - filled_in)) for kind, name, given in made
    ]
    assert len(HANDLERS) < len(made)
    assert sorted(in_yaml) == sorted(in_typescript)


@needs_node
def test_a_mistake_in_typescript_is_told(told: dict[str, str]) -> None:
    """The compiler knows every input by its name."""
    assert "Did you mean to write 'friendlyName'?" in told[MISTAKE]


@needs_node
def test_programs_on_the_pages_compile_in_typescript(told: dict[str, str]) -> None:
    """Every one of the reference, and those between the lines of the other pages."""
    assert len(COMPONENTS) + len(FUNCTIONS) < len(PROGRAMS)
    assert {MISTAKE} == set(told), told


def test_programs_of_the_reference_are_those_in_yaml(folder: Path) -> None:
    """The schema has all that those in YAML say; run `make programs` where this fails."""
    run(str(GENERATOR), "programs", SCHEMA, __version__, "programs", REFERENCE, folder=folder)

    checked_in, made = (
        {
            it.relative_to(top).as_posix(): it.read_text(encoding="utf-8")
            for it in top.glob("*/*.ts")
        }
        for top in (REFERENCE, folder / "programs")
    )
    assert made
    assert checked_in == made


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"friendlyName": "Example"}, "Missing required property 'email'"),
        ({"friendlyName": ["Example"], "email": "a@example.com"}, "friendlyName: Cannot assign"),
        ({"friendlyName": "Example", "email": "a@example.com", "emails": ""}, "emails"),
    ],
    ids=["required", "type", "name"],
)
def test_a_mistake_in_yaml_is_told(changed: dict[str, object], told: str, tmp_path: Path) -> None:
    """The schema is asked for the names, types and requirements of every program."""
    (tmp_path / "programs").mkdir()
    properties = {"policySid": "RN7a97559effdf62d00f4298208492a5ea", **changed}
    program = {"resources": {"it": {"type": "trusthub:TrustProduct", "properties": properties}}}
    (tmp_path / "programs" / "it.yaml").write_text(json.dumps(program), encoding="utf-8")

    command = (str(GENERATOR), "programs", SCHEMA, __version__, "made", ".")
    assert told in run(*command, folder=tmp_path, fails=True)


def test_the_sdk_for_python_is_of_use_by_itself(folder: Path, sdks: Path) -> None:
    """In an environment with nothing but what it requires."""
    environment = folder / "environment"
    run(*UV, "venv", "--quiet", "--python", sys.executable, environment, folder=folder)
    asked = subprocess.run(
        [*UV, "pip", "compile", "--quiet", "--no-cache", "--no-deps", "-"],
        input="semver",
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    if asked.returncode:
        pytest.skip(NO_REGISTRY)
    install = ("pip", "install", "--quiet", "--python", environment)
    run(*UV, *install, sdks / "python", folder=folder)
    (folder / "program.py").write_text(PYTHON_PROGRAM, encoding="utf-8")
    python = environment / ("Scripts" if os.name == "nt" else "bin") / "python"

    said = run(python, "-I", "program.py", folder=folder)

    alone, [numbers, product] = json.loads(said)
    assert alone
    assert ["trusthub:index:ChannelEndpointAssignments", "numbers"] == numbers[:2]
    assert {"trustProductSid": "BU1", "channelEndpointSids": ["PN1"]}.items() <= numbers[2].items()
    policies = json.loads(SCHEMA.read_text())["types"]["trusthub:index:Policy"]["enum"]
    [shaken_stir] = [each["value"] for each in policies if each["name"] == "ShakenStir"]
    assert ["trusthub:index:TrustProduct", "product"] == product[:2]
    assert shaken_stir == product[2]["policySid"]
