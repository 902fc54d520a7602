"""What stands between a phone number and attestation A."""

from __future__ import annotations

from dataclasses import dataclass

from .statuses import APPROVED, approval_ended, normalize_status


@dataclass(frozen=True, kw_only=True)
class AttestationRequirements:
    """A customer profile and a trust product, which together may sign with attestation A.

    A asks for an approved profile, an approved product that is linked to it, and the number on both
    (Twilio's SHAKEN/STIR onboarding guides).

    Attributes:
        profile_status: None where the product's approval stands for the profile's.
        product_valid_until: When the product's approval ends, as Twilio wrote it.
        profile_valid_until: When the profile's approval ends, as Twilio wrote it.
    """

    product_sid: str
    product_status: str | None
    profile_sid: str
    profile_status: str | None
    linked: bool
    product_valid_until: str | None = None
    profile_valid_until: str | None = None

    def missing(self, *, on_profile: bool, on_product: bool) -> list[str]:
        """Name every link that a number lacks, in the order in which to mend them."""
        profile_end = _end(APPROVED, self.profile_valid_until)
        product_end = _end(self.product_status, self.product_valid_until)
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
            f"the approval of customer profile {self.profile_sid} ended on {profile_end}": (
                profile_end is None or not vouched
            ),
            f"the approval of trust product {self.product_sid} ended on {product_end}": (
                product_end is None
            ),
            f"trust product {self.product_sid} is not linked to customer profile "
            f"{self.profile_sid}": self.linked,
        }
        return [link for link, holds in links.items() if not holds]


def _end(status: str | None, valid_until: str | None) -> str | None:
    return approval_ended({"status": status, "valid_until": valid_until})
