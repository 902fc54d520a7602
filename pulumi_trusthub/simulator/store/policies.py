"""Policies and what they require: data, no rules.

The SIDs are the ones that Twilio's pages and Twilio's OpenAPI examples print.
"""

from __future__ import annotations

import dataclasses
import enum
from typing import Any

from .entity_types import fields_of


class BundleKind(enum.Enum):
    """The two kinds of bundle, which share the prefix BU."""

    CUSTOMER_PROFILE = "customer_profile"
    TRUST_PRODUCT = "trust_product"


@dataclasses.dataclass(frozen=True, slots=True)
class EndUserRequirement:
    """An end user of this type must be on the bundle."""

    type: str
    name: str

    @property
    def requirement_name(self) -> str:
        """The type, for which the requirement is named."""
        return self.type


@dataclasses.dataclass(frozen=True, slots=True)
class DocumentRequirement:
    """A document of one of these types must be on the bundle."""

    requirement_name: str
    name: str
    accepted: tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class ProfileRequirement:
    """A customer profile of this type must be linked; those with the same name are alternatives."""

    requirement_name: str
    name: str
    type: str


Requirement = EndUserRequirement | DocumentRequirement | ProfileRequirement


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What a bundle must contain."""

    sid: str
    friendly_name: str
    kind: BundleKind
    profile_type: str | None = None
    """What a customer profile of this policy is called in the requirements of other policies."""
    console_only: bool = False
    end_users: tuple[EndUserRequirement, ...] = ()
    documents: tuple[DocumentRequirement, ...] = ()
    customer_profiles: tuple[ProfileRequirement, ...] = ()


SHAKEN_STIR = "RN7a97559effdf62d00f4298208492a5ea"
PRIMARY_CUSTOMER_PROFILE = "RN6433641899984f951173ef1738c3bdd0"
SECONDARY_CUSTOMER_PROFILE = "RNdfbf3fae0e1107f8aded0e7cead80bf5"

_PRIMARY = "primary_customer_profile_type_business"
_SECONDARY = "secondary_customer_profile_type_business"
_BUSINESS = EndUserRequirement("customer_profile_business_information", "Business Information")
_REPRESENTATIVE_1 = EndUserRequirement("authorized_representative_1", "Authorized Representative 1")
_REPRESENTATIVE_2 = EndUserRequirement("authorized_representative_2", "Authorized Representative 2")
_ADDRESS = DocumentRequirement(
    "customer_profile_address", "Physical Business Address", ("customer_profile_address",)
)
_PRIMARY_LINK = ProfileRequirement(
    "primary_customer_profile", "Primary Customer Profile Bundle", _PRIMARY
)


def _profile(sid: str, grade: str, business: str = "Business", **requirements: Any) -> Policy:
    """The policy of a customer profile, all of which are named after one pattern."""
    return Policy(
        sid=sid,
        friendly_name=f"{grade} Customer Profile of type {business}",
        kind=BundleKind.CUSTOMER_PROFILE,
        profile_type=f"{grade}_customer_profile_type_{business}".lower(),
        console_only=grade == "Primary",
        **requirements,
    )


POLICIES = (
    Policy(
        sid=SHAKEN_STIR,
        friendly_name="SHAKEN/STIR TrustProduct",
        kind=BundleKind.TRUST_PRODUCT,
        customer_profiles=(
            ProfileRequirement("customer_profile", "Primary Customer Profile Proof", _PRIMARY),
            ProfileRequirement("customer_profile", "Secondary Customer Profile Proof", _SECONDARY),
        ),
    ),
    _profile(
        PRIMARY_CUSTOMER_PROFILE,
        "Primary",
        end_users=(_BUSINESS, _REPRESENTATIVE_1, _REPRESENTATIVE_2),
        documents=(_ADDRESS,),
    ),
    _profile(
        SECONDARY_CUSTOMER_PROFILE,
        "Secondary",
        end_users=(_BUSINESS, _REPRESENTATIVE_1),
        documents=(_ADDRESS,),
        customer_profiles=(_PRIMARY_LINK,),
    ),
    _profile(
        "RN806dd6cd175f314e1f96a9727ee271f4",
        "Starter",
        end_users=(EndUserRequirement("starter_customer_profile_information", "Information"),),
        documents=(
            DocumentRequirement(
                "customer_profile_address",
                "Customer Profile Address",
                ("customer_profile_address", "starter_customer_profile_address"),
            ),
        ),
        customer_profiles=(_PRIMARY_LINK,),
    ),
    Policy(
        sid="RN670d5d2e282a6130ae063b234b6019c8",
        friendly_name="Sole Proprietor TrustProduct",
        kind=BundleKind.TRUST_PRODUCT,
        end_users=(
            EndUserRequirement("sole_proprietor_information", "Sole Proprietor Information"),
        ),
        customer_profiles=(
            ProfileRequirement(
                "customer_profile",
                "Starter Customer Profile(isv customers) Proof",
                "starter_customer_profile_type_business",
            ),
            ProfileRequirement(
                "customer_profile",
                "Starter Customer Profile(direct customers) Proof",
                "starter_customer_profile_type_direct_long_tail",
            ),
        ),
    ),
    *(
        Policy(sid=sid, friendly_name=name, kind=BundleKind.TRUST_PRODUCT)
        for sid, name in (
            ("RNf3db3cd1fe25fcfd3c3ded065c8fea53", "CNAM"),
            ("RN5b3660f9598883b1df4e77f77acefba0", "Voice Integrity"),
            ("RNb0d4771c2c98518d916a3d4cd70a8f8b", "US A2P Messaging"),
            ("RNa282dd7f3dbef8586501ca2e045e764c", "Toll-Free Verification"),
            ("RNec5c6f3b750ed0d117c1951b5d5ce8c1", "Branded Calling Basic"),
            ("RNca63d1066fbd5e44eac02d0b3cf6d019", "Branded Calling Enhanced"),
        )
    ),
    _profile("RN92dc6c39189b4d5ad9c6664f39769f90", "Primary", "Government"),
    _profile("RN936f6140f1864391adca88df5d84cb6d", "Primary", "Nonprofit"),
    _profile("RNffcb02a20420c81caf596ffc44f69712", "Primary", "Individual"),
)


def requirements(policy: Policy) -> dict[str, Any]:
    """Requirements of a policy in the shape of Trust Hub's answers."""
    people = [
        {
            "url": f"/EndUserTypes/{wanted.type}",
            "fields": fields_of(wanted.type),
            "type": wanted.type,
            "name": wanted.name,
            "requirement_name": wanted.type,
        }
        for wanted in policy.end_users
    ]
    documents = [
        {
            "description": wanted.name,
            "type": "document",
            "name": wanted.name,
            "accepted_documents": [
                {
                    "url": f"/SupportingDocumentTypes/{accepted}",
                    "fields": fields_of(accepted),
                    "type": accepted,
                    "name": wanted.name,
                }
                for accepted in wanted.accepted
            ],
            "requirement_name": wanted.requirement_name,
        }
        for wanted in policy.documents
    ]
    profiles = [
        {"type": wanted.type, "name": wanted.name, "requirement_name": wanted.requirement_name}
        for wanted in policy.customer_profiles
    ]
    return {
        "end_user": people,
        "supporting_trust_products": [],
        "supporting_document": [documents],
        "supporting_customer_profiles": profiles,
    }
