"""Is the schema whole, in the words of every language, and as the handlers behave?"""

from __future__ import annotations

import importlib.util
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from google.protobuf import json_format
from pulumi.runtime.proto import provider_pb2

from pulumi_trusthub import Policy, __version__
from pulumi_trusthub._core.handlers.registry import HANDLERS
from pulumi_trusthub.dynamic.names import camel
from pulumi_trusthub.plugin.catalogue import COMPONENTS, FUNCTIONS, NAMES
from pulumi_trusthub.plugin.construct import component_of, inputs_of
from pulumi_trusthub.plugin.server import SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plugin_client import Client

    from pulumi_trusthub.simulator import Simulator

ROOT = Path(__file__).parents[2]
CHECKED_IN: dict[str, Any] = json.loads(SCHEMA.read_text(encoding="utf-8"))
PYTHON = re.compile(r"\b(True|False|None|kwargs|dict)\b|``|:\w+:`|=(true|false)|\bget_|_output\b")
each_resource = pytest.mark.parametrize("name", sorted(HANDLERS))


def resource(name: str) -> Any:
    """Give what the schema says of a resource."""
    return CHECKED_IN["resources"][f"trusthub:index:{name}"]


def walked(value: Any) -> Iterator[dict[str, Any]]:
    """Give every object in the schema."""
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value:
        if isinstance(inner, (dict, list)):
            yield from walked(inner)


@pytest.fixture(scope="module")
def tool() -> Any:
    """The script that writes the schema."""
    spec = importlib.util.spec_from_file_location("schema", ROOT / "tools" / "schema.py")
    assert spec
    assert spec.loader
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    return tool


def test_the_file_is_what_the_generator_writes(tool: Any) -> None:
    """Run make schema where it is not."""
    assert tool.text() == SCHEMA.read_text(encoding="utf-8")


def test_a_repository_with_an_address_is_where_the_plugin_is_had_from(tool: Any) -> None:
    """One without has no owner yet, and the schema says nothing of it."""
    place = 'Source = "https://example.com/{}/repository"'
    said = tool.published(place.format("somebody"))

    assert {} == tool.published(place.format("OWNER"))
    assert "github://api.github.com/somebody/repository" == said["pluginDownloadURL"]
    assert ("somebody", "https://example.com/somebody/repository") == (
        said["publisher"],
        said["repository"],
    )


def test_the_plugin_gives_the_schema_with_its_version(bare: Client) -> None:
    """One version for the package and the plugin."""
    response = bare.stub.GetSchema(provider_pb2.GetSchemaRequest(), timeout=30)

    assert {**CHECKED_IN, "version": __version__} == json.loads(response.schema)


def test_every_resource_and_function_is_in_the_schema() -> None:
    """Resources, functions and policies."""
    policies = CHECKED_IN["types"]["trusthub:index:Policy"]["enum"]

    resources = {f"trusthub:index:{name}" for name in (*HANDLERS, *COMPONENTS)}
    assert resources == CHECKED_IN["resources"].keys()
    assert {f"trusthub:index:{name}" for name in FUNCTIONS} == CHECKED_IN["functions"].keys()
    assert [policy.value for policy in Policy] == [policy["value"] for policy in policies]


def test_every_reference_leads_somewhere() -> None:
    """To a type of the schema, or to Pulumi's own."""
    references = {each["$ref"] for each in walked(CHECKED_IN) if isinstance(each.get("$ref"), str)}
    types = {f"#/types/{name}" for name in CHECKED_IN["types"]}

    assert types | {"pulumi.json#/Any"} == references


def test_every_required_name_is_a_property() -> None:
    """Of inputs, outputs, results and types."""
    for each in walked(CHECKED_IN):
        if isinstance(each.get("properties"), dict):
            assert {*each.get("required", ())} <= each["properties"].keys()
        if isinstance(each.get("inputProperties"), dict):
            assert {*each.get("requiredInputs", ())} <= each["inputProperties"].keys()


def test_every_property_has_a_type_and_a_meaning() -> None:
    """Of resources, of the configuration, and of what functions take."""
    listed = [CHECKED_IN["config"]["variables"]]
    for each in CHECKED_IN["resources"].values():
        listed += [each["properties"], each["inputProperties"]]
    for each in CHECKED_IN["functions"].values():
        listed.append(each["inputs"]["properties"])

    assert [] == [
        name
        for properties in listed
        for name, value in properties.items()
        if not {"type", "oneOf"} & value.keys() or not value["description"].endswith(".")
    ]


