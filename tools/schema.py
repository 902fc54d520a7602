"""Write the schema of the plugin from the resource classes, the handlers and the lookups.

The schema says no word of its own about a property: its type is the annotation, its meaning the
docstring, whether it replaces is the handler's, and names and settings in a text become those that
every language has.
"""

from __future__ import annotations

import argparse
import ast
import dataclasses
import inspect
import json
import re
import sys
import textwrap
import typing
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pulumi_trusthub
from pulumi_trusthub import Policy, Provider
from pulumi_trusthub._core.handlers.entities import SECRET, EntityHandler
from pulumi_trusthub._core.handlers.registry import HANDLERS
from pulumi_trusthub.components import base as components_base
from pulumi_trusthub.components.phone_numbers import PhoneNumberSids
from pulumi_trusthub.dynamic.names import camel, reword
from pulumi_trusthub.plugin import construct
from pulumi_trusthub.plugin.catalogue import (
    COMPONENTS,
    FUNCTIONS,
    NAMES,
    PACKAGE,
    SETTINGS,
    SIDS,
    defaults_of,
    outputs_of,
)
from pulumi_trusthub.plugin.functions import arguments_of, lookup_of
from pulumi_trusthub.plugin.server import SCHEMA
from pulumi_trusthub.resources import attribute_types

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from pulumi_trusthub._core.handlers.base import Handler

PROJECT = Path(__file__).parent.parent / "pyproject.toml"
ANY = {"$ref": "pulumi.json#/Any"}
SCALARS = {"str": "string", "bool": "boolean", "int": "integer", "float": "number"}
LISTS = {"Sequence", "list", "tuple", "Iterable"}
MAPPINGS = {"Mapping", "dict"}
OBJECTS: dict[str, type] = {
    cls.__name__: cls
    for cls in (
        components_base.Attestation,
        attribute_types.AuthorizedRepresentative,
        attribute_types.BusinessAddress,
        attribute_types.BusinessInformation,
        components_base.Coverage,
        attribute_types.VoiceIntegrityInformation,
    )
}
"""The types of inputs and outputs of components; the names inside are Twilio's."""
SID = "The object's SID, taken from the resource's id."
LISTED_SIDS = "The SIDs of these objects alone, in the same order."
AWAITS = (
    "The bundles whose review this submission rests on: by the id of each one's submission, such "
    "as `CustomerProfiles/BU…`, its status. Until all of them are in review or approved, nothing "
    "is submitted, a warning says so, and `deferred` is true."
)
"""In Python a program gives resources, and the class makes this of them."""


def token(name: str) -> str:
    """Give the token of a resource, function or type."""
    return f"{PACKAGE}:index:{name}"


# Types.


def type_of(annotation: str) -> dict[str, Any]:
    """Turn an annotation into a type; None in a union is left out."""
    return _type(ast.parse(annotation, mode="eval").body)


def may_be_none(annotation: str) -> bool:
    """Tell whether an output may be missing."""
    return "None" in annotation


def _type(node: ast.expr) -> dict[str, Any]:
    if isinstance(node, ast.BinOp):
        options = [_type(part) for part in _union(node) if not _is_none(part)]
        if len(options) == 1:
            return options[0]
        # The type of a union is one of the scalars, where it has one.
        scalar = {"type": options[0]["type"]} if options[0]["type"] in SCALARS.values() else {}
        return {**scalar, "oneOf": options}
    if isinstance(node, ast.Subscript):
        name = ast.unparse(node.value).rpartition(".")[2]
        inner = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        if name in LISTS:
            return {"type": "array", "items": _type(inner[0])}
        if name in MAPPINGS:
            return {"type": "object", "additionalProperties": _type(inner[1])}
        # Else an Input or an Output.
        return _named("str") if name == "Literal" else _type(inner[0])
    return _named(ast.unparse(node))


def _named(name: str) -> dict[str, Any]:
    if name == "Any":
        return dict(ANY)
    if name == Policy.__name__:
        return {"type": "string", "$ref": f"#/types/{token(name)}"}
    if name in OBJECTS:
        return {"type": "object", "$ref": f"#/types/{token(name)}"}
    if name == "PhoneNumberSids":
        return type_of(str(PhoneNumberSids))  # the alias is a text
    return {"type": SCALARS[name]}


def _union(node: ast.expr) -> Iterator[ast.expr]:
    if isinstance(node, ast.BinOp):
        yield from _union(node.left)
        yield from _union(node.right)
    elif isinstance(node, ast.Subscript) and isinstance(node.slice, ast.BinOp):
        yield from _union(node.slice)
    else:
        yield node


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


