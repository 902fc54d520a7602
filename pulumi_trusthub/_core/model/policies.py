"""The policies that this package has names for."""

from __future__ import annotations

from enum import Enum


class Policy(str, Enum):
    """What a bundle must contain, by the SID of its rules.

    Twilio's guides say that the SIDs are the same for every account; its overview page says that
    policies change.  So these are names for known policies, never a closed list: any other ``RN…``
    may be given wherever a policy is, and :func:`~pulumi_trusthub.get_policies` asks Twilio.
    """

    SHAKEN_STIR = "RN7a97559effdf62d00f4298208492a5ea"
    """Signs calls as SHAKEN/STIR asks (Twilio's SHAKEN/STIR onboarding guides)."""

    SECONDARY_CUSTOMER_PROFILE = "RNdfbf3fae0e1107f8aded0e7cead80bf5"
    """The profile of an ISV's customer (Twilio's Trust Hub overview)."""

    PRIMARY_CUSTOMER_PROFILE = "RN6433641899984f951173ef1738c3bdd0"
    """The account's own business profile, created in Twilio's Console (seen in public code)."""

    STARTER_CUSTOMER_PROFILE = "RN806dd6cd175f314e1f96a9727ee271f4"
    """A starter profile (example in Twilio's OpenAPI file)."""

    SOLE_PROPRIETOR = "RN670d5d2e282a6130ae063b234b6019c8"
    """Messaging for a sole proprietor (example in Twilio's OpenAPI file)."""

    CNAM = "RNf3db3cd1fe25fcfd3c3ded065c8fea53"
    """The name shown to the called party (seen in public code)."""

    VOICE_INTEGRITY = "RN5b3660f9598883b1df4e77f77acefba0"
    """Registers numbers with the carriers' analytics (seen in public code)."""

    A2P_MESSAGING = "RNb0d4771c2c98518d916a3d4cd70a8f8b"
    """Application-to-person messaging in the US (seen in public code)."""

    TOLL_FREE_VERIFICATION = "RNa282dd7f3dbef8586501ca2e045e764c"
    """Verification of toll-free numbers (seen in public code)."""

    BRANDED_CALLING_BASIC = "RNec5c6f3b750ed0d117c1951b5d5ce8c1"
    """Branded calling, basic (seen in public code)."""

    BRANDED_CALLING_ENHANCED = "RNca63d1066fbd5e44eac02d0b3cf6d019"
    """Branded calling, enhanced (seen in public code)."""

    def __str__(self) -> str:
        return self.value


PRIMARY = frozenset(
    {
        Policy.PRIMARY_CUSTOMER_PROFILE.value,
        "RN92dc6c39189b4d5ad9c6664f39769f90",
        "RN936f6140f1864391adca88df5d84cb6d",
        "RNffcb02a20420c81caf596ffc44f69712",
    }
)
"""Policies of primary profiles: of a business, a government, a nonprofit and an individual (all
four seen in public code).  These profiles are created in Twilio's Console alone."""

NOT_PRIMARY = {
    Policy.SECONDARY_CUSTOMER_PROFILE.value: "secondary",
    Policy.STARTER_CUSTOMER_PROFILE.value: "starter",
}
"""Kinds of customer profile, by policy, that are surely not the account's primary profile."""

OF_PROFILES = PRIMARY | NOT_PRIMARY.keys()
"""Known policies of customer profiles."""

OF_PRODUCTS = frozenset(policy.value for policy in Policy) - OF_PROFILES
"""Known policies of trust products."""
