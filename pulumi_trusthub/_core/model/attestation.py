"""What stands between a phone number and attestation A."""

from __future__ import annotations

from dataclasses import dataclass

from .statuses import APPROVED, normalize_status


@dataclass(frozen=True, kw_only=True)
class AttestationRequirements:
    """A customer profile and a trust product, which together may sign with attestation A.

    A asks for an approved profile, an approved product that is linked to it, and the number on both
    (Twilio's SHAKEN/STIR onboarding guides).

    Attributes:
        product_sid: The trust product.
        product_status: Its status.
        profile_sid: The customer profile.
        profile_status: Its status; None where the product's approval stands for the profile's.
        linked: Whether the product is linked to the profile.
    """

    product_sid: str
    product_status: str | None
    profile_sid: str
    profile_status: str | None
    linked: bool

    def missing(self, *, on_profile: bool, on_product: bool) -> list[str]:
        """Name every link that a number lacks, in the order in which to mend them."""
        vouched = self.profile_status is None or normalize_status(self.profile_status) == APPROVED
        links = {
            f"it is not on customer profile {self.profile_sid}": on_profile,
            f"it is not on trust product {self.product_sid}": on_product,
            f"customer profile {self.profile_sid} is {self.profile_status}, not {APPROVED}": (
                vouched
            ),
            f"trust product {self.product_sid} is {self.product_status}, not {APPROVED}": (
                normalize_status(self.product_status) == APPROVED
            ),
            f"trust product {self.product_sid} is not linked to customer profile "
            f"{self.profile_sid}": self.linked,
        }
        return [link for link, holds in links.items() if not holds]
