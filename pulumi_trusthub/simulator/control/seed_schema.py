"""The form of a seed: which keys its objects have, which of them they must have, and what is there.

`docs/testing.md` shows the same as a table, which the tests hold against these models.
"""

from __future__ import annotations

from typing import Annotated, Any

import pydantic
from pydantic_core import PydanticCustomError

from ..store.models import DocumentStatus, Status
from ..store.policies import BundleKind
from ..store.validation import expected, first_problem, kind_of, path_of

_WORD = pydantic.Field(strict=False)
"""For an enum, of which JSON has only the value."""
_COUNT, _LIST = "a count", "a list"
"""The two forms of `phone_numbers`, as pydantic puts them into a path."""


class UnknownSeedError(ValueError):
    """A seed that cannot be planted."""


class _Entry(pydantic.BaseModel):
    model_config = pydantic.ConfigDict(extra="forbid", strict=True)


class OwnedSeed(_Entry):
    """An entry with a SID, which may be left out."""

    sid: str = ""


class PolicySeed(_Entry):
    """A policy without requirements."""

    sid: str
    friendly_name: str
    kind: Annotated[BundleKind, _WORD]


class ApiKeySeed(OwnedSeed):
    """An API key of the account around it."""

    secret: str = ""


class PhoneNumberSeed(OwnedSeed):
    """A phone number, which may also be written as its E.164 text alone."""

    phone_number: str
    friendly_name: str = ""

    @pydantic.model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: Any) -> Any:
        if isinstance(value, str):
            value = {"phone_number": value}
        if not isinstance(value, dict):
            raise PydanticCustomError("phone_number", "a text in E.164 or an object")
        named = {"friendly_name": value["phone_number"]} if "phone_number" in value else {}
        return named | value


class AddressSeed(OwnedSeed):
    """An address."""

    customer_name: str
    street: str
    city: str
    region: str
    postal_code: str
    iso_country: str
    street_secondary: str | None = None
    friendly_name: str | None = None


class EndUserSeed(OwnedSeed):
    """An end user."""

    friendly_name: str
    type: str
    attributes: dict[str, Any] = {}


class DocumentSeed(EndUserSeed):
    """A supporting document."""

    status: Annotated[DocumentStatus, _WORD] = DocumentStatus.DRAFT


class BundleSeed(OwnedSeed):
    """A customer profile or a trust product, with its assignments."""

    friendly_name: str = "Example Business"
    email: str = "compliance@example.com"
    policy_sid: str = ""
    status: Annotated[Status, _WORD] = Status.DRAFT
    errors: list[int] = []
    status_callback: str | None = None
    phone_numbers: list[str] = []
    entities: list[str] = []
    customer_profiles: list[str] = []
    automatic_shaken_stir_product: bool = False


def _form(value: Any) -> str | None:
    return {int: _COUNT, list: _LIST}.get(type(value))


def _from_zero_on(count: int) -> int:
    if count < 0:
        raise PydanticCustomError("count", "a list, or a count from 0 on")
    return count


class AccountSeed(OwnedSeed):
    """An account or a subaccount, with its objects."""

    auth_token: str = ""
    friendly_name: str = "Example"
    api_keys: list[ApiKeySeed] = []
    phone_numbers: Annotated[
        Annotated[int, pydantic.AfterValidator(_from_zero_on), pydantic.Tag(_COUNT)]
        | Annotated[list[PhoneNumberSeed], pydantic.Tag(_LIST)],
        pydantic.Discriminator(
            _form, custom_error_type="form", custom_error_message="a list, or a count"
        ),
    ] = []
    addresses: list[AddressSeed] = []
    end_users: list[EndUserSeed] = []
    supporting_documents: list[DocumentSeed] = []
    customer_profiles: list[BundleSeed] = []
    trust_products: list[BundleSeed] = []
    subaccounts: list[AccountSeed] = []


class Seed(_Entry):
    """The whole document."""

    policies: list[PolicySeed] = []
    accounts: list[AccountSeed] = []


_ENTRIES: dict[str, type[pydantic.BaseModel]] = {
    "policies": PolicySeed,
    "accounts": AccountSeed,
    "subaccounts": AccountSeed,
    "api_keys": ApiKeySeed,
    "phone_numbers": PhoneNumberSeed,
    "addresses": AddressSeed,
    "end_users": EndUserSeed,
    "supporting_documents": DocumentSeed,
    "customer_profiles": BundleSeed,
    "trust_products": BundleSeed,
}


def keys_of(model: type[pydantic.BaseModel]) -> tuple[list[str], list[str]]:
    """The required keys of an entry, and the optional ones."""
    fields = model.model_fields
    required = [name for name, field in fields.items() if field.is_required()]
    return required, [name for name in fields if name not in required]


def parse_seed(document: Any) -> Seed:
    """The seed of a JSON document, checked as a whole before anything of it is planted."""
    try:
        return Seed.model_validate(document)
    except pydantic.ValidationError as error:
        problem = first_problem(error)
    steps = [step for step in problem["loc"] if step not in {_COUNT, _LIST}]
    path, value = path_of(steps), problem["input"]
    if problem["type"] == "missing":
        raise UnknownSeedError(f"{path} is missing.")
    if problem["type"] == "extra_forbidden":
        models = [_ENTRIES[step] for step in steps[:-1] if isinstance(step, str)]
        required, optional = keys_of((models or [Seed])[-1])
        known = ", ".join(required + optional)
        owner = path_of(steps[:-1]) or "a seed"
        raise UnknownSeedError(f"{path} is unknown: {owner} may have {known}.")
    codes = problem["type"] == "int_type"
    wanted = "one of Twilio's codes, a whole number" if codes else expected(problem)
    # Only where no data of a person can stand the value itself is told.
    told = problem["type"] in {"enum", "count"} and type(value) in {str, int}
    shown = repr(value) if told else kind_of(value)
    raise UnknownSeedError(f"{path or 'A seed'} is {wanted}, not {shown}.")
