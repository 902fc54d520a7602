"""Parameters as they arrive: their names, whether they must be there, and their form."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterable
from functools import cache
from urllib.parse import parse_qsl, urlsplit

from ..store.errors import INVALID_PARAMETER, INVALID_SID, UNKNOWN_PARAMETER, invalid

FORM = "application/x-www-form-urlencoded"

Check = Callable[[str, str], None]


@dataclasses.dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of an operation."""

    name: str
    check: Check | None = None
    required: bool = False
    may_be_empty: bool = False

    def must(self) -> Parameter:
        """The same parameter, required."""
        return dataclasses.replace(self, required=True)


@cache
def field_of(parameter: str) -> str:
    """The field that a parameter sets or asks for, `friendly_name` of `FriendlyName`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", parameter).lower()


def parse(text: str) -> list[tuple[str, str]]:
    """The parameters of a query or of a form body, in the order in which they came."""
    return parse_qsl(text, keep_blank_values=True) if text else []


def accepted(pairs: Iterable[tuple[str, str]], allowed: tuple[Parameter, ...]) -> dict[str, str]:
    """The parameters by name, or the refusal of the first that is wrong."""
    known = {parameter.name: parameter for parameter in allowed}
    values: dict[str, str] = {}
    for name, value in pairs:
        if name not in known:
            raise invalid(f"Unknown parameter: {name}", code=UNKNOWN_PARAMETER)
        if name in values:
            raise invalid(f"Parameter {name} is there twice.", code=UNKNOWN_PARAMETER)
        values[name] = value
    for parameter in allowed:
        given = values.get(parameter.name)
        if parameter.required and not given:
            message = f"Missing required parameter {parameter.name} in the post body"
            raise invalid(message, code=UNKNOWN_PARAMETER)
        if given is None:
            continue
        if not given and not parameter.may_be_empty:
            raise invalid(f"{parameter.name} is empty.")
        if given and parameter.check is not None:
            parameter.check(parameter.name, given)
    return values


def _matching(pattern: str, *, name_of_form: str, code: int = INVALID_PARAMETER) -> Check:
    expression = re.compile(pattern)

    def check(name: str, value: str) -> None:
        if expression.fullmatch(value) is None:
            raise invalid(f"{name} {value!r} is not {name_of_form}.", code=code)

    return check


def sid(*prefixes: str) -> Check:
    """A SID of one of these kinds, or of any."""
    kinds = "|".join(prefixes) if prefixes else "[a-zA-Z]{2}"
    pattern = rf"(?:{kinds})[0-9a-fA-F]{{32}}"
    return _matching(pattern, name_of_form="a valid SID", code=INVALID_SID)


_any_sid = sid()


def sids(name: str, value: str) -> None:
    """Several SIDs of any kind, between commas."""
    for part in value.split(","):
        _any_sid(name, part)


def one_of(*values: str) -> Check:
    """One of a few words."""

    def check(name: str, value: str) -> None:
        if value not in values:
            raise invalid(f"{name} {value!r} is not one of {', '.join(values)}.")

    return check


def at_most(length: int) -> Check:
    """A text of limited length."""

    def check(name: str, value: str) -> None:
        if len(value) > length:
            raise invalid(f"{name} has more than {length} characters.")

    return check


def url(name: str, value: str) -> None:
    """An http or https address with a host."""
    try:
        parts = urlsplit(value)
        good = parts.scheme in {"http", "https"} and bool(parts.hostname) and " " not in value
    except ValueError:
        good = False
    if not good:
        raise invalid(f"{name} {value!r} is not a URL.")


email = _matching(r"[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+", name_of_form="an email address")
iso_country = _matching("[A-Z]{2}", name_of_form="an ISO country code")
boolean = one_of("true", "false", "True", "False")


def is_true(value: str) -> bool:
    """A checked boolean parameter as Python knows it."""
    return value.lower() == "true"
