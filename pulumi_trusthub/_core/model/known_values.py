"""Values that attributes are known to take: another value is worth a warning, and no problem.

The lists of Twilio's pages are incomplete, so a value that no list has is sent as it is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping


def _listed(text: str) -> tuple[str, ...]:
    """Read a list of values with commas between."""
    return tuple(value.strip() for value in text.split(","))


LISTED_VALUES = {
    "business_identity": ("direct_customer", "isv_reseller_or_partner", "unknown"),
    "business_type": _listed(
        "Sole Proprietorship, Partnership, Limited Liability Corporation, "
        "Limited Liability Partnership, Corporation, Co-operative, Non-profit Corporation, "
        "Non-profit"
    ),
    "business_industry": _listed(
        "AUTOMOTIVE, AGRICULTURE, BANKING, CONSTRUCTION, CONSUMER, EDUCATION, ENGINEERING, ENERGY, "
        "OIL_AND_GAS, FAST_MOVING_CONSUMER_GOODS, FINANCIAL, FINTECH, FOOD_AND_BEVERAGE, "
        "GOVERNMENT, HEALTHCARE, HOSPITALITY, INSURANCE, LEGAL, MANUFACTURING, MEDIA, ONLINE, "
        "PROFESSIONAL_SERVICES, RAW_MATERIALS, REAL_ESTATE, RELIGION, RETAIL, JEWELRY, TECHNOLOGY, "
        "TELECOMMUNICATIONS, TRANSPORTATION, TRAVEL, ELECTRONICS, NOT_FOR_PROFIT"
    ),
    "business_registration_identifier": _listed(
        "EIN, DUNS, CBN, CN, ACN, CIN, VAT, VATRN, RN, Other"
    ),
    "business_regions_of_operation": _listed(
        "AFRICA, ASIA, EUROPE, LATIN_AMERICA, USA_AND_CANADA, AUSTRALIA"
    ),
    "job_position": ("Director", "GM", "VP", "CEO", "CFO", "General Counsel", "Other"),
    "use_case": _listed(
        "Identify & Verification, Asset Management, Lead Generation, Intelligent Routing, "
        "Appointment Scheduling, Customer Support, Self-Service, Automated Support, "
        "Appointment Reminders, Employee Notifications, Delivery Notifications, "
        "Emergency Notifications, Contactless Delivery, Order Notifications, Service Alerts, "
        "Purchase Confirmation, Mass Alerts, Fraud Alerts, Contact Tracing, Lead Management, "
        "Lead Nurturing, Telemarketing, Marketing Events, Rewards Program, Lead Alerts, "
        "Lead Distribution, Abandoned Cart, Call Tracking, Outbound Dialer, Click to Call, "
        "Phone System, Meetings/Collaboration, Telehealth, Distance Learning, Shift Management, "
        "Field Notifications, Dating/Social, Remote appointments, Group Messaging, "
        "Exam Proctoring, Tutoring, Therapy (Individual+Group), Pharmacy, First Responder, "
        "Survey/Research"
    ),
}
"""The values that Twilio's pages list for an attribute, and ``DUNS``, which an example of theirs
has.

Two public code bases hold the same 45 values of ``use_case``: one quotes Twilio's guide to Voice
Integrity, the other the reason that Twilio's evaluation gives.  Two others, generated SDKs of
services that register businesses, hold the same 33 values of ``business_industry``."""

SEVERAL = {"business_regions_of_operation"}
"""Attributes that take several values, with commas between."""

_COUNT = r"[1-9][0-9]*"
_VOLUMES = (
    "is neither a whole number above 0 nor a range of Twilio's Console: 0-100, 101-1000, "
    "1001-10000, 10001-100000, 100000+"
)
FORMS = {
    "cnam_display_name": (r"[A-Za-z].*", "does not begin with a letter, as Twilio's page asks"),
    "business_employee_count": (_COUNT, "is not a whole number above 0, such as 25"),
    "average_business_day_call_volume": (
        rf"{_COUNT}|0-100|101-1000|1001-10000|10001-100000|100000\+",
        _VOLUMES,
    ),
}
"""The form of an attribute as a pattern, and the words for a value of another form.

Twilio's page "Brand your calls using CNAM" says "should".  For the numbers of Voice Integrity,
three public code bases send whole numbers, and one of them a range as the volume of calls."""

_SENT = "It is sent as it is; whether Twilio takes it shows in the evaluation and the review."


def doubtful_values(names: Container[str], given: Mapping[str, Any]) -> Iterator[str]:
    """Name the attributes with a value in no list or another form; no text holds a value.

    Only strings are looked at, because other values may not be known yet.
    """
    known = {
        name: value
        for name, value in given.items()
        if name in names and isinstance(value, str) and value
    }
    for name, listed in LISTED_VALUES.items():
        value = known.get(name, listed[0])
        parts = [part.strip() for part in value.split(",")] if name in SEVERAL else [value]
        if not set(parts) <= set(listed):
            yield (
                f"attributes.{name} is not in the list of Twilio's pages: {', '.join(listed)}. "
                f"{_SENT}"
            )
    for name, (pattern, reason) in FORMS.items():
        if name in known and not re.fullmatch(pattern, known[name], re.DOTALL):
            yield f"attributes.{name} {reason}. {_SENT}"
