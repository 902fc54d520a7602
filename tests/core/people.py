"""Attributes of people and documents, and what check says of them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from pulumi.output import Unknown

from pulumi_trusthub.dynamic.providers import EndUserProvider, SupportingDocumentProvider

BUSINESS = {
    "business_name": "Example Business",
    "business_identity": "direct_customer",
    "business_type": "Limited Liability Corporation",
    "business_industry": "TECHNOLOGY",
    "business_registration_identifier": "EIN",
    "business_registration_number": "12-3456789",
    "business_regions_of_operation": "USA_AND_CANADA,EUROPE",
    "website_url": "www.example.com",
}
PERSON = {
    "first_name": "Ada",
    "last_name": "Example",
    "email": "ada@example.com",
    "phone_number": "+12025550100",
    "business_title": "Head of Voice",
    "job_position": "Director",
}
AD = "AD" + "1" * 32
VALID: dict[str, dict[str, Any]] = {
    "customer_profile_business_information": BUSINESS,
    "authorized_representative_1": PERSON,
    "authorized_representative_2": PERSON,
    "cnam_information": {"cnam_display_name": "EXAMPLE LLC"},
    "customer_profile_address": {"address_sids": AD},
}
BUSINESS_TYPE, PERSON_TYPE = list(VALID)[:2]
DOCUMENT_TYPE = "customer_profile_address"
values = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.text() | st.builds(Unknown),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)
names = st.sampled_from(sorted({n for it in VALID.values() for n in it})) | st.text(max_size=6)


def failures(kind: object, attributes: object) -> list[tuple[str, str]]:
    """Check a person or a document, whichever has that type."""
    provider = SupportingDocumentProvider() if kind == DOCUMENT_TYPE else EndUserProvider()
    news = {"friendly_name": "x", "type": kind, "attributes": attributes}
    result = provider.check({}, news)
    assert news == result.inputs
    return [(failure.property, failure.reason) for failure in result.failures]
