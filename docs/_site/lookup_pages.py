"""The pages of functions: those that look things up, group by group."""

from __future__ import annotations

import dataclasses
import inspect
import re
from typing import Any

from program_tabs import tabs
from reading import (
    PACKAGE,
    bare,
    code,
    entries,
    first_line,
    paragraphs,
    said,
    sections,
    source,
    table,
)

import pulumi_trusthub
from pulumi_trusthub._core.model import results


def groups() -> dict[str, list[str]]:
    """Give the names of lookups by what they return."""
    found: dict[str, list[str]] = {}
    for name in pulumi_trusthub.__all__:
        function = getattr(pulumi_trusthub, name)
        if not inspect.isfunction(function) or name.endswith("_output"):
            continue
        words = re.findall(r"\w+", str(inspect.signature(function).return_annotation))
        [model] = [word for word in words if _is_model(getattr(results, word, None))]
        found.setdefault(model, []).append(name)
    return found


def _is_model(of: object) -> bool:
    return inspect.isclass(of) and issubclass(of, results.Result)


def lookup_page(model: str, names: list[str]) -> str:
    """Write what the lookups of one group take and give."""
    of: Any = getattr(results, model)
    rows = [(code(field.name), code(bare(str(field.type)))) for field in dataclasses.fields(of)]
    parts = [f"# {title(model)}\n", f"{first_line(of)}\n", *map(_lookup, names)]
    parts += [
        f"## {model} {{ #{PACKAGE}.{model} }}\n",
        "What is returned; every field but the SID may be `None`.\n",
    ]
    return "\n".join([*parts, table(("field", "type"), rows)])


def _lookup(name: str) -> str:
    """Write the program of a lookup, what it takes, and when it fails."""
    signature = inspect.signature(getattr(pulumi_trusthub, name))
    found = sections(source()[name].docstring)
    first, others = paragraphs(said(found["text"]))
    meanings = {it.name: said(it.description) for it in found["parameters"]}
    arguments = [
        (code(it.name), [code(bare(str(it.annotation)))], meanings[it.name])
        for it in signature.parameters.values()
    ]
    returned = " ".join(said(it.description) for it in found.get("returns", ()))
    parts = [
        f"## {name} {{ #{PACKAGE}.{name} }}",
        first,
        tabs("lookups", name, root="../../"),
        others,
        f"Returns {code(bare(str(signature.return_annotation)))}. {returned}",
        f"### Arguments {{ #{name}-arguments }}",
        entries(arguments),
        f"### Errors {{ #{name}-errors }}",
        entries((code(str(it.annotation)), (), said(it.description)) for it in found["raises"]),
    ]
    if f"{name}_output" in pulumi_trusthub.__all__:
        is_secret = "is a secret" in str(getattr(pulumi_trusthub, f"{name}_output").__doc__)
        parts.append(
            f"### {name}_output {{ #{PACKAGE}.{name}_output }}\n\nThe same with Pulumi's "
            f"inputs and an output{', which is a secret' if is_secret else ''}. Without "
            f"credentials it is unknown in a preview, with one warning.\n"
        )
    return "\n\n".join(filter(None, parts))


def title(model: str) -> str:
    """Write the name of a model for people: its lookups return several of it."""
    noun = model.removesuffix("Result")
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", noun).capitalize()
    return f"{words.removesuffix('y')}ies" if words.endswith("y") else f"{words}s"
