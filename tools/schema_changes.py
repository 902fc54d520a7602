"""Name the changes of the plugin's schema that break programs of before.

The schema is compared with that of the last tag, else with that of main.  A change that is wanted
stands in `schema_breaks.txt`, as the line that names it here, until the release that makes it.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
SCHEMA = "pulumi_trusthub/plugin/schema.json"
ACCEPTED = Path(__file__).with_name("schema_breaks.txt")
_BRANCHES = ("main", "origin/main")
_NAMES = {"nodejs": "packageName", "python": "packageName"}
_NAMES |= {"csharp": "rootNamespace", "java": "basePackage", "go": "importBasePath"}


class Change(NamedTuple):
    """What was, and what is."""

    before: dict[str, Any]
    now: dict[str, Any]

    def below(self, key: str) -> Change:
        """Go down to a part that may be missing."""
        return Change(self.before.get(key) or {}, self.now.get(key) or {})

    def shared(self) -> Iterator[tuple[str, Change]]:
        """Go through what there was and still is."""
        for name in self.before:
            if name in self.now:
                yield name, Change(self.before[name], self.now[name])

    def gone(self) -> list[str]:
        """Name what is no longer there."""
        return [name for name in self.before if name not in self.now]


def breaking(before: dict[str, Any], now: dict[str, Any]) -> list[str]:
    """Name every change of a schema that breaks a program or a state of before."""
    return list(_package(Change(before, now)))


def _package(package: Change) -> Iterator[str]:
    if package.before["name"] != package.now["name"]:
        yield f"The package is called {package.now['name']}, not {package.before['name']}."
    languages = package.below("language")
    for language, key in _NAMES.items():
        was, is_now = (each.get(language, {}).get(key) for each in languages)
        if was and was != is_now:
            yield f"The SDK for {language} is called {is_now}, not {was}."
    yield from _inputs("the configuration", "setting", package.below("config"), "variables", "")
    yield from _inputs("the provider", "input", package.below("provider"))
    for kind, parts, compare in (
        ("resource", "resources", _resource),
        ("function", "functions", _function),
        ("type", "types", _type),
    ):
        every = package.below(parts)
        yield from (f"The {kind} {_short(name)} is gone." for name in every.gone())
        for name, change in every.shared():
            yield from compare(f"{_short(name)}", change)


def _resource(name: str, change: Change) -> Iterator[str]:
    if change.before.get("isComponent", False) != change.now.get("isComponent", False):
        yield f"{name} is {'a component' if change.now.get('isComponent') else 'no component'} now."
    aliases = [{alias["type"] for alias in each.get("aliases", ())} for each in change]
    yield from (f"{name} has lost its alias {alias}." for alias in sorted(aliases[0] - aliases[1]))
    yield from _inputs(name, "input", change)
    yield from _outputs(name, "output", change)
    methods = change.below("methods")
    yield from (f"{name} has lost its method {method}." for method in methods.gone())


def _function(name: str, change: Change) -> Iterator[str]:
    yield from _inputs(name, "argument", change.below("inputs"), "properties", "required")
    yield from _outputs(name, "result", change.below("outputs"))


def _type(name: str, change: Change) -> Iterator[str]:
    if change.before.get("type") != change.now.get("type"):
        yield f"The type {name} is {_shown(change.now)}, not {_shown(change.before)}."
    values = [
        {value["value"]: value.get("name") for value in each.get("enum", ())} for each in change
    ]
    for value, called in values[0].items():
        if value not in values[1]:
            yield f"{name} has lost its value {called or value}."
        elif called != values[1][value]:
            yield f"The value {called} of {name} is called {values[1][value]}."
    # A program may write such an object, or read it.
    yield from _inputs(name, "property", change, "properties", "required")
    was, is_now = (set(each.get("required", ())) for each in change)
    for missing in sorted((was - is_now) & change.now.get("properties", {}).keys()):
        yield f"The property {missing} of {name} may be missing."


def _inputs(
    name: str,
    kind: str,
    change: Change,
    key: str = "inputProperties",
    required: str = "requiredInputs",
) -> Iterator[str]:
    inputs = change.below(key)
    yield from _properties(name, kind, inputs)
    was, is_now = (set(each.get(required, ())) for each in change)
    for needed in sorted(is_now - was):
        yield f"The {kind} {needed} of {name} has become required."
    for each, value in inputs.shared():
        of_it = f"the {kind} {each} of {name}"
        if "default" in value.before and value.before["default"] != value.now.get("default"):
            default = value.now.get("default", "nothing")
            yield f"The default of {of_it} is {default}, not {value.before['default']}."
        if value.now.get("willReplaceOnChanges") and not value.before.get("willReplaceOnChanges"):
            yield f"A change of {of_it} replaces the resource."


def _outputs(name: str, kind: str, change: Change) -> Iterator[str]:
    yield from _properties(name, kind, change.below("properties"))
    was, is_now = (set(each.get("required", ())) for each in change)
    for missing in sorted((was - is_now) & change.now.get("properties", {}).keys()):
        yield f"The {kind} {missing} of {name} may be missing."


def _properties(name: str, kind: str, properties: Change) -> Iterator[str]:
    yield from (f"The {kind} {each} of {name} is gone." for each in properties.gone())
    for each, value in properties.shared():
        was, is_now = _shown(value.before), _shown(value.now)
        if was != is_now:
            yield f"The {kind} {each} of {name} is {is_now}, not {was}."
        if value.before.get("secret") and not value.now.get("secret"):
            yield f"The {kind} {each} of {name} is no longer a secret."


def _shown(shape: dict[str, Any]) -> str:
    """Write a type in words."""
    if "oneOf" in shape:
        return " or ".join(map(_shown, shape["oneOf"]))
    if "$ref" in shape:
        return _short(shape["$ref"].rpartition("/")[2].rpartition("#")[2])
    if "items" in shape:
        return f"a list of {_shown(shape['items'])}"
    if "additionalProperties" in shape:
        return f"a mapping of {_shown(shape['additionalProperties'])}"
    return str(shape.get("type", "anything"))


def _short(token: str) -> str:
    return token.rpartition(":")[2]


# What it is compared with.


def base(repository: Path) -> str | None:
    """Give the last tag, else the branch main, or nothing where the checkout has neither."""
    tag = _git(repository, "describe", "--tags", "--abbrev=0", "--match", "v[0-9]*")
    if tag:
        return tag.strip()
    for branch in _BRANCHES:
        if _git(repository, "rev-parse", "--verify", "--quiet", f"{branch}^{{commit}}"):
            return branch
    return None


def _git(repository: Path, *arguments: str) -> str | None:
    git = shutil.which("git")
    if git is None:
        return None
    finished = subprocess.run(
        [git, *arguments],
        cwd=repository,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
        check=False,
    )
    return finished.stdout if finished.returncode == 0 else None


def check(repository: Path, accepted: Path = ACCEPTED) -> tuple[int, str]:
    """Compare the schema of a checkout; give the exit code, and what there is to say."""
    before = base(repository)
    if before is None:
        return 0, "The schema is compared with nothing: this checkout has neither a tag nor main."
    text = _git(repository, "show", f"{before}:{SCHEMA}")
    if text is None:
        return 0, f"The schema is compared with nothing: {before} has none."
    now = json.loads((repository / SCHEMA).read_text(encoding="utf-8"))
    wanted = accepted.read_text(encoding="utf-8").splitlines()
    found = [change for change in breaking(json.loads(text), now) if change not in wanted]
    if not found:
        return 0, f"The schema breaks nothing that {before} has."
    lines = [f"The schema breaks programs that work with {before}:", *found]
    lines.append(f"Take it back; or, where it is wanted, put the lines into tools/{ACCEPTED.name}.")
    return 1, "\n".join(lines)


def main() -> int:
    """Say what breaks programs of before."""
    status, text = check(ROOT)
    print(text)
    return status


if __name__ == "__main__":
    sys.exit(main())
