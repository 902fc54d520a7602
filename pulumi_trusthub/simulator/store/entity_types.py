"""The types of end users and supporting documents, with their fields: data, no rules."""

from __future__ import annotations

import dataclasses
import hashlib


@dataclasses.dataclass(frozen=True, slots=True)
class EntityType:
    """A type of end user or supporting document."""

    machine_name: str
    friendly_name: str
    fields: tuple[str, ...]

    @property
    def sid(self) -> str:
        """Made from the name, because no source prints the real ones."""
        digest = hashlib.blake2b(self.machine_name.encode(), digest_size=16)
        return "OY" + digest.hexdigest()


_PERSON = ("first_name", "last_name", "email", "phone_number")
_REPRESENTATIVE = (*_PERSON, "business_title", "job_position")

END_USER_TYPES = (
    EntityType(
        "customer_profile_business_information",
        "Business Information",
        (
            "business_name",
            "business_identity",
            "business_type",
            "business_industry",
            "business_registration_identifier",
            "business_registration_number",
            "business_regions_of_operation",
            "website_url",
            "social_media_profile_urls",
        ),
    ),
    EntityType("authorized_representative_1", "Authorized Representative one", _REPRESENTATIVE),
    EntityType("authorized_representative_2", "Authorized Representative two", _REPRESENTATIVE),
    EntityType(
        "starter_customer_profile_information",
        "Starter Customer Profile Information",
        _PERSON,
    ),
    EntityType(
        "sole_proprietor_information",
        "Sole Proprietor Information",
        ("brand_name", "mobile_phone_number", "vertical"),
    ),
    EntityType("cnam_information", "CNAM Information", ("cnam_display_name",)),
    # Twilio's page "Voice Integrity Onboarding with the Trust Hub REST API".
    EntityType(
        "voice_integrity_information",
        "Voice Integrity Information",
        ("use_case", "business_employee_count", "average_business_day_call_volume", "notes"),
    ),
)

SUPPORTING_DOCUMENT_TYPES = (
    EntityType("customer_profile_address", "Customer profile address", ("address_sids",)),
    EntityType("starter_customer_profile_address", "Legal Company Address", ("address_sids",)),
    EntityType(
        "government_issued_proof_of_authorized_representative",
        "Government Issued Identity certifying proof of being an authorized representative of a "
        "company",
        ("first_name", "last_name", "business_name"),
    ),
)

LIST_FIELDS = frozenset({"address_sids"})
"""The fields of the constraint "List", by the example of Twilio's OpenAPI file."""

OPTIONAL_FIELDS = frozenset({"notes", "social_media_profile_urls"})


def _listed(text: str) -> frozenset[str]:
    """Values with commas between."""
    return frozenset(value.strip() for value in text.split(","))


ALLOWED_VALUES: dict[str, frozenset[str]] = {
    "business_identity": _listed("direct_customer, isv_reseller_or_partner, unknown"),
    "business_type": _listed(
        "Sole Proprietorship, Partnership, Limited Liability Corporation, "
        "Limited Liability Partnership, Corporation, Co-operative, Non-profit Corporation, "
        "Non-profit"
    ),
    "business_registration_identifier": _listed(
        "EIN, DUNS, CBN, CN, ACN, CIN, VAT, VATRN, RN, Other"
    ),
    "business_regions_of_operation": _listed(
        "AFRICA, ASIA, EUROPE, LATIN_AMERICA, USA_AND_CANADA, AUSTRALIA"
    ),
    "job_position": _listed("Director, GM, VP, CEO, CFO, General Counsel, Other"),
}
"""The attributes that take only these values; the regions take several, between commas.

``DUNS`` is in no list of Twilio's pages, but in an example on the same subject."""


def titled(name: str) -> str:
    """A machine name as Twilio's answers write it for people."""
    return name.replace("_", " ").title()


def entity_type(name: str, *, of: tuple[EntityType, ...]) -> EntityType | None:
    """The type with this machine name or SID."""
    return next((known for known in of if name in {known.machine_name, known.sid}), None)


def fields_of(name: str) -> tuple[str, ...]:
    """The fields of the type with this machine name; a type that nobody knows has none."""
    known = entity_type(name, of=END_USER_TYPES + SUPPORTING_DOCUMENT_TYPES)
    return known.fields if known else ()
