"""What is known of the attributes of end users and supporting documents, type by type.

The lists are those of Twilio's pages.  Types and attributes that are not known here pass.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, ValidationError

from ._ids import sid_problem
from ._inputs import Email, Known, Text, holds_unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

BusinessIdentity = Literal["direct_customer", "isv_reseller_or_partner", "unknown"]
BusinessType = Literal[
    "Sole Proprietorship",
    "Partnership",
    "Limited Liability Corporation",
    "Limited Liability Partnership",
    "Corporation",
    "Co-operative",
    "Non-profit Corporation",
    "Non-profit",
]
RegistrationIdentifier = Literal["EIN", "CBN", "CN", "ACN", "CIN", "VAT", "VATRN", "RN", "Other"]
Region = Literal["AFRICA", "ASIA", "EUROPE", "LATIN_AMERICA", "USA_AND_CANADA", "AUSTRALIA"]
JobPosition = Literal["Director", "GM", "VP", "CEO", "CFO", "General Counsel", "Other"]
CNAM_LENGTH = 15


def _one_of(choices: Any) -> AfterValidator:
    values = get_args(choices)

    def check(value: str) -> str:
        if value not in values:
            raise ValueError(f"must be one of {', '.join(values)}")
        return value

    return AfterValidator(check)


def _regions(value: str) -> str:
    regions = get_args(Region)
    if any(part.strip() not in regions for part in value.split(",")):
        raise ValueError(f"must be one or several of {', '.join(regions)}, with commas between")
    return value


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
Industry = Annotated[
    str, _matching(r"[A-Z][A-Z0-9_&]*", "must be a name in capitals, such as TECHNOLOGY"), Known
]
Website = Annotated[
    str, _matching(r"[^\s]+\.[^\s]+", "must be a web address, such as https://example.com"), Known
]


Count = Annotated[
    str, _matching(r"[1-9][0-9]*", 'must be a number as a string, such as "500"'), Known
]


class _Attributes(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True)


class _BusinessInformation(_Attributes):
    business_name: Text
    business_identity: Annotated[str, _one_of(BusinessIdentity), Known]
    business_type: Annotated[str, _one_of(BusinessType), Known]
    business_industry: Industry
    business_registration_identifier: Annotated[str, _one_of(RegistrationIdentifier), Known]
    business_registration_number: Text
    business_regions_of_operation: Annotated[str, AfterValidator(_regions), Known]
    website_url: Website
    social_media_profile_urls: Annotated[str, Known] = ""


class _AuthorizedRepresentative(_Attributes):
    first_name: Text
    last_name: Text
    email: Email
    phone_number: PhoneNumber
    business_title: Text
    job_position: Annotated[str, _one_of(JobPosition), Known]


class _CnamInformation(_Attributes):
    cnam_display_name: Annotated[
        str,
        _matching(rf"(?s).{{1,{CNAM_LENGTH}}}", f"must have 1 to {CNAM_LENGTH} characters"),
        Known,
    ]


class _VoiceIntegrityInformation(_Attributes):
    use_case: Text
    business_employee_count: Count
    average_business_day_call_volume: Count
    notes: Annotated[str, Known] = ""


class _CustomerProfileAddress(_Attributes):
    address_sids: Annotated[Any, BeforeValidator(_address_sids), Known]


END_USER_TYPES: dict[str, type[BaseModel]] = {
    "customer_profile_business_information": _BusinessInformation,
    "authorized_representative_1": _AuthorizedRepresentative,
    "authorized_representative_2": _AuthorizedRepresentative,
    "cnam_information": _CnamInformation,
    "voice_integrity_information": _VoiceIntegrityInformation,
}
SUPPORTING_DOCUMENT_TYPES: dict[str, type[BaseModel]] = {
    "customer_profile_address": _CustomerProfileAddress,
}


def attribute_problems(model: type[BaseModel] | None, given: Mapping[str, Any]) -> Iterator[str]:
    """Yield every problem with the attributes of a type, path first; no text holds a value."""
    if model is None:
        return
    # Null is as good as left out.
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
    is_number = isinstance(number, str) and number != "" and not holds_unknown(number)
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
