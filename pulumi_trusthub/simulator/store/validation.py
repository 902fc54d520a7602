"""Sentences for pydantic's errors: the key, and the right kind of value."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

_WORDS = {
    "bool_type": "true or false",
    "dict_type": "an object",
    "float_type": "a number",
    "int_type": "a whole number",
    "list_type": "a list",
    "model_type": "an object",
    "string_type": "a text",
}


def first_problem(error: ValidationError) -> ErrorDetails:
    """The problem to report first; an unknown key is often a missing key misspelt."""
    return min(error.errors(include_url=False), key=lambda problem: problem["type"] == "missing")


def expected(problem: ErrorDetails) -> str:
    """What belongs in the place of a wrong value."""
    kind, context = problem["type"], problem.get("ctx", {})
    if kind in {"enum", "literal_error"}:
        return f"one of {context['expected']}".replace("'", "").replace(" or ", ", ")
    if kind == "greater_than_equal":
        return f"{context['ge']} or more"
    return _WORDS.get(kind, problem["msg"])


def path_of(steps: Sequence[int | str]) -> str:
    """Keys with dots between them, and places in lists in brackets."""
    path = ""
    for step in steps:
        if isinstance(step, int):
            path += f"[{step}]"
        else:
            path += "." * bool(path) + (step if step.isidentifier() else json.dumps(step))
    return path


def kind_of(value: Any) -> str:
    """JSON's name of a type, in place of a value that may be a person's data."""
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    names = {str: "a text", int: "a number", float: "a number", list: "a list", dict: "an object"}
    return names.get(type(value), type(value).__name__)
