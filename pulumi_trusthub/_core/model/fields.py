"""Pydantic models for the inputs of resources, which let unknown values pass.

In a preview the value of another resource's output may not be known yet.  It is then an
:class:`Unknown`, at any depth, and a value that contains an unknown passes every check.
"""

from __future__ import annotations

from abc import ABC
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    StringConstraints,
    ValidationError,
    WrapValidator,
)

from .refs import PARENT_INPUTS
from .sids import in_one_case, sid_problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from pydantic import ValidatorFunctionWrapHandler


class Unknown(ABC):  # noqa: B024 - adapters register the classes of their engines
    """A value that is not known yet; adapters register the classes of their engines."""


def contains_unknown(value: object) -> bool:
    """Tell whether a value, or a value inside it, is not known yet."""
    if isinstance(value, str):  # most values are strings, and the last test is slow
        return False
    if isinstance(value, dict):
        return any(contains_unknown(item) for item in value.values())
    if isinstance(value, (list, tuple)):
        return any(contains_unknown(item) for item in value)
    return isinstance(value, Unknown)


def _if_known(value: Any, handler: ValidatorFunctionWrapHandler) -> Any:
    return value if contains_unknown(value) else handler(value)


def _sid(prefix: str) -> AfterValidator:
    def check(value: str) -> str:
        problem = sid_problem(value, prefix)
        if problem is not None:
            raise ValueError(problem)
        return value

    return AfterValidator(check)


def adoptable(prefix: str) -> AfterValidator:
    """Check an ``adopt`` input: True, False, or a SID with this prefix."""

    def check(value: object) -> object:
        if isinstance(value, bool):
            return value
        is_text = isinstance(value, str)
        problem = sid_problem(str(value), prefix) if is_text else "is neither true nor a SID"
        if problem:
            raise ValueError(problem)
        return value

    return AfterValidator(check)


def not_blank(value: str) -> str:
    """Refuse a text of nothing but white space, which Twilio trims."""
    if not value.strip():
        raise ValueError("must not be empty")
    return value


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
Text = Annotated[
    str,
    StringConstraints(strip_whitespace=False, min_length=1),
    AfterValidator(not_blank),
    Known,
]
Flag = Annotated[bool, Known]
Email = Annotated[str, AfterValidator(_email), Known]
Url = Annotated[str, AfterValidator(_url), Known]
BundleSid = Annotated[str, _sid("BU"), Known]
PolicySid = Annotated[str, _sid("RN"), Known]
AnyMapping = Annotated[dict[str, Any], Known]
AnyList = Annotated[list[Any], Known]


_SIDS = ("_sid", "_sids")
_MAY_BE_SID = {"adopt", "awaits"}
"""Inputs with SIDs that are not named so."""


def with_sids_in_one_case(values: Mapping[str, Any]) -> dict[str, Any]:
    """Write the SIDs in inputs or outputs with small letters, at any depth."""
    return {
        name: _in_one_case(value)
        if name.endswith(_SIDS) or name in _MAY_BE_SID
        else with_sids_in_one_case(value)
        if isinstance(value, dict)
        else value
        for name, value in values.items()
    }


def _in_one_case(value: Any) -> Any:
    if isinstance(value, str):
        return in_one_case(value)
    if isinstance(value, list):
        return [_in_one_case(item) for item in value]
    if isinstance(value, dict):
        return {in_one_case(str(name)): item for name, item in value.items()}
    return value


class Inputs(BaseModel):
    """The inputs of one resource: their names and types, and the effect of a change.

    Attributes:
        requires_replace: The inputs that Twilio cannot change: another value means another object.
        not_sent: The inputs that Twilio never sees.
        create_only: The inputs that only a create reads: a later change has no effect.
    """

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, defer_build=True)

    requires_replace: ClassVar[frozenset[str]] = frozenset()
    not_sent: ClassVar[frozenset[str]] = frozenset()
    create_only: ClassVar[frozenset[str]] = frozenset()

    @classmethod
    def cross_field_errors(cls, values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        """Yield property and reason for each broken rule between inputs."""
        del values
        yield from ()


def validation_errors(model: type[Inputs], values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """List every problem at once, as property and reason.

    No text holds an input's value: pydantic's own text may, so only its kind of error is used.
    """
    found: list[tuple[str, str]] = []
    try:
        model.model_validate(dict(values))
    except ValidationError as error:
        for problem in error.errors(include_input=False, include_url=False):
            path = ".".join(str(part) for part in problem["loc"])
            found.append((path, _reason(problem["type"], problem.get("ctx", {}), problem["msg"])))
    return found + list(model.cross_field_errors(values))


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


class BundleParentInputs(Inputs):
    """The inputs of a resource that belongs to a bundle of either kind."""

    requires_replace: ClassVar[frozenset[str]] = frozenset(PARENT_INPUTS)

    trust_product_sid: BundleSid | None = None
    customer_profile_sid: BundleSid | None = None

    @classmethod
    def cross_field_errors(cls, values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        """Require exactly one of the two inputs."""
        given = [name for name in PARENT_INPUTS if values.get(name) is not None]
        if len(given) == 1 or any(contains_unknown(values.get(name)) for name in PARENT_INPUTS):
            return
        reason = "give one of trust_product_sid and customer_profile_sid"
        yield PARENT_INPUTS[0], f"{reason}, not both" if given else reason