# Texts.


def said(text: str, names: Collection[str] = NAMES) -> str:
    """Write a docstring for every language: paragraphs, Markdown, and nobody's names but all's."""
    paragraphs = [" ".join(part.split()) for part in inspect.cleandoc(text).split("\n\n")]
    found = "\n\n".join(paragraphs)
    found = re.sub(r":\w+:`~?(?:[\w.]+\.)?(\w+)`", r"`\1`", found).replace("``", "`")
    found = re.sub(r"; None for\b", "; leave it out for", found)
    found = re.sub(r"\b(True|False)\b", lambda word: word[0].lower(), reword(found, names))
    return found[:1].upper() + found[1:]


def texts_of(cls: type) -> dict[str, str]:
    """Give the docstring below each attribute of a class, its bases' included."""
    found: dict[str, str] = {}
    for each in reversed(cls.__mro__):
        if not each.__module__.startswith("pulumi_trusthub"):
            continue
        [definition] = ast.parse(textwrap.dedent(inspect.getsource(each))).body
        # A typed dictionary has none of its bases in its order of resolution.
        for base in getattr(definition, "bases", []):
            named: Any = getattr(sys.modules[each.__module__], ast.unparse(base), None)
            if typing.is_typeddict(named):
                found |= texts_of(named)
        body = getattr(definition, "body", [])
        for statement, below in pairwise(body):
            targets = getattr(statement, "targets", [getattr(statement, "target", None)])
            is_text = isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant)
            if is_text and isinstance(targets[0], ast.Name):
                found[targets[0].id] = str(below.value.value)
    return found


def arguments(documented: Callable[..., Any]) -> dict[str, str]:
    """Give the meaning of each argument, from the docstring's ``Args``."""
    text = inspect.getdoc(documented) or ""
    _, _, after = text.partition("\nArgs:\n")
    section = re.split(r"\n\n(?=\w+:\n)", after)[0]
    found = {
        name: " ".join(meaning.split())
        for name, meaning in re.findall(
            r"^    (\w+): (.*?)(?=^    \w+: |\Z)", section, re.MULTILINE | re.DOTALL
        )
    }
    return dict(_apart(found))


