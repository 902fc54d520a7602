"""Is every change of the schema that breaks a program named, and no other?"""

from __future__ import annotations

import copy
import json
import os
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
from loading import ROOT, tool

if TYPE_CHECKING:
    from pathlib import Path

changes = tool("schema_changes")
GIT_NAME = (
    "-c",
    "user.name=Test",
    "-c",
    "user.email=test@example.com",
    "-c",
    "commit.gpgsign=false",
)

SCHEMA: dict[str, Any] = {
    "name": "toy",
    "language": {"nodejs": {"packageName": "toy-sdk"}},
    "config": {"variables": {"token": {"type": "string", "secret": True}}},
    "provider": {"inputProperties": {"token": {"type": "string", "secret": True}}},
    "types": {
        "toy:index:Color": {
            "type": "string",
            "enum": [{"name": "Red", "value": "#f00"}, {"name": "Green", "value": "#0f0"}],
        },
        "toy:index:Wheel": {
            "type": "object",
            "properties": {"size": {"type": "number"}, "name": {"type": "string"}},
            "required": ["size"],
        },
    },
    "resources": {
        "toy:index:Car": {
            "inputProperties": {
                "color": {"type": "string", "$ref": "#/types/toy:index:Color"},
                "wheels": {"type": "array", "items": {"$ref": "#/types/toy:index:Wheel"}},
                "fuel": {"type": "string", "default": "none"},
            },
            "requiredInputs": ["color"],
            "properties": {
                "plate": {"type": "string", "secret": True},
                "labels": {"type": "object", "additionalProperties": {"type": "string"}},
                "owner": {
                    "type": "string",
                    "oneOf": [{"type": "string"}, {"$ref": "pulumi.json#/Any"}],
                },
            },
            "required": ["plate"],
            "aliases": [{"type": "old:index:Car"}],
            "methods": {"start": "toy:index:Car/start"},
        }
    },
    "functions": {
        "toy:index:getCar": {
            "inputs": {"properties": {"plate": {"type": "string"}}},
            "outputs": {"properties": {"age": {"type": "integer"}}, "required": ["age"]},
        }
    },
}
CAR, COLOR, WHEEL, GET = (
    "resources/toy:index:Car",
    "types/toy:index:Color",
    "types/toy:index:Wheel",
    "functions/toy:index:getCar",
)
GONE: Any = object()

BREAKS = [
    ("name", "car", "The package is called car, not toy."),
    ("language/nodejs/packageName", "car", "The SDK for nodejs is called car, not toy-sdk."),
    ("config/variables/token", GONE, "The setting token of the configuration is gone."),
    (CAR, GONE, "The resource Car is gone."),
    (f"{CAR}/isComponent", True, "Car is a component now."),
    (f"{CAR}/aliases", [], "Car has lost its alias old:index:Car."),
    (f"{CAR}/methods", GONE, "Car has lost its method start."),
    (f"{CAR}/inputProperties/fuel", GONE, "The input fuel of Car is gone."),
    (
        f"{CAR}/inputProperties/fuel/type",
        "number",
        "The input fuel of Car is number, not string.",
    ),
    (
        f"{CAR}/inputProperties/wheels",
        {"type": "object", "additionalProperties": {"$ref": "#/types/toy:index:Wheel"}},
        "The input wheels of Car is a mapping of Wheel, not a list of Wheel.",
    ),
    (
        f"{CAR}/requiredInputs",
        ["color", "fuel"],
        "The input fuel of Car has become required.",
    ),
    (
        f"{CAR}/inputProperties/fuel/default",
        "gas",
        "The default of the input fuel of Car is gas, not none.",
    ),
    (
        f"{CAR}/inputProperties/fuel/default",
        GONE,
        "The default of the input fuel of Car is nothing, not none.",
    ),
    (
        f"{CAR}/inputProperties/fuel/willReplaceOnChanges",
        True,
        "A change of the input fuel of Car replaces the resource.",
    ),
    (f"{CAR}/properties/labels", GONE, "The output labels of Car is gone."),
    (
        f"{CAR}/properties/owner",
        {"type": "string"},
        "The output owner of Car is string, not string or Any.",
    ),
    (f"{CAR}/properties/plate/secret", GONE, "The output plate of Car is no longer a secret."),
    (f"{CAR}/required", [], "The output plate of Car may be missing."),
    (GET, GONE, "The function getCar is gone."),
    (f"{GET}/inputs/properties/plate", GONE, "The argument plate of getCar is gone."),
    (f"{GET}/inputs/required", ["plate"], "The argument plate of getCar has become required."),
    (f"{GET}/outputs/properties/age", GONE, "The result age of getCar is gone."),
    (
        f"{GET}/outputs/properties/age/type",
        "string",
        "The result age of getCar is string, not integer.",
    ),
    (f"{GET}/outputs/required", [], "The result age of getCar may be missing."),
    (COLOR, GONE, "The type Color is gone."),
    (f"{COLOR}/type", "integer", "The type Color is integer, not string."),
    (f"{COLOR}/enum", [{"name": "Red", "value": "#f00"}], "Color has lost its value Green."),
    (
        f"{COLOR}/enum/1/name",
        "Grass",
        "The value Green of Color is called Grass.",
    ),
    (f"{WHEEL}/properties/name", GONE, "The property name of Wheel is gone."),
    (
        f"{WHEEL}/properties/size/type",
        "string",
        "The property size of Wheel is string, not number.",
    ),
    (f"{WHEEL}/required", ["size", "name"], "The property name of Wheel has become required."),
    (f"{WHEEL}/required", [], "The property size of Wheel may be missing."),
]
HARMLESS = [
    ("displayName", "Toys"),
    ("language/python", {"packageName": "toys"}),
    ("resources/toy:index:Bus", {"requiredInputs": ["seats"]}),
    ("functions/toy:index:getBus", {}),
    ("types/toy:index:Size", {"type": "integer"}),
    (f"{CAR}/description", "With four wheels."),
    (f"{CAR}/inputProperties/doors", {"type": "integer"}),
    (f"{CAR}/requiredInputs", []),
    (f"{CAR}/inputProperties/color/default", "#f00"),
    (f"{CAR}/properties/doors", {"type": "integer"}),
    (f"{CAR}/properties/labels/secret", True),
    (f"{CAR}/required", ["plate", "labels"]),
    (f"{CAR}/aliases", [{"type": "old:index:Car"}, {"type": "older:index:Car"}]),
    (f"{GET}/inputs/properties/owner", {"type": "string"}),
    (f"{WHEEL}/properties/color", {"type": "string"}),
]