def test_descriptions_are_free_of_python() -> None:
    """No word that another language does not have, and no name that it spells otherwise."""
    texts = [each["description"] for each in walked(CHECKED_IN) if "description" in each]
    texts = [text for text in texts if isinstance(text, str)]
    spelt = [word for text in texts for word in re.findall(r"\b[a-z]+(?:_[a-z]+)+\b", text)]

    assert [] == [text for text in texts if PYTHON.search(text)]
    assert set() == NAMES & set(spelt)


@each_resource
def test_inputs_are_those_of_the_handler(name: str) -> None:
    """With what replaces, and what is a secret."""
    handler, described = HANDLERS[name], resource(name)
    inputs = described["inputProperties"]
    replacing = {key for key, value in inputs.items() if value.get("willReplaceOnChanges")}
    secrets = set(map(camel, handler.secrets))

    assert set(map(camel, handler.inputs.model_fields)) == inputs.keys()
    assert set(map(camel, handler.inputs.requires_replace)) == replacing
    assert secrets & inputs.keys() == {k for k, value in inputs.items() if value.get("secret")}
    assert secrets == {k for k, value in described["properties"].items() if value.get("secret")}


@pytest.mark.parametrize("name", COMPONENTS)
def test_a_component_is_one_in_the_schema(name: str) -> None:
    """Its inputs are those of the class, and what decides on its parts is plain."""
    described = resource(name)
    inputs = described["inputProperties"]
    given = {camel(each) for each in inputs_of(component_of(name))}

    assert described["isComponent"]
    assert given == inputs.keys()
    assert {"submit", "forceDestroy"} <= {k for k, value in inputs.items() if value.get("plain")}
    assert {*described["required"]} == described["properties"].keys()


@each_resource
def test_inputs_are_outputs_too(name: str) -> None:
    """A state holds both, and an alias leads to a state of the dynamic form."""
    described = resource(name)

    assert described["inputProperties"].keys() <= described["properties"].keys()
    assert [{"type": f"pulumi-python:dynamic/trusthub:{name}"}] == described["aliases"]


def test_secrets_of_the_configuration_are_marked() -> None:
    """In the stack's configuration, and in an explicit provider."""
    for settings in (CHECKED_IN["config"]["variables"], CHECKED_IN["provider"]["inputProperties"]):
        secrets = {name for name, value in settings.items() if value.get("secret")}

        assert {"authToken", "apiSecret"} == secrets
        assert ["TWILIO_ACCOUNT_SID"] == settings["accountSid"]["defaultInfo"]["environment"]


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_a_function_returns_what_it_promises(
    name: str, client: Client, simulator: Simulator
) -> None:
    """Also in the objects of a list."""
    described = CHECKED_IN["functions"][f"trusthub:index:{name}"]["outputs"]
    bundle = {"customerProfileSid": simulator.customer_profile_sid}
    of_a_bundle = name.endswith("Assignments") or name == "getEvaluations"

    response = client.call("Invoke", tok=name, args=bundle if of_a_bundle else {})
    found = json_format.MessageToDict(getattr(response, "return"))

    assert {*described["required"]} <= found.keys() <= described["properties"].keys()
    listed = FUNCTIONS[name]
    for each in found[listed] if listed else []:
        reference = described["properties"][listed]["items"]["$ref"]
        assert (
            each.keys()
            <= CHECKED_IN["types"][reference.removeprefix("#/types/")]["properties"].keys()
        )


def test_no_sdk_has_a_name_of_another_package() -> None:
    """Left alone, generators take the names of Pulumi's packages, and in Python this one's."""
    languages = CHECKED_IN["language"]

    names = {"csharp": "rootNamespace", "java": "basePackage"}
    names |= {"nodejs": "packageName", "python": "packageName"}
    found = {language: languages[language][key] for language, key in names.items()}
    assert found["python"] != "pulumi_trusthub"
    assert [] == [it for it in found.values() if re.match(r"(com\.|@)?pulumi([./]|$)", it.lower())]
