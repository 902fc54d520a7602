"""What the code says of its classes: meanings from docstrings, types from annotations."""

from __future__ import annotations

import ast
import functools
import inspect
import re
import sys
from typing import TYPE_CHECKING, Any, get_args

import griffe
from roles import said

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

PACKAGE = "pulumi_trusthub"


@functools.cache
def source() -> griffe.Module:
    """Read the package's source, without importing it."""
    return griffe.load(PACKAGE, resolve_aliases=True)  # type: ignore[return-value]


def read(of: type) -> griffe.Class:
    """Give what the source says of a class."""
    return source()[f"{of.__module__.removeprefix(f'{PACKAGE}.')}.{of.__name__}"]  # type: ignore[no-any-return]


def meaning(of: type) -> tuple[str, str]:
    """Give the first paragraph of a class's docstring, and the others."""
    return paragraphs(text_of(read(of).docstring))


def paragraphs(text: str) -> tuple[str, str]:
    """Give the first paragraph of a text, and the others."""
    first, _, others = text.partition("\n\n")
    return first, others


def attributes(of: type, wrapper: str) -> dict[str, tuple[str, str]]:
    """Give type and meaning of each attribute that is annotated as a wrapper of Pulumi's."""
    found: dict[str, tuple[str, str]] = {}
    for each in reversed(of.__mro__):
        if not each.__module__.startswith(PACKAGE):
            continue
        for name, annotation in inspect.get_annotations(each).items():
            if f"{wrapper}[" in str(annotation):
                member = read(each).members[name]
                found[name] = (bare(str(annotation)), text_of(member.docstring))
    return found


def parameters(of: type) -> dict[str, str]:
    """Give the meaning of each parameter that a constructor's docstring explains."""
    init = read(of).all_members["__init__"]
    found = sections(init.docstring).get("parameters", ())
    return {parameter.name: said(parameter.description) for parameter in found}


def sections(docstring: griffe.Docstring | None) -> dict[str, Any]:
    """Give the sections of a docstring by their kind."""
    parsed = docstring.parse("google", warnings=False) if docstring else ()
    return {it.kind.value: it.value for it in parsed}


def text_of(docstring: griffe.Docstring | None) -> str:
    """Write a docstring in Markdown."""
    return said(docstring.value) if docstring is not None else ""


def first_line(of: Any) -> str:
    """Give the first sentence of a docstring."""
    return said(str(of.__doc__ or "").partition("\n")[0])


_WRAPPERS = {"Input", "Output", "SkipValidation"}


class _Unwrapped(ast.NodeTransformer):
    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        self.generic_visit(node)
        is_wrapper = isinstance(node.value, ast.Name) and node.value.id in _WRAPPERS
        return node.slice if is_wrapper else node

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        return ast.Name(node.attr)


def bare(annotation: str) -> str:
    """Write a type without modules and without wrappers of Pulumi's and pydantic's."""
    return ast.unparse(_Unwrapped().visit(ast.parse(annotation, mode="eval")))


def choices(annotation: str, of: type) -> tuple[str, ...]:
    """Give the values of an annotation that names a choice between literals."""
    found = getattr(sys.modules[of.__module__], bare(annotation), None)
    return get_args(found)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a table in Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(_cell(cell) for cell in line)} |" for line in lines) + "\n"


def entries(found: Iterable[tuple[str, Sequence[str], str]]) -> str:
    """Write each name with its marks, and below them its meaning: a column as wide as the page."""
    return "\n".join(
        f"{name} <small>{' · '.join(filter(None, marks))}</small>\n:   {_line(text)}\n"
        for name, marks, text in found
    )


def code(text: str) -> str:
    """Write text as code."""
    return f"`{text}`"


def _cell(text: str) -> str:
    # Within code a bar needs no backslash, and would show it.
    parts = re.split(r"(`[^`]*`)", _line(text))
    return "".join(p if p.startswith("`") else p.replace("|", "\\|") for p in parts)


def _line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
