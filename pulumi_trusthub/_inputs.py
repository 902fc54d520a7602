"""What every resource's inputs are checked with: pydantic models that let unknowns pass.

In a preview a value that another resource will have is not known yet.  It arrives as an ``Unknown``
at any depth, and nothing can be said about it, so whatever holds one passes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from pulumi.output import Unknown
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    StringConstraints,
    ValidationError,
    WrapValidator,
)

from ._ids import BUNDLE_INPUTS, sid_problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from pydantic import ValidatorFunctionWrapHandler


def holds_unknown(value: object) -> bool:
    """Tell whether a value, or anything in it, is not known yet."""
    if isinstance(value, dict):
        return any(holds_unknown(item) for item in value.values())
    if isinstance(value, (list, tuple)):
        return any(holds_unknown(item) for item in value)
    return isinstance(value, Unknown)


def _if_known(value: Any, handler: ValidatorFunctionWrapHandler) -> Any:
    return value if holds_unknown(value) else handler(value)


def _sid(prefix: str) -> AfterValidator:
    def check(value: str) -> str:
        problem = sid_problem(value, prefix)
        if problem is not None:
            raise ValueError(problem)
        return value

    return AfterValidator(check)


def _email(value: str) -> str:
    name, at, domain = value.partition("@")
    if not (name and at and "." in domain) or any(c.isspace() for c in value):
        raise ValueError("is not an e-mail address such as compliance@example.com")
    return value


def _url(value: str) -> str:
    if not value.startswith(("https://", "http://")) or any(c.isspace() for c in value):
        raise ValueError("is not a URL such as https://example.com/trusthub-status")
    return value


Known = WrapValidator(_if_known)
Text = Annotated[str, StringConstraints(strip_whitespace=False, min_length=1), Known]
Flag = Annotated[bool, Known]
Email = Annotated[str, AfterValidator(_email), Known]
Url = Annotated[str, AfterValidator(_url), Known]
BundleSid = Annotated[str, _sid("BU"), Known]
PolicySid = Annotated[str, _sid("RN"), Known]
AnyMapping = Annotated[dict[str, Any], Known]
AnyList = Annotated[list[Any], Known]


class Inputs(BaseModel):
    """The inputs of one resource: names, types, and what a change of each does.

    Attributes:
        replaces: The inputs that Twilio cannot change: another value is another object.
        local: The inputs that Twilio never sees.
        for_create: The inputs that count when it is made: a later change of them is none.
    """

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    replaces: ClassVar[frozenset[str]] = frozenset()
    local: ClassVar[frozenset[str]] = frozenset()
    for_create: ClassVar[frozenset[str]] = frozenset()

    @classmethod
    def rules(cls, values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        """Yield property and reason for each rule between inputs that does not hold."""
        del values
        yield from ()


def problems(model: type[Inputs], values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """List every problem at once, as property and reason.

    No text holds what was given: pydantic's own may, so only its kind of error is used.
    """
    found: list[tuple[str, str]] = []
    try:
        model.model_validate(dict(values))
    except ValidationError as error:
        for problem in error.errors(include_input=False, include_url=False):
            path = ".".join(str(part) for part in problem["loc"])
            found.append((path, _reason(problem["type"], problem.get("ctx", {}), problem["msg"])))
    return found + list(model.rules(values))


_REASONS: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "missing": lambda _: "is required",
    "extra_forbidden": lambda _: "is not an input of this resource",
    "string_type": lambda _: "must be a string",
    "string_too_short": lambda _: "must not be empty",
    "bool_type": lambda _: "must be true or false",
    "list_type": lambda _: "must be a list",
    "dict_type": lambda _: "must be a mapping",
    "value_error": lambda context: str(context.get("error", "is not valid")),
}


def _reason(kind: str, context: Mapping[str, Any], fallback: str) -> str:
    say = _REASONS.get(kind)
    return say(context) if say else fallback[:1].lower() + fallback[1:]


class OfOneBundle(Inputs):
    """The inputs of what belongs to one bundle, of either kind."""

    replaces: ClassVar[frozenset[str]] = frozenset(BUNDLE_INPUTS)

    trust_product_sid: BundleSid | None = None
    customer_profile_sid: BundleSid | None = None

    @classmethod
    def rules(cls, values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        """Exactly one of the two is given."""
        given = [name for name in BUNDLE_INPUTS if values.get(name) is not None]
        if len(given) == 1 or any(holds_unknown(values.get(name)) for name in BUNDLE_INPUTS):
            return
        reason = "give one of trust_product_sid and customer_profile_sid"
        yield BUNDLE_INPUTS[0], f"{reason}, not both" if given else reason
