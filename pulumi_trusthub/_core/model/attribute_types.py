"""Known attributes of end users and supporting documents, type by type.

A violation of Twilio's written rules is a problem.  A value that Twilio's lists do not have is
none: see :mod:`.known_values`.  Types and attributes that are not known here pass.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, ValidationError

from .fields import Email, Known, Text, contains_unknown, not_blank
from .sids import sid_problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

CNAM_LENGTH = 15
"""The characters of a CNAM name, at the most (Twilio's page "Brand your calls using CNAM", which
has the characters that are allowed, too)."""


def _matching(pattern: str, reason: str) -> AfterValidator:
    def check(value: str) -> str:
        if not re.fullmatch(pattern, value):
            raise ValueError(reason)
        return value

    return AfterValidator(check)


def _address_sids(value: object) -> object:
    sids = value.split(",") if isinstance(value, str) else value
    if not isinstance(sids, list) or not all(isinstance(sid, str) for sid in sids):
        raise ValueError("must be a string of address SIDs with commas between, or a list of them")
    found = [sid_problem(sid.strip(), "AD") for sid in sids] or ["must not be empty"]
    for problem in found:
        if problem:
            raise ValueError(problem)
    return value


PhoneNumber = Annotated[
    str, _matching(r"\+[1-9][0-9]{6,14}", "must be in E.164 form, such as +12025550100"), Known
]
Website = Annotated[
    str, _matching(r"[^\s]+\.[^\s]+", "must be a web address, such as https://example.com"), Known
]


class _Attributes(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True, defer_build=True)


class _BusinessInformation(_Attributes):
    business_name: Text
    business_identity: Text
    business_type: Text
    business_industry: Text
    business_registration_identifier: Text
    business_registration_number: Text
    business_regions_of_operation: Text
    website_url: Website
    social_media_profile_urls: Annotated[str, Known] = ""


class _AuthorizedRepresentative(_Attributes):
    first_name: Text
    last_name: Text
    email: Email
    phone_number: PhoneNumber
    business_title: Text
    job_position: Text


class _CnamInformation(_Attributes):
    cnam_display_name: Annotated[
        str,
        AfterValidator(not_blank),
        _matching(
            rf"[A-Za-z0-9., ]{{1,{CNAM_LENGTH}}}",
            f"must have 1 to {CNAM_LENGTH} characters: letters (A to Z), digits, periods, commas "
            f"and spaces",
        ),
        Known,
    ]


class _VoiceIntegrityInformation(_Attributes):
    use_case: Text
    business_employee_count: Text
    average_business_day_call_volume: Text
    notes: Annotated[str, Known] = ""


class _CustomerProfileAddress(_Attributes):
    address_sids: Annotated[Any, BeforeValidator(_address_sids), Known]


AttributeModels: TypeAlias = dict[str, type[BaseModel]]
"""The model of the attributes of each known type."""

END_USER_TYPES: AttributeModels = {
    "customer_profile_business_information": _BusinessInformation,
    "authorized_representative_1": _AuthorizedRepresentative,
    "authorized_representative_2": _AuthorizedRepresentative,
    "cnam_information": _CnamInformation,
    "voice_integrity_information": _VoiceIntegrityInformation,
}
SUPPORTING_DOCUMENT_TYPES: AttributeModels = {"customer_profile_address": _CustomerProfileAddress}


def attribute_problems(model: type[BaseModel] | None, given: Mapping[str, Any]) -> Iterator[str]:
    """Yield every problem with the attributes of a type, path first; no text holds a value."""
    if model is None:
        return
    # Null means left out.
    attributes = {name: value for name, value in given.items() if value is not None}
    try:
        model.model_validate(attributes)
    except ValidationError as error:
        for problem in error.errors(include_input=False, include_url=False):
            say = _REASONS.get(problem["type"])
            reason = say(problem.get("ctx", {})) if say else "is not valid"
            yield f"attributes.{problem['loc'][0]} {reason}"
    if model is _BusinessInformation:
        yield from _registration(attributes)


def _registration(attributes: Mapping[str, Any]) -> Iterator[str]:
    number = attributes.get("business_registration_number")
    is_number = isinstance(number, str) and number != "" and not contains_unknown(number)
    if attributes.get("business_registration_identifier") != "EIN" or not is_number:
        return
    if not re.fullmatch(r"[0-9]{2}-?[0-9]{7}", str(number)):
        yield "attributes.business_registration_number must be an EIN: nine digits, as 12-3456789"


_REASONS: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "missing": lambda _: "is missing",
    "string_type": lambda _: "must be a string",
    "string_too_short": lambda _: "must not be empty",
    "value_error": lambda context: str(context.get("error", "is not valid")),
}
