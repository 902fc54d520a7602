"""The page of a command, from what its ``--help`` knows."""

from __future__ import annotations

import inspect
from enum import Enum
from typing import TYPE_CHECKING, Any

import typer.main
from reading import code, entries, paragraphs

from pulumi_trusthub.cli import app

if TYPE_CHECKING:
    from collections.abc import Mapping

NAME = "pulumi-trusthub"


def commands() -> Mapping[str, Any]:
    """Give the commands by name."""
    group: Any = typer.main.get_command(app)
    return {name: it for name, it in sorted(group.commands.items()) if not it.hidden}


def command_page(name: str, command: Any) -> str:
    """Write what a command does and takes."""
    shown = [parameter for parameter in command.params if not getattr(parameter, "hidden", False)]
    options = ["[OPTIONS]"] if any(it.param_type_name == "option" for it in shown) else []
    arguments = [_usage(it) for it in shown if it.param_type_name == "argument"]
    usage = " ".join([NAME, name, *options, *arguments])
    first, others = paragraphs(inspect.cleandoc(command.help or ""))
    parts = [f"# {NAME} {name}", first, f"```text\n{usage}\n```", others]
    if shown:
        parts += ["## Arguments and options", entries(_entry(parameter) for parameter in shown)]
    return "\n\n".join(filter(None, parts)) + "\n"


def _usage(argument: Any) -> str:
    name = argument.name.upper() + ("..." if argument.nargs == -1 else "")
    return name if argument.required else f"[{name}]"


def _entry(parameter: Any) -> tuple[str, list[str], str]:
    is_option = parameter.param_type_name == "option"
    names = [*parameter.opts, *parameter.secondary_opts] if is_option else [parameter.name.upper()]
    shown = ", ".join(code(name) for name in names)
    default = parameter.default
    meaning = parameter.help or ""
    if isinstance(default, Enum):
        values = ", ".join(code(choice.value) for choice in type(default))
        meaning, default = f"{meaning} One of {values}.", default.value
    is_set = default not in (None, False, ()) and not callable(default)
    given = f"{code(str(default))} unless given" if is_set else ""
    return shown, ["required" if parameter.required else given], meaning