def _apart(found: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Take sentences apart that go over two arguments: ``the product, or`` and ``the profile``."""
    names = list(found)
    for name, following in zip(names, [*names[1:], ""], strict=True):
        text = found[name]
        if text.endswith(", or"):
            text = f"{text[:-4]}; give this or `{following}`."
        yield name, text.replace(", or both.", "; both may be given.")


def attributes(handler: EntityHandler) -> str:
    """Say which attributes the known types have; Python has a class for each."""
    known = "; ".join(
        f"`{kind}` has {', '.join(f'`{name}`' for name in model.model_fields)}"
        for kind, model in handler.types.items()
    )
    return f"The attributes of the type, by Twilio's names; always a secret. {known}."


def summary(documented: object) -> str:
    """Give a docstring without its sections."""
    return re.split(r"\n\n(?=\w+:\n)", inspect.getdoc(documented) or "")[0]


# Resources.


def resource(handler: Handler) -> dict[str, Any]:
    """Describe a resource."""
    cls = getattr(pulumi_trusthub, handler.type_name)
    parameters = inspect.signature(cls.__init__).parameters
    annotations = {k: v for each in reversed(cls.__mro__) for k, v in _annotations(each).items()}
    meanings, outputs = arguments(cls.__init__), texts_of(cls)
    inputs: dict[str, dict[str, Any]] = {}
    properties: dict[str, dict[str, Any]] = {}
    for name in handler.inputs.model_fields:
        given = name if name != "awaits" else ""  # which a program of Python gives as resources
        annotation = parameters[given].annotation if given else annotations[name]
        text = meanings[given] if given else AWAITS
        shape = type_of(annotation)
        inputs[name] = {**shape, "description": said(text)}
        if isinstance(handler, EntityHandler) and name == SECRET:
            inputs[name]["description"] = attributes(handler)
        if name in defaults_of(handler):
            inputs[name]["default"] = parameters[name].default
        if name in handler.inputs.requires_replace:
            inputs[name]["willReplaceOnChanges"] = True
    for name in outputs_of(handler):
        if name == "sid":
            properties[name] = {"type": "string", "description": SID}
        elif name in annotations:
            shape = type_of(annotations[name])
            properties[name] = {**shape, "description": said(outputs[name])}
        else:
            keys = ("type", "oneOf", "description")
            properties[name] = {k: v for k, v in inputs[name].items() if k in keys}
    _mark_secrets(handler, inputs, properties)
    needed = [name for name in inputs if parameters.get(name, _NONE).default is _NONE.empty]
    always = [
        name
        for name in properties
        if name == "sid" or (name in annotations and not may_be_none(annotations[name]))
    ]
    return {
        "description": said(summary(cls)),
        "properties": _camel(properties),
        "required": sorted(map(camel, always)),
        "inputProperties": _camel(inputs),
        "requiredInputs": sorted(map(camel, needed)),
        "aliases": [{"type": f"pulumi-python:dynamic/{PACKAGE}:{handler.type_name}"}],
    }


def _mark_secrets(handler: Handler, *described: dict[str, dict[str, Any]]) -> None:
    for where in described:
        for name in handler.secrets & where.keys():
            where[name]["secret"] = True


_NONE = inspect.Parameter("none", inspect.Parameter.KEYWORD_ONLY, default=None)


def _annotations(cls: type) -> dict[str, str]:
    """Give the outputs that a class of ours declares."""
    found = inspect.get_annotations(cls) if cls.__module__.startswith("pulumi_trusthub") else {}
    return {name: text for name, text in found.items() if str(text).startswith("pulumi.Output[")}


def _camel(properties: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {camel(name): value for name, value in properties.items()}


# Components.


def component(name: str) -> dict[str, Any]:
    """Describe a component."""
    cls = construct.component_of(name)
    parameters, written = construct.inputs_of(cls), construct.outputs_of(cls)
    names = {*NAMES, *parameters}
    meanings, outputs = arguments(cls.__init__), texts_of(cls)
    inputs = {
        each: {
            **type_of(str(parameter.annotation)),
            "description": said(meanings[each], names),
            **({} if construct.takes_outputs(parameter) else {"plain": True}),
        }
        for each, parameter in parameters.items()
    }
    for each in construct.SECRETS & inputs.keys():
        inputs[each]["secret"] = True
    properties = {
        each: {**type_of(text), "description": said(outputs[each], names)}
        for each, text in written.items()
    }
    needed = [each for each, parameter in parameters.items() if parameter.default is _NONE.empty]
    return {
        "description": said(summary(cls), names),
        "isComponent": True,
        "properties": _camel(properties),
        "required": sorted(map(camel, properties)),
        "inputProperties": _camel(inputs),
        "requiredInputs": sorted(map(camel, needed)),
    }


def object_type(cls: type) -> dict[str, Any]:
    """Describe a typed dictionary."""
    texts = texts_of(cls)
    fields = inspect.get_annotations(cls)
    properties = {
        each: {
            **type_of(getattr(text, "__forward_arg__", str(text))),
            "description": said(texts[each], ()),
        }
        for each, text in fields.items()
    }
    always = [each for each, text in fields.items() if not may_be_none(str(text))]
    return {
        "type": "object",
        "description": said(inspect.getdoc(cls) or "", ()),
        "properties": properties,
        "required": sorted({*always} & {*getattr(cls, "__required_keys__", ())}),
    }


# Functions and types.


def function(name: str) -> dict[str, Any]:
    """Describe a function."""
    lookup = lookup_of(name)
    meanings = arguments(lookup)
    parameters = arguments_of(lookup)
    result = _result(lookup)
    listed = FUNCTIONS[name]
    outputs = (
        {
            "properties": {
                listed: {
                    "type": "array",
                    "items": {"$ref": f"#/types/{token(result.__name__)}"},
                    "description": "What was found.",
                },
                SIDS: {
                    "type": "array",
                    "items": {"type": "string"},
                    "description": LISTED_SIDS,
                },
            },
            "required": [listed, SIDS],
        }
        if listed
        else {"properties": _fields(result), "required": ["sid"]}
    )
    return {
        "description": said(summary(lookup)),
        "inputs": {
            "type": "object",
            "properties": {
                camel(each): {
                    **type_of(str(parameter.annotation)),
                    "description": said(meanings[each]),
                }
                for each, parameter in parameters.items()
            },
        },
        "outputs": {"type": "object", **outputs},
    }


def _result(lookup: Callable[..., Any]) -> type:
    """Give the class of a lookup's result, or of each of its results."""
    annotation = str(inspect.signature(lookup).return_annotation)
    found: type = getattr(pulumi_trusthub, re.sub(r"^tuple\[(\w+), \.\.\.\]$", r"\1", annotation))
    return found


def _fields(result: type) -> dict[str, Any]:
    """Describe the fields of a result, in the words of the resource where there is one."""
    cls = getattr(pulumi_trusthub, result.__name__.removesuffix("Result"), None)
    texts = {"sid": "The object's SID.", **(texts_of(cls) if cls else {})}
    found = {}
    for field in dataclasses.fields(result):
        found[camel(field.name)] = type_of(_written(result, field.name))
        if field.name == SECRET:
            found[camel(field.name)]["secret"] = True
        if field.name in texts:
            found[camel(field.name)]["description"] = said(texts[field.name])
    return found


def _written(cls: type, name: str) -> str:
    """Give an annotation as it is written."""
    every = {
        k: v for each in reversed(cls.__mro__) for k, v in inspect.get_annotations(each).items()
    }
    return str(every[name])


def types() -> dict[str, Any]:
    """Describe the types that resources and functions refer to."""
    texts = texts_of(Policy)
    policy = {
        "type": "string",
        "description": said(inspect.getdoc(Policy) or ""),
        "enum": [
            {
                "name": member.name.title().replace("_", ""),
                "value": member.value,
                "description": said(texts[member.name]),
            }
            for member in Policy
        ],
    }
    found: dict[str, Any] = {token(Policy.__name__): policy}
    found |= {token(name): object_type(cls) for name, cls in OBJECTS.items()}
    for name, listed in FUNCTIONS.items():
        result = _result(lookup_of(name))
        if listed:
            found[token(result.__name__)] = {
                "type": "object",
                "description": said(inspect.getdoc(result) or ""),
                "properties": _fields(result),
                "required": ["sid"],
            }
    return found


# The provider.


def settings() -> dict[str, Any]:
    """Describe the configuration."""
    return {
        name: {
            "type": setting.kind,
            "description": setting.description,
            **({"secret": True} if setting.secret else {}),
            "defaultInfo": {"environment": list(setting.variables)},
        }
        for name, setting in SETTINGS.items()
    }


def published(project: str) -> dict[str, Any]:
    """Say where the plugin is had from, once ``pyproject.toml`` has the repository's address."""
    [address] = re.findall(r'^Source = "(.*)"', project, re.MULTILINE)
    owner, name = address.split("/")[-2:]
    if owner == "OWNER":
        return {}
    return {
        "publisher": owner,
        "repository": address,
        "pluginDownloadURL": f"github://api.github.com/{owner}/{name}",
    }


def schema() -> dict[str, Any]:
    """Describe the plugin; its version is added when it is asked for."""
    return {
        "name": PACKAGE,
        "displayName": "Twilio Trust Hub",
        "description": "Twilio Trust Hub as code: SHAKEN/STIR onboarding in a Pulumi program.",
        "keywords": ["category/network", "twilio", "trust-hub", "shaken-stir"],
        "license": "Apache-2.0",
        **published(PROJECT.read_text(encoding="utf-8")),
        "language": {
            # Without these names Pulumi's generators take those of Pulumi's own packages.
            "csharp": {"rootNamespace": "PulumiTrusthub", "respectSchemaVersion": True},
            "java": {"basePackage": "pulumitrusthub"},
            "nodejs": {
                "packageName": "pulumi-trusthub",
                "respectSchemaVersion": True,
                "typescriptVersion": "^5.9.3",  # the SDK is tested with
            },
            # The package of the dynamic form has the usual name.
            "python": {
                "packageName": "pulumi_trusthub_native",
                "pyproject": {"enabled": True},
                "pythonRequires": ">=3.10",
                "respectSchemaVersion": True,
            },
        },
        "config": {"variables": settings()},
        "provider": {
            "description": said(summary(Provider).partition("\n\n")[0]),
            "inputProperties": settings(),
        },
        "types": types(),
        "resources": {
            **{token(name): resource(handler) for name, handler in HANDLERS.items()},
            **{token(name): component(name) for name in COMPONENTS},
        },
        "functions": {token(name): function(name) for name in FUNCTIONS},
    }


def text() -> str:
    """Give the schema as its file holds it."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def main() -> int:
    """Write the schema, or say whether the file is out of date."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing")
    if not parser.parse_args().check:
        SCHEMA.write_text(text(), encoding="utf-8")
    elif not SCHEMA.is_file() or SCHEMA.read_text(encoding="utf-8") != text():
        print(f"{SCHEMA.relative_to(Path.cwd())} is out of date: run make schema.")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
