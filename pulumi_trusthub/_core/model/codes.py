"""The error codes of Twilio that this package knows, and the next step for each.

Twilio's error dictionary and the answers of its API are the source.  Where Twilio gives no code of
its own, the words of the message stand here instead.
"""

from __future__ import annotations

import re

CONFLICTING_UPDATE = 20162
"""Two changes of one object at once."""

CORRECTED_ADDRESS = frozenset({21628, 21629})
"""Twilio would write the address in another way, which the text of the error may show."""
ADDRESS_OF_A_VERIFIED_DOCUMENT = 21630

_STILL_ASSIGNED = (
    "It is still assigned to a bundle: remove that assignment first (entity assignments of other "
    "stacks and of Twilio's Console count too)."
)
WHY_NOT_DELETED = {
    21644: _STILL_ASSIGNED,
    21645: _STILL_ASSIGNED,
    21646: "A review of it runs: wait until it is over, then delete it.",
}
"""What to do before an end user or a supporting document can be deleted."""

END_USER_FAILURES = frozenset({22214, 22215})
"""Codes of an evaluation that misses an end user, or an attribute of an end user."""

UNKNOWN_TYPE = 70002
"""No end user or document has this type: seen in public code."""

HELD_BUNDLE = frozenset({21647, 21648})
"""Codes of a bundle that a review or numbers keep from being deleted."""

REJECTIONS = {
    18601: "the association between the business and its website could not be verified",
    18602: "the business registration number could not be verified",
    18603: "the address could not be verified",
    18604: "the first authorized representative could not be verified",
    18605: "the second authorized representative could not be verified",
    18606: "the domain of the e-mail address does not match the website",
    18607: "the bundle is not eligible to be copied",
    18608: "the bundle was copied already",
    18609: "the registration authority is not eligible",
    18610: "the bundle cannot be copied because an address of it was deleted",
}
"""Meaning of the codes in the ``errors`` of a rejected bundle."""

ALREADY_ASSIGNED = re.compile(r"\balready (?:assigned|mapped)\b", re.IGNORECASE)
"""Words with which Twilio refuses an assignment because the object is on a bundle already."""

UNKNOWN_OBJECT = re.compile(r"\b(?:not found|not exist)\b", re.IGNORECASE)
"""Words with which Twilio refuses to assign an unknown object, which may just be young."""

NOT_ON_PROFILE = re.compile(r"not assigned to all the required supporting", re.IGNORECASE)
"""Words with which Twilio refuses a number on a product whose profile does not have the number."""

REFUSED_ASSIGNMENTS = {
    NOT_ON_PROFILE: (
        "A number goes onto the customer profile first and then onto the trust product: let this "
        "assignment depend on the profile's (depends_on), and link the product to that profile."
    ),
    re.compile(r"TWILIO[_-]APPROVED", re.IGNORECASE): (
        "Entities are assigned before the bundle is submitted: let the Submission require this "
        "assignment, or make a new bundle with another friendly_name."
    ),
}
"""Words with which Twilio refuses an assignment, and the next step."""