def changed(path: str, value: Any) -> dict[str, Any]:
    """The schema with another value at a path, or with nothing there."""
    schema = copy.deepcopy(SCHEMA)
    *above, last = path.split("/")
    where: Any = schema
    for part in above:
        where = where[int(part)] if isinstance(where, list) else where.setdefault(part, {})
    if value is GONE:
        del where[last]
    else:
        where[last] = value
    return schema


@pytest.mark.parametrize(
    ("path", "value", "sentence"), BREAKS, ids=[sentence for *_, sentence in BREAKS]
)
def test_a_breaking_change_is_named(path: str, value: Any, sentence: str) -> None:
    """In one sentence, and nothing else is."""
    assert [sentence] == changes.breaking(SCHEMA, changed(path, value))


@pytest.mark.parametrize(("path", "value"), HARMLESS, ids=[path for path, _ in HARMLESS])
def test_a_harmless_change_is_not_named(path: str, value: Any) -> None:
    """Whatever is added, or has become easier."""
    assert [] == changes.breaking(SCHEMA, changed(path, value))


class Repository:
    """A repository with a schema."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.accepted = folder / "accepted"
        self.accepted.touch()
        self.git("init", "--quiet", "--initial-branch", "main")

    def git(self, *arguments: str) -> None:
        """Run git, without the settings of this machine."""
        subprocess.run(
            ["git", *GIT_NAME, *arguments],
            cwd=self.folder,
            env={**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"},
            check=True,
            timeout=60,
        )

    def write(self, schema: dict[str, Any]) -> None:
        """Write a schema."""
        path = self.folder / changes.SCHEMA
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(schema), encoding="utf-8")

    def commit(self, schema: dict[str, Any]) -> None:
        """Write a schema, and commit it."""
        self.write(schema)
        self.git("add", ".")
        self.git("commit", "--quiet", "--message", "schema")

    def check(self) -> tuple[int, str]:
        """Check what is there."""
        status, text = changes.check(self.folder, self.accepted)
        return int(status), str(text)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """A repository of its own, wherever the tests run."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    return Repository(tmp_path)


def test_the_last_tag_is_what_counts(repository: Repository) -> None:
    """Main has gone on, with a resource that nobody has seen yet."""
    repository.commit(SCHEMA)
    repository.git("tag", "v0.1.0")
    repository.commit(changed("resources/toy:index:Bus", {}))
    repository.write(changed(CAR, GONE))

    status, text = repository.check()

    assert 1 == status
    assert ["The resource Car is gone."] == text.splitlines()[1:-1]
    assert "v0.1.0" in text.splitlines()[0]


def test_without_a_tag_main_counts(repository: Repository) -> None:
    """On a branch, also where main is known as the origin's alone."""
    repository.commit(SCHEMA)
    repository.git("update-ref", "refs/remotes/origin/main", "HEAD")
    repository.git("checkout", "--quiet", "-b", "topic")
    repository.git("branch", "--quiet", "--delete", "main")
    repository.write(changed(CAR, GONE))

    status, text = repository.check()

    assert 1 == status
    assert "The resource Car is gone." in text
    assert "origin/main" in text


def test_a_break_that_is_wanted_passes(repository: Repository) -> None:
    """Its sentence is in the list."""
    repository.commit(SCHEMA)
    repository.write(changed(CAR, GONE))
    repository.accepted.write_text("The resource Car is gone.\n", encoding="utf-8")

    assert (0, "The schema breaks nothing that main has.") == repository.check()


def test_a_checkout_without_tag_and_main_says_so(repository: Repository) -> None:
    """As a shallow clone of a topic is; the check goes on."""
    repository.commit(SCHEMA)
    repository.git("branch", "--quiet", "--move", "topic")

    status, text = repository.check()

    assert 0 == status
    assert "neither a tag nor main" in text


def test_a_release_without_a_schema_is_compared_with_nothing(repository: Repository) -> None:
    """Of before the plugin."""
    repository.git("commit", "--quiet", "--allow-empty", "--message", "before")
    repository.write(SCHEMA)

    assert (0, "The schema is compared with nothing: main has none.") == repository.check()


def test_the_schema_of_here_is_understood() -> None:
    """Every resource, function and type that is taken away is named."""
    schema = json.loads((ROOT / changes.SCHEMA).read_text(encoding="utf-8"))
    parts = ("resources", "functions", "types")
    nothing = {**schema, **{part: {} for part in parts}}

    named = changes.breaking(schema, nothing)

    assert sum(len(schema[part]) for part in parts) == len(named)
    assert [] == changes.breaking(schema, schema)
