"""The names of the checks, which help and completion need without any check."""

from __future__ import annotations

CREDENTIALS, ACCOUNT = "credentials", "account"

ABOUT = {
    CREDENTIALS: "the credentials open the account",
    ACCOUNT: "the account is active, and the credentials are its own",
    "primary-profile": "there is an approved primary business profile",
    "policies": "Twilio still lists the policies that this package knows by name",
    "rejected-bundles": "no bundle is rejected",
    "ending-approvals": "no approval has ended, or ends within a month",
    "unsubmitted-bundles": "no bundle with numbers on it is a draft",
    "unlinked-products": "every trust product is linked to a customer profile",
    "unapproved-profiles": "the profiles that products are linked to are approved",
    "duplicate-products": "no profile has two trust products of one policy",
    "numbers-without-profile": "every number is on a customer profile",
    "numbers-on-product-only": "numbers on a product are on its profile too",
    "doubled-numbers": "no number is on a bundle twice, or on two products of one policy",
    "released-numbers": "no assignment is left of a number that was released",
}
"""Every check by name, with the condition of a pass."""
