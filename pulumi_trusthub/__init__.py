"""Twilio Trust Hub as code: SHAKEN/STIR onboarding in a Pulumi program.

The module of a name is loaded when the name is first used, so that a command that only reads an
account does not wait for Pulumi's SDK.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from ._version import __version__

if TYPE_CHECKING:
    from ._core.model.errors import TrustHubError
    from ._core.model.policies import Policy
    from ._core.model.results import (
        ChannelEndpointAssignmentResult,
        CustomerProfileResult,
        EndUserResult,
        EndUserTypeResult,
        EntityAssignmentResult,
        EvaluationResult,
        PhoneNumberResult,
        PolicyResult,
        SupportingDocumentResult,
        SupportingDocumentTypeResult,
        TrustProductResult,
    )
    from .components.base import Attestation, Coverage
    from .components.cnam import Cnam
    from .components.direct_customer import DirectCustomer
    from .components.isv_customer import IsvCustomer
    from .components.shaken_stir import ShakenStir
    from .components.voice_integrity import VoiceIntegrity
    from .lookups.assignments import (
        get_channel_endpoint_assignments,
        get_channel_endpoint_assignments_output,
        get_entity_assignments,
        get_entity_assignments_output,
    )
    from .lookups.bundles import (
        get_customer_profiles,
        get_customer_profiles_output,
        get_primary_customer_profile,
        get_primary_customer_profile_output,
        get_trust_products,
        get_trust_products_output,
    )
    from .lookups.entities import (
        get_end_users,
        get_end_users_output,
        get_supporting_documents,
        get_supporting_documents_output,
    )
    from .lookups.entity_types import (
        get_end_user_types,
        get_end_user_types_output,
        get_supporting_document_types,
        get_supporting_document_types_output,
    )
    from .lookups.evaluations import get_evaluations, get_evaluations_output
    from .lookups.phone_numbers import get_phone_numbers, get_phone_numbers_output
    from .lookups.policies import get_policies, get_policies_output
    from .resources.address import Address
    from .resources.attribute_types import (
        AuthorizedRepresentative,
        BusinessAddress,
        BusinessInformation,
        CnamInformation,
        CustomerProfileAddress,
        VoiceIntegrityInformation,
    )
    from .resources.channel_endpoint_assignment import ChannelEndpointAssignment
    from .resources.channel_endpoint_assignments import ChannelEndpointAssignments
    from .resources.customer_profile import CustomerProfile
    from .resources.end_user import EndUser
    from .resources.entity_assignment import EntityAssignment
    from .resources.evaluation import Evaluation
    from .resources.provider import Provider
    from .resources.submission import Submission
    from .resources.supporting_document import SupportingDocument
    from .resources.trust_product import TrustProduct

__all__ = [
    "Address",
    "Attestation",
    "AuthorizedRepresentative",
    "BusinessAddress",
    "BusinessInformation",
    "ChannelEndpointAssignment",
    "ChannelEndpointAssignmentResult",
    "ChannelEndpointAssignments",
    "Cnam",
    "CnamInformation",
    "Coverage",
    "CustomerProfile",
    "CustomerProfileAddress",
    "CustomerProfileResult",
    "DirectCustomer",
    "EndUser",
    "EndUserResult",
    "EndUserTypeResult",
    "EntityAssignment",
    "EntityAssignmentResult",
    "Evaluation",
    "EvaluationResult",
    "IsvCustomer",
    "PhoneNumberResult",
    "Policy",
    "PolicyResult",
    "Provider",
    "ShakenStir",
    "Submission",
    "SupportingDocument",
    "SupportingDocumentResult",
    "SupportingDocumentTypeResult",
    "TrustHubError",
    "TrustProduct",
    "TrustProductResult",
    "VoiceIntegrity",
    "VoiceIntegrityInformation",
    "__version__",
    "get_channel_endpoint_assignments",
    "get_channel_endpoint_assignments_output",
    "get_customer_profiles",
    "get_customer_profiles_output",
    "get_end_user_types",
    "get_end_user_types_output",
    "get_end_users",
    "get_end_users_output",
    "get_entity_assignments",
    "get_entity_assignments_output",
    "get_evaluations",
    "get_evaluations_output",
    "get_phone_numbers",
    "get_phone_numbers_output",
    "get_policies",
    "get_policies_output",
    "get_primary_customer_profile",
    "get_primary_customer_profile_output",
    "get_supporting_document_types",
    "get_supporting_document_types_output",
    "get_supporting_documents",
    "get_supporting_documents_output",
    "get_trust_products",
    "get_trust_products_output",
]

_MODULES = {
    "_core.model.errors": ("TrustHubError",),
    "_core.model.policies": ("Policy",),
    "_core.model.results": (
        "ChannelEndpointAssignmentResult",
        "CustomerProfileResult",
        "EndUserResult",
        "EndUserTypeResult",
        "EntityAssignmentResult",
        "EvaluationResult",
        "PhoneNumberResult",
        "PolicyResult",
        "SupportingDocumentResult",
        "SupportingDocumentTypeResult",
        "TrustProductResult",
    ),
    "components.base": ("Attestation", "Coverage"),
    "components.cnam": ("Cnam",),
    "components.direct_customer": ("DirectCustomer",),
    "components.isv_customer": ("IsvCustomer",),
    "components.shaken_stir": ("ShakenStir",),
    "components.voice_integrity": ("VoiceIntegrity",),
    "lookups.assignments": ("get_channel_endpoint_assignments", "get_entity_assignments"),
    "lookups.bundles": (
        "get_customer_profiles",
        "get_primary_customer_profile",
        "get_trust_products",
    ),
    "lookups.entities": ("get_end_users", "get_supporting_documents"),
    "lookups.entity_types": ("get_end_user_types", "get_supporting_document_types"),
    "lookups.evaluations": ("get_evaluations",),
    "lookups.phone_numbers": ("get_phone_numbers",),
    "lookups.policies": ("get_policies",),
    "resources.address": ("Address",),
    "resources.attribute_types": (
        "AuthorizedRepresentative",
        "BusinessAddress",
        "BusinessInformation",
        "CnamInformation",
        "CustomerProfileAddress",
        "VoiceIntegrityInformation",
    ),
    "resources.channel_endpoint_assignment": ("ChannelEndpointAssignment",),
    "resources.channel_endpoint_assignments": ("ChannelEndpointAssignments",),
    "resources.customer_profile": ("CustomerProfile",),
    "resources.end_user": ("EndUser",),
    "resources.entity_assignment": ("EntityAssignment",),
    "resources.evaluation": ("Evaluation",),
    "resources.provider": ("Provider",),
    "resources.submission": ("Submission",),
    "resources.supporting_document": ("SupportingDocument",),
    "resources.trust_product": ("TrustProduct",),
}
_HOMES = {name: module for module, names in _MODULES.items() for name in names}
_HOMES |= {f"{name}_output": _HOMES[name] for name in _HOMES if name.startswith("get_")}


if not TYPE_CHECKING:  # a type checker would accept every name

    def __getattr__(name: str) -> Any:
        """Load a public name from its module (PEP 562)."""
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        found = getattr(importlib.import_module(f".{_HOMES[name]}", __name__), name)
        globals()[name] = found
        return found


def __dir__() -> list[str]:
    return __all__
