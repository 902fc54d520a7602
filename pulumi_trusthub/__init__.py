"""Twilio Trust Hub as code: SHAKEN/STIR onboarding in a Pulumi program."""

from ._errors import TrustHubError
from ._onboarding import Attestation, Coverage
from ._version import __version__
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
