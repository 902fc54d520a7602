"""Twilio Trust Hub as code: SHAKEN/STIR onboarding in a Pulumi program.

A name's module is loaded when the name is first used, so that a command which only looks at an
account does not wait for Pulumi's SDK.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from ._version import __version__

if TYPE_CHECKING:
    from ._errors import TrustHubError
    from ._onboarding import Attestation, Coverage
    from .address import Address
    from .channel_endpoint_assignment import ChannelEndpointAssignment
    from .channel_endpoint_assignments import ChannelEndpointAssignments
    from .cnam import Cnam
    from .customer_profile import CustomerProfile
    from .direct_customer import DirectCustomer
    from .end_user import (
        AuthorizedRepresentative,
        BusinessInformation,
        CnamInformation,
        EndUser,
        VoiceIntegrityInformation,
    )
    from .entity_assignment import EntityAssignment
    from .evaluation import Evaluation
    from .isv_customer import BusinessAddress, IsvCustomer
    from .lookups import (
        get_channel_endpoint_assignments,
        get_channel_endpoint_assignments_output,
        get_customer_profiles,
        get_customer_profiles_output,
        get_entity_assignments,
        get_entity_assignments_output,
        get_phone_numbers,
        get_phone_numbers_output,
        get_policies,
        get_policies_output,
        get_primary_customer_profile,
        get_primary_customer_profile_output,
        get_trust_products,
        get_trust_products_output,
    )
    from .policies import Policy
    from .provider import Provider
    from .shaken_stir import ShakenStir
    from .submission import Submission
    from .supporting_document import CustomerProfileAddress, SupportingDocument
    from .trust_product import TrustProduct
    from .voice_integrity import VoiceIntegrity

__all__ = [
    "Address",
    "Attestation",
    "AuthorizedRepresentative",
    "BusinessAddress",
    "BusinessInformation",
    "ChannelEndpointAssignment",
    "ChannelEndpointAssignments",
    "Cnam",
    "CnamInformation",
    "Coverage",
    "CustomerProfile",
    "CustomerProfileAddress",
    "DirectCustomer",
    "EndUser",
    "EntityAssignment",
    "Evaluation",
    "IsvCustomer",
    "Policy",
    "Provider",
    "ShakenStir",
    "Submission",
    "SupportingDocument",
    "TrustHubError",
    "TrustProduct",
    "VoiceIntegrity",
    "VoiceIntegrityInformation",
    "__version__",
    "get_channel_endpoint_assignments",
    "get_channel_endpoint_assignments_output",
    "get_customer_profiles",
    "get_customer_profiles_output",
    "get_entity_assignments",
    "get_entity_assignments_output",
    "get_phone_numbers",
    "get_phone_numbers_output",
    "get_policies",
    "get_policies_output",
    "get_primary_customer_profile",
    "get_primary_customer_profile_output",
    "get_trust_products",
    "get_trust_products_output",
]

_MODULES = {
    "_errors": ("TrustHubError",),
    "_onboarding": ("Attestation", "Coverage"),
    "address": ("Address",),
    "channel_endpoint_assignment": ("ChannelEndpointAssignment",),
    "channel_endpoint_assignments": ("ChannelEndpointAssignments",),
    "cnam": ("Cnam",),
    "customer_profile": ("CustomerProfile",),
    "direct_customer": ("DirectCustomer",),
    "end_user": (
        "AuthorizedRepresentative",
        "BusinessInformation",
        "CnamInformation",
        "EndUser",
        "VoiceIntegrityInformation",
    ),
    "entity_assignment": ("EntityAssignment",),
    "evaluation": ("Evaluation",),
    "isv_customer": ("BusinessAddress", "IsvCustomer"),
    "lookups": (
        "get_channel_endpoint_assignments",
        "get_channel_endpoint_assignments_output",
        "get_customer_profiles",
        "get_customer_profiles_output",
        "get_entity_assignments",
        "get_entity_assignments_output",
        "get_phone_numbers",
        "get_phone_numbers_output",
        "get_policies",
        "get_policies_output",
        "get_primary_customer_profile",
        "get_primary_customer_profile_output",
        "get_trust_products",
        "get_trust_products_output",
    ),
    "policies": ("Policy",),
    "provider": ("Provider",),
    "shaken_stir": ("ShakenStir",),
    "submission": ("Submission",),
    "supporting_document": ("CustomerProfileAddress", "SupportingDocument"),
    "trust_product": ("TrustProduct",),
    "voice_integrity": ("VoiceIntegrity",),
}
_HOMES = {name: module for module, names in _MODULES.items() for name in names}


if not TYPE_CHECKING:  # a type checker would take every name for one that is there

    def __getattr__(name: str) -> Any:
        """Load the module of a public name (PEP 562)."""
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        found = getattr(importlib.import_module(f".{_HOMES[name]}", __name__), name)
        globals()[name] = found
        return found


def __dir__() -> list[str]:
    return __all__
