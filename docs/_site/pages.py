"""All pages that are made from the code."""

from __future__ import annotations

import functools
import inspect
import re
from dataclasses import dataclass
from enum import Enum
from typing import Any

import pulumi
from command_pages import NAME, command_page, commands
from lookup_pages import groups, lookup_page, title
from reading import PACKAGE, first_line
from resource_pages import (
    COMPANIONS,
    choice_page,
    component_page,
    dictionary_page,
    is_component,
    is_dictionary,
    is_resource,
    resource_page,
)

import pulumi_trusthub
from pulumi_trusthub import simulator, testing

INDEX = "reference/index.md"


@dataclass(frozen=True)
class Page:
    """One page: where it is, where the navigation has it, and its text."""

    path: str
    section: str
    title: str
    about: str
    text: str


@functools.cache
def pages() -> list[Page]:
    """Give every page that is made from the code, the table of all others first."""
    found = [*_of_classes(), *_of_lookups(), *_of_commands(), *_of_testing()]
    return [_index(found), *found]


def _of_classes() -> list[Page]:
    classes = {name: it for name, it in _public().items() if inspect.isclass(it)}
    elsewhere = {name for names in COMPANIONS.values() for name in names}
    found = []
    for name, it in classes.items():
        section = "More"
        if is_resource(it):
            section, text = "Resources", resource_page(it)
        elif is_component(it):
            text = component_page(it)
            section = "Components" if issubclass(it, pulumi.ComponentResource) else "More"
        elif is_dictionary(it):
            if name in elsewhere:
                continue
            text = dictionary_page(it)
        elif issubclass(it, Enum):
            text = choice_page(it)
        elif issubclass(it, Exception):
            text = _errors(it)
        else:
            text = f"# {name}\n\n::: {PACKAGE}.{name}\n"
        found.append(Page(f"reference/{_file(name)}.md", section, name, first_line(it), text))
    return sorted(found, key=lambda page: ["Components", "Resources", "More"].index(page.section))


def _public() -> dict[str, Any]:
    return {name: getattr(pulumi_trusthub, name) for name in pulumi_trusthub.__all__}


def _of_lookups() -> list[Page]:
    return [
        Page(
            f"reference/lookups/{_file(model)}.md",
            "Lookups",
            title(model),
            ", ".join(f"`{name}`" for name in names),
            lookup_page(model, names),
        )
        for model, names in groups().items()
    ]


def _of_commands() -> list[Page]:
    return [
        Page(
            f"reference/commands/{name}.md",
            "Commands",
            f"{NAME} {name}",
            str(command.help).partition("\n")[0],
            command_page(name, command),
        )
        for name, command in commands().items()
    ]


def _of_testing() -> list[Page]:
    found = []
    for module in (testing, simulator):
        text = f"# {module.__name__}\n\n{first_line(module)}\n\n"
        text += "".join(f"::: {module.__name__}.{name}\n\n" for name in module.__all__)
        file = module.__name__.rpartition(".")[2]
        found.append(
            Page(f"reference/{file}.md", "Testing", module.__name__, first_line(module), text)
        )
    return found


def _errors(of: type[Exception]) -> str:
    def tree(each: type[Exception], depth: int) -> str:
        line = f"{'    ' * depth}- `{each.__name__}`: {first_line(each)}\n"
        return line + "".join(tree(below, depth + 1) for below in each.__subclasses__())

    return (
        f"# {of.__name__} {{ #{PACKAGE}.{of.__name__} }}\n\n{first_line(of)}\n\nIts text is one "
        f"sentence with Twilio's code, the HTTP status and the request id and, where one is known, "
        f"the next step. The kinds of it, in `{PACKAGE}._errors`:\n\n{tree(of, 0)}"
    )


def _index(found: list[Page]) -> Page:
    text = (
        f"# Reference\n\nMade from the code of version `{pulumi_trusthub.__version__}`, which is "
        f"what `{PACKAGE}.__version__` says.\n"
    )
    for section in dict.fromkeys(page.section for page in found):
        text += f"\n## {section}\n\n| | |\n| --- | --- |\n"
        for page in found:
            if page.section == section:
                link = page.path.removeprefix("reference/")
                text += f"| [{page.title}]({link}) | {page.about} |\n"
    return Page(INDEX, "", "Reference", "", text)


def _file(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name).lower()
