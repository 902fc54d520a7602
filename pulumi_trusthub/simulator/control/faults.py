"""Faults ordered by tests: matched, used up singly, and counted."""

from __future__ import annotations

import dataclasses
import re
from typing import Annotated, Any, Literal

import pydantic.dataclasses
from pydantic import AfterValidator, Field, NonNegativeInt, ValidationError

from ..store.settings import CHECKED
from ..store.validation import expected, first_problem, path_of


class UnknownFaultError(ValueError):
    """A fault that makes no sense."""


@pydantic.dataclasses.dataclass(config=CHECKED, frozen=True, slots=True, kw_only=True)
class Effect:
    """The effect of a fault: exactly one of `status`, the drops, `not_json` and `delay_seconds`."""

    status: int | None = None
    """Answer this status without doing the work."""
    code: int | None = None
    """Twilio's error code in the body that goes with `status`."""
    body: Any = None
    """Body to go with `status`: a text unchanged, anything else as JSON."""
    headers: dict[str, str] = dataclasses.field(default_factory=dict)
    """Headers that go with `status`."""
    drop_before: bool = False
    """Close the connection without doing the work."""
    drop_after: bool = False
    """Do the work, and close the connection without an answer."""
    not_json: bool = False
    """Answer a success whose body is no JSON."""
    work: Literal["before", "after"] = "after"
    """Whether `not_json` comes before the work, which is then never done, or after it."""
    delay_seconds: float | None = None
    """Do the work, and answer only after this time."""
    late: bool = False
    """With `delay_seconds`: do the work only then, whether the client still waits or not."""

    def __post_init__(self) -> None:
        if len(self._chosen()) != 1:
            raise ValueError(
                "An effect has exactly one of status, drop_before, drop_after, not_json and "
                "delay_seconds."
            )

    def _chosen(self) -> list[str]:
        switches = ("drop_before", "drop_after", "not_json")
        numbers = ("status", "delay_seconds")
        chosen = [name for name in switches if getattr(self, name)]
        return chosen + [name for name in numbers if getattr(self, name) is not None]

    @property
    def works(self) -> bool:
        """Whether the request does its work all the same."""
        if self.not_json:
            return self.work == "after"
        return self.drop_after or self.delay_seconds is not None

    @property
    def name(self) -> str:
        """The effect's name in the log of requests."""
        [name] = self._chosen()
        return name if self.status is None else f"status {self.status}"


def _expression(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"Not a regular expression: {error}.") from error
    return text


_Expression = Annotated[str, AfterValidator(_expression)]


@pydantic.dataclasses.dataclass(config=CHECKED, slots=True, kw_only=True)
class Fault:
    """An order: which requests, how many of them, and the effect on each."""

    effect: Effect
    method: str = "*"
    path: _Expression = ""
    """A regular expression that is looked for in the path, without the query."""
    query: _Expression = ""
    """A regular expression that is looked for in the query as sent."""
    skip: NonNegativeInt = 0
    """How many matching requests are let through first."""
    times: Annotated[int, Field(ge=1)] = 1
    """How many matching requests are hit."""
    hits: int = 0
    skipped: int = 0

    def matches(self, method: str, path: str, query: str) -> bool:
        """Whether this order is about that request."""
        return (
            self.method in {"*", method}
            and re.search(self.path, path) is not None
            and re.search(self.query, query) is not None
        )

    @property
    def left(self) -> int:
        """How many matching requests are still going to be hit."""
        return self.times - self.hits

    def answer(self) -> dict[str, Any]:
        """The fault as JSON, with its hits and how many are left."""
        return {**dataclasses.asdict(self), "left": self.left}


class Faults:
    """All orders, looked at one after the other."""

    def __init__(self) -> None:
        self.ordered: list[Fault] = []

    def take(self, method: str, path: str, query: str) -> Effect | None:
        """Use up the first order that hits this request."""
        for fault in self.ordered:
            if fault.hits >= fault.times or not fault.matches(method, path, query):
                continue
            if fault.skipped < fault.skip:
                fault.skipped += 1
                continue
            fault.hits += 1
            return fault.effect
        return None


def fault_from(document: Any) -> Fault:
    """An order from its JSON."""
    if not isinstance(document, dict) or not isinstance(document.get("effect"), dict):
        raise UnknownFaultError("A fault is an object with an effect.")
    fields = {name: it for name, it in document.items() if name != "left"}
    try:
        return Fault(**{**fields, "effect": Effect(**document["effect"])})
    except ValidationError as error:
        problem = first_problem(error)
    path = path_of(problem["loc"])
    if problem["type"] == "value_error":
        raise UnknownFaultError(str(problem["ctx"]["error"]))
    if problem["type"] == "unexpected_keyword_argument":
        raise UnknownFaultError(f"Not a fault: {path} is unknown.")
    raise UnknownFaultError(
        f"Not a fault: {path} is {expected(problem)}, not {problem['input']!r}."
    )
