"""The attributes of end users and supporting documents, type by type, for type checkers."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

import pulumi

if TYPE_CHECKING:
    from collections.abc import Sequence


class _BusinessInformation(TypedDict):
    business_name: pulumi.Input[str]
    """The legal name."""

    business_identity: pulumi.Input[str]
    """Whether the business is an ISV: ``direct_customer``, ``isv_reseller_or_partner`` or
    ``unknown``."""

    business_type: pulumi.Input[str]
    """The legal form: ``Sole Proprietorship``, ``Partnership``, ``Limited Liability Corporation``,
    ``Limited Liability Partnership``, ``Corporation``, ``Co-operative``, ``Non-profit Corporation``
    or ``Non-profit``."""

    business_industry: pulumi.Input[str]
    """The industry by Twilio's name, in capitals, such as ``TECHNOLOGY`` or ``HEALTHCARE``."""

    business_registration_identifier: pulumi.Input[str]
    """The register of the registration number: ``EIN``, ``DUNS``, ``CBN``, ``CN``, ``ACN``,
    ``CIN``, ``VAT``, ``VATRN``, ``RN`` or ``Other``."""

    business_registration_number: pulumi.Input[str]
    """The number in that register; an EIN has nine digits, as ``12-3456789``."""

    business_regions_of_operation: pulumi.Input[str]
    """The regions, separated by commas: ``AFRICA``, ``ASIA``, ``EUROPE``, ``LATIN_AMERICA``,
    ``USA_AND_CANADA`` and ``AUSTRALIA``."""

    website_url: pulumi.Input[str]
    """The website, on the domain of the given e-mail addresses."""


class BusinessInformation(_BusinessInformation, total=False):
    """Attributes of ``customer_profile_business_information``.

    A value that is in none of Twilio's lists is sent unchanged, with a warning.
    """

    social_media_profile_urls: pulumi.Input[str]
    """The business's profiles on social media."""


class AuthorizedRepresentative(TypedDict):
    """Attributes of ``authorized_representative_1`` and ``authorized_representative_2``.

    A ``job_position`` that is not in Twilio's list is sent unchanged, with a warning.
    """

    first_name: pulumi.Input[str]
    """Given name."""

    last_name: pulumi.Input[str]
    """Family name."""

    email: pulumi.Input[str]
    """E-mail address, on the domain of the website."""

    phone_number: pulumi.Input[str]
    """Phone number in E.164, such as ``+12025550100``."""

    business_title: pulumi.Input[str]
    """The person's title at work."""

    job_position: pulumi.Input[str]
    """The position in Twilio's words: ``Director``, ``GM``, ``VP``, ``CEO``, ``CFO``,
    ``General Counsel`` or ``Other``."""


class CnamInformation(TypedDict):
    """Attributes of ``cnam_information``."""

    cnam_display_name: pulumi.Input[str]
    """At most 15 letters, digits, periods, commas and spaces; it should begin with a letter."""


class _VoiceIntegrityInformation(TypedDict):
    use_case: pulumi.Input[str]
    """One of the use cases in Twilio's words, such as ``Order Notifications``."""

    business_employee_count: pulumi.Input[str]
    """How many people work for the business, such as ``25``."""

    average_business_day_call_volume: pulumi.Input[str]
    """The calls of a working day: a number, or a range of Twilio's Console: ``0-100``,
    ``101-1000``, ``1001-10000``, ``10001-100000`` or ``100000+``."""


class VoiceIntegrityInformation(_VoiceIntegrityInformation, total=False):
    """Attributes of ``voice_integrity_information``; numbers and ranges are written as strings.

    A value of another form, or in none of Twilio's lists, is sent unchanged, with a warning.
    """

    notes: pulumi.Input[str]
    """Anything else about the calls."""


class CustomerProfileAddress(TypedDict):
    """Attributes of ``customer_profile_address``: SIDs, separated by commas or as a list."""

    address_sids: pulumi.Input[str] | pulumi.Input[Sequence[pulumi.Input[str]]]


class _BusinessAddress(TypedDict):
    street: pulumi.Input[str]
    """Number and street."""

    city: pulumi.Input[str]
    """The city."""

    region: pulumi.Input[str]
    """The state or region."""

    postal_code: pulumi.Input[str]
    """The postal code."""

    iso_country: pulumi.Input[str]
    """The country, by its two letters."""


class BusinessAddress(_BusinessAddress, total=False):
    """The address of a customer; without a name of its own the address has the business's name."""

    customer_name: pulumi.Input[str]
    """The name of the business or person at the address."""

    street_secondary: pulumi.Input[str]
    """Suite, floor or building."""
